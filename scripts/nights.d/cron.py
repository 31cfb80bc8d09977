"""What cron sees: nothing where all is well, a line where something is wrong, and a second night that costs nothing."""
import json
import os
import re
import statistics
import subprocess

from nights import LINE, contents, edit, read, times

# What a night without a change may take.
LIMIT = 0.2


def check(nights, verdicts):
    """Streams, the second night, and many runs at once."""
    folder = nights.sample("cron")
    bare = Bare(nights, folder)
    first = bare.run("--quiet")
    spoken = bare.run("--again")
    edit("date: fill_date", "date: fil_date", folder, "study.yml")
    wrong = bare.run("--quiet")
    edit("date: fil_date", "date: fill_date", folder, "study.yml")
    complaints = []
    if first.returncode or first.stdout or first.stderr:
        complaints.append(f"a good night with --quiet: {first}")
    if spoken.returncode or spoken.stdout or not LINE.fullmatch(spoken.stderr):
        complaints.append(f"a good night: {spoken}")
    if wrong.returncode != 65 or wrong.stdout or not re.fullmatch(r"rxuse: error: [^\n]*'fil_date'[^\n]*\n", wrong.stderr):
        complaints.append(f"a bad night: {wrong}")
    verdicts.add("cron", "no environment, no input, no terminal: silent, one line, one line", complaints, bytes_of_a_good_night=len(first.stdout + first.stderr))
    second_night(nights, verdicts)
    crontab(nights, verdicts)
    at_once(nights, verdicts)


class Bare:
    """A shell as cron starts it: an empty environment, and standard input closed."""

    def __init__(self, nights, folder):
        self.rxuse, self.folder = nights.rxuse, folder

    def run(self, *options):
        """A run in the folder."""
        line = f"exec '{self.rxuse}' run study.yml --out out {' '.join(options)} <&-"
        return self.line(line)

    def line(self, line):
        """A line of a crontab."""
        return subprocess.run(["setsid", "-w", "env", "-i", "/bin/sh", "-c", line], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False)


def second_night(nights, verdicts):
    """A run that finds all as it was: seconds, and no time of a file that changes."""
    folder = nights.sample("second", 20000)
    options = ["--quiet", "--stamp", "s", "--depfile", "s.d", "--metrics", "m.prom", "--history", "h.jsonl", "--log", "l"]
    cold = nights.must(folder, *options)
    before = times(os.path.join(folder, "out"))
    # The marks of files that are younger than two seconds are not trusted yet.
    nights.must(folder, *options)
    seconds = [nights.must(folder, *options).seconds for _ in range(9)]
    complaints = [] if statistics.median(seconds) < LIMIT else [f"{statistics.median(seconds):.3f} s"]
    if times(os.path.join(folder, "out")) != before:
        complaints.append("a file of the output has another time")
    if read(folder, "h.jsonl").count('"outcome":"unchanged"') != 10:
        complaints.append("the history has not ten nights without a change")
    complaints += [f"{name} is missing" for name in ("s", "s.d", "m.prom", "l") if not os.path.exists(os.path.join(folder, name))]
    again = nights.must(folder, "--again", "--quiet")
    after = times(os.path.join(folder, "out"))
    if [name for name in before if before[name] != after[name]] != ["timing.json"]:
        complaints.append("a file of the same bytes has another time")
    verdicts.add("cron", "a second night without a change", complaints, seconds=round(statistics.median(seconds), 3), most=round(max(seconds), 3),
                 first_night=round(cold.seconds, 2), made_again=round(again.seconds, 2))


def crontab(nights, verdicts):
    """The lines of the crontab that is shipped, with paths of this place."""
    folder = nights.sample("crontab")
    for name in ("lib", "log", "prometheus"):
        os.mkdir(os.path.join(folder, name))
    places = {"/srv/rxuse": folder, "/var/lib/rxuse": f"{folder}/lib", "/var/log/rxuse": f"{folder}/log",
              "/var/lib/prometheus/node-exporter": f"{folder}/prometheus", "rxuse run": f"'{nights.rxuse}' run", "rxuse status": f"'{nights.rxuse}' status"}
    lines = [line for line in read(nights.samples, "nightly", "rxuse.cron").splitlines() if re.match(r"[0-9*]", line)]
    complaints, told = [], []
    for line in lines:
        command = line.split(maxsplit=6)[6]
        for old, new in places.items():
            command = re.sub(rf"(?<![\w/]){old}", lambda _, new=new: new, command)
        done = Bare(nights, folder).line(command)
        told.append(done.stdout)
        if done.returncode or done.stderr:
            complaints.append(f"{command}: {done}")
    if len(lines) != 2 or told[0] or not told[1].startswith("last try "):
        complaints.append(f"{len(lines)} lines: {told}")
    for name in ("lib/results/results.csv", "lib/history.jsonl", "log/rxuse.log", "prometheus/rxuse.prom"):
        if not os.path.exists(os.path.join(folder, name)):
            complaints.append(f"{name} is missing")
    verdicts.add("cron", "the crontab of samples/nightly", complaints, lines=len(lines))


def at_once(nights, verdicts):
    """Runs at once: to one output one works and the others end with 75, or wait; lines of a history and a log stay whole."""
    folder = nights.sample("once", 300)
    shared = ["--again", "--history", "h.jsonl", "--log", "l", "--log-format", "json", "--quiet"]

    def together(outs, *options):
        started = [subprocess.Popen([nights.rxuse, "run", "study.yml", "--out", out, *shared, *options], cwd=folder, stderr=subprocess.DEVNULL) for out in outs]
        return sorted(process.wait() for process in started)

    complaints = []
    wanted = None
    for number in range(10):
        codes = together(["out"] * 3)
        if codes.count(0) < 1 or set(codes) - {0, 75}:
            complaints.append(f"three at once ended with {codes}")
        waited = together(["out"] * 3, "--lock-wait", "60")
        if waited != [0, 0, 0]:
            complaints.append(f"three that wait ended with {waited}")
        found = contents(os.path.join(folder, "out"))
        found.pop("timing.json", None)
        wanted = wanted or found
        if found != wanted:
            complaints.append(f"round {number}: another output")
    codes = together([f"out{number}" for number in range(20)])
    if set(codes) != {0}:
        complaints.append(f"twenty outputs ended with {codes}")
    complaints += whole(folder)
    verdicts.add("cron", "runs at once", complaints, runs=80, lines=read(folder, "l").count("\n"))


def whole(folder):
    """Every line of history and log is one by itself, and of the history there is one a run."""
    complaints = []
    for name, keys in (("h.jsonl", {"id", "outcome", "exit_code"}), ("l", {"ts", "level", "event", "run_id", "msg"})):
        lines = read(folder, name).splitlines()
        for line in lines:
            try:
                if not keys <= set(json.loads(line)):
                    complaints.append(f"{name}: {line[:200]}")
            except ValueError:
                complaints.append(f"{name}: {line[:200]}")
        if name == "h.jsonl" and len(lines) != 80:
            complaints.append(f"{len(lines)} lines of 80 runs")
    return complaints
