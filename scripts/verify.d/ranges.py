"""Judges ranges.csv: a row for each suppressed figure and no other, the truth within every range, no range narrower than what
the linear programs of a reader find, and estimates that follow from the counts.

The programs here are of results.csv alone. A range that is narrower than theirs is asked for once more with the account of
the rows, from which a reader knows more.
"""

import csv
import dataclasses
import json
import math
import pathlib
import re

from attacker import Attack, Impossible
from knowledge import System
from release import DAYS_PER_YEAR, DERIVED, Key, Release, Row, kind, read_release

NUMBERS = ("numerator", "denominator", "estimate")
COUNTS = ("ranges", "equal", "wider", "narrower", "beyond")
# So close to another a number is the same, in doubles and to the solver.
SAME, SOLVED = 1e-9, 1e-6
DECIMAL = 1e-4

Ends = tuple[float, float]
OPEN = (-math.inf, math.inf)


@dataclasses.dataclass
class Ranges:
    """Counts of one ranges.csv, and what is wrong with it in words. A range is compared where its quantity is suppressed."""
    ranges: int = 0
    equal: int = 0
    wider: int = 0
    narrower: int = 0
    # Truths outside their range.
    beyond: int = 0
    findings: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Claim:
    """A row of ranges.csv with the row of results.csv that it is about. Person-years are counted in days."""
    row: Row
    fields: dict[str, str]

    def printed(self, number: str) -> Ends:
        """The ends as they are printed; none is infinite."""
        texts = (self.fields[f"{number}_from"], self.fields[f"{number}_to"])
        return tuple(float(text) if text else end for text, end in zip(texts, OPEN, strict=True))

    def in_years(self, number: str) -> bool:
        return number == "denominator" and "_years" in self.row.unit

    def ends(self, number: str) -> Ends:
        """The ends as the attacker counts: the whole days of which the printed years are the years outward."""
        low, high = self.printed(number)
        if not self.in_years(number):
            return low, high
        return ceil(low * DAYS_PER_YEAR), floor(high * DAYS_PER_YEAR)


def floor(value: float) -> float:
    """A whole number of days below, where what is printed may be off by a thousandth of its last decimal."""
    return math.floor(value + DECIMAL) if math.isfinite(value) else value


def ceil(value: float) -> float:
    return -floor(-value)


def summary(total: dict[str, int]) -> str:
    """The ranges of all releases in a line."""
    return (f"{total['ranges']} ranges of suppressed counts: {total['equal']} equal to what a reader finds, {total['wider']} wider, "
            f"{total['narrower']} narrower; {total['beyond']} truths outside their range")


def check(folder: pathlib.Path, truth_folder: pathlib.Path | None, least: int) -> Ranges:
    """The verdict on the ranges of the release in a folder; of its twin without disclosure control, that it has none."""
    truth = read_release(truth_folder) if truth_folder else None
    result = judge(read_release(folder), truth, least)
    if truth_folder and (truth_folder / "ranges.csv").exists():
        result.findings.append("ranges.csv without disclosure control")
    return result


def judge(release: Release, truth: Release | None, least: int) -> Ranges:
    result = Ranges()
    if not has_ranges(release):
        if (release.folder / "ranges.csv").exists():
            result.findings.append("ranges.csv though its preset has none")
        return result
    claims = read_claims(release, result)
    for claim in claims:
        result.findings += form(claim) + shown(claim) + estimate(claim)
    if truth:
        check_truth(claims, truth, result)
    try:
        compare(claims, release, least, result)
    except Impossible as problem:
        result.findings.append(f"ranges can't be worked out: {problem}")
    return result


def has_ranges(release: Release) -> bool:
    """Whether the release is of a preset that suppresses without rounding."""
    manifest = release.folder / "run.json"
    if not manifest.exists():
        return (release.folder / "ranges.csv").exists()
    return json.loads(manifest.read_text(encoding="utf-8"))["disclosure"]["preset"] == "cms11"


def read_claims(release: Release, result: Ranges) -> list[Claim]:
    """The rows of ranges.csv, each with its row of results.csv: as many as are suppressed there, and in that order."""
    path = release.folder / "ranges.csv"
    if not path.exists():
        result.findings.append("no ranges.csv")
        return []
    about = ["measure", "definition", "drug", "period_start", "period_end", *release.variables, "denominator_unit"]
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != about + [f"{number}_{end}" for number in NUMBERS for end in ("from", "to")]:
            result.findings.append(f"ranges.csv has the columns {reader.fieldnames}")
            return []
        lines = list(reader)
    rows = [row for row in release.rows if row.suppressed]
    own, expected = ([tuple(fields[name] for name in about) for fields in found]
                     for found in (lines, [row.fields for row in rows]))
    if own != expected:
        differ = (number for number, (one, other) in enumerate(zip(own, expected)) if one != other)
        place = next(differ, min(len(own), len(expected)))
        result.findings.append(f"ranges.csv has {len(own)} rows for {len(expected)} that are suppressed; line {place + 2} is of "
                               f"{own[place:place + 1]}, not {expected[place:place + 1]}")
        return []
    return [Claim(row, line) for row, line in zip(rows, lines, strict=True)]


def form(claim: Claim) -> list[str]:
    """Ends are in order, with the decimals of what they count."""
    found = []
    for number in NUMBERS:
        low, high = claim.printed(number)
        if low > high:
            found.append(f"ranges.csv: {number} from {low:g} to {high:g}: {claim.row.place}")
        decimal = number == "estimate" or claim.in_years(number) or amount(claim, number)
        pattern = r"\d+\.\d{4}|" if decimal else r"\d+|"
        found += [f"ranges.csv: {name} is '{claim.fields[name]}': {claim.row.place}"
                  for name in (f"{number}_from", f"{number}_to") if not re.fullmatch(pattern, claim.fields[name])]
    return found


def amount(claim: Claim, number: str) -> bool:
    return number != "estimate" and kind(claim.row.keys[number == "denominator"].name) == "amount"


def shown(claim: Claim) -> list[str]:
    """A denominator that stays in results.csv is its own range."""
    whole = claim.row.denominator
    if whole is None or claim.ends("denominator") == (whole, whole):
        return []
    return [f"ranges.csv: the denominator {claim.row.fields['denominator']} has the range {claim.printed('denominator')}: "
            f"{claim.row.place}"]


def estimate(claim: Claim) -> list[str]:
    """An estimate goes from the least numerator over the greatest denominator to the greatest over the least."""
    own, expected = claim.printed("estimate"), quotients(claim)
    # Of an amount four decimals are printed, and the estimate is made of all that it has.
    (under, _), per = claim.ends("denominator"), scale(claim.row) or 0
    room = per * DECIMAL * per_unit(claim) / under if amount(claim, "numerator") and under > 0 else 0
    for end, sign in ((0, 1), (1, -1)):
        if math.isinf(own[end]) and math.isinf(expected[end]):
            continue
        outward = sign * (expected[end] - own[end])
        # What lies a thousandth of the last decimal beside a number may be printed as that.
        if not -1.1e-3 * DECIMAL - room <= outward <= DECIMAL * (1 - 1e-7) + room:
            return [f"ranges.csv: the estimate's range is {own}, and {expected} follows from the counts: {claim.row.place}"]
    return []


def quotients(claim: Claim) -> Ends:
    """What the ends of the counts make of the estimate, not rounded."""
    per = scale(claim.row)
    if per is None:
        return OPEN
    (low, high), (under, over) = claim.ends("numerator"), claim.ends("denominator")
    per *= per_unit(claim)
    least = per * low / over if math.isfinite(low) and math.isfinite(over) and over > 0 else -math.inf
    most = per * high / under if math.isfinite(under) and under > 0 else math.inf
    return least, min(most, scale(claim.row)) if is_share(claim.row) else most


def per_unit(claim: Claim) -> float:
    return DAYS_PER_YEAR if claim.in_years("denominator") else 1.0


def scale(row: Row) -> float | None:
    """What an estimate of 1 is in its unit; None where it is no quotient of the row's two numbers."""
    unit = row.fields["estimate_unit"]
    if row.quarters or row.measure.startswith((*DERIVED, "persistence")):
        return None
    if found := re.fullmatch(r"per_(\d+)_.*", unit):
        return float(found[1])
    return 100.0 if unit == "percent" else 1.0


def is_share(row: Row) -> bool:
    """Whether an estimate can't be above 100%: persons among persons, or days among days. Residents of a file of their own
    can be fewer than those counted."""
    over, under = (kind(key.name) for key in row.keys)
    return under != "public" and (row.fields["estimate_unit"] == "percent" or (over, under) == ("persons", "persons"))


def check_truth(claims: list[Claim], truth: Release, result: Ranges) -> None:
    """The run without disclosure control has a figure within each range."""
    true = {row.place: row.fields for row in truth.rows}
    for claim in claims:
        fields = true.get(claim.row.place, {})
        for number in NUMBERS:
            low, high = claim.printed(number)
            value = float(fields.get(number) or "nan")
            if value < low - SAME * abs(low) or value > high + SAME * abs(high):
                result.beyond += 1
                result.findings.append(f"ranges.csv: {number} is {value:g}, not in {low:g} to {high:g}: {claim.row.place}")


def compare(claims: list[Claim], release: Release, least: int, result: Ranges) -> None:
    """Each range of a quantity that is kept back, with what the programs find."""
    bare = dataclasses.replace(release, account={}, apart=(), complete=False)
    reader, informed = Reader(bare, least), None
    for claim in claims:
        for number, key in zip(NUMBERS, claim.row.keys):
            if number == "denominator" and claim.row.denominator is not None:
                continue
            if number == "numerator" and claim.row.quarters:
                if claim.printed(number) != OPEN:
                    result.findings.append(f"ranges.csv: a quartile has a numerator: {claim.row.place}")
                continue
            own, found = claim.ends(number), reader.ends(key)
            word = relation(own, found, kind(key.name) == "amount")
            if word == "narrower" and release.account:
                informed = informed or Reader(dataclasses.replace(release, apart=(), complete=False), least)
                found = informed.ends(key)
                word = relation(own, found, kind(key.name) == "amount")
            result.ranges += 1
            setattr(result, word, getattr(result, word) + 1)
            if word == "narrower":
                result.findings.append(f"ranges.csv: {number} from {own[0]:g} to {own[1]:g} is narrower than {found[0]:g} to "
                                       f"{found[1]:g}, which a reader finds for {key}: {claim.row.place}")


def relation(own: Ends, found: Ends, is_amount: bool) -> str:
    """How a printed range is to the one that was found."""
    word = "equal"
    for sign, end, proven in ((1, own[0], found[0]), (-1, own[1], found[1])):
        # Ends upward: what is below the proven end is wider. None is infinite on its side.
        end, proven = sign * end, sign * proven
        if sign > 0:
            end, proven = max(end, 0.0), max(proven, 0.0)
        if math.isinf(end) or math.isinf(proven):
            inward, outward = end > proven, end < proven
        else:
            room = min(0.4, SOLVED * max(1.0, abs(proven))) + (10 * DECIMAL if is_amount else 0)
            proven = proven if is_amount else math.floor(proven + room)
            inward, outward = end > proven + room, end < proven - room
        if inward:
            return "narrower"
        word = "wider" if outward else word
    return word


class Reader:
    """The ranges that a reader finds, each worked out once."""

    def __init__(self, release: Release, least: int):
        self.system = System(release)
        self.attack = Attack(self.system)
        self.most = least - 1
        self.found: dict[Key, Ends] = {}

    def ends(self, key: Key) -> Ends:
        if key not in self.found:
            self.found[key] = self.work_out(key)
        return self.found[key]

    def work_out(self, key: Key) -> Ends:
        low, high = self.attack.ends(key)
        # Residents are kept back where they are few.
        return (low, min(high, self.most)) if key.name == "residents" else (low, high)
