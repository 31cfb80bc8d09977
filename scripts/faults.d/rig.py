"""A study, an old good result of it, and the judgement of what a disturbed run left behind."""
import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time

PEAK = """
import os, sys, time
began = time.monotonic()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", 1, 0)])
_, status, usage = os.wait4(child, 0)
print(status, usage.ru_maxrss, time.monotonic() - began)
"""
PARTIAL = ".out.rxuse-partial"
RECORD = ".out.rxuse-runs.json"  # what rxuse remembers of its runs
# What a run that is killed as it replaces that leaves, until the next run replaces it.
RECORD_PARTIAL = f"{RECORD}.rxuse-partial"
STRACE = ["strace", "-f", "-qq", "-o", "/dev/null"]


class Outcome:
    """What came of one run: exit code (a signal's is 128 and its number), messages, seconds, most memory in KiB."""

    def __init__(self, code, errors, seconds, peak):
        self.code, self.errors, self.seconds, self.peak = code, errors, seconds, peak

    @property
    def message(self):
        """The one line that says what was wrong, or ''."""
        lines = [line for line in self.errors.splitlines() if line.startswith("rxuse: error: ")]
        return lines[0] if len(lines) == 1 else ""

    def __str__(self):
        return f"exit {self.code}, {self.seconds:.2f} s, {self.errors.strip()[-200:]!r}"


class Rig:
    """A folder with `home/out`, an old good result; `tmp`, for what spills; and the data that a new one is made of."""

    def __init__(self, rxuse, folder, everything, seed):
        self.rxuse, self.folder, self.everything, self.seed = rxuse, folder, everything, seed
        self.home, self.tmp, self.data = (os.path.join(folder, name) for name in ("home", "tmp", "data"))
        for path in (self.home, self.tmp):
            os.mkdir(path)
        self.out = os.path.join(self.home, "out")
        old = self.sample("old", 50, 2)
        self.sample("data", 50, 1)
        self.study = os.path.join(self.data, "study.yml")
        self.old_copy, self.new_copy = os.path.join(folder, "old-result"), os.path.join(folder, "new-result")
        self.must(self.run(os.path.join(old, "study.yml"), out=self.old_copy))
        self.must(self.run(out=self.new_copy))
        self.old, self.new = tree(self.old_copy), tree(self.new_copy)
        if without_times(self.old) == without_times(self.new):
            raise SystemExit("faults: the old and the new result are the same")
        self.reset()

    def many(self, quick, everything):
        """How many of something: fewer for a quick look."""
        return everything if self.everything else quick

    def path(self, name):
        """A path in the rig's folder."""
        return os.path.join(self.folder, name)

    def sample(self, name, patients, seed=1, *options):
        """A made-up study in a folder of its own."""
        folder = self.path(name)
        subprocess.run([self.rxuse, "sample", "--quiet", "--patients", str(patients), "--seed", str(seed), "--out", folder,
                        *options], check=True)
        return folder

    # What is run

    def command(self, study=None, out=None, threads=1, more=()):
        """The command line of a run."""
        return [self.rxuse, "run", study or self.study, "--out", out or self.out, "--threads", str(threads),
                "--tmp-dir", self.tmp, "--quiet", "--again", *more]

    def run(self, study=None, out=None, threads=1, more=(), before=(), **keywords):
        """A run to its end, `before` being what starts it (strace, prlimit)."""
        return finish([*before, *self.command(study, out, threads, more)], **keywords)

    def must(self, outcome):
        """Stops everything where a run that nothing disturbs fails."""
        if outcome.code != 0:
            raise SystemExit(f"faults: a run that nothing disturbs fails: {outcome}")
        return outcome

    # What is left

    def reset(self):
        """The old good result, and nothing beside it."""
        for name in os.listdir(self.home):
            remove(os.path.join(self.home, name))
        for name in os.listdir(self.tmp):
            remove(os.path.join(self.tmp, name))
        shutil.copytree(self.old_copy, self.out)

    def state(self, out=None):
        """old, new, or what is wrong with the output."""
        found = tree(out or self.out)
        if found == self.old:
            return "old"
        if without_inputs(found) == without_inputs(self.new) and found.get("run.json"):
            return "new"
        return "missing" if not found else "torn"

    def strays(self, but=()):
        """What is beside the output or in the folder for temporary files, less what is allowed."""
        names = [name for name in os.listdir(self.home) if name not in ("out", RECORD, RECORD_PARTIAL, *but)]
        return names + ["tmp/" + name for name in os.listdir(self.tmp)]

    def forget(self):
        """Removes what rxuse remembers of its runs."""
        for name in (RECORD, RECORD_PARTIAL):
            with contextlib.suppress(FileNotFoundError):
                os.remove(os.path.join(self.home, name))

    def settled(self):
        """Waits until what a kill left is cleared up, at most 2 s; how long that took."""
        began = time.monotonic()
        while self.strays() and time.monotonic() - began < 2:
            time.sleep(0.001)
        return time.monotonic() - began

    def faults(self, outcome, codes=None, names=(), state=None, but=()):
        """What is wrong after a disturbed run, as a list of complaints; empty is as it must be."""
        complaints = []
        left = self.state()
        if left not in ("old", "new") or (state and left != state):
            complaints.append(f"the output is {left}")
        if self.strays(but):
            complaints.append(f"strays {self.strays(but)}")
        if outcome.code == 0 and left == "old":
            complaints.append("exit 0 and the old output")
        if codes is not None and outcome.code not in codes:
            complaints.append(f"exit {outcome.code}, not {' or '.join(map(str, codes))}")
        if 0 < outcome.code < 128 and not outcome.message:
            complaints.append("no one-line message")
        for name in names:
            if name not in outcome.message:
                complaints.append(f"'{name}' is not named")
        return [f"{complaint} ({outcome})" for complaint in complaints]


def remove(path):
    """Removes a file or a folder."""
    shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)


def tree(folder):
    """The SHA-256 of each file of a folder, by its path."""
    files = {}
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return files


def without_times(files):
    """A result less timing.json, which names times."""
    return {name: digest for name, digest in files.items() if name != "timing.json"}


def without_inputs(files):
    """A result less what names the files that were read, which are others in many checks."""
    named = ("run.json", "inputs.csv", "checklist.csv", "datapackage.json",
             "report.md", "report.html", "tables.xlsx")
    return {name: digest for name, digest in without_times(files).items() if name not in named}


def start(command, **keywords):
    """A process of a group of its own, so that a signal reaches what it starts."""
    settings = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                    start_new_session=True)
    return subprocess.Popen(command, **{**settings, **keywords})


def finish(command, limit=300, **keywords):
    """Runs a command to its end."""
    process = start(command, **keywords)
    return ended(process, time.monotonic(), limit)


def ended(process, began, limit=300):
    """Waits for a process, `limit` seconds at most."""
    try:
        errors = process.communicate(timeout=limit)[1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        errors = (process.communicate()[1] or b"") + b"\nit did not end in time"
    code = process.returncode if process.returncode >= 0 else 128 - process.returncode
    return Outcome(code, (errors or b"").decode("utf-8", "replace"), time.monotonic() - began, 0)


def measured(command, **keywords):
    """Runs a command to its end and takes its most memory from the system. A process begins with what started it, so
    that something small does."""
    helper = [sys.executable, "-S", "-c", PEAK, *command]
    process = start(helper, stdout=subprocess.PIPE, **keywords)
    told, errors = process.communicate()
    status, peak, seconds = told.split()
    code = os.waitstatus_to_exitcode(int(status))
    return Outcome(code if code >= 0 else 128 - code, errors.decode("utf-8", "replace"), float(seconds), int(peak))


def changed_study(text, changes):
    """A study's text with keys replaced: (pattern, text) each must be found once."""
    for pattern, replacement in changes:
        text, count = re.subn(pattern, lambda _: replacement, text, flags=re.M)
        if count != 1:
            raise SystemExit(f"faults: '{pattern}' stands {count} times in the study")
    return text
