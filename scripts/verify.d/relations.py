"""What the definitions of the measures say about the quantities of one group: the knowledge of an attacker who has
read the methods text. Each relation names quantities; it holds in every period and group.
"""

import dataclasses
import itertools
import re

import release
from relation import Relation, as_strict, at_least, at_most_days, at_most_events, deep, inside, washout

ATC = re.compile(r"[A-Z]\d\d([A-Z]{1,2}(\d\d)?)?")


def relations(found: set[str], knowledge: str, pairs: set[tuple[str, str]] = frozenset()) -> list[Relation]:
    """All relations between quantities that the release has; counts of rows over persons come with the rows, in `pairs`."""
    made = [*of_persons(found), *of_long_term(found), *of_overlap(found), *of_doses(found), *of_new_users(found, pairs), *of_risk(found),
            *of_other_counts(found), *of_names(found)]
    made += links(found, made)
    made += [twin for relation in made for twin in summed(relation)]
    made = [relation for relation in made if knowledge == "full" or not relation.deep]
    kept = {relation for relation in made if all(name in found for name, _ in relation.terms)}
    return sorted(kept, key=lambda relation: (relation.terms, relation.equal, relation.deep))


def links(found: set[str], made: list[Relation]) -> list[Relation]:
    """Persons among others whom no figure counts, who are among those of a figure."""
    wholes: dict[str, set[str]] = {}
    for relation in made:
        if relation.nested:
            wholes.setdefault(relation.nested[1], set()).add(relation.nested[0])
    for name in list(wholes):
        for whole in [whole for whole in wholes[name] if whole.startswith("users|")]:
            wholes.setdefault(whole, set()).add(whole.replace("users", "exposed", 1))
    linked = []
    for part in sorted(found & wholes.keys()):
        seen, todo = set(), [part]
        while todo:
            for whole in wholes.get(todo.pop(), set()) - seen:
                seen.add(whole)
                if whole not in found:
                    todo.append(whole)
        linked += [deep(inside(part, whole)) for whole in sorted((seen & found) - wholes[part] - {part})]
    return linked


def switched(found: set[str]):
    """Who fills another drug after a new use, and who fills it, or is exposed to it; who becomes a long-term user after a new
    use, and who is one."""
    for name in found:
        if name.startswith("transition|"):
            _, own, drug = name.split("|")
            own = own.rpartition("/within")[0]
            for other in sorted(found):
                head, _, rest = other.partition("|")
                definition, _, drug_other = rest.partition("|")
                if head in ("long_users", "long") and drug_other == drug:
                    if definition == own or stricter(own, definition):
                        yield name, other
        if after := re.fullmatch(r"alternatives\|(.*)/after\d+\|.*", name):
            yield from ((name, f"{head}|{after[1]}") for head in ("users", "exposed") if f"{head}|{after[1]}" in found)


def lasting(found: set[str]):
    """Who becomes a long-term user, with the amount of which they have so many or more in the last interval, and the others who
    have one of it."""
    for name in found:
        if name.startswith("transition|"):
            _, definition, drug = name.split("|")
            definition = definition.rpartition("/within")[0]
            if definition.startswith("covered>="):
                yield name, f"days|{drug}", f"exposed|{drug}", number(definition)
            if "/fills" in definition:
                yield name, f"fills|{drug}", f"users|{drug}", both_numbers(definition)[1]


def summed(relation: Relation) -> list[Relation]:
    """A relation of a period and group holds for the sums of a trend and for the persons of known age too, where
    its factors don't depend on the period's days."""
    if any(per_day or apart for _, (_, per_day, apart) in relation.terms):
        return []
    def renamed(mark: str) -> Relation:
        nested = relation.nested and tuple(mark + name for name in relation.nested)
        terms = tuple((mark + name, factor) for name, factor in relation.terms)
        return Relation(terms, relation.equal, nested, relation.deep)
    return [renamed("trend|"), renamed("std|")]


def of_persons(found: set[str]):
    """Persons, their days, and everything that is counted among them."""
    for unit in release.PERSONS:
        yield at_least({"person_days": 1}, {unit: 1})
        yield at_most_days("person_days", unit)
        for name in found:
            bare = name.startswith(("std|", "trend|"))
            if not bare and name not in release.PERSONS and release.kind(name) == "persons" and "eras" not in name:
                if not name.startswith("dose_change|"):
                    yield deep(inside(name, unit))
    yield at_most_days("resident_days", "residents")
    for name in ("persons", "patients_seen", "person_days"):
        yield inside(f"std|{name}", name) if name != "person_days" else at_least({name: 1}, {f"std|{name}": 1})
    for name in found:
        if name.startswith("users|"):
            yield inside(f"std|{name}", name)
        if name.startswith("fills|"):
            yield at_least({name: 1}, {f"std|{name}": 1})


def of_long_term(found: set[str]):
    """Thresholds of one definition are nested; long-term users are exposed, and some of them users."""
    by_drug: dict[tuple[str, str], list[str]] = {}
    for name in found:
        head, *rest = name.split("|")
        if head == "users":
            yield deep(inside(name, f"exposed|{rest[0]}"))
        if head in ("long", "long_users"):
            by_drug.setdefault((head, rest[1]), []).append(rest[0])
            yield deep(inside(name, f"exposed|{rest[1]}"))
            if head == "long_users":
                yield inside(name, f"long|{rest[0]}|{rest[1]}")
            if head == "long_users" or rest[0].startswith(("supply", "ddd")):
                yield inside(name, f"users|{rest[1]}")
    for (head, drug), definitions in by_drug.items():
        for one, other in itertools.permutations(definitions, 2):
            if stricter(one, other):
                yield inside(f"{head}|{one}|{drug}", f"{head}|{other}|{drug}")
        covered = sorted((number(text), text) for text in definitions if text.startswith("covered"))
        if head == "long":
            steps = [(days, f"long|{text}|{drug}") for days, text in covered]
            yield from day_sums(f"days|{drug}", steps, [f"exposed|{drug}"])


def covered_and_continuous(found: set[str]):
    """Long-term use by covered days and by eras, of the same drug."""
    own = [name for name in found if name.startswith(("long|", "long_users|"))]
    for part, whole in itertools.permutations(own, 2):
        (head, one, drug), (head_other, other, drug_other) = part.split("|"), whole.split("|")
        if head == head_other and drug == drug_other and one.startswith("covered") and other.startswith("continuous"):
            yield part, whole


def long_and_users(found: set[str]):
    """Long-term use that does not ask for fills, its drug's users, and who is counted where these are."""
    for name in found:
        if not name.startswith(("long|covered", "long|continuous")):
            continue
        definition, drug = name.split("|")[1:]
        if {f"users|{drug}", f"long_users|{definition}|{drug}"} <= found:
            yield name, f"users|{drug}", [unit for unit in (*release.PERSONS, f"exposed|{drug}") if unit in found]


def long_without_fill(found: set[str]):
    """Long-term use by one definition and by a wider one of the same drug, where those with a fill are counted of both."""
    own = [name for name in found if name.startswith("long|") and name.replace("long", "long_users", 1) in found]
    for one, other in itertools.permutations(sorted(own), 2):
        (_, first, drug), (_, second, drug_other) = one.split("|"), other.split("|")
        if drug == drug_other and stricter(first, second):
            yield one, other


def stricter(one: str, other: str) -> bool:
    """Whether who meets one definition of long-term use meets the other."""
    if one.split(">=")[0] != other.split(">=")[0]:
        return False
    (first, second), (first_other, second_other) = both_numbers(one), both_numbers(other)
    if one.startswith("continuous"):
        return first >= first_other and second <= second_other
    return first >= first_other and second >= second_other


def number(definition: str) -> float:
    return float(re.search(r"\d+(\.\d+)?", definition.partition("=")[2])[0])


def both_numbers(definition: str) -> tuple[float, float]:
    """The threshold, and the gap or the number of fills that stands behind it."""
    found = [float(text) for text in re.findall(r"\d+(?:\.\d+)?", definition.partition("=")[2])]
    return found[0], found[1] if len(found) > 1 else 0.0


def day_sums(days: str, steps: list[tuple[float, str]], wholes: list[str]):
    """Persons with at least so many days have at least so many days together, and at most as many as the next
    threshold and the length of the period leave them."""
    if not steps:
        return
    before, least = 0.0, {}
    for threshold, name in steps:
        least[name] = threshold - before
        before = threshold
    yield deep(at_least({days: 1}, least))
    for whole in wholes:
        most = {whole: (steps[0][0] - 1, 0, 0)}
        for (threshold, name), (following, _) in itertools.pairwise(steps):
            most[name] = (following - threshold, 0, 0)
        last, name = steps[-1]
        most[name] = (1 - last, 1, 0)
        yield Relation((*most.items(), (days, (-1, 0, 0))), deep=True)


def of_overlap(found: set[str]):
    """Overlap is exposure to both classes; days of it are days of both."""
    pairs = {name.rpartition("|")[2] for name in found if name.startswith(("overlap|", "overlap_days|", "same_days|"))}
    for classes in pairs:
        drugs = classes.split("+")
        own = [name for name in found if name.startswith("overlap|") and name.endswith(f"|{classes}")]
        for name, drug in itertools.product(own, drugs):
            yield inside(name, f"exposed|{drug}")
            for other in found if "days>=" in name else ():
                if other.startswith("long|covered") and other.endswith(f"|{drug}") and number(other) <= number(name):
                    yield deep(inside(name, other))
            if "same_month" in name:
                yield deep(inside(name, f"users|{drug}"))
            if "days>=" in name:
                yield at_least({f"overlap_days|{classes}": 1}, {name: 1})
        steps = sorted((number(name), name) for name in own if "days>=" in name)
        for (_, lower), (_, higher) in itertools.pairwise(steps):
            yield inside(higher, lower)
        yield from day_sums(f"overlap_days|{classes}", steps, [f"exposed|{drug}" for drug in drugs])
        for drug, days in itertools.product(drugs, ("overlap_days", "named_days")):
            yield at_least({f"days|{drug}": 1}, {f"{days}|{classes}": 1})
            yield deep(at_least({"person_days": 1}, {f"{days}|{classes}": 1}))
            yield from (at_most_days(f"{days}|{classes}", whole) for whole in (*release.PERSONS, f"exposed|{drug}"))
        yield at_least({f"overlap_days|{classes}": 1}, {f"named_days|{classes}": 1})
        yield at_least({f"named_days|{classes}": 1}, {f"same_days|{classes}": 1})
    for name in found:
        if name.startswith("exposed|"):
            days = name.replace("exposed", "days", 1)
            yield at_least({days: 1}, {name: 1})
            yield at_most_days(days, name)
        if name.startswith("days|"):
            yield at_least({"person_days": 1}, {name: 1})


def of_doses(found: set[str]):
    """Dose thresholds are nested, methods are ordered, and the sum of doses is at least what the thresholds say."""
    own = [name for name in found if name.startswith("dose|")]
    order = ["total_supply", "on_therapy", "maximum"]
    for name in own:
        _, definition, drug = name.split("|")
        limit, _, method = definition.partition("/")
        unit = limit.partition(">=")[0]
        yield inside(name, f"dose_users|{unit}|{drug}")
        # Doses of windows are one amount over numbers of days.
        for other in own if method.startswith("window:") else ():
            definition_other, drug_other = other.split("|")[1:]
            limit_other, _, method_other = definition_other.partition("/")
            if other != name and drug_other == drug and method_other.startswith("window:") and limit_other.startswith(f"{unit}>="):
                if number(name) * int(method[7:]) >= number(other) * int(method_other[7:]):
                    yield deep(inside(name, other))
        for later in order[order.index(method) + 1:] if method in order else []:
            yield deep(inside(name, f"dose|{limit}/{later}|{drug}"))
    for total in [name for name in found if name.startswith("dose_sum|")]:
        _, definition, drug = total.split("|")
        unit, _, method = definition.partition("/")
        ending = f"/{method}|{drug}"
        steps = sorted((number(name), name) for name in own if name.startswith(f"dose|{unit}>=") and name.endswith(ending))
        before, least = 0.0, {}
        for threshold, name in steps:
            least[name] = threshold - before
            before = threshold
        if steps:
            yield deep(at_least({total: 1}, least))
        for (_, lower), (_, higher) in itertools.pairwise(steps):
            yield inside(higher, lower)
    yield from of_dose_sums(found, order)
    for name in found:
        if name.startswith("dose_users|"):
            yield deep(inside(name, f"exposed|{name.rpartition('|')[2]}"))


def of_dose_sums(found: set[str], order: list[str]):
    """Sums of doses by two methods: of windows one amount over two numbers of days, of others one never more than the other."""
    for one, other in itertools.permutations(sorted(name for name in found if name.startswith("dose_sum|")), 2):
        (unit, first, drug), (unit_other, second, drug_other) = (re.split(r"[/|]", name)[1:] for name in (one, other))
        if (unit, drug) != (unit_other, drug_other):
            continue
        if first.startswith("window:") and second.startswith("window:") and int(first[7:]) < int(second[7:]):
            same = at_least({one: int(first[7:])}, {other: int(second[7:])})
            yield dataclasses.replace(same, equal=True, deep=True)
        if {first, second} <= {*order} and order.index(first) < order.index(second):
            yield deep(at_least({other: 1}, {one: 1}))


def of_new_users(found: set[str], pairs: set[tuple[str, str]]):
    """New users are users; who stays longer stays shorter too; eras that changed add up."""
    for name in found:
        head, *rest = name.split("|")
        if head == "new_users":
            yield deep(inside(name, f"users|{rest[1]}"))
            for other in found:
                if other.startswith("new_users_followed|") and other.split("|")[1::2] == rest:
                    yield inside(other, name)
                # Who is new after the longer washout is new after the shorter one, and that is an event.
                kind, *parts = other.split("|")
                if kind in ("new_users", "events") and parts[1] == rest[1] and other != name and as_strict(rest[0], parts[0]):
                    yield deep(inside(name, other) if kind == "new_users" else at_least({other: 1}, {name: 1}))
                if kind == "events" and parts[1] == rest[1] and as_strict(parts[0], rest[0]):
                    yield at_most_events(other, name)
        if head == "new_users_followed":
            # New users whom no figure need count.
            yield deep(inside(name, f"users|{rest[2]}"))
            for other in found:
                kind, *parts = other.split("|")
                if kind in ("new_users", "events") and parts[1] == rest[2] and as_strict(rest[0], parts[0]):
                    yield deep(inside(name, other) if kind == "new_users" else at_least({other: 1}, {name: 1}))
        if head == "events" and washout(rest[0]):
            yield at_most_events(name, f"users|{rest[1]}")
        if head == "long_eras":
            parts = [f"dose_change|{change}|{rest[0]}" for change in ("escalated", "reduced", "steady")]
            yield dataclasses.replace(at_least({name: 1}, dict.fromkeys(parts, 1)), equal=True)
            yield inside(f"long_eras_followed|{rest[0]}", name)
        if head == "alternatives" and rest[0].startswith("any/"):
            others = alternatives(name, found)
            for other in others:
                yield inside(other, name)
            yield at_least(dict.fromkeys(others, 1), {name: 1})
        if head == "longer":
            # Who is still there after so many days was followed for them, where new use is by the same rule.
            rules = {whole.split("|")[1] for part, whole in pairs if part == name and whole.startswith("new_users|")}
            for other in found if len(rules) == 1 else ():
                if re.fullmatch(rf"new_users_followed\|{re.escape(*rules)}\|\d+\|{re.escape(rest[1])}", other):
                    if int(other.split("|")[2]) <= number(rest[0]):
                        yield deep(inside(name, other))
    for one, other in itertools.permutations([name for name in found if name.startswith("new_users_followed|")], 2):
        (_, rule, days, drug), (_, rule_other, least, drug_other) = one.split("|"), other.split("|")
        if (rule, drug) == (rule_other, drug_other) and int(days) > int(least):
            yield deep(inside(one, other))
    for one, other in itertools.permutations([name for name in found if name.startswith("transition|")], 2):
        (_, first, drug), (_, second, drug_other) = one.split("|"), other.split("|")
        if drug == drug_other and stricter(first.rpartition("/")[0], second.rpartition("/")[0]):
            yield inside(one, other)
    for name in found:
        if name.startswith("known_age|"):
            yield inside(name, name.partition("|")[2])
            yield from (inside(name, f"known_age|{unit}") for unit in release.PERSONS if name != f"known_age|{unit}")
            whole = name.partition("|")[2]
            wider = [*release.PERSONS]
            if whole.startswith("new_users|"):
                wider.append(f"users|{whole.split('|')[2]}")
                yield inside(name, f"known_age|users|{whole.split('|')[2]}")
            # Those of unknown age are among the others of unknown age.
            for other in wider:
                if f"known_age|{other}" in found and other != whole:
                    yield at_least({other: 1, name: 1}, {f"known_age|{other}": 1, whole: 1})
        if name.startswith("persons_from_"):
            yield from (inside(name, f"known_age|{unit}") for unit in release.PERSONS)
    for one, other in itertools.permutations([name for name in found if name.startswith("longer|")], 2):
        (_, first, drug), (_, second, drug_other) = one.split("|"), other.split("|")
        if drug == drug_other and first.partition("/")[2] == second.partition("/")[2] and number(first) > number(second):
            yield inside(one, other)


def of_risk(found: set[str]):
    """Who is new is at risk; days at risk are those of persons at risk, one or more of each."""
    for name in [name for name in found if name.startswith("at_risk|")]:
        _, own, drug = name.split("|")
        for other in found:
            head, *rest = other.split("|")
            if head not in ("at_risk", "new_users", "risk_days", "events") or rest[1] != drug or other == name:
                continue
            if as_strict(own, rest[0]):
                if head == "at_risk":
                    yield deep(inside(name, other))
                if head == "risk_days":
                    yield deep(at_least({other: 1}, {name: 1}))
            if as_strict(rest[0], own):
                if head == "new_users":
                    yield deep(inside(other, name))
                if head == "risk_days":
                    yield at_most_days(other, name)
                if head == "events":
                    yield at_most_events(other, name)


def alternatives(name: str, found: set[str]) -> list[str]:
    """Each of the alternatives of which a count is `any`."""
    _, definition, drug = name.split("|")
    ending = definition.removeprefix("any")
    return sorted(other for other in found if re.fullmatch(rf"alternatives\|(?!any/).*{ending}\|{re.escape(drug)}", other))


def of_other_counts(found: set[str]):
    """Fills, events, concurrent use and several providers."""
    for name in found:
        head, *rest = name.split("|")
        if head == "fills":
            yield at_least({name: 1}, {f"users|{rest[0]}": 1})
        if head == "risk_days":
            yield deep(at_least({"person_days": 1}, {name: 1}))
        if head == "events":
            yield deep(at_least({f"fills|{rest[1]}": 1}, {name: 1}))
            yield deep(at_least({f"risk_days|{rest[0]}|{rest[1]}": 1}, {name: 1}))
        if head == "cob_eligible":
            yield deep(inside(name, f"users|{rest[0].split('+')[0]}"))
            drug = rest[0].split("+")[0]
            yield deep(inside(name, f"exposed|{drug}"))
            yield deep(at_least({f"fills|{drug}": 1}, {f"users|{drug}": 1, name: 1}))
            yield deep(at_least({f"days|{drug}": 1}, {f"exposed|{drug}": 1, name: 14}))
            for other in found:
                if other.startswith("long|covered") and other.endswith(f"|{drug}") and number(other) <= 15:
                    yield deep(inside(name, other))
        if head == "cob":
            drug = rest[-1]
            for side in drug.split("+"):
                yield deep(inside(name, f"users|{side}"))
            opioids, benzodiazepines = drug.split("+")
            yield deep(at_least({f"fills|{benzodiazepines}": 1}, {f"users|{benzodiazepines}": 1, name: 1}))
            overlap = release.pair(drug)
            yield deep(at_least({f"overlap_days|{overlap}": 1}, {f"overlap|days>=1|{overlap}": 1, name: 29}))
            for other in found:
                if other.startswith("long|covered") and other.endswith((f"|{opioids}", f"|{benzodiazepines}")) and number(other) <= 30:
                    yield deep(inside(name, other))
                if other.startswith("overlap|days") and other.endswith(f"|{release.pair(drug)}") and number(other) <= 30:
                    yield deep(inside(name, other))
        if head == "long" and rest[0].startswith("ddd"):
            least, fills = both_numbers(rest[0])
            yield deep(at_least({f"ddd|{rest[1]}": 1}, {name: least}))
            yield deep(at_least({f"fills|{rest[1]}": 1}, {f"users|{rest[1]}": 1, name: fills - 1}))
        if head == "cns_polypharmacy":
            days = int(re.search(r"/(\d+)d", rest[0])[1])
            for other in found:
                if other.startswith("long|covered") and other.endswith(f"|{rest[1]}") and number(other) <= days:
                    yield deep(inside(name, other))
        if head == "multiple_providers":
            yield deep(inside(name, f"users|{rest[1]}"))
            several = max(int(part) for part in rest[0].partition("/")[0].split("x"))
            yield deep(at_least({f"fills|{rest[1]}": 1}, {f"users|{rest[1]}": 1, name: several - 1}))


def of_names(found: set[str]):
    """An ATC code is part of the codes that it begins with."""
    for one, other in itertools.permutations([name for name in found if name.count("|") == 1], 2):
        (head, code), (head_other, wider) = one.split("|"), other.split("|")
        if head == head_other and head in ("users", "fills", "exposed", "days") and len(code) > len(wider):
            if code.startswith(wider) and ATC.match(wider):
                yield deep(inside(one, other) if head in ("users", "exposed") else at_least({other: 1}, {one: 1}))
