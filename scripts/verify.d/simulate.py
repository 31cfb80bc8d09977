"""Makes releases without rxuse, for the verifier's own tests: suppression as a beginner would do it, and done well."""

import csv
import pathlib
import shutil

from audit import Truth, audit_release
from knowledge import System
from release import Key, Release, kind, read_release

EMPTIED = ("numerator", "estimate", "ci_lower", "ci_upper")
SMALL = 60


def sensitive(release: Release, truth: Truth, least: int) -> set[Key]:
    """The quantities that are to be hidden for their own sake, or for what they leave of another count."""
    found = {key for row in release.rows for key in row.keys if kind(key.name) != "public" and truth.small(key, least)}
    for form in truth.system.forms:
        if 0 < (truth.system.total(form) or 0) < least:
            found.add(form.part if truth.value(form.part) else form.whole)
    return found


def write(release: Release, hidden: set[Key], folder: pathlib.Path) -> None:
    """A copy of a release without these quantities, and without what is worked out from them."""
    folder.mkdir(parents=True, exist_ok=True)
    report = release.folder / "report.md"
    if report.exists():
        shutil.copyfile(report, folder / "report.md")
    with open(folder / "results.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(release.rows[0].fields), lineterminator="\n")
        writer.writeheader()
        for row in release.rows:
            fields = dict(row.fields)
            over, under = row.keys
            # Quartiles, which bound counts around them, are kept back without asking.
            if under in hidden or (over in hidden and row.numerator) or row.quarters:
                fields |= dict.fromkeys(EMPTIED, "") | {"status": "suppressed"}
                if under in hidden:
                    fields["denominator"] = ""
            writer.writerow(fields)


def primary_only(plain: pathlib.Path, folder: pathlib.Path, least: int) -> None:
    """Hides small counts and nothing else, which additivity undoes."""
    release = read_release(plain)
    truth = Truth(System(release))
    write(release, sensitive(release, truth, least), folder)


def well(plain: pathlib.Path, folder: pathlib.Path, least: int, rounds: int = 60) -> int:
    """Hides more, the smallest figure of a sum first, until the verifier has nothing to say; the number of rounds.

    It takes the verifier's word for it, so it shows that a release can pass, and not that the verifier is right.
    """
    release = read_release(plain)
    truth = Truth(System(release))
    hidden = sensitive(release, truth, least)
    for number in range(rounds):
        write(release, hidden, folder)
        found = read_release(folder)
        result = audit_release(found, truth, least)
        if not result.findings:
            clean_up(release, hidden - sensitive(release, truth, least), hidden, truth, folder, least)
            return number
        told = set(result.told) | (sensitive_in_sight(System(found), least))
        hidden |= told | partners(System(found), told, truth)
    raise RuntimeError(f"no pattern found for {plain}: {result.findings[:3]}")


def clean_up(release: Release, needless: set[Key], hidden: set[Key], truth: Truth, folder: pathlib.Path, least: int) -> None:
    """Publishes again what was hidden for nothing, the largest first, so that the pattern is minimal. For small releases."""
    for key in sorted(needless, key=lambda key: (-(truth.value(key) or 0), str(key), key.period)):
        if len(hidden) > SMALL:
            return
        write(release, hidden - {key}, folder)
        if not audit_release(read_release(folder), truth, least).findings:
            hidden.remove(key)
    write(release, hidden, folder)


def sensitive_in_sight(system: System, least: int) -> set[Key]:
    """The smaller of two printed counts whose difference is small."""
    found = set()
    for form in system.forms:
        if 0 < (system.total(form) or 0) < least:
            found.add(form.part if system.get(form.part) else form.whole)
    return found


def partners(system: System, told: set[Key], truth: Truth) -> set[Key]:
    """For each quantity that can be told, one more printed figure of a bound that tells it, of a sum where there is one."""
    around: dict[Key, list] = {key: [] for key in told}
    for bound in system.bounds:
        for key in told & bound.terms.keys():
            around[key] += [(bound.why != "groups add up", truth.value(other), str(other), other.period, other)
                            for other in bound.printed if truth.value(other)]
    return {min(found)[-1] for found in around.values() if found}


SUPPRESSIONS = {"primary": primary_only, "well": well}
