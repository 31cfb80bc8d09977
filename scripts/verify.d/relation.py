"""A relation between quantities of one group, and the kinds that there are of it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Relation:
    """The sum of the terms is at least 0 (or is 0). A factor is (a, b, c) and means a + b x days of the period, and
    where c is not 0 the number of events that lie at least c days apart in the period.
    """
    terms: tuple[tuple[str, tuple[float, float, int]], ...]
    equal: bool = False
    # (whole, part): the persons in whole and not in part are a count of persons too.
    nested: tuple[str, str] | None = None
    # Whether it takes more than the row's own words: lengths of periods, one measure's people among another's.
    deep: bool = False


def deep(relation: Relation) -> Relation:
    return dataclasses.replace(relation, deep=True)


def at_least(more: dict[str, float], less: dict[str, float]) -> Relation:
    terms = [(name, (factor, 0, 0)) for name, factor in more.items()]
    return Relation(tuple(terms + [(name, (-factor, 0, 0)) for name, factor in less.items()]))


def inside(part: str, whole: str) -> Relation:
    """The persons of part are among those of whole."""
    return dataclasses.replace(at_least({whole: 1}, {part: 1}), nested=(whole, part))


def at_most_days(days: str, persons: str) -> Relation:
    """Each of the persons has at most all days of the period."""
    return Relation(((persons, (0, 1, 0)), (days, (-1, 0, 0))), deep=True)


def at_most_events(events: str, persons: str) -> Relation:
    """Each of the persons is new again only after the washout, which the name of the events holds."""
    apart = washout(events.split("|")[1])[0] + 1
    return Relation(((persons, (0, 0, apart)), (events, (-1, 0, 0))), deep=True)


def washout(stated: str) -> tuple[int, bool] | None:
    """The days of a washout and whether they are clear of supply too; None where the methods text says nothing."""
    days, _, clear = stated.partition("/")
    return (int(days), clear == "supply") if days.isdigit() else None


def as_strict(one: str, other: str) -> bool:
    """Whether who is at risk or new after one washout is so after the other: fills are covered by their own supply."""
    first, second = washout(one), washout(other)
    return bool(first and second) and first[0] >= second[0] and first[1] >= second[1]
