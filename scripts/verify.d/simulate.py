"""Makes releases without rxuse, for the verifier's own tests: suppression as a beginner would do it, and done well."""

import csv
import pathlib
import shutil

from audit import Truth, audit_release
from knowledge import System
from release import Key, Release, kind, read_release

EMPTIED = ("numerator", "estimate", "ci_lower", "ci_upper")


def sensitive(release: Release, truth: Truth, least: int) -> set[Key]:
    """The quantities that are to be hidden for their own sake, or for what they leave of another count."""
    found = {key for row in release.rows for key in row.keys if kind(key.name) != "public" and truth.small(key, least)}
    for form in truth.system.forms:
        whole, part = truth.value(form.whole), truth.value(form.part)
        if whole is not None and part is not None and 0 < whole - part < least:
            found.add(form.part if part > 0 else form.whole)
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
            if under in hidden or (over in hidden and row.numerator):
                fields |= dict.fromkeys(EMPTIED, "") | {"status": "suppressed"}
                if under in hidden:
                    fields["denominator"] = ""
            writer.writerow(fields)


def primary_only(plain: pathlib.Path, folder: pathlib.Path, least: int) -> None:
    """Hides small counts and nothing else, which additivity undoes."""
    release = read_release(plain)
    truth = Truth(System(release))
    write(release, sensitive(release, truth, least), folder)
