"""Reads what a run published, and says which quantity each figure of results.csv is.

The same quantity stands in several rows (users of a drug are the numerator of prevalence and the denominator of
long-term use), so a figure is named by what it counts and not by its row: one name, one period, one group.
"""

import csv
import dataclasses
import datetime
import pathlib
import re

OUTPUTS = ("numerator", "denominator", "denominator_unit", "estimate", "estimate_unit", "ci_lower", "ci_upper", "status")
DAYS_PER_YEAR = 365.25
# The period of what is counted of the whole study.
STUDY = ("study", "")

# Who is counted in the rows over persons. Residents come from a census file that anybody can read.
PERSONS = ("persons", "patients_seen")
YEARS = {"person_years": "person_days", "person_days": "person_days", "resident_years": "resident_days",
         "person_years_at_risk": "risk_days"}
# What counts no persons, by the first part of its name.
EVENTS = {"fills", "events", "step_rows"}
DAYS = {"person_days", "resident_days", "risk_days", "days", "overlap_days", "named_days", "same_days"}
AMOUNTS = {"ddd", "dose_sum"}
PUBLIC = {"residents", "resident_days"}
# Rows that are worked out from other rows of the release.
DERIVED = ("standardised_", "ratio_", "trend_")
# Rows without a numerator, whose estimate is a quartile of what the denominator's persons have: of four of them so many.
QUANTILES = ("summary",)
QUARTERS = {"p25": 1, "median": 2, "p75": 3}
# The headings of the methods text that are not the measure's key.
HEADINGS = {"transition_to_long-term_use": "transition", "distribution": "summary"}


@dataclasses.dataclass(frozen=True)
class Key:
    """One unknown of the attacker: a quantity of a group in a period."""
    name: str
    period: tuple[str, str]
    group: tuple[str, ...]

    def __str__(self) -> str:
        split = ",".join(level for level in self.group if level != "all") or "everyone"
        return f"{self.name} {self.period[0][:10]} [{split}]"


@dataclasses.dataclass
class Row:
    """One row of results.csv; figures that are empty are None."""
    measure: str
    definition: str
    drug: str
    period: tuple[str, str]
    group: tuple[str, ...]
    unit: str
    status: str
    fields: dict[str, str]
    numerator: float | None = None
    denominator: float | None = None
    keys: tuple[Key, Key] | None = None

    @property
    def suppressed(self) -> bool:
        return self.status == "suppressed"

    @property
    def may_be_zero(self) -> bool:
        """Whether the figure may be suppressed for another figure's sake, so that it may be 0."""
        return self.measure == "persistence" or self.measure.startswith(DERIVED)

    @property
    def quarters(self) -> int | None:
        """Of how many quarters the row is the quantile; None where it is none."""
        return QUARTERS[self.definition.partition("/")[2]] if self.measure in QUANTILES else None

    @property
    def place(self) -> tuple:
        """What the row is about, without its figures."""
        return (self.measure, self.definition, self.drug, self.period, self.group, self.unit)


@dataclasses.dataclass
class Release:
    """A results.csv with the names of its grouping variables."""
    folder: pathlib.Path
    variables: list[str]
    rows: list[Row]
    washouts: dict[tuple[str, str], str]
    # The figures of attrition.csv, None where one is kept back.
    account: dict[Key, float | None] = dataclasses.field(default_factory=dict)
    # What is known from elsewhere: classes without a drug in common, and whether every used fill has one of them and
    # counts in some interval.
    apart: tuple[str, ...] = ()
    complete: bool = False
    # Whether, as the report says, persons are observed on all days of their intervals.
    full: bool = False

    @property
    def periods(self) -> list[tuple[str, str]]:
        return sorted({row.period for row in self.rows})


def read_release(folder: pathlib.Path) -> Release:
    """The release in a folder. Besides results.csv the account of the rows is read, and in the report what no row states:
    the washout, and how many persons there are."""
    with open(folder / "results.csv", newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        header = next(reader)
        lines = [dict(zip(header, line, strict=True)) for line in reader]
    variables = header[5:len(header) - len(OUTPUTS)]
    report = folder / "report.md"
    text = report.read_text(encoding="utf-8") if report.exists() else ""
    washouts = stated_washouts(text)
    release = Release(folder, variables, [row_of(line, variables) for line in lines], washouts,
                      read_account(folder / "attrition.csv", text, ("all",) * len(variables)),
                      full="counts in an interval only if observed on all its days" in text)
    for row in release.rows:
        row.keys = keys(row, variables, washouts)
        row.denominator = value(row.keys[1], row.fields["denominator"], row.unit, True)
        # A quantile is of its denominator's persons, who stand for what it counts.
        row.numerator = row.denominator if row.quarters else value(row.keys[0], row.fields["numerator"], row.unit, False)
    return release


def row_of(line: dict[str, str], variables: list[str]) -> Row:
    return Row(line["measure"], line["definition"], line["drug"], (line["period_start"], line["period_end"]),
               tuple(line[name] for name in variables), line["denominator_unit"], line["status"], line)


def read_account(path: pathlib.Path, report: str, everyone: tuple[str, ...]) -> dict[Key, float | None]:
    """The rows and patients of each step of the account, and the persons that the report begins with."""
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    with open(path, newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            found |= {f"step_{name}|{line['step']}": line[name] for name in ("rows", "patients") if line[name]}
    if stated := re.search(r"^([\d,]+|\[c\]) persons, ", report, re.MULTILINE):
        found["roster"] = stated[1].replace(",", "")
    # Residents are counted in a file that anybody can read.
    return {Key(name, STUDY, everyone): float(text) if text.isdigit() else None
            for name, text in found.items() if not name.startswith("step_rows|population: ")}


def stated_washouts(report: str) -> dict[tuple[str, str], str]:
    """The washout that the methods text gives for a measure and drug: with it, two measures' new users are the same. It
    reads `365`, or `365/supply` where its days must be without supply and not just without a fill."""
    found = {}
    texts = {"persistence": r"new users of (.+?) \(washout (\d+) days", "alternatives": r"new users of (.+?) \(washout (\d+) days",
             "transition": r"[Oo]f new users of (.+?) \(washout (\d+) days",
             "summary": r"[Oo]f users of (.+?), and of new users .*? after (\d+) days without",
             "incidence": r"New use of (.+?) per .* each of the (\d+) days before it is observed and (?:no fill of|none of)",
             "incidence_proportion": r"[Nn]ew use of (.+?)(?: per | in | among |[.;:]).*?\b(\d+) days"}
    for paragraph in report.splitlines():
        title = re.match(r"\*\*([\w -]+)\.\*\*", paragraph)
        measure = title[1].lower().replace(" ", "_") if title else ""
        measure = HEADINGS.get(measure, measure)
        if measure in texts and (text := re.search(texts[measure], paragraph)):
            clear = "/supply" if measure.startswith("incidence") and "covered by" in paragraph else ""
            found |= {(measure, drug): text[2] + clear for drug in re.split(r", | and ", text[1])}
    return found


def value(key: Key, text: str, unit: str, below: bool) -> float | None:
    """A figure as the attacker uses it: person-years with 4 decimals give away the whole number of days."""
    if not text:
        return None
    number = float(text)
    return float(round(number * DAYS_PER_YEAR)) if below and unit.endswith(("_years", "_years_at_risk")) else number


def keys(row: Row, variables: list[str], washouts: dict) -> tuple[Key, Key]:
    """The quantities that a row's numerator and denominator are."""
    over, under = names(row.measure, row.definition, row.drug, row.unit, washouts)
    whole = row.group
    if row.measure == "cohort":
        whole = ("all",) * len(variables)
    return Key(over, row.period, row.group), Key(under, row.period, whole)


def names(measure: str, definition: str, drug: str, unit: str, washouts: dict) -> tuple[str, str]:
    """The names of the numerator and the denominator of a kind of row."""
    for prefix, mark in (("standardised_", "std|"), ("trend_", "trend|")):
        if measure.startswith(prefix):
            return tuple(mark + name for name in names(measure[len(prefix):], "", drug, unit, washouts))
    if measure.startswith("ratio_"):
        return names(measure[len("ratio_"):], "", drug, unit, washouts)
    if measure in QUANTILES:
        name = denominator_name(measure, definition, drug, unit, washouts)
        # Of ages they are those whose age is known.
        own = f"known_age|{name}" if definition.startswith("age/") else name
        return own, own
    return numerator_name(measure, definition, drug, unit, washouts), denominator_name(measure, definition, drug, unit, washouts)


def numerator_name(measure: str, definition: str, drug: str, unit: str, washouts: dict) -> str:
    match measure:
        case "cohort":
            return unit
        case "prevalence":
            return f"users|{drug}"
        case "fill_rate":
            return f"fills|{drug}"
        case "incidence":
            return f"events|{washouts.get((measure, drug), measure)}|{drug}"
        case "incidence_proportion":
            return f"new_users|{washouts.get((measure, drug), measure)}|{drug}"
        case "ddd":
            return f"ddd|{drug}"
        case "long_term_use":
            # Days supplied and doses are summed over the fills of the interval, which only users have.
            by_fills = definition.startswith(("supply", "ddd"))
            return f"{'long_users' if unit == 'users' and not by_fills else 'long'}|{definition}|{drug}"
        case "overlap":
            return f"overlap|{definition}|{pair(drug)}"
        case "overlap_days":
            return f"overlap_days|{pair(drug)}"
        case "same_prescriber":
            return f"same_days|{pair(drug)}"
        case "dose_mean":
            return f"dose_sum|{definition}|{drug}"
        case "persistence":
            return f"longer|{definition}|{drug}"
        case "persistence_median":
            return f"discontinued|{definition}|{drug}"
    return f"{measure}|{definition}|{drug}"


def denominator_name(measure: str, definition: str, drug: str, unit: str, washouts: dict) -> str:
    named = measure if measure == "incidence_proportion" else measure.split("_")[0]
    washout = washouts.get((named, drug), named)
    if unit in YEARS:
        return YEARS[unit] if unit != "person_years_at_risk" else f"risk_days|{washout}|{drug}"
    if unit.startswith(("exposed:", "days:")):
        return unit.replace(":", "|", 1)
    match unit:
        case "persons_at_risk":
            return f"at_risk|{washout}|{drug}"
        case "users" | "cob_eligible" | "long_eras" | "long_eras_followed":
            return f"{unit}|{drug}"
        case "overlap_days":
            return f"named_days|{pair(drug)}"
        case "dose_users":
            return f"dose_users|{re.split('>=|/', definition)[0]}|{drug}"
        case "new_users":
            return f"{unit}|{washout}|{drug}"
        case "new_users_followed":
            # As many days, whatever they are followed for: after180, within180.
            return f"{unit}|{washout}|{re.sub(r'[a-z]', '', definition.rpartition('/')[2])}|{drug}"
    return unit


def pair(drug: str) -> str:
    """A pair of classes without regard to their order."""
    return "+".join(sorted(drug.split("+")))


def kind(name: str) -> str:
    """persons, events, days, amount or public: what a quantity counts, and so how it is judged."""
    parts = [part for part in name.split("|") if part not in ("std", "trend")]
    for label, heads in (("public", PUBLIC), ("events", EVENTS), ("days", DAYS), ("amount", AMOUNTS)):
        if parts[0] in heads:
            return label
    return "persons"


def span(period: tuple[str, str]) -> int:
    """The days of a period."""
    start, end = (datetime.date.fromisoformat(day) for day in period)
    return (end - start).days + 1


def grouping(group: tuple[str, ...]) -> tuple[int, ...]:
    """The places of the variables that a group is split by."""
    return tuple(place for place, level in enumerate(group) if level != "all")


def day_after(day: str) -> str:
    """The day after, as results.csv writes days."""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def ages(level: str) -> tuple[float, float]:
    """The least and greatest age of a level; (-1, -1) for an unknown one, which is in no band."""
    if found := re.fullmatch(r"under (\d+)", level):
        return 0, int(found[1]) - 1
    if found := re.fullmatch(r"(\d+)(-(\d+)|\+)?", level):
        last = int(found[3]) if found[3] else float("inf") if found[2] else int(found[1])
        return int(found[1]), last
    return -1, -1


def length(period: tuple[str, str]) -> int:
    """The calendar months that a period covers whole; 0 where it begins or ends inside one."""
    start, end = period
    following = day_after(end)
    if start[8:] != "01" or following[8:] != "01":
        return 0
    return (int(following[:4]) - int(start[:4])) * 12 + int(following[5:7]) - int(start[5:7])
