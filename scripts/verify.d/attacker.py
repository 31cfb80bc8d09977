"""Linear programs over the attacker's system: the least and greatest value that a hidden quantity can have.

Values that follow one by one are put in first, then the system falls into components that share no hidden quantity.
"""

import collections
import dataclasses
import math

import numpy
from scipy.sparse import csr_matrix

from knowledge import Bound, System
from program import Impossible, Program
from release import Key

TOLERANCE = 1e-6
SCATTERED = 12


def slack(bound: Bound) -> float:
    """How far a sum may miss its limit through rounding in doubles."""
    limits = [abs(limit) for limit in (bound.low, bound.high) if math.isfinite(limit)]
    return TOLERANCE * max([1.0, *limits])


@dataclasses.dataclass
class Range:
    """What is known of a target: values that surely can be reached, and proven limits where they were asked for."""
    reached_low: float = math.inf
    reached_high: float = -math.inf
    low: float | None = None
    high: float | None = None

    def reach(self, value: float) -> None:
        self.reached_low = min(self.reached_low, value)
        self.reached_high = max(self.reached_high, value)


class Component:
    """Hidden quantities that bounds tie to each other."""

    def __init__(self, keys: list[Key], limits: dict[Key, tuple[float, float]], bounds: list[Bound]):
        self.keys = keys
        self.place = {key: place for place, key in enumerate(keys)}
        self.limits = [(low, None if math.isinf(high) else high) for low, high in (limits[key] for key in keys)]
        self.program = Program(self.matrix(bounds), [(bound.low, bound.high) for bound in bounds], self.limits)
        # Points that satisfy everything: whatever a target is in one of them, the attacker can't rule out.
        self.points: list[numpy.ndarray] = []
        self.least: numpy.ndarray | None = None
        self.most: numpy.ndarray | None = None
        self.scattered = False
        self.unlimited = numpy.array([high is None for _, high in self.limits])

    def scatter(self) -> None:
        """Collects points in many corners, each of which answers for many quantities at once. The directions are random,
        but always the same."""
        self.scattered = True
        chance = numpy.random.default_rng(len(self.keys))
        for _ in range(min(SCATTERED, len(self.keys) // 4)):
            goal = chance.choice((-1.0, 0.0, 1.0), len(self.keys)) * chance.random(len(self.keys))
            # What has no limit above would make the program unbounded.
            self.extreme(numpy.where(self.unlimited, numpy.abs(goal), goal))

    def matrix(self, bounds: list[Bound]) -> csr_matrix:
        rows, columns, factors = [], [], []
        for row, bound in enumerate(bounds):
            for key, factor in bound.terms.items():
                rows.append(row)
                columns.append(self.place[key])
                factors.append(factor)
        return csr_matrix((factors, (rows, columns)), shape=(len(bounds), len(self.keys)))

    def extreme(self, goal: numpy.ndarray) -> float:
        """The least value of a goal; -inf where there is none."""
        try:
            point = self.program.least(goal)
        except Impossible:
            raise Impossible(f"no values fit around {self.keys[0]}") from None
        if point is None:
            return -math.inf
        self.add(point)
        return float(goal @ point)

    def add(self, point: numpy.ndarray) -> None:
        self.points.append(point)
        self.least = point if self.least is None else numpy.minimum(self.least, point)
        self.most = point if self.most is None else numpy.maximum(self.most, point)

    def reach(self, goal: numpy.ndarray, known: float, found: Range) -> None:
        """Puts what the points reach into a range."""
        places = goal.nonzero()[0]
        if not self.points:
            return
        if len(places) == 1 and goal[places[0]] == 1:
            found.reach(float(self.least[places[0]]) + known)
            found.reach(float(self.most[places[0]]) + known)
            return
        for total in numpy.array([point[places] for point in self.points]) @ goal[places]:
            found.reach(float(total) + known)


class Attack:
    """The system, ready for questions about single quantities or differences of two."""

    def __init__(self, system: System):
        self.values = dict(system.values)
        self.limits = {key: (least, math.inf) for key, least in system.hidden.items()}
        self.hidden = list(system.hidden)
        self.bounds = self.follow(list(system.bounds))
        for _ in range(3):
            for bound in self.bounds:
                self.cap(bound)
        self.components = self.split()

    def follow(self, bounds: list[Bound]) -> list[Bound]:
        """Puts in what follows from one bound alone, again and again, and keeps the bounds that tie several."""
        kept: dict[int, Bound] = {}
        users: dict[Key, list[int]] = collections.defaultdict(list)
        for number, bound in enumerate(bounds):
            kept[number] = bound
            for key in bound.terms:
                users[key].append(number)
        todo = list(kept)
        while todo:
            number = todo.pop()
            if number not in kept:
                continue
            bound = kept[number]
            terms, known = {}, 0.0
            for key, factor in bound.terms.items():
                if key in self.values:
                    known += factor * self.values[key]
                else:
                    terms[key] = factor
            bound = kept[number] = Bound(terms, bound.low - known, bound.high - known, bound.why)
            if not terms:
                if bound.low > slack(bound) + abs(known) * TOLERANCE or bound.high < -slack(bound) - abs(known) * TOLERANCE:
                    raise Impossible(f"the published figures contradict: {bound.why}, off by {bound.low:g} to {bound.high:g}")
                del kept[number]
            elif len(terms) == 1:
                (key, factor), = terms.items()
                del kept[number]
                if self.narrow(key, bound, factor):
                    todo += users[key]
        return [bound for bound in {self.shape(bound): bound for bound in kept.values()}.values()]

    @staticmethod
    def shape(bound: Bound) -> tuple:
        return tuple(sorted((str(key), key.group, key.period, factor) for key, factor in bound.terms.items())), bound.low, bound.high

    def narrow(self, key: Key, bound: Bound, factor: float) -> bool:
        """Narrows a quantity's limits; whether that gives its value away."""
        ends = sorted((bound.low / factor, bound.high / factor))
        low, high = self.limits[key]
        low, high = max(low, ends[0]), min(high, ends[1])
        if low > high + TOLERANCE * max(1.0, abs(low)):
            raise Impossible(f"{key} would have to be at least {low:g} and at most {high:g}: {bound.why}")
        self.limits[key] = (low, max(low, high))
        if high - low > TOLERANCE or key in self.values:
            return False
        self.values[key] = low
        return True

    def cap(self, bound: Bound) -> None:
        """Gives quantities a greatest value that follows from one bound and the limits of the others in it. The programs
        would find it too; with it they are shorter."""
        for sign, limit in ((1, bound.high), (-1, -bound.low)):
            if not math.isfinite(limit):
                continue
            parts = {}
            for key, factor in bound.terms.items():
                low, high = self.limits[key]
                parts[key] = sign * factor * (low if sign * factor > 0 else high)
            endless = [key for key, part in parts.items() if math.isinf(part)]
            total = sum(part for part in parts.values() if math.isfinite(part))
            for key, factor in bound.terms.items():
                if sign * factor > 0 and not endless:
                    low, high = self.limits[key]
                    most = (limit - total + parts[key]) / (sign * factor)
                    self.limits[key] = (low, max(low, min(high, most + TOLERANCE)))

    def split(self) -> dict[Key, Component]:
        """The component of every quantity that is still open."""
        parent = {key: key for key in self.hidden if key not in self.values}

        def root(key: Key) -> Key:
            while parent[key] != key:
                parent[key] = parent[parent[key]]
                key = parent[key]
            return key

        for bound in self.bounds:
            first, *rest = bound.terms
            for key in rest:
                parent[root(key)] = root(first)
        keys: dict[Key, list[Key]] = collections.defaultdict(list)
        for key in parent:
            keys[root(key)].append(key)
        bounds: dict[Key, list[Bound]] = collections.defaultdict(list)
        for bound in self.bounds:
            bounds[root(next(iter(bound.terms)))].append(bound)
        made = {}
        for top, members in keys.items():
            component = Component(members, self.limits, bounds[top])
            made |= {key: component for key in members}
        return made

    def offer(self, values: dict[Key, float | None]) -> None:
        """Adds values that are known to satisfy every bound to the points that the attacker can't rule out."""
        for component in {id(component): component for component in self.components.values()}.values():
            point = [values[key] for key in component.keys]
            if None not in point:
                component.add(numpy.array(point))

    def range_of(self, terms: dict[Key, float], enough, reach: Range | None = None) -> Range:
        """The range of a sum of quantities of one component. `enough(range)` says that the points reached already
        answer the question, so that no program need be solved."""
        reached = reach or Range()
        known = sum(factor * self.values[key] for key, factor in terms.items() if key in self.values)
        open_terms = {key: factor for key, factor in terms.items() if key not in self.values}
        if not open_terms:
            reached.reach(known)
            reached.low = reached.high = known
            return reached
        component = self.components[next(iter(open_terms))]
        goal = numpy.zeros(len(component.keys))
        for key, factor in open_terms.items():
            goal[component.place[key]] = factor
        if not component.scattered:
            component.scatter()
        component.reach(goal, known, reached)
        for sign in (1, -1):
            if enough(reached):
                return reached
            least = sign * component.extreme(sign * goal) + known
            reached.reach(least)
            if sign > 0:
                reached.low = least
            else:
                reached.high = least
        return reached

    def ends(self, key: Key) -> tuple[float, float]:
        """The least and the greatest value of a quantity, proven; infinite where there is none."""
        if key in self.values:
            return self.values[key], self.values[key]
        component = self.components[key]
        place = component.place[key]
        goal = numpy.zeros(len(component.keys))
        goal[place] = 1.0
        if not component.scattered:
            component.scatter()
        ends = []
        for sign, limit in zip((1, -1), self.limits[key], strict=True):
            reached = None if component.least is None else (component.least if sign > 0 else component.most)[place]
            # A limit that a point reaches is the end.
            met = reached is not None and math.isfinite(limit) and abs(reached - limit) <= TOLERANCE * max(1.0, abs(limit))
            ends.append(limit if met else sign * component.extreme(sign * goal))
        return ends[0], ends[1]
