"""Judges what an attacker can tell of the suppressed figures of one release."""

import dataclasses
import math
import pathlib

from attacker import TOLERANCE, Attack, Impossible
from knowledge import ROUNDED, Form, System
from release import Key, Release, kind, read_release

# An interval of fewer values than this gives a count away, whatever its ends are.
LEAST_WIDTH = 5.0
# Half of the last decimal of a share that is printed as percent with 4 decimals.
HALF_DECIMAL = 0.0000005


@dataclasses.dataclass
class Audit:
    """Counts of one release, and what is wrong with it in words."""
    cells: int = 0
    suppressed: int = 0
    audited: int = 0
    differences: int = 0
    exact: int = 0
    narrow: int = 0
    in_sight: int = 0
    harmless: int = 0
    outside: int = 0
    narrowest: float = math.inf
    findings: list[str] = dataclasses.field(default_factory=list)
    # The quantities that can be told.
    told: dict[Key, None] = dataclasses.field(default_factory=dict)

    def add(self, text: str) -> None:
        self.findings.append(text)


class Truth:
    """The same study without disclosure control. It decides which figures need protection; the attacker has none of it."""

    def __init__(self, system: System):
        self.system = system

    def value(self, key: Key) -> float | None:
        found = self.system.get(key)
        return found if isinstance(found, float) else None

    def small(self, key: Key, least: int) -> bool:
        """Whether fewer persons than allowed, but some, are behind a quantity. A count of 0 may be shown."""
        own = self.value(key)
        return bool(own) and any(value is not None and 0 < value < least for value in (own, self.persons(key)))

    def persons(self, key: Key) -> float | None:
        """The persons behind fills, days and doses, where the release counts them."""
        mark, bare = ("", key.name) if "|" not in key.name or key.name.split("|")[0] not in ("std", "trend") else \
            (key.name.partition("|")[0] + "|", key.name.partition("|")[2])
        head, *rest = bare.split("|")
        names = {"fills": [f"users|{rest[-1]}"] if rest else [], "events": [f"users|{rest[-1]}"] if rest else [],
                 "ddd": [f"users|{rest[-1]}"] if rest else [], "days": [f"exposed|{rest[-1]}"] if rest else [],
                 "step_rows": [f"step_patients|{rest[0]}"] if rest else [],
                 "person_days": ["persons", "patients_seen"],
                 "risk_days": [f"at_risk|{'|'.join(rest)}", "persons", "patients_seen"]}.get(head, [])
        if head in ("overlap_days", "named_days", "same_days"):
            names = [f"overlap|days>=1|{rest[0]}"]
        if head == "dose_sum":
            names = [f"dose_users|{rest[0].partition('/')[0]}|{rest[1]}"]
        values = [self.value(Key(mark + name, key.period, key.group)) for name in names]
        return next((value for value in values if value is not None), None)


def audit(folder: pathlib.Path, truth_folder: pathlib.Path | None, least: int, strict: bool = False,
          knowledge: str = "full") -> Audit:
    """The audit of the results.csv in a folder."""
    source = read_release(folder)
    truth = Truth(System(read_release(truth_folder))) if truth_folder else None
    return audit_release(source, truth, least, strict, knowledge)


def audit_release(source: Release, truth: Truth | None, least: int, strict: bool = False,
                  knowledge: str = "full") -> Audit:
    result = Audit(cells=len(source.rows), suppressed=sum(row.suppressed for row in source.rows))
    system = System(source, knowledge)
    for text in system.contradictions:
        result.add(f"contradiction: {text}")
    check_in_sight(system, truth, least, result)
    if knowledge == "full":
        for text in [*told_by_survival(source, least), *told_by_quartiles(source, least)]:
            result.exact += text.startswith("exact")
            result.narrow += not text.startswith("exact")
            result.add(text)
    try:
        attack = Attack(system)
        if truth:
            check_truth(system, truth, result)
            if not result.outside:
                attack.offer({key: truth.value(key) for key in system.hidden})
        audit_cells(system, attack, truth, least, strict, result)
        audit_forms(system, attack, truth, least, result)
    except Impossible as problem:
        result.add(f"contradiction: {problem}")
    return result


def check_in_sight(system: System, truth: Truth | None, least: int, result: Audit) -> None:
    """No count of few persons is printed, nor two counts whose difference is one."""
    for key, value in system.values.items():
        label = kind(key.name)
        if label == "public":
            continue
        few = 0 < value < least and label != "amount"
        if few or (truth and truth.small(key, least)):
            result.in_sight += 1
            result.add(f"in sight: {key} is {value:g}")
    for form in system.forms:
        total = system.total(form)
        if total is not None and 0 < total < least and any(key in system.values for key in form.terms):
            result.in_sight += 1
            result.add(f"in sight ({form.label}): {form} is {total:g}")


def told_by_survival(source: Release, least: int) -> list[str]:
    """A share by Kaplan and Meier tells how many of those who are gone discontinued, and how many were lost from sight.

    Who discontinues takes at least his own share of all with him, and at most that of one who stays: the shares of those
    lost from sight are divided among the others. Who is never at risk is lost from sight before anybody discontinues.
    """
    found = []
    for row in source.rows:
        if row.measure != "persistence" or not row.numerator or not row.fields["estimate"] or row.status != "ok":
            continue
        gone = row.denominator - row.numerator
        share = float(row.fields["estimate"]) / 100
        lower, upper = max(share - HALF_DECIMAL, 0.0), min(share + HALF_DECIMAL, 1.0)
        low = max(0, math.ceil((1 - upper) * row.numerator / upper - TOLERANCE))
        high = min(gone, math.floor((1 - lower) * row.denominator + TOLERANCE))
        for name, first, last in (("discontinued", low, high), ("lost from sight", gone - high, gone - low)):
            if 0 < first <= last < least and first < gone:
                word = "exact" if first == last else "too narrow"
                found.append(f"{word}: {row.keys[0]}: {name} by then are {first:g} to {last:g}")
    return found


def told_by_quartiles(source: Release, least: int) -> list[str]:
    """Quartiles that are shown though fewer persons than may be shown are on either side of them."""
    return [f"too narrow: {row.place}: a quartile of {row.denominator:g}" for row in source.rows
            if row.quarters and row.fields["estimate"] and row.status == "ok"
            and min(row.quarters, 4 - row.quarters) * row.denominator < 4 * least]


def check_truth(system: System, truth: Truth, result: Audit) -> None:
    """The truth satisfies every bound that the attacker uses: else the verifier, or the release, is wrong."""
    for key, lowest in system.hidden.items():
        value = truth.value(key)
        if value is not None and value < lowest - TOLERANCE:
            result.outside += 1
            result.add(f"truth outside: {key} is {value:g}, and a reader takes it for at least {lowest:g}")
    for bound in system.bounds:
        values = {key: truth.value(key) for key in bound.terms}
        if any(value is None for value in values.values()):
            continue
        total = sum(factor * values[key] for key, factor in bound.terms.items())
        room = TOLERANCE * max([1.0, *(abs(factor * values[key]) for key, factor in bound.terms.items())])
        # The true amounts are rounded themselves.
        room += ROUNDED * sum(abs(factor) for key, factor in bound.terms.items() if kind(key.name) == "amount")
        if not bound.low - room <= total <= bound.high + room:
            result.outside += 1
            result.add(f"truth outside: {bound.why}: {total:g} is not in {bound.low:g} to {bound.high:g}")


def audit_cells(system: System, attack: Attack, truth: Truth | None, least: int, strict: bool, result: Audit) -> None:
    """Every suppressed count: neither known nor known too well."""
    for key in system.hidden:
        label = kind(key.name)
        if label == "public":
            continue
        wide = least - 1 if label == "persons" else 0

        def enough(found, wide=wide) -> bool:
            width = found.reached_high - found.reached_low
            return width >= max(LEAST_WIDTH, result.narrowest) - TOLERANCE and found.reached_high >= wide - TOLERANCE

        found = attack.range_of({key: 1.0}, enough)
        result.audited += 1
        low, high = found.reached_low, found.reached_high
        if high < TOLERANCE:
            # A 0 may be known: it could have been printed.
            continue
        if truth and (value := truth.value(key)) is not None and found.low is not None and found.high is not None:
            room = TOLERANCE * max(1.0, abs(value))
            if not low - room <= value <= high + room:
                result.outside += 1
                result.add(f"truth outside: {key} is {value:g}, not in {low:g} to {high:g}")
        sensitive = truth.small(key, least) if truth else doubtful(attack, key, low, least)
        if sensitive or strict:
            result.narrowest = min(result.narrowest, high - low)
        if judge(f"{key}", label, low, high, wide, sensitive or strict, result):
            result.told[key] = None


def doubtful(attack: Attack, key: Key, low: float, least: int) -> bool:
    """Whether, as far as a reader knows, a quantity may need protection."""
    if kind(key.name) == "persons":
        return low < least - TOLERANCE
    head, _, step = key.name.partition("|")
    if head != "step_rows":
        return True
    # Rows of a step are hidden for their patients' sake, or for another step's. Those of the roster have no patients.
    patients = Key(f"step_patients|{step}", key.period, key.group)
    if patients not in attack.limits and patients not in attack.values:
        return low < least - TOLERANCE
    few = attack.range_of({patients: 1.0}, lambda found: found.reached_low < least - TOLERANCE)
    return few.reached_low < least - TOLERANCE


def judge(text: str, label: str, low: float, high: float, wide: float, sensitive: bool, result: Audit) -> bool:
    """Adds what is wrong with an interval, and says whether anything is."""
    if label == "amount":
        exact = high - low < 1
    else:
        exact = math.isfinite(high) and math.floor(high + TOLERANCE) <= math.ceil(low - TOLERANCE)
    narrow = high < wide - TOLERANCE or high - low < LEAST_WIDTH - TOLERANCE
    if not (exact or narrow):
        return False
    if not sensitive:
        result.harmless += 1
        return False
    result.exact += exact
    result.narrow += not exact
    result.add(f"{'exact' if exact else 'too narrow'}: {text} is in {low:g} to {high:g}")
    return True


def audit_forms(system: System, attack: Attack, truth: Truth | None, least: int, result: Audit) -> None:
    """Every difference of nested counts that can't be read off: no reader learns that it is small."""
    for form in system.forms:
        counts = {key: system.get(key) for key in form.terms}
        if None in counts.values() or all(isinstance(found, float) for found in counts.values()):
            continue
        if truth:
            true = difference(form, truth)
            if true is None or not 0 < true < least:
                continue
        terms = {key: factor for key, factor in form.terms.items() if isinstance(counts[key], Key)}
        fixed = sum(factor * counts[key] for key, factor in form.terms.items() if key not in terms)

        def enough(found, fixed=fixed) -> bool:
            low, high = found.reached_low + fixed, found.reached_high + fixed
            wide = high >= least - 1 - TOLERANCE and high - low >= LEAST_WIDTH - TOLERANCE
            # Without the truth only what is surely small counts: 0 or many would need no protection.
            return wide or (truth is None and (low < 1 - TOLERANCE or high > least - 1 + TOLERANCE))

        found = attack.range_of(terms, enough)
        result.differences += 1
        if not enough(found):
            low, high = found.reached_low + fixed, found.reached_high + fixed
            if judge(f"{form} ({form.label})", "persons", low, high, least - 1, True, result):
                result.told |= dict.fromkeys(terms)


def difference(form: Form, truth: Truth) -> float | None:
    return truth.system.total(form)
