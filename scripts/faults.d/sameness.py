"""The same bytes whatever the threads, memory, reader, order of rows, files, locale, time zone and environment."""
import collections
import gzip
import itertools
import os
import random
import subprocess
import time

import inputs
import rig as rigs


def check(rig, verdicts):
    """R-31, R-32, R-35."""
    environments(rig, verdicts)
    matrix(rig, verdicts)
    clock(rig, verdicts)


def digest(rig, study, **settings):
    """The files of a run, by their SHA-256: those that another layout of the same rows has too, and the accounts of files."""
    rig.must(rig.run(study, **settings))
    files = rigs.tree(rig.out)
    return tuple(sorted(rigs.without_inputs(files).items())), files["inputs.csv"]


def environments(rig, verdicts):
    """Locales that are not installed are read as C, so that this machine's are counted."""
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    settings = [{"LC_ALL": name, "LANG": name} for name in ("C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8")]
    zones = ["UTC", "Asia/Kathmandu", "America/New_York", "XYZ+25", ":nowhere", "<+14>-14"]
    settings += [{"LC_ALL": "C", "TZ": zone} for zone in zones]
    settings += [{}, {"SWIFT_DETERMINISTIC_HASHING": "1"}, {"HOME": "/nowhere", "PATH": ""}, {"LC_NUMERIC": "de_DE"}]
    complaints = []
    for environment in settings:
        rig.reset()
        complaints += [f"{environment}: {text}" for text in rig.faults(rig.run(env=environment), (0,), state="new")]
        if rigs.tree(rig.out).get("inputs.csv") != rig.new["inputs.csv"]:
            complaints.append(f"{environment}: inputs.csv differs")
    rig.reset()
    verdicts.add("R-31", "locales, time zones, an empty environment: one SHA-256 a file", complaints, environments=len(settings),
                 locales_installed=len(listed))


def matrix(rig, verdicts):
    """Threads, memory, reader and layouts of the same rows, each with each."""
    studies = layouts(rig, rig.sample("matrix", rig.many(300, 1000)))
    threads, memory, readers = rig.many([1, 2, 8], [1, 2, 3, 8, 16]), ["64k", "1M", "1G"], ["fast", "libcsv"]
    found, accounts = collections.defaultdict(list), collections.defaultdict(list)
    for study, count, size, reader in itertools.product(studies, threads, memory, readers):
        files, account = digest(rig, study, threads=count, more=["--memory", size, "--reader", reader])
        found[files].append(f"{os.path.basename(study)}, {count} threads, {size}, {reader}")
        accounts[study, account].append(f"inputs.csv of {os.path.basename(study)}, {count} threads, {size}, {reader}")
    for _ in range(rig.many(3, 20)):
        found[digest(rig, studies[0], threads=3)[0]].append("again")
    rare = sorted(found.values(), key=len)[:-1]
    for study in studies:
        rare += sorted((cases for key, cases in accounts.items() if key[0] == study), key=len)[:-1]
    runs = sum(map(len, found.values()))
    verdicts.total("matrix_runs", runs)
    verdicts.add("R-32", "threads x memory x reader x order and files of the rows: one SHA-256 a file",
                 [f"{len(cases)} runs differ, such as {cases[0]}" for cases in rare], runs=runs, threads=len(threads),
                 memory=len(memory), readers=len(readers), layouts=len(studies), files=len(next(iter(found))),
                 different=len(found))


def layouts(rig, data):
    """Studies of the same rows: as they are, in other orders, in several files, compressed. All rows are good, since
    rejects.csv names files and lines."""
    with open(os.path.join(data, "study.yml"), encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(data, "prescriptions.csv"), "rb") as file:
        header, rows = file.readline(), file.readlines()
    kept = inputs.rejected_lines(rig, os.path.join(data, "study.yml"))
    rows = [row for number, row in enumerate(rows, 2) if number not in kept]
    dice = random.Random(rig.seed)
    orders = {"as-it-is": rows, "backwards": rows[::-1], "sorted": sorted(rows)}
    orders |= {f"shuffled-{number}": dice.sample(rows, len(rows)) for number in range(rig.many(1, 3))}
    studies = []

    def study(name, files):
        for file, content in files.items():
            with open(os.path.join(data, file), "wb") as target:
                target.write(content)
        path = os.path.join(data, f"{name}.yml")
        with open(path, "w", encoding="utf-8") as target:
            target.write(rigs.changed_study(text, [(r"files: \[prescriptions.csv\]", f"files: [{', '.join(files)}]")]))
        studies.append(path)

    for name, order in orders.items():
        study(name, {f"{name}.csv": header + b"".join(order)})
    parts = {f"part-{number}.csv": header + b"".join(rows[number::7]) for number in range(7)}
    study("seven-files", parts)
    study("seven-gzip-files", {f"{name}.gz": gzip.compress(content) for name, content in parts.items()})
    study("crlf", {"crlf.csv": (header + b"".join(rows)).replace(b"\n", b"\r\n")})
    return studies


def clock(rig, verdicts):
    """Only timing.json names a time: a run of another second, and of another zone's day, has the same other files."""
    first = digest(rig, rig.study)
    time.sleep(1.1)
    complaints = [] if digest(rig, rig.study, env={"TZ": "<+14>-14"}) == first else ["a file other than timing.json names a time"]
    verdicts.add("R-35", "another second and another day: the same files but timing.json", complaints, runs=2)
    rig.reset()
