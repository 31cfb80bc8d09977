"""The yearly report of samples/Makefile: what make does in each of eight steps, and that it does nothing when done again."""
import os
import shutil

from nights import contents, edit, read, said, write

STUDIES = ["benzodiazepines", "opioids"]
# Says which studies are run, and runs them.
COUNTED = """#!/bin/sh
[ "$1" != run ] || basename "$2" .yml >> "$RXUSE_CALLS"
exec '{rxuse}' "$@"
"""


def check(nights, verdicts):
    """Each step: what is done, then which studies have to be run, whether the report has to be made again, and whether make fails."""
    home = nights.place("makes")
    project = os.path.join(home, "samples")
    shutil.copytree(nights.samples, project, ignore=shutil.ignore_patterns("build", "out", "*.png"))
    write(COUNTED.format(rxuse=nights.rxuse), home, "counted")
    os.chmod(os.path.join(home, "counted"), 0o755)
    make = Make(project, home)
    # A year's end, as files of their own: patterns take them in.
    lines = read(project, "prescriptions.csv").splitlines(keepends=True)
    more = lines[0] + "".join(lines[-40:])
    odd = "prescriptions $(date) $x#1 [b]?.csv"

    def append(text, *path):
        write(read(*path) + text, *path)

    def forget(name):
        os.unlink(os.path.join(project, name))

    steps = [
        ("first", lambda: None, STUDIES, True),
        ("touched, with the same bytes", lambda: os.utime(os.path.join(project, "members.csv")), STUDIES, False),
        ("a study changed", lambda: append("\n# A remark.\n", project, "yearly", "opioids.yml"), ["opioids"], None),
        ("what they include changed", lambda: append("\n# A remark.\n", project, "yearly", "common.yml"), STUDIES, None),
        ("a list changed", lambda: append("00990019999,opioid,codeine,15,0.1,0.15,\n", project, "codes.csv"), STUDIES, None),
        ("a new file", lambda: write(more, project, "prescriptions-2023.csv"), STUDIES, True),
        ("a file gone", lambda: forget("prescriptions-2023.csv"), STUDIES, True),
        ("a name with blanks, $ and #", lambda: write(more, project, odd), STUDIES, True),
        ("that one changed", lambda: write(lines[0] + "".join(lines[-80:]), project, odd), STUDIES, True),
        ("that one gone", lambda: forget(odd), STUDIES, True),
        ("results.csv deleted", lambda: forget("build/opioids/results.csv"), ["opioids"], False),
        ("report.md deleted", lambda: forget("build/opioids/report.md"), ["opioids"], True),
        ("a table changed by hand", lambda: append("x\n", project, "build/opioids/tables/overlap.csv"), ["opioids"], False),
        ("an output deleted", lambda: shutil.rmtree(os.path.join(project, "build/opioids")), ["opioids"], True),
        ("the report deleted", lambda: forget("build/yearly.md"), [], True),
    ]
    for name, action, ran, is_made in steps:
        action()
        complaints = make.expect(ran, is_made)
        again = make.expect([], False)
        verdicts.add("make", name, complaints + [f"again: {text}" for text in again], runs=len(ran))
    verdicts.add("make", "a run that fails, and one that is mended", failed(make, project), runs=1)


def failed(make, project):
    """A study that can't be run: make fails each time, and what was there stays."""
    build = os.path.join(project, "build")
    before = contents(build)
    edit("prevalence: {drugs: [opioid]}", "prevalence: {drugs: [opiod]}", project, "yearly/opioids.yml")
    complaints = []
    for _ in range(2):
        complaints += make.expect(["opioids"], False, fails=True)
    after = contents(build)
    complaints += [f"{name} is another" for name in before if before[name] != after.get(name) and "rxuse-runs" not in name]
    edit("[opiod]", "[opioid]", project, "yearly/opioids.yml")
    return complaints + make.expect(["opioids"], False) + make.expect([], False)


class Make:
    """make in the project, and what it did."""

    def __init__(self, project, home):
        self.project, self.calls = project, os.path.join(home, "calls")
        self.command = ["make", f"RXUSE={os.path.join(home, 'counted')}"]
        self.report = os.path.join(project, "build", "yearly.md")

    def made(self):
        """When the report was made."""
        return os.stat(self.report).st_mtime_ns if os.path.exists(self.report) else None

    def expect(self, ran, is_made, fails=False):
        """Runs make; what is not as it has to be. Whether the report is made is of no account where `is_made` is None."""
        write("", self.calls)
        before = self.made()
        done = said(self.command, cwd=self.project, env={**os.environ, "RXUSE_CALLS": self.calls})
        complaints = []
        if (done.code != 0) != fails or "No rule to make target" in done.errors:
            complaints.append(str(done))
        if sorted(read(self.calls).split()) != sorted(ran):
            complaints.append(f"run: {', '.join(read(self.calls).split()) or 'none'}; due: {', '.join(ran) or 'none'}")
        if is_made is not None and (self.made() != before) != is_made:
            complaints.append(f"the report is {'not ' if is_made else ''}made again")
        return complaints
