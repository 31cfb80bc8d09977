#!/usr/bin/env python3
"""How much of a study any pattern of suppression could show: an upper end, from the sums of each quantity alone.

Reads the results.csv of a run without disclosure control. Small counts are kept back, and in every sum of groups where one
number is kept back a second one is. For each quantity and period a whole-number program finds the least number of figures of
11 and more that this costs. What holds between quantities, and how wide ranges are, costs more. Needs scipy; some seconds.
"""

import argparse
import collections
import csv
import itertools
import math
import pathlib

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix

LEAST = 11
LABELS = ("measure", "definition", "drug", "period_start", "period_end")
# Rows of these over several denominators have one numerator.
ONE_NUMERATOR = ("overlap", "overlap_days")

Group = tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=pathlib.Path, nargs="+", help="results.csv of a run without disclosure control")
    for path in parser.parse_args().results:
        figures, lost = bound(path)
        print(f"{path}: {figures} figures of {LEAST} and more; at most {100 * (1 - lost / figures):.1f} % can be shown")


def bound(path: pathlib.Path) -> tuple[int, float]:
    """The figures of 11 and more, and how many of them are lost whatever the pattern."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0])
    variables = names[len(LABELS):names.index("numerator")]
    counts: dict[tuple, dict[Group, float]] = collections.defaultdict(dict)
    figures: dict[tuple, collections.Counter] = collections.defaultdict(collections.Counter)
    for row in rows:
        if row["numerator"]:
            unit = "" if row["measure"] in ONE_NUMERATOR else row["denominator_unit"]
            quantity = (*(row[name] for name in LABELS), unit)
            group = tuple(row[name] for name in variables)
            counts[quantity][group] = float(row["numerator"])
            figures[quantity][group] += float(row["numerator"]) >= LEAST
    lost = sum(least_lost(counts[quantity], counts.get(persons(quantity), counts[quantity]), figures[quantity]) for quantity in counts)
    return sum(sum(own.values()) for own in figures.values()), lost


def persons(quantity: tuple) -> tuple:
    """The quantity of the persons behind fills, events and days."""
    measure, definition, drug, start, end, unit = quantity
    if measure in ("fill_rate", "incidence"):
        return "prevalence", "", drug, start, end, "persons"
    return ("overlap", "days>=1", drug, start, end, unit) if measure == "overlap_days" else quantity


def least_lost(counts: dict[Group, float], people: dict[Group, float], figures: collections.Counter) -> float:
    """The least number of figures of one quantity that are lost."""
    groups = [group for group, count in counts.items() if count > 0]
    place = {group: number for number, group in enumerate(groups)}
    sums = [[place[whole], *map(place.get, parts)] for whole, parts in partitions(groups) if whole in place]
    if not sums:
        return 0
    matrix, row = lil_matrix((sum(map(len, sums)), len(groups))), 0
    for members in sums:
        for one in members:
            matrix[row, members] = 1
            matrix[row, one] = 0
            matrix[row, one] -= 1
            row += 1
    hidden = [float(0 < people.get(group, counts[group]) < LEAST) for group in groups]
    cost = numpy.array([figures[group] for group in groups], dtype=float)
    answer = milp(cost, constraints=LinearConstraint(matrix.tocsr(), lb=0), bounds=Bounds(hidden, 1), integrality=numpy.ones(len(groups)))
    return math.ceil(answer.mip_dual_bound - 1e-6)


def partitions(groups: list[Group]) -> list[tuple[Group, list[Group]]]:
    """Groups with those that refine them by other variables."""
    def split(group: Group) -> tuple[bool, ...]:
        return tuple(level != "all" for level in group)
    found: dict[tuple, list[Group]] = collections.defaultdict(list)
    for coarse, fine in itertools.permutations({split(group) for group in groups}, 2):
        if all(by or not also for also, by in zip(coarse, fine, strict=True)):
            for group in groups:
                if split(group) == fine:
                    found[tuple(level if kept else "all" for level, kept in zip(group, coarse)), fine].append(group)
    return [(whole, parts) for (whole, _), parts in found.items()]


if __name__ == "__main__":
    main()
