#!/usr/bin/env python3
"""Adds up what duckdb_job.py has counted of several parts of the patients, and compares it with the results of one study:
added.py RESULTS.csv PART.csv... Every row that the jobs have must be in the results with these two numbers."""

import csv
import sys


def key(row):
    by = next((name for name in ("sex", "age", "race", "region") if row.get(name, "all") != "all"), "all")
    others = [name for name in ("sex", "age", "race", "region") if name != by and row.get(name, "all") != "all"]
    level = row[by] if by != "all" else "all"
    place = (row["measure"], row["definition"], row["drug"], row["period_start"][:4], by, level, row["denominator_unit"])
    return None if others else place


def main(results, *parts):
    with open(results, newline="") as file:
        ours = {key(row): (row["numerator"], row["denominator"]) for row in csv.DictReader(file)}
    sums = {}
    for part in parts:
        with open(part, newline="") as file:
            for *place, numerator, denominator in list(csv.reader(file))[1:]:
                before = sums.get(tuple(place), (0, 0))
                sums[tuple(place)] = (before[0] + int(numerator), before[1] + int(denominator))
    wrong = [place for place, numbers in sums.items() if ours.get(place) != tuple(map(str, numbers))]
    for place in wrong[:10]:
        print(f"differs: {' '.join(filter(None, place))}: rxuse {ours.get(place)}, counted otherwise {sums[place]}")
    print(f"{len(sums)} rows of figures counted a second way, {len(wrong)} differ")
    sys.exit(1 if wrong or not sums else 0)


main(*sys.argv[1:])
