"""The attacker's system: what results.csv leaves open, and every equation and inequality that binds it."""

import collections
import dataclasses

import account
import relations
import release
from relation import Relation, inside
from release import Key, Release, Row, grouping

# Half of the last decimal that an amount is printed with.
ROUNDED = 0.00005


@dataclasses.dataclass(frozen=True)
class Form:
    """Persons in one count and not in another: a count that nobody printed but anybody can take."""
    whole: Key
    part: Key
    label: str
    # Where it takes more than two counts: those that are added and taken away too.
    more: tuple[Key, ...] = ()
    less: tuple[Key, ...] = ()

    def __str__(self) -> str:
        return " and ".join(map(str, (self.whole, *self.more))) + "".join(f" minus {key}" for key in (self.part, *self.less))

    @property
    def terms(self) -> dict[Key, float]:
        return dict.fromkeys((self.whole, *self.more), 1.0) | dict.fromkeys((self.part, *self.less), -1.0)


@dataclasses.dataclass
class Bound:
    """The sum of factor x quantity lies between low and high."""
    terms: dict[Key, float]
    low: float
    high: float
    why: str
    # The published figures that are in the limits already.
    printed: tuple[Key, ...] = ()


class System:
    """What is known of a release: published values, hidden quantities with their least value, and the bounds."""

    def __init__(self, source: Release, knowledge: str = "full"):
        self.knowledge = knowledge
        self.values: dict[Key, float] = {}
        self.hidden: dict[Key, float] = {}
        self.bounds: list[Bound] = []
        self.forms: dict[Form, None] = {}
        self.contradictions: list[str] = []
        self.pairs: set[tuple[str, str]] = set()
        self.levels: dict[tuple, dict[tuple, None]] = collections.defaultdict(dict)
        self.groupings: dict[str, set[tuple]] = collections.defaultdict(set)
        self.members: dict[str, dict[tuple, None]] = collections.defaultdict(dict)
        # The periods that figures are counted in; a trend has the study's own.
        self.intervals = {row.period for row in source.rows if not row.measure.startswith(release.DERIVED)}
        for row in source.rows:
            self.read(row)
        if knowledge == "full":
            self.read_absent(source)
            self.read_nobody(source)
        for key, figure in source.account.items() if knowledge == "full" else ():
            if figure is None:
                self.hidden[key] = 0.0
            else:
                self.values[key] = figure
        for key in self.values:
            self.hidden.pop(key, None)
        if knowledge == "full":
            self.add_implied()
        self.add_groups()
        self.add_relations()
        if knowledge == "full":
            self.add_long_by_period()
            self.add_neither()
            self.add_without_fill()
            self.add_switched()
            self.add_full(source)
        self.add_ages(source)
        self.add_trends(source)
        if knowledge == "full":
            self.add_account(source)
            self.add_several()

    def read(self, row: Row) -> None:
        over, under = row.keys
        for key, figure in ((over, row.numerator), (under, row.denominator)):
            self.levels[key.period, grouping(key.group)][key.group] = None
            self.groupings[key.name].add(grouping(key.group))
            self.members[key.name][key.period, key.group] = None
            if figure is not None:
                if self.values.setdefault(key, figure) != figure:
                    self.contradictions.append(f"{key} is {self.values[key]:g} in one row and {figure:g} in another")
                continue
            # A row stands where its denominator is not 0, and a count of 0 is never suppressed.
            positive = key is under or (row.denominator is not None and not row.may_be_zero)
            least = float(positive) if release.kind(key.name) != "amount" else 0.0
            self.hidden[key] = max(self.hidden.get(key, 0.0), least)
        if over != under and release.kind(over.name) == release.kind(under.name) == "persons":
            self.pairs.add((over.name, under.name))
            if over.group == under.group:
                self.forms[Form(under, over, "complement")] = None
            else:
                self.forms[Form(under, over, "complement of a level")] = None

    def read_absent(self, source: Release) -> None:
        """A row lacks where its denominator is 0. Of residents it lacks too where nobody was seen: they tell nothing."""
        kinds: dict[tuple, dict[tuple, Row]] = collections.defaultdict(dict)
        for row in source.rows:
            if not row.measure.startswith(release.DERIVED):
                kinds[row.place[:3] + (row.unit, grouping(row.group))][row.period, row.group] = row
        for (*_, split), rows in kinds.items():
            first = next(iter(rows.values()))
            if first.measure == "cohort" or release.kind(first.keys[1].name) == "public":
                continue
            for period in self.intervals:
                for group in self.levels.get((period, split), ()):
                    for key in first.keys if (period, group) not in rows else ():
                        absent = Key(key.name, period, group)
                        if absent in self.hidden:
                            self.values[absent] = 0.0
                        elif self.values.get(absent):
                            self.contradictions.append(f"{absent} is {self.values[absent]:g}, and a row of it lacks")

    def read_nobody(self, source: Release) -> None:
        """Overlap is shown over those who are exposed to each class, long-term use over users: where one of these has no row
        at all, nobody is."""
        rows = [row for row in source.rows if row.measure == "overlap" and row.fields["definition"].startswith("days")]
        # Somebody who is counted is exposed to both: a part of a release lacks rows for no reason.
        somebody = {row.drug for row in rows if self.hidden.get(row.keys[0]) or self.values.get(row.keys[0])}
        expected = set()
        for pair in {row.drug for row in rows}:
            names = {f"exposed|{drug}" for drug in pair.split("+")}
            if pair not in somebody or names & self.groupings.keys():
                expected |= names
        expected |= {f"users|{row.drug}" for row in source.rows if row.measure == "long_term_use"}
        for name in sorted(expected - self.groupings.keys()):
            for (period, split), groups in list(self.levels.items()):
                for group in groups if period in self.intervals else ():
                    self.values[Key(name, period, group)] = 0.0
                    self.members[name][period, group] = None
            self.groupings[name] = {grouping(group) for _, group in self.members[name]}
        # Users whose other rows are kept back are nobody, too.
        counted = {row.keys[1].name for row in source.rows if row.measure == "long_term_use"}
        for name in sorted(name for name in expected - counted if name.startswith("users|")):
            for period, group in self.members[name]:
                key = Key(name, period, group)
                self.hidden.pop(key, None)
                if self.values.setdefault(key, 0.0):
                    self.contradictions.append(f"{key} is {self.values[key]:g}, and no row is over it")

    def get(self, key: Key) -> Key | float | None:
        """The value of a quantity, itself where it is hidden, None where the release doesn't have it."""
        if key in self.values:
            return self.values[key]
        if key in self.hidden:
            return key
        known = grouping(key.group) in self.groupings[key.name] and release.kind(key.name) != "public"
        return 0.0 if known and key.group in self.levels[key.period, grouping(key.group)] else None

    def total(self, form: Form) -> float | None:
        """The persons of a form, where all its counts are published."""
        found = {key: self.get(key) for key in form.terms}
        known = all(isinstance(value, float) for value in found.values())
        return sum(factor * found[key] for key, factor in form.terms.items()) if known else None

    def bind(self, terms: dict[Key, float], low: float, high: float, why: str) -> None:
        """Adds a bound, with the published values put in; nothing where one of its quantities is not in the release."""
        open_terms: dict[Key, float] = collections.defaultdict(float)
        printed: list[Key] = []
        constant = slack = 0.0
        for key, factor in terms.items():
            if factor == 0:
                continue
            found = self.get(key)
            if found is None:
                return
            if isinstance(found, Key):
                open_terms[found] += factor
            else:
                constant += factor * found
                printed.append(key)
                if release.kind(key.name) == "amount":
                    slack += ROUNDED * abs(factor)
        self.bounds.append(Bound(dict(open_terms), low - constant - slack, high - constant + slack, why,
                                 tuple(printed)))

    def add_implied(self) -> None:
        """Groups that nobody printed and two groupings tell: by age and sex, and by age and region, both make up the ages."""
        for name in [name for name in self.groupings if not name.startswith("trend|") and release.kind(name) != "public"]:
            found = self.groupings[name]
            fresh = set(found)
            while fresh:
                shared = {tuple(sorted({*one} & {*other})) for one in fresh for other in found}
                fresh = shared - found - {()}
                for coarse in fresh:
                    self.imply(name, coarse, [fine for fine in found if {*coarse} < {*fine}])
                found |= fresh

    def imply(self, name: str, coarse: tuple, finer: list[tuple]) -> None:
        for period in {period for period, _ in self.members[name]}:
            known: dict[tuple, float] = {}
            for fine in finer:
                parts: dict[tuple, list] = collections.defaultdict(list)
                for group in self.levels[period, fine]:
                    kept = tuple(level if place in coarse else "all" for place, level in enumerate(group))
                    parts[kept].append(self.get(Key(name, period, group)))
                for group, values in parts.items():
                    self.levels[period, coarse][group] = None
                    self.members[name][period, group] = None
                    if all(isinstance(value, float) for value in values):
                        known[group] = sum(values)
            for group in self.levels[period, coarse]:
                if group in known:
                    self.values[Key(name, period, group)] = known[group]
                else:
                    self.hidden[Key(name, period, group)] = 0.0

    def add_groups(self) -> None:
        """A group is the sum of the groups that refine it."""
        for name, found in self.groupings.items():
            periods = {period for period, _ in self.members[name]}
            for coarse in found:
                for fine in found:
                    if set(coarse) < set(fine):
                        for period in periods:
                            self.add_sums(name, period, coarse, fine)

    def add_sums(self, name: str, period: tuple, coarse: tuple, fine: tuple) -> None:
        children: dict[tuple, list[tuple]] = collections.defaultdict(list)
        for group in self.levels[period, fine]:
            kept = tuple(level if place in coarse else "all" for place, level in enumerate(group))
            children[kept].append(group)
        for group in self.levels[period, coarse]:
            terms = {Key(name, period, child): 1.0 for child in children[group]}
            if release.kind(name) == "public":
                # A group of residents in which nobody was seen has no row.
                terms = {key: 1.0 for key in terms if self.get(key) is not None}
                self.bind(terms | {Key(name, period, group): -1.0}, -float("inf"), 0, "groups within residents")
            else:
                self.bind(terms | {Key(name, period, group): -1.0}, 0, 0, "groups add up")

    def add_relations(self) -> None:
        """Counts of rows lie within their denominators, and what the definitions say."""
        found = set(self.groupings)
        known = relations.relations(found, self.knowledge, self.pairs) + [inside(part, whole) for part, whole in sorted(self.pairs)]
        for relation in unique(known):
            first = relation.terms[0][0]
            places = dict.fromkeys(place for name, _ in relation.terms for place in self.members[name])
            for period, group in places:
                days = release.span(period)
                terms: dict[Key, float] = collections.defaultdict(float)
                for name, (fixed, per_day, apart) in relation.terms:
                    terms[Key(name, period, group)] += fixed + per_day * days + (-(-days // apart) if apart else 0)
                self.bind(terms, 0, 0 if relation.equal else float("inf"), f"definition of {first}")
                if relation.nested:
                    whole, part = (Key(name, period, group) for name in relation.nested)
                    if Form(whole, part, "complement") not in self.forms:
                        self.forms[Form(whole, part, "nested")] = None
                elif self.knowledge == "full" and sorted(terms.values()) == [-1, 1] and \
                        any(apart for _, (_, _, apart) in relation.terms):
                    # Each person has one event at most: the events are persons.
                    part, whole = sorted(terms, key=terms.get)
                    self.forms[Form(whole, part, "events")] = None
            self.no_persons(relation, places)

    def add_long_by_period(self) -> None:
        """Days that are not covered are a gap of an era where there are no more of them than it may have."""
        for part, whole in relations.covered_and_continuous(set(self.groupings)):
            for period, group in self.members[part]:
                days, (least, gap) = relations.number(part.split("|")[1]), relations.both_numbers(whole.split("|")[1])
                if days >= least and release.span(period) - days <= gap:
                    keys = Key(whole, period, group), Key(part, period, group)
                    self.bind({keys[0]: 1.0, keys[1]: -1.0}, 0, float("inf"), "covered days and eras")
                    self.forms[Form(*keys, "covered days and eras")] = None

    def add_neither(self) -> None:
        """Persons who neither use a drug nor are covered for so long; and who are exposed, or covered for less."""
        for long, users, wholes in relations.long_and_users(set(self.groupings)):
            for period, group in self.members[long]:
                fill = Key(f"long_users|{long.partition('|')[2]}", period, group)
                for whole in wholes:
                    form = Form(Key(whole, period, group), Key(long, period, group), "neither", (fill,), (Key(users, period, group),))
                    self.bind(form.terms, 0, float("inf"), "persons who are neither")
                    self.forms[form] = None

    def add_without_fill(self) -> None:
        """Who meets a definition without a fill meets a wider one without a fill."""
        for strict, wide in relations.long_without_fill(set(self.groupings)):
            for period, group in self.members[strict]:
                names = (name.replace("long", head, 1) for name in (wide, strict) for head in ("long", "long_users"))
                whole, filled, part, filled_part = (Key(name, period, group) for name in names)
                form = Form(whole, part, "without a fill", (filled_part,), (filled,))
                self.bind(form.terms, 0, float("inf"), "persons without a fill")
                self.forms[form] = None

    def add_switched(self) -> None:
        """After the last interval nobody fills anything: who fills another drug after a new use does so in it."""
        for part, whole in relations.switched(set(self.groupings)):
            for period, group in self.members[part]:
                if period == max(self.intervals):
                    keys = Key(whole, period, group), Key(part, period, group)
                    self.bind({keys[0]: 1.0, keys[1]: -1.0}, 0, float("inf"), "fills after a new use")
                    self.forms[Form(*keys, "fills after a new use")] = None
        for part, amount, people, least in relations.lasting(set(self.groupings)):
            for period, group in self.members[part]:
                if period == max(self.intervals):
                    terms = {Key(amount, period, group): 1.0, Key(part, period, group): 1.0 - least}
                    if people in self.groupings:
                        terms[Key(people, period, group)] = -1.0
                    self.bind(terms, 0, float("inf"), "days and fills of those who become long-term users")

    def add_full(self, source: Release) -> None:
        """Persons who are observed on all days have all of them."""
        for period, group in self.members["person_days"] if source.full else ():
            for unit in release.PERSONS:
                days = {Key(unit, period, group): release.span(period), Key("person_days", period, group): -1.0}
                self.bind(days, 0, 0, "all days of the persons")

    def no_persons(self, relation: Relation, places: dict) -> None:
        """Where a published 0 says that there are no users, there are no fills and doses of them."""
        first, last = relation.terms[0][0], relation.terms[-1][0]
        if len(relation.terms) != 2 or release.kind(first) == "persons" or not last.startswith("users|"):
            return
        names = [first] + [name for name in self.groupings if name == f"ddd|{last.split('|')[1]}"]
        for period, group in places:
            if self.get(Key(last, period, group)) == 0.0:
                for name in names:
                    self.bind({Key(name, period, group): 1.0}, 0, 0, "no users")

    def add_ages(self, source: Release) -> None:
        """Persons from an age on are the persons of the bands from it on; a standardised rate leaves out those below
        the first band and of unknown age. A group of one band is all within it, or without."""
        if "age" not in source.variables:
            return
        place = source.variables.index("age")
        for name in [name for name in self.groupings if name.startswith("persons_from_")]:
            least = int(name.removeprefix("persons_from_"))
            for unit in release.PERSONS:
                for period, group in list(self.members[unit]):
                    low, high = release.ages(group[place])
                    if group[place] != "all" and (low >= least or high < least):
                        within = -1.0 if low >= least else 0.0
                        self.bind({Key(name, period, group): 1.0, Key(unit, period, group): within}, 0, 0, "age")
        for name in [name for name in self.groupings if name.startswith("known_age|")]:
            whole = name.partition("|")[2]
            for period, group in list(self.members[name]):
                if group[place] != "all":
                    within = -1.0 if release.ages(group[place])[1] >= 0 else 0.0
                    self.bind({Key(name, period, group): 1.0, Key(whole, period, group): within}, 0, 0, "known age")
        self.add_quartiles(source, place)
        for name in [name for name in self.groupings if name.startswith("std|")]:
            bare = name.removeprefix("std|")
            for period, group in list(self.members[name]):
                finer = tuple(sorted((*grouping(group), place)))
                bands = self.bands(period, group, place)
                if finer in self.groupings[bare]:
                    terms = {Key(bare, period, band): 1.0 for band in bands if not band[place].startswith("under ")}
                    self.bind(terms | {Key(name, period, group): -1.0}, 0, 0, "persons of known age")

    def bands(self, period: tuple, group: tuple, place: int) -> list[tuple]:
        """The age bands of a group that are published."""
        return [band for band in self.levels[period, tuple(sorted((*grouping(group), place)))]
                if band[:place] + ("all",) + band[place + 1:] == group and release.ages(band[place])[1] >= 0]

    def add_quartiles(self, source: Release, place: int) -> None:
        """So many of a group's persons have the age of a quartile or less, and fewer are younger: so many are in its bands."""
        for row in source.rows:
            if not row.quarters or not row.definition.startswith("age/") or not row.fields["estimate"] or row.group[place] != "all":
                continue
            name, age = row.keys[1].name.partition("|")[2], float(row.fields["estimate"])
            least = -(-row.quarters * row.denominator // 4)
            bands = [(Key(name, row.period, band), *release.ages(band[place])) for band in self.bands(row.period, row.group, place)]
            if not bands:
                continue
            up_to = {key: 1.0 for key, low, _ in bands if low <= age}
            below = {key: 1.0 for key, _, high in bands if high < age}
            self.bind(up_to, least, float("inf"), "ages up to a quartile")
            self.bind(below, -float("inf"), least - 1, "ages below a quartile")

    def add_trends(self, source: Release) -> None:
        """A trend's figures are the sums over the intervals that the study covers whole."""
        names = [name for name in self.groupings if name.startswith("trend|")]
        if not names:
            return
        # The study's own period is an interval only where something is counted in it.
        counted = {period for name in self.groupings if not name.startswith("trend|") for period, _ in self.members[name]}
        intervals = [period for period in source.periods if period in counted]
        months = max((release.length(period) for period in intervals), default=0)
        whole = [period for period in intervals if release.length(period) == months and months > 0]
        for name in names:
            bare = name.removeprefix("trend|")
            for period, group in self.members[name]:
                terms = {Key(bare, interval, group): 1.0 for interval in whole
                         if group in self.levels[interval, grouping(group)]}
                self.bind(terms | {Key(name, period, group): -1.0}, 0, 0, "sum of a trend")


    def add_account(self, source: Release) -> None:
        """The account of the rows counts the same fills and people as the measures, all intervals together."""
        everyone = ("all",) * len(source.variables)
        counted = [Key(name, period, everyone) for name, places in self.members.items()
                   for period, group in places if group == everyone]
        steps = account.Account(source.account, everyone)
        for terms, low, high, why in [*steps.bounds(), *steps.links(counted), *steps.apart(counted, source)]:
            self.bind(terms, low, high, why)
        everybody = steps.key("roster") if steps.roster else steps.patients(account.READ)
        for name in release.PERSONS if source.account else ():
            for period, group in [place for place in self.members[name] if steps.roster == (name == "persons")]:
                whole = grouping(group)
                if group == next(iter(self.levels[period, whole])):
                    groups = {Key(name, period, other): -1.0 for other in self.levels[period, whole]}
                    self.bind(groups | {everybody: 1.0}, 0, float("inf"), "groups of the persons")
        for whole, part, label, more in steps.differences(counted):
            self.forms[Form(whole, part, label, more)] = None

    def add_several(self) -> None:
        """Who fills any of the alternatives counts once there, and once in each of them: the rest fills several."""
        for name in [name for name in self.groupings if name.startswith("alternatives|any/")]:
            first, *others = relations.alternatives(name, set(self.groupings)) or [None]
            for period, group in self.members[name] if others else ():
                more = tuple(Key(other, period, group) for other in others)
                self.forms[Form(Key(first, period, group), Key(name, period, group), "several alternatives", more)] = None


def unique(known: list[Relation]) -> list[Relation]:
    """Each relation once, whether a row says it or a definition."""
    return list({(relation.terms, relation.equal): relation for relation in known}.values())
