"""Checks of what is printed: suppressed rows are empty wherever they are shown, what is worked out from them too, and
no small count stands in another file.
"""

import csv
import itertools
import json
import pathlib
import re

import files
from release import DERIVED, OUTPUTS, Release, Row, day_after, kind, read_release

MARK = "[c]"
PARTS = ("numerator", "denominator", "estimate", "ci_lower", "ci_upper")
LABELS = ["measure", "definition", "drug", "denominator_unit", "estimate_unit"]
# Measures that count persons, or their fills.
SETTINGS = ("prevalence", "fill_rate", "long_term_use", "overlap")
FIGURES = ("estimate", "ci_lower", "ci_upper")


def check(folder: pathlib.Path, truth_folder: pathlib.Path | None, least: int) -> list[str]:
    """Everything that is wrong with the files of a release, in words."""
    release = read_release(folder)
    found = [*rows_alone(release), *derived(release), *tables(release), *counts_elsewhere(folder, least),
             *sensitivity(folder, least), *files.check(folder, least)]
    if truth_folder:
        found += against_truth(release, read_release(truth_folder))
    return found


def rows_alone(release: Release) -> list[str]:
    """A row is suppressed whole or not at all; only its denominator may stay."""
    found = []
    for row in release.rows:
        if row.quarters and row.fields["numerator"]:
            found.append(f"a quartile has a numerator: {row.place}")
        empty = not (row.fields["numerator"] or row.quarters) or not row.fields["denominator"]
        shown = [name for name in ("numerator", *FIGURES) if row.fields[name]]
        if row.suppressed and shown:
            found.append(f"suppressed row shows {', '.join(shown)}: {row.place}")
        if empty and not row.suppressed:
            found.append(f"row of status '{row.status}' lacks its counts: {row.place}")
    return found


def derived(release: Release) -> list[str]:
    """A rate worked out from rows gives away a suppressed one among them."""
    hidden: dict[tuple, set[tuple]] = {}
    for row in release.rows:
        if row.suppressed and not row.measure.startswith(DERIVED):
            hidden.setdefault((row.measure, row.drug), set()).add((row.period, row.group))
    found = []
    for row in release.rows:
        if row.measure.startswith(DERIVED) and row.fields["estimate"]:
            gone = hidden.get((row.measure.partition("_")[2], row.drug), set())
            if sources := [place for place in gone if feeds(place, row, release)]:
                found.append(f"{row.place} is shown, and is worked out from suppressed rows such as {sources[0]}")
    return found


def feeds(place: tuple, row: Row, release: Release) -> bool:
    """Whether a derived row is worked out from the row of its measure at this place."""
    period, group = place
    if row.measure.startswith("trend_"):
        return group == row.group and row.period[0] <= period[0] and period[1] <= row.period[1]
    if period != row.period:
        return False
    if row.measure.startswith("ratio_"):
        variable, _, level = row.definition.partition("=")
        at = release.variables.index(variable)
        reference = tuple(level if number == at else "all" for number in range(len(group)))
        return group in (row.group, reference)
    if "age" not in release.variables:
        return False
    at = release.variables.index("age")
    return group[at] not in ("all", "unknown") and not group[at].startswith("under ") and \
        group[:at] + ("all",) + group[at + 1:] == row.group


def tables(release: Release) -> list[str]:
    """The tables for reading show [c] where results.csv is suppressed, and only there."""
    rows = {}
    for row in release.rows:
        labels = (row.measure, row.definition, row.drug, row.unit, row.fields["estimate_unit"])
        rows[labels + row.group, period_name(row.period)] = row
    found, seen = [], set()
    parts = [(path.name, list(csv.reader(open(path, newline="", encoding="utf-8"))))
             for path in sorted((release.folder / "tables").glob("*.csv"))]
    width = len(LABELS) + len(release.variables)
    for name, lines in parts:
        if not lines or lines[0][:len(LABELS)] != LABELS:
            continue
        for line in lines[1:]:
            for heading, cell in zip(lines[0][width:], line[width:], strict=True):
                period, _, part = heading.rpartition(" ")
                is_part = part in PARTS
                row = rows.get((tuple(line[:width]), period if is_part else heading))
                if row is not None and not is_part:
                    seen.add(id(row))
                if problem := part_problem(row, part, cell) if is_part else cell_problem(row, cell):
                    found.append(f"{name}: {problem}: '{cell}' at {line[:width]}, {heading}")
    if seen and (missing := [row for row in release.rows if id(row) not in seen]):
        found.append(f"the tables lack {len(missing)} rows of results.csv, such as {missing[0].place}")
    return found


def part_problem(row: Row | None, part: str, cell: str) -> str | None:
    """What is wrong with a cell that holds a part of a figure as results.csv has it."""
    if row is None:
        return "a cell without a row in results.csv" if cell else None
    field = row.fields[part]
    is_absent = part == "numerator" and row.quarters
    if cell == (field or (MARK if row.suppressed and not is_absent else "")):
        return None
    return f"it is '{field}' in results.csv"


def cell_problem(row: Row | None, cell: str) -> str | None:
    if row is None:
        return "a cell without a row in results.csv" if cell else None
    if row.suppressed:
        return "a suppressed figure is shown" if cell != MARK else None
    if cell == MARK:
        return "a published figure is suppressed in the table alone"
    if row.fields["estimate"] and abs(float(cell.split()[0]) - float(row.fields["estimate"])) > 0.0501:
        return f"the figure is {row.fields['estimate']} in results.csv"
    return None


def period_name(period: tuple[str, str]) -> str:
    """How a table heads a period: a calendar year by its number, a month as yyyy-MM, else its days."""
    start, end = period
    after = day_after(end)
    if start[4:] == "-01-01" and after == f"{int(start[:4]) + 1}-01-01":
        return start[:4]
    if start[8:] == "01" and after[8:] == "01" and start[:7] == end[:7]:
        return start[:7]
    return f"{start} to {end}"


def counts_elsewhere(folder: pathlib.Path, least: int) -> list[str]:
    """The account of the rows is published too: people whom it excludes are counts of people."""
    found = []
    attrition = folder / "attrition.csv"
    if attrition.exists():
        with open(attrition, newline="", encoding="utf-8") as file:
            for line in csv.DictReader(file):
                found += [f"attrition.csv: {line['step']} has {line[name]} {name}" for name in ("patients", "rows")
                          if line[name].isdigit() and 0 < int(line[name]) < least]
    report = folder / "report.md"
    for line in report.read_text(encoding="utf-8").splitlines() if report.exists() else []:
        if re.match(r"\d+\. .* rows", line):
            found += [f"report.md: '{line}'" for number in re.findall(r"\d[\d,]*(?= rows| patients|;|$)", line)
                      if 0 < int(number.replace(",", "")) < least]
    manifest = folder / "run.json"
    if manifest.exists():
        for step in json.loads(manifest.read_text(encoding="utf-8")).get("attrition", []):
            found += [f"run.json: {step['step']} has {step[name]} {name}" for name in ("patients", "rows")
                      if isinstance(step.get(name), int) and 0 < step[name] < least]
    return found


def sensitivity(folder: pathlib.Path, least: int) -> list[str]:
    """The grid of settings shows no small count, complement, or figure of a suppressed row."""
    path = folder / "sensitivity.csv"
    if not path.exists():
        return []
    found = []
    with open(path, newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
        for number, line in enumerate(lines, start=2):
            if line["status"] == "suppressed":
                shown = [name for name in ("numerator", *FIGURES, "difference") if line[name]]
                found += [f"sensitivity.csv:{number}: suppressed row shows {', '.join(shown)}"] if shown else []
            counts = [line["numerator"], line["denominator"]]
            if all(counts) and line["measure"] in ("prevalence", "long_term_use", "overlap"):
                counts.append(str(int(counts[1]) - int(counts[0])))
            found += [f"sensitivity.csv:{number}: shows {count}" for count in counts
                      if count.isdigit() and 0 < int(count) < least]
    return found + near(lines, read_release(folder), least)


def near(lines: list[dict[str, str]], release: Release, least: int) -> list[str]:
    """Figures of one measure, drug and interval under several settings, the study's own among them, whose difference is a
    few persons; or a few fills, which are those of few persons."""
    figures: dict[tuple, dict[float, str]] = {}
    own = [row.fields for row in release.rows if set(row.group) <= {"all"} and row.measure in SETTINGS]
    for place, line in [*enumerate(lines, start=2), *((0, fields) for fields in own)]:
        definition = line["definition"].partition("/gap")[0]
        about = (line["measure"], definition, line["drug"], line["period_start"], line["period_end"])
        where = f"sensitivity.csv:{place}" if place else "results.csv"
        unit = line["denominator_unit"]
        if line["measure"] in SETTINGS and line["numerator"]:
            figures.setdefault((*about, unit), {}).setdefault(float(line["numerator"]), where)
        if unit.startswith("exposed:") and line["denominator"]:
            figures.setdefault((*about[2:], unit, "denominator"), {}).setdefault(float(line["denominator"]), where)
    found = []
    for about, values in figures.items():
        for (lower, first), (higher, second) in itertools.pairwise(sorted(values.items())):
            if higher - lower < least and "sensitivity.csv" in first + second:
                found.append(f"{first} and {second}: {lower:g} and {higher:g} differ by few: {' '.join(about[:3])}")
    return found


def against_truth(release: Release, truth: Release) -> list[str]:
    """What is published is what a run without disclosure control publishes, row by row."""
    if [row.place for row in release.rows] != [row.place for row in truth.rows]:
        return [f"{len(release.rows)} rows, and {len(truth.rows)} without disclosure control, or others"]
    found = []
    for row, true in zip(release.rows, truth.rows, strict=True):
        names = [name for name in OUTPUTS if not row.suppressed or (name == "denominator" and row.fields[name])]
        wrong = [name for name in names if row.fields[name] != true.fields[name]]
        if wrong:
            found.append(f"{row.place}: {', '.join(wrong)} differ from the run without disclosure control")
        if row.suppressed and kind(row.keys[0].name) != "public" and true.numerator == 0 and row.denominator is not None \
                and not row.may_be_zero:
            found.append(f"{row.place}: a count of 0 is suppressed, though its denominator is shown")
    return found
