"""How long a night takes over a growing extract of 365 daily files: the first, one with a new file, one without a change.

With --cache, the night with a new file reads that file alone. Its output has to be what a run without a cache gives, byte for byte,
or the exit code is 1. DuckDB reads all files, since it keeps nothing.
"""

import datetime
import filecmp
import os
import shutil
import statistics

from running import fail, measured, say

DAYS = 365
FIRST, LAST = datetime.date(2019, 1, 1), datetime.date(2022, 12, 31)


def files(data):
    """The prescriptions in 365 files by day of fill, each of four days, so that all are of one year's length."""
    folder = data / "daily"
    if not folder.is_dir():
        partial = data / "daily.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        span = (LAST - FIRST).days + 1
        with open(data / "prescriptions.csv", encoding="utf-8", newline="") as source:
            header = next(source)
            place = header.split(",").index("fill_date")
            outputs = []
            for number in range(DAYS):
                outputs.append(open(partial / f"rx-{number + 1:03}.csv", "w", encoding="utf-8", newline=""))
                outputs[-1].write(header)
            for line in source:
                try:
                    day = datetime.date.fromisoformat(line.split(",")[place][:10])
                except (ValueError, IndexError):
                    day = FIRST
                number = min(max((day - FIRST).days, 0), span - 1) * DAYS // span
                outputs[number].write(line)
            for output in outputs:
                output.close()
        partial.rename(folder)
    return sorted(folder.iterdir())


def compare(rxuse, python, jobs, data, study, options, table):
    """Prints the table of nights; 1 where a night with a cache gives other bytes than one without, otherwise 0."""
    work, daily = options.dir, files(data)
    last, aside = daily[-1], data / "not-yet.csv"
    cache, before, out = work / "cache", work / "cache-before", work / "out-nights"
    for folder in (cache, before, out):
        shutil.rmtree(folder, ignore_errors=True)
    run = [rxuse, "run", study, "--out", out, "--quiet"]

    def night(name, *more):
        runs.setdefault(name, []).append(measured(name, [*run, *more], work))
        say(f"{name}: {runs[name][-1][0]:.2f} s")

    runs = {}
    # Files of the last seconds are read to know them; those of last year are known by their times.
    os.rename(last, aside)
    try:
        for _ in range(2):
            measured("the night before", [*run, "--again", "--cache", cache], work)
        shutil.copytree(cache, before)
    finally:
        os.rename(aside, last)
    kept = work / "out-cold"
    for number in range(1, options.rounds + 1):
        say(f"round {number}")
        night("all files, no cache", "--again")
        shutil.rmtree(kept, ignore_errors=True)
        out.rename(kept)
        shutil.rmtree(cache)
        shutil.copytree(before, cache)
        night("one file of 365 new", "--again", "--cache", cache)
        different = [path.relative_to(kept) for path in sorted(kept.rglob("*")) if path.is_file()
                     and path.name != "timing.json" and not same(path, out / path.relative_to(kept))]
        if different:
            fail(f"with a cache other bytes in {', '.join(map(str, different))}")
        night("all files known", "--again", "--cache", cache)
        night("no change", "--cache", cache)
        if python:
            command = [python, jobs / "duckdb_job.py", data, work / "out-duckdb.csv", *daily]
            runs.setdefault("duckdb, all files", []).append(measured("duckdb", command, work))
    print(table(f"{DAYS} files", runs, {}, base="all files, no cache"))
    new = statistics.median(seconds for seconds, *_ in runs["one file of 365 new"])
    for name in runs:
        print(f"{name}: {statistics.median(seconds for seconds, *_ in runs[name]) / new:.1f} times the night with one new file")
    return 0


def same(one, other):
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
