"""Un-suppresses one figure of a release that needs no protection of its own: the verifier has to notice, unless the
figure was not needed to protect others. Whether it was needed a second calculation says, which has nothing of the first
but the equations: one linear program over the whole system for each end of each figure, without components and points.
"""

import copy
import math
import random

import numpy
from scipy.optimize import linprog

from attacker import slack
from audit import LEAST_WIDTH, Truth, audit_release, difference, told_by_survival
from knowledge import System
from release import Key, Release, kind

LARGEST = 120


def mutated(release: Release, truth_release: Release, truth: Truth, least: int, chance: random.Random) -> Release | None:
    """A copy of the release in which one suppressed row is published; None where no row can be."""
    around: dict[Key, list] = {}
    for form in truth.system.forms:
        for key in form.terms:
            around.setdefault(key, []).append(form)

    def harmless(key: Key) -> bool:
        few = [form for form in around.get(key, []) if 0 < (difference(form, truth) or 0) < least]
        return not truth.small(key, least) and not few

    open_keys = set(System(release).hidden)
    places = [number for number, row in enumerate(release.rows)
              if row.suppressed and row.keys[0] in open_keys and row.denominator is not None and harmless(row.keys[0])
              and kind(row.keys[0].name) == "persons" and truth.value(row.keys[0])]
    if not places:
        return None
    number = chance.choice(places)
    changed = copy.copy(release)
    changed.rows = list(release.rows)
    changed.rows[number] = truth_release.rows[number]
    return changed


def noticed(release: Release, truth: Truth, least: int, knowledge: str) -> bool:
    result = audit_release(release, truth, least, False, knowledge)
    return bool(result.findings)


def needed(release: Release, truth: Truth, least: int, knowledge: str) -> bool | None:
    """Whether a figure that needs protection lacks it, by the plain calculation; None where that would take long."""
    if knowledge == "full" and told_by_survival(release, least):
        return True
    system = System(release, knowledge)
    keys = list(system.hidden)
    if len(keys) > LARGEST:
        return None
    place = {key: number for number, key in enumerate(keys)}
    rows, limits = [], []
    for bound in system.bounds:
        row = numpy.zeros(len(keys))
        for key, factor in bound.terms.items():
            row[place[key]] = factor
        for sign, limit in ((1, bound.high), (-1, -bound.low)):
            if bound.terms and math.isfinite(limit):
                rows.append(sign * row)
                # An equation is two limits here, which rounding in doubles must not set against each other.
                limits.append(limit + slack(bound))
    goals = [({key: 1.0}, 0.0, kind(key.name)) for key in keys if kind(key.name) != "public" and truth.small(key, least)]
    for form in system.forms:
        if 0 < (difference(form, truth) or 0) < least:
            terms = {key: factor for key, factor in form.terms.items() if key in place}
            fixed = sum(factor * system.get(key) for key, factor in form.terms.items() if key not in place)
            goals.append((terms, fixed, "persons"))
    for terms, fixed, label in goals:
        goal = numpy.zeros(len(keys))
        for key, factor in terms.items():
            goal[place[key]] = factor
        ends = [plain(sign, goal, rows, limits, [system.hidden[key] for key in keys]) + fixed for sign in (1, -1)]
        if ends[1] - ends[0] < LEAST_WIDTH - 1e-6 or (label == "persons" and ends[1] < least - 1 - 1e-6):
            return True
    return False


def plain(sign: int, goal: numpy.ndarray, rows: list, limits: list, least: list[float]) -> float:
    """The least (sign 1) or greatest (-1) value of a goal."""
    for presolve in True, False:
        answer = linprog(sign * goal, A_ub=numpy.array(rows) if rows else None, b_ub=limits or None,
                         bounds=[(low, None) for low in least], method="highs-ds", options={"presolve": presolve})
        # HiGHS' presolve calls a program without a limit one without a solution now and then.
        if answer.status in (0, 3):
            break
    if answer.status == 3:
        return -sign * math.inf
    if answer.status != 0:
        raise RuntimeError(f"the plain calculation ended with {answer.message}")
    return sign * float(answer.fun)
