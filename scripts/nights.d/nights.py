"""The program, a folder to work in, and what the checks of nights have in common."""
import os
import re
import shutil
import subprocess
import time

LINE = re.compile(r"rxuse: [0-9,]+ files?; .*; [0-9.]+ s; .*\n")


class Nights:
    """The program and where it is tried."""

    def __init__(self, rxuse, folder, samples, tools):
        self.rxuse, self.folder, self.samples, self.tools = rxuse, folder, samples, tools

    def place(self, name):
        """A new folder."""
        path = os.path.join(self.folder, name)
        os.makedirs(path)
        return path

    def sample(self, name, patients=1000, more=""):
        """A made-up study in a folder of its own; `more` is put behind the study."""
        path = os.path.join(self.folder, name)
        subprocess.run([self.rxuse, "sample", "--quiet", "--patients", str(patients), "--seed", "3", "--out", path], check=True)
        if more:
            with open(os.path.join(path, "study.yml"), "a", encoding="utf-8") as study:
                study.write(more)
        return path

    def run(self, folder, *options, study="study.yml", out="out", **keywords):
        """A run in a folder."""
        return said([self.rxuse, "run", study, "--out", out, *options], cwd=folder, **keywords)

    def must(self, *arguments, **keywords):
        """A run that has to end well."""
        outcome = self.run(*arguments, **keywords)
        if outcome.code != 0:
            raise SystemExit(f"nights-check: a run fails that nothing disturbs: {outcome}")
        return outcome


class Outcome:
    """What came of a command: exit code, both streams, seconds."""

    def __init__(self, code, output, errors, seconds):
        self.code, self.output, self.errors, self.seconds = code, output, errors, seconds

    def __str__(self):
        return f"exit {self.code}, {self.output[-200:]!r}, {self.errors[-300:]!r}"


def said(command, **keywords):
    """Runs a command to its end, without a terminal."""
    began = time.monotonic()
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **keywords)
    return Outcome(done.returncode, done.stdout, done.stderr, time.monotonic() - began)


def read(*path):
    """The text of a file."""
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def write(text, *path):
    """Writes a file."""
    with open(os.path.join(*path), "w", encoding="utf-8") as file:
        file.write(text)


def edit(old, new, *path):
    """Puts one text in the place of another, which has to be there."""
    text = read(*path)
    if old not in text:
        raise SystemExit(f"nights-check: {os.path.join(*path)} has no '{old}'")
    write(text.replace(old, new), *path)


def times(folder):
    """The time of last change of each file in a folder, folders in it included."""
    return {os.path.relpath(os.path.join(above, name), folder): os.stat(os.path.join(above, name)).st_mtime_ns
            for above, _, names in os.walk(folder) for name in names}


def contents(folder):
    """The bytes of each file in a folder."""
    found = {}
    for name in times(folder):
        with open(os.path.join(folder, name), "rb") as file:
            found[name] = file.read()
    return found


def missing(verdicts, nights, tool, line, what):
    """True where a tool is not there, which is told."""
    if nights.tools[tool] and shutil.which(nights.tools[tool]):
        return False
    verdicts.skip(line, what, f"{tool} is not here")
    return True
