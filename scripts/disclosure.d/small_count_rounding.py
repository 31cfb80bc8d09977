#!/usr/bin/env python3
"""Attacks small count rounding (Langsrud & Heldal 2018) as somebody would who knows its rule, its base and what is published.

Random tables are rounded; the attacker tries every table that can have given the same output and keeps, for each count, the
least and the greatest of what is left. Prints the tables of SmallCountRounding.md. Needs numpy; one process, three minutes.
"""

import itertools
import math

import numpy as np

SEED, NUMBER, CHUNK, FEW = 1, 100, 200_000, range(1, 11)  # tables of each kind; tried at a time; persons not to be told


def table(shape: tuple[int, ...], order: int) -> np.ndarray:
    """Which inner cells each published cell sums: all groupings of up to `order` variables."""
    places = np.indices(shape).reshape(len(shape), -1)
    cells = itertools.product(*([None, *range(size)] for size in shape))
    return np.array([np.all([(place == level) | (level is None) for place, level in zip(places, levels)], axis=0)
                     for levels in cells if sum(level is not None for level in levels) <= order], dtype=np.float32).T


def nested(statuses: list[set[int]]) -> np.ndarray:
    """Two groups by non-users (0), other users (1), long-term users (2): sums of statuses by group and for everyone."""
    return np.array([[group in groups and status in chosen for group in (0, 1) for status in (0, 1, 2)]
                     for groups in ({0}, {1}, {0, 1}) for chosen in statuses], dtype=np.float32).T


def follows(shown: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Inner cells that follow from published zeros and from sums of which all parts but one are known."""
    known = (shown == 0) @ sums.T > 0
    while (more := known | ((~known @ sums == 1) @ sums.T > 0)).sum() > known.sum():
        known = more
    return known


def filled(inner: np.ndarray, sums: np.ndarray, base: int) -> np.ndarray:
    """Each row rounded by the deterministic rule: as many cells get the base as keep the total, the best fitting first."""
    now, exact = inner.astype(np.float32), inner.astype(np.float32) @ sums
    while True:
        shown = now @ sums
        small = ((shown > 0) & (shown < base)).astype(np.float32)
        chosen = ((small @ sums.T > 0) | follows(shown, sums)) & (now > 0) & (now < base)
        if not chosen.any():
            return now
        now[chosen] = 0
        count = np.clip(np.rint((inner.sum(1) - now.sum(1)) / base), 0, chosen.sum(1))
        for step in range(int(count.max())):
            rows = np.flatnonzero(count > step)
            fit = np.where(chosen[rows] & (now[rows] == 0), (exact[rows] - now[rows] @ sums) @ sums.T, -np.inf)
            now[rows, fit.argmax(1)] = base


def drawn(inner: np.ndarray, base: int, rule: str, chance: np.random.Generator) -> np.ndarray:
    """One table rounded at random: `count` keeps the total as the rule above does, `each` rounds every cell by itself."""
    small = np.flatnonzero((inner > 0) & (inner < base))
    up = chance.random(len(small)) * base < inner[small] if rule == "each" else (
        chance.permutation(len(small)) < np.rint(inner[small].sum() / base))
    result = inner.copy()
    result[small] = np.where(up, base, 0)
    return result


def inputs(shown: np.ndarray, base: int, empty: np.ndarray):
    """Every inner table that can become `shown`, in pieces; cells in `empty` are known to be empty."""
    ranges = [[0] if none else range(base) if cell == 0 else range(1, base + 1) if cell == base else [cell]
              for cell, none in zip(shown, empty)]
    sizes = [len(values) for values in ranges]
    for start in range(0, math.prod(sizes), CHUNK):
        places = np.unravel_index(np.arange(start, min(start + CHUNK, math.prod(sizes))), sizes)
        yield np.array([np.asarray(values)[place] for values, place in zip(ranges, places)]).T


def possible(tried: np.ndarray, shown: np.ndarray, sums: np.ndarray, base: int, rule: str) -> np.ndarray:
    """Which of the tables tried the rule can turn into what is shown."""
    if rule == "filled":
        return (filled(tried, sums, base) @ sums == shown @ sums).all(1)
    if rule == "count":
        small = (tried > 0) & (tried < base)
        return np.rint(np.where(small, tried, 0).sum(1) / base) == (small & (shown == base)).sum(1)
    return np.ones(len(tried), bool)


def attack(inner, sums, base, rule, chance, watched=None, known=None, zeros=False, pattern=None):
    """Truth, least, greatest of watched sums for who knows `known`; `pattern` changes what published sums don't see."""
    rounded = filled(inner[None, :], sums, base)[0] if rule == "filled" else drawn(inner, base, rule, chance)
    watched = sums if watched is None else watched
    steps = [0] if pattern is None else range(-int(rounded.max()), int(rounded.max()) + 1)
    low, high = np.inf, -np.inf
    for step in steps:
        start = rounded.astype(int) + (0 if pattern is None else step * pattern)
        for tried in inputs(start, base, (inner == 0) & zeros) if start.min() >= 0 else ():
            if known is not None:
                tried = tried[(tried @ known == inner @ known).all(1)]
            left = tried[possible(tried, start, sums, base, rule)] @ watched
            if len(left):
                low, high = np.minimum(low, left.min(0)), np.maximum(high, left.max(0))
    truth = inner @ watched
    assert ((low <= truth) & (truth <= high)).all()
    return list(zip(truth.astype(int), low.astype(int), high.astype(int)))


def apart(inner, base):
    """The same for persons, users and long-term users of two groups, each rounded by itself; the attacker knows L <= U <= N."""
    both, truth = table((2,), 1), inner.reshape(2, 3) @ np.array([[1, 0, 0], [1, 1, 0], [1, 1, 1]])
    shown = filled(truth.T, both, base).astype(int)
    lists = [np.concatenate([part[possible(part, target, both, base, "filled")]
                             for part in inputs(target, base, np.zeros(2, bool))]) for target in shown]
    left = []
    for persons in lists[0]:
        users = lists[1][(lists[1] <= persons).all(1)]
        pairs = np.argwhere((lists[2][None] <= users[:, None]).all(2))
        left.append(watch(np.broadcast_to(persons, (len(pairs), 2)), users[pairs[:, 0]], lists[2][pairs[:, 1]]))
    low, high = np.concatenate(left).min(0), np.concatenate(left).max(0)
    return list(zip(watch(*truth.T[:, None, :])[0], low, high)), bool((shown[1:] > shown[:-1]).any())


def watch(persons, users, long):
    """Persons, users, long-term users and the differences of these, by group and for everyone."""
    groups = np.array([[1, 0, 1], [0, 1, 1]])
    return np.concatenate([part @ groups for part in (persons, users, long, persons - users, users - long)], axis=1)


def tables(cells: int, base: int, most: int | None = None):
    """Random inner tables: 15 % zeros, 45 % of 1 to 10, the others up to 60; few enough small cells to try everything."""
    chance, number, most = np.random.default_rng(SEED), NUMBER, most or (5 if base <= 11 else 4)
    while number:
        kind = chance.random(cells)
        inner = np.where(kind < 0.15, 0, np.where(kind < 0.6, chance.integers(1, 11, cells), chance.integers(11, 61, cells)))
        if (inner <= max(11, base)).sum() <= most and inner.any():
            number -= 1
            yield inner


def line(what: str, base: int, rule: str, found: list, few=FEW) -> None:
    """A row: how many counts of few persons are known exactly, to a range narrower than 5, or break the promise of cms11."""
    leaks = [(low == high, high - low < 5, high - low < 5 or high < 10) for truth, low, high in found if truth in few]
    share = " | ".join(f"{100 * sum(column) / len(leaks):.1f}" for column in zip(*leaks))
    print(f"| {what} | {base} | {rule} | {len(leaks)} | {share} |", flush=True)


def run(what, shape, base, rule, sums=None, few=FEW, **options):
    chance, sums = np.random.default_rng(SEED), table(shape, len(shape)) if sums is None else sums
    line(what, base, rule, [row for inner in tables(int(np.prod(shape)), base)
                            for row in attack(inner, sums, base, rule, chance, **options)], few)


def releases(base: int, rule: str) -> None:
    """Two releases, the second without 0 to 3 persons of each cell: what the ranges of both leave of the difference."""
    chance, leaving, sums, found = np.random.default_rng(SEED), np.random.default_rng(SEED + 1), table((2, 2), 2), []
    for inner in tables(4, base):
        less = np.minimum(inner, leaving.integers(0, 4, 4))
        pair = zip(attack(inner, sums, base, rule, chance), attack(inner - less, sums, base, rule, chance))
        found += [(one[0] - two[0], max(0, one[1] - two[2]), one[2] - two[1]) for one, two in pair]
    line("2 x 2, two releases: who left", base, rule, found)


def errors(base: int, rule: str) -> None:
    """How far published counts of 7 x 6 x 2 groups and their total are from the truth."""
    chance, sums = np.random.default_rng(SEED), table((7, 6, 2), 3)
    truth = np.array(list(tables(84, base, 84)))
    rounded = filled(truth, sums, base) if rule == "filled" else np.array([drawn(t, base, rule, chance) for t in truth])
    off = np.abs(rounded @ sums - truth @ sums)
    print(f"| {base} | {rule} | {off.mean():.1f} | {off.max():.0f} | {off[:, 0].mean():.1f} | {off[:, 0].max():.0f} |", flush=True)


def main() -> None:
    print("| what | base | rule | counts of 1 to 10 | exact % | narrower than 5 % | against the promise % |\n" + "|---" * 7 + "|")
    rules, whole = ("filled", "count", "each"), nested([{0}, {1}, {2}, {1, 2}, {0, 1}, {0, 1, 2}])
    for base, rule in itertools.product((3, 5, 10, 11, 21), rules):
        run("2 x 2", (2, 2), base, rule)
    for base, rule in itertools.product((11, 21), rules):
        run("2 x 3", (2, 3), base, rule)
        run("2 x 2 x 2", (2, 2, 2), base, rule)
        run("2 x 2, true zeros known", (2, 2), base, rule, zeros=True)
        run("2 x 2, true total known", (2, 2), base, rule, known=table((2, 2), 0))
        run("2 x 2, true zeros told as such", (2, 2), base, rule, few=[0])
        releases(base, rule)
    for base in (11, 21):
        run("2 x 2, totals alone published", (2, 2), base, "filled", sums=table((2, 2), 1),
            watched=table((2, 2), 2), pattern=np.array([1, -1, -1, 1]))
        run("2 x 2 x 2, pairs alone published", (2, 2, 2), base, "filled", sums=table((2, 2, 2), 2),
            watched=table((2, 2, 2), 3), pattern=np.array([1, -1, -1, 1, -1, 1, 1, -1]))
        results = [apart(inner, base) for inner in tables(6, base)]
        line(f"nested, each measure by itself ({sum(odd for _, odd in results)} of {NUMBER} contradict)", base, "filled",
             [row for found, _ in results for row in found])
        shown = nested([{2}, {1, 2}, {0, 1, 2}])
        run("nested, jointly, differences not guarded", (2, 3), base, "filled", sums=shown, watched=whole)
        for rule in rules:
            run("nested, jointly", (2, 3), base, rule, sums=whole)
            run("nested, jointly, true persons known", (2, 3), base, rule, sums=whole, known=nested([{0, 1, 2}])[:, :2])
    print("\n| base | rule | mean error | greatest | mean error of the total | greatest |\n" + "|---" * 6 + "|")
    for base, rule in itertools.product((3, 5, 11, 21), ("filled", "each")):
        errors(base, rule)


if __name__ == "__main__":
    main()
