"""What inputs.csv tells of the rows of each kind beside attrition.csv. The rows read are those of each step; so a rounded
number of them can tell how few rows there are in steps that are kept back.
"""

import csv
import math
import pathlib

MARK = "[c]"
FILLS = ("not in the roster", "drug not in the code list", "after the study period", "reversed", "reversal",
         "reversal of no fill", "duplicate", "outside observation", "used")
SHARES = {"rejected": None, "lines_rejected": None, "not_in_roster": "not in the roster",
          "not_in_code_list": "drug not in the code list"}


def check(folder: pathlib.Path, least: int) -> list[str]:
    """Everything that the accounts of files tell and should not, in words."""
    if not (folder / "inputs.csv").exists() or not (folder / "attrition.csv").exists():
        return []
    steps = {line["step"]: line["rows"] for line in table(folder / "attrition.csv")}
    files: dict[str, list[dict[str, str]]] = {}
    for line in table(folder / "inputs.csv"):
        files.setdefault(line["kind"], []).append(line)
    return [problem for kind, own in files.items() for problem in of_kind(kind, own, steps, least)]


def table(path: pathlib.Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def of_kind(kind: str, files: list[dict[str, str]], steps: dict[str, str], least: int) -> list[str]:
    prefix = "" if kind == "prescriptions" else f"{kind}: "
    rejected = [name for name in steps if name.startswith(f"{prefix}rejected: ")]
    found = []
    for column, step in SHARES.items():
        names = rejected if step is None else [step] if kind == "prescriptions" else []
        if any(steps.get(name) == MARK for name in names):
            found += [f"inputs.csv: {line['file']} has {line[column]} {column}, which attrition.csv keeps back"
                      for line in files if line[column] not in ("", MARK)]
    parts = rejected + [name for name in FILLS if kind == "prescriptions" and name in steps]
    hidden = [name for name in parts if steps[name] == MARK]
    if steps.get(f"{prefix}rows read") == MARK and hidden and len(files) == 1:
        known = sum(int(steps[name]) for name in parts if steps[name] != MARK)
        most = min([most_of(files[0]["rows"]), most_of(files[0]["lines"])]
                   + [most_by_share(files[0][column], sum(int(steps[name]) for name in names))
                      for column, names in (("rejected", rejected), ("not_in_roster", ["not in the roster"]),
                                            ("not_in_code_list", ["drug not in the code list"]))
                      if all(steps.get(name, "").isdigit() for name in names)])
        if most - known < len(hidden) - 1 + least:
            found.append(f"inputs.csv: {files[0]['file']} has {most} rows at most, so that {', '.join(hidden)} are "
                         f"{most - known} at most")
    return found


def most_of(hundred: str) -> float:
    """The most rows that the nearest hundred allows."""
    return int(hundred) + 49 if hundred.isdigit() else math.inf


def most_by_share(percent: str, part: int) -> float:
    """The most rows of which `part` are so many whole percents."""
    if part == 0 or not (percent.isdigit() or percent == ">99"):
        return math.inf
    if percent == ">99":
        return math.ceil(100 * part / 99) - 1
    return part if percent == "100" else math.floor(200 * part / (2 * int(percent) - 1)) if percent != "0" else math.inf
