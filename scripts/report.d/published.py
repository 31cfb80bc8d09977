"""What a run has published, read from its files, and how reports write it: the rounding rules and the words."""

import calendar
import csv
import dataclasses
import datetime
import decimal
import functools
import json
import pathlib
import re

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SEX = {"F": "Female", "M": "Male"}
LEFT = ["measure", "definition", "drug", "period_start", "period_end"]


def grouped(number: float, decimals: int) -> str:
    """A number with so many decimals, as C rounds a double, and a comma at every third digit; never -0.0."""
    text = f"{number:,.{decimals}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.,") else text


def telling(least: str, greatest: str) -> bool:
    """True for a range of which both ends are known, the greatest at most twice the least."""
    return bool(least and greatest) and decimal.Decimal(greatest) <= 2 * decimal.Decimal(least)


def range_words(least: str, greatest: str, decimals: int) -> str | None:
    """How a range of ranges.csv reads: outward to so many decimals, none of which a whole number has; nothing where it tells
    too little."""
    places = decimals if "." in least + greatest else 0

    def outward(text: str, rounding: str) -> str:
        value = decimal.Decimal(text).quantize(decimal.Decimal(1).scaleb(-places), rounding)
        return f"{value:,}" if value else "0"

    if least and greatest:
        if not telling(least, greatest):
            return None
        ends = outward(least, decimal.ROUND_FLOOR), outward(greatest, decimal.ROUND_CEILING)
        return ends[0] if ends[0] == ends[1] else " to ".join(ends)
    if least:
        words = outward(least, decimal.ROUND_FLOOR)
        return None if words == "0" or words.startswith("-") else f"at least {words}"
    return f"up to {outward(greatest, decimal.ROUND_CEILING)}" if greatest else None


def kept_back(words: str | None) -> str:
    """What is kept back, behind what is known of it."""
    return f"{words} [c]" if words else "[c]"


@dataclasses.dataclass
class Row:
    """A row of results.csv or sensitivity.csv, and the row of ranges.csv where it has one."""
    fields: dict[str, str]
    variables: list[str]
    ranges: dict[str, str] = dataclasses.field(default_factory=dict)

    def __getattr__(self, name: str) -> str:
        return self.fields[name]

    @functools.cached_property
    def levels(self) -> tuple[str, ...]:
        return tuple(self.fields[name] for name in self.variables)

    @property
    def suppressed(self) -> bool:
        return self.fields["status"] == "suppressed"

    @property
    def is_quartile(self) -> bool:
        """True of a row without a numerator, whose estimate is a quartile of what the denominator's persons have."""
        return self.fields["measure"] == "summary"

    @functools.cached_property
    def decimals(self) -> int:
        """Ratios 2, ages, fills and days none, percentages of fewer than 100 none, everything else 1."""
        if self.fields["estimate_unit"] in ("years", "fills", "days"):
            return 0
        if self.fields["estimate_unit"] == "ratio":
            return 2
        below = float(self.fields["denominator"] or self.ranges.get("denominator_from") or 0) < 100 and "." not in self.fields["denominator"]
        return 0 if self.fields["estimate_unit"] == "percent" and below else 1

    def range_words(self, name: str) -> str | None:
        """What is known of a number that is kept back; that a share is no more than all tells nothing."""
        whole = "100.0000" if self.fields["estimate_unit"] == "percent" else "1000.0000"
        if name == "estimate" and not self.ranges.get("estimate_from") and self.ranges.get("estimate_to") == whole:
            return None
        return range_words(self.ranges.get(f"{name}_from", ""), self.ranges.get(f"{name}_to", ""),
                           self.decimals if name == "estimate" else 1)

    @functools.cached_property
    def bar(self) -> tuple[float, float] | None:
        """The ends of the bar that charts draw for an estimate that is kept back; one of 0 would show nothing."""
        ends = self.ranges.get("estimate_from", ""), self.ranges.get("estimate_to", "")
        return (float(ends[0]), float(ends[1])) if telling(*ends) and float(ends[1]) > 0 else None

    def shown_count(self, name: str) -> str | None:
        text = self.fields[name]
        return grouped(float(text), 1 if "." in text else 0) if text else None

    def count(self, name: str) -> str:
        """Numerator or denominator as it is written; a quartile has no numerator."""
        if self.is_quartile and name == "numerator":
            return ""
        return self.shown_count(name) or kept_back(self.range_words(name))

    @functools.cached_property
    def estimate_text(self) -> str:
        if self.suppressed:
            return kept_back(self.range_words("estimate"))
        if not self.fields["estimate"]:
            return "[x]"
        value = float(self.fields["estimate"])
        if value == 0:
            return "0"
        text = grouped(value, self.decimals)
        return text if text.strip("-0.,") else "[low]"

    @functools.cached_property
    def interval_text(self) -> str:
        """The estimate with its limits; [u] where these are further apart than twice the estimate."""
        lower, upper = self.fields["ci_lower"], self.fields["ci_upper"]
        if self.suppressed or not lower or not self.fields["estimate"]:
            return self.estimate_text
        text = f"{self.estimate_text} ({grouped(float(lower), self.decimals)} to {grouped(float(upper), self.decimals)})"
        return text + (" [u]" if self.unreliable else "")

    @functools.cached_property
    def unreliable(self) -> bool:
        fields = self.fields
        if self.suppressed or not fields["ci_lower"] or not fields["estimate"] or fields["estimate_unit"] == "ratio":
            return False
        if fields["estimate_unit"].startswith("percent_per"):
            return False
        return float(fields["ci_upper"]) - float(fields["ci_lower"]) > 2 * abs(float(fields["estimate"]))

    @functools.cached_property
    def parts_text(self) -> str:
        if self.is_quartile:
            return self.count("denominator")
        if self.fields["numerator"]:
            return f"{self.count('numerator')}/{self.count('denominator')}"
        if self.parts_range:
            return kept_back(self.parts_range)
        return f"[c]/{self.count('denominator')}" if self.fields["denominator"] else "[c]"

    @functools.cached_property
    def parts_range(self) -> str | None:
        """The range of a numerator that is kept back, with what it is of."""
        above, below = self.range_words("numerator"), self.shown_count("denominator") or self.range_words("denominator")
        return f"{above} of {below}" if above and below else None

    @functools.cached_property
    def whole_text(self) -> str:
        if self.suppressed:
            return ": ".join(filter(None, [self.parts_range, kept_back(self.range_words("estimate"))]))
        return f"{self.interval_text}, {self.parts_text}"

    @functools.cached_property
    def texts(self) -> set[str]:
        """Everything that a cell with this figure can read."""
        return {self.estimate_text, self.interval_text, self.parts_text, self.whole_text, self.count("numerator"),
                self.count("denominator")}

    @functools.cached_property
    def numbers(self) -> set[str]:
        """The numbers that a sentence can name of it, as they are written."""
        written = self.count("numerator"), self.count("denominator"), self.estimate_text
        found = {text for text in written if "[c]" not in text}
        for text in written:
            if "[c]" in text:
                found.update(re.findall(r"\d[\d,]*(?:\.\d+)?", text))
        for name in ("ci_lower", "ci_upper"):
            if self.fields[name]:
                found.add(grouped(float(self.fields[name]), self.decimals))
        return {text for text in found if not text.startswith("[")}

    @functools.cached_property
    def period_words(self) -> str:
        return period_words(self.fields["period_start"], self.fields["period_end"])

    @functools.cached_property
    def drug_words(self) -> str:
        return " and ".join(self.fields["drug"].split("+"))

    @functools.cached_property
    def unit_words(self) -> str:
        """The unit of its estimate: `per 1,000 persons`, `% of users`."""
        unit, below = self.fields["estimate_unit"], self.fields["denominator_unit"]
        if unit == "percent":
            return f"% of {denominator_words(below)}"
        if unit == "mme_per_day":
            return "MME per day"
        if unit in ("years", "fills", "days"):
            return f"{unit}, among {denominator_words(below)}"
        words = " ".join(grouped(int(word), 0) if word.isdigit() else word for word in unit.split("_"))
        if below in ("residents", "patients_seen"):
            return words.replace("persons", denominator_words(below))
        timed = below.startswith("person_years") or below == "resident_years"
        return words.replace("person years", denominator_words(below)) if timed else words


DENOMINATORS = {
    "resident_years": "resident-years", "person_years": "person-years", "person_years_at_risk": "person-years at risk",
    "cob_eligible": "persons eligible for COB", "dose_users": "users of a known dose",
    "long_eras_followed": "long eras that were followed", "new_users_followed": "new users who were followed",
}


def denominator_words(unit: str) -> str:
    kind, _, drug = unit.partition(":")
    drug = " and ".join(drug.split("+"))
    named = {"exposed": f"persons exposed to {drug}", "days": f"days covered by {drug}"} if drug else {}
    if unit.startswith("persons_from_"):
        return f"persons aged {unit.removeprefix('persons_from_')} and over"
    return named.get(kind) or DENOMINATORS.get(unit, unit.replace("_", " "))


def period_words(start: str, end: str) -> str:
    """`2019`, `Jan to Mar 2019`, `2018 to 2022`, `1 Mar 2019 to 5 Apr 2020`."""
    first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
        return " to ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in (first, last))
    if (first.month, last.month) == (1, 12):
        return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    names = MONTHS[first.month - 1], MONTHS[last.month - 1]
    if first.year != last.year:
        return f"{names[0]} {first.year} to {names[1]} {last.year}"
    return f"{names[0]} {first.year}" if first.month == last.month else f"{names[0]} to {names[1]} {last.year}"


def level_words(level: str, variable: str) -> set[str]:
    """How a level can be written."""
    if variable == "sex":
        return {SEX.get(level, level)} | {{"F": "among females", "M": "among males"}.get(level, level)}
    if variable == "age" and level.endswith("+"):
        return {f"{level[:-1]} and over"}
    if variable == "age" and level.count("-") == 1 and level.replace("-", "").isdigit():
        return {level.replace("-", " to ")}
    # What a spreadsheet would take for a formula has an apostrophe before it in CSV files.
    return {level, level.removeprefix("'")}


@dataclasses.dataclass
class Release:
    """An output folder."""
    folder: pathlib.Path
    variables: list[str]
    rows: list[Row]
    sensitivity: list[Row]
    attrition: list[dict[str, str]]
    flow: list[dict[str, str]]
    inputs: list[dict[str, str]]
    record: dict

    @functools.cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """A definition in words, by measure and definition."""
        return {(name, found["definition"]): found["words"] for measure in self.record["measures"]
                for name in measure["rows"] for found in measure["definitions"]}

    def label(self, row: Row) -> str:
        return self.labels.get((row.measure, row.definition), row.definition)

    def path(self, name: str) -> pathlib.Path:
        return self.folder / name


def table(path: pathlib.Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def with_ranges(rows: list[Row], ranges: list[dict[str, str]]) -> list[Row]:
    """The rows, the suppressed ones with their ranges, which stand in their order. Fails where they do not."""
    suppressed = [row for row in rows if row.suppressed]
    if len(suppressed) != len(ranges):
        raise ValueError(f"ranges.csv has {len(ranges)} rows for {len(suppressed)} suppressed ones")
    for row, own in zip(suppressed, ranges):
        if any(own[name] != row.fields[name] for name in [*LEFT, *row.variables, "denominator_unit"]):
            raise ValueError(f"a row of ranges.csv is of no suppressed row: {own}")
        row.ranges = own
    return rows


def release(folder: pathlib.Path) -> Release:
    """What an output folder publishes."""
    results = table(folder / "results.csv")
    with open(folder / "results.csv", newline="", encoding="utf-8") as file:
        header = next(csv.reader(file))
    variables = header[len(LEFT):header.index("numerator")]
    others = folder / "sensitivity.csv"
    ranged, flow = folder / "ranges.csv", folder / "flow.csv"
    rows = [Row(fields, variables) for fields in results]
    return Release(
        folder, variables, with_ranges(rows, table(ranged)) if ranged.exists() else rows,
        [Row(fields, variables) for fields in table(others)] if others.exists() else [],
        table(folder / "attrition.csv"), table(flow) if flow.exists() else [], table(folder / "inputs.csv"),
        json.loads((folder / "run.json").read_text(encoding="utf-8")))
