"""Makes random studies: people, prescriptions and a study file, from a seed. Small, sparse, dense, with ties and zeros."""

import csv
import datetime
import itertools
import pathlib
import random

CLASSES = {"benzodiazepine": "B1", "opioid": "O1", "ssri": "S1"}
NAMES = ["region", "race", "payer"]
FIRST = datetime.date(2020, 1, 1)
# How many people or rows are lost in one way.
LOST = [0, 0, 0, 4, 14]


def make(folder: pathlib.Path, chance: random.Random) -> bool:
    """A study in a folder: study-cms11.yml and study-none.yml, which differ in nothing but the preset. Says whether all
    classes are measured, and no fill that is used is dated outside the intervals."""
    folder.mkdir(parents=True)
    people = int(round(10 ** chance.uniform(1.5, 3.4)))
    everything, many = chance.random() < 0.25, chance.random() < 0.3
    # Rules that tie all intervals, drugs and measures together make the verifier's programs large: then groups are few.
    few = everything or many
    years = chance.choice([1, 1, 1, 1, 2, 2 if few else 3])
    interval = chance.choice(["year", "year", "year", "whole", "whole" if few else "quarter"] if years == 1 else ["year", "year", "whole"])
    variables = chance.sample(["sex", "age", *NAMES], chance.choice([1, 2, 2] if few else [1, 2, 2, 2, 3, 3, 4]))
    levels = {name: [f"{name[0].upper()}{number}" for number in range(chance.choice([2, 2, 3, 4]))] for name in NAMES}
    members = roster(chance, people, years, levels)
    fills = prescriptions(chance, members, years, levels, 0 if everything else -60)
    dropped = chance.random() < 0.5
    if chance.random() < 0.5:
        lose(chance, members, fills, years)
    write(folder / "members.csv", ["id", "born", "sex", "from", "to", *NAMES], members)
    write(folder / "rx.csv", ["id", "date", "days", "code", "quantity", "prescriber", "pharmacy"], fills)
    write(folder / "codes.csv", ["code", "class", "ingredient", "strength_mg", "ddd_mg", "mme_factor"],
          [[code, name, name, 10, 10, 1] for name, code in CLASSES.items()])
    text = study(chance, variables, years, interval, everything, many)
    if dropped:
        text = text.replace("  columns: {patient: id, date", "  duplicates: drop\n  columns: {patient: id, date")
    for preset in ("cms11", "none"):
        (folder / f"study-{preset}.yml").write_text(text + f"disclosure: {{preset: {preset}}}\n", encoding="utf-8")
    return everything


def roster(chance: random.Random, people: int, years: int, levels: dict[str, list[str]]) -> list[list]:
    """People with attributes whose levels are of equal or of very different size."""
    last = FIRST + datetime.timedelta(days=365 * years)
    shares = {name: [chance.choice([1, 1, 3, 20]) for _ in found] for name, found in levels.items()}
    whole = chance.random() < 0.4
    rows = []
    for number in range(people):
        start, end = "2018-01-01", ""
        if not whole and chance.random() < 0.3:
            start = FIRST + datetime.timedelta(days=chance.randrange(365 * years))
            end = start + datetime.timedelta(days=chance.randrange(1, 500))
        born = last.year - chance.randint(20, 95)
        unknown = chance.random() < 0.01
        rows.append([f"P{number}", "" if unknown else f"{born}-03-01", chance.choice("FM"), start, end,
                     *(chance.choices(levels[name], shares[name])[0] for name in NAMES)])
    return rows


def prescriptions(chance: random.Random, members: list[list], years: int, levels: dict[str, list[str]],
                  first: int) -> list[list]:
    """Fills from so many days after the study's first on, with chances of use that differ by group, from next to nobody to
    nearly everybody."""
    base = {code: chance.choice([0.005, 0.03, 0.1, 0.3, 0.8, 0.97]) for code in CLASSES.values()}
    factor = {level: chance.choice([0, 0.3, 1, 1, 2]) for level in itertools.chain("FM", *levels.values())}
    rows = []
    for person, _, sex, *_, region, race, payer in members:
        for code, share in base.items():
            if chance.random() < share * factor[sex] * max(factor[region], 0.2):
                for _ in range(chance.choice([1, 1, 2, 4, 8])):
                    day = FIRST + datetime.timedelta(days=chance.randrange(first, 365 * years))
                    rows.append([person, day, chance.choice([7, 30, 30, 90]), code, chance.choice([30, 60, 180]),
                                 chance.choice("abc"), chance.choice("xyz")])
    # A file without a fill of a class would be an empty study.
    return rows or [[members[0][0], FIRST, 30, "B1", 30, "a", "x"]]


def lose(chance: random.Random, members: list[list], fills: list[list], years: int) -> None:
    """Adds rows of each kind that isn't used, people who are never observed, and fills without a dose."""
    after = FIRST + datetime.timedelta(days=366 * years + 40)
    for number in range(chance.choice(LOST)):
        fills += [[f"S{number}", FIRST, 30, chance.choice(["O1", "Z9"]), 30, "a", "x"]] * chance.choice([1, 2])
    for code, day in (("Z9", FIRST), ("O1", after), ("O1", "no day")):
        people = chance.choices(members, k=chance.choice(LOST)) if chance.random() < 0.8 else [["S0"], ["T0"]]
        fills += [[row[0], day, 30, code, 30, "a", "x"] for row in people]
    for row in chance.choices(fills, k=chance.choice(LOST)):
        fills.append(list(row))
    for row in chance.choices(fills, k=chance.choice(LOST)):
        row[4] = ""
    for number in range(chance.choice(LOST)):
        members.append([f"N{number}", "1950-01-01", "F", "2035-01-01", "", *(members[0][-len(NAMES):])])
    for row in chance.choices(members, k=chance.choice(LOST)):
        row[1] = "no day"


def study(chance: random.Random, variables: list[str], years: int, interval: str, everything: bool,
          many: bool) -> str:
    """The study file but for its disclosure block."""
    end = FIRST.replace(year=FIRST.year + years) - datetime.timedelta(days=1)
    mapped = ", ".join(f"{name}: {name}" for name in NAMES)
    bands = chance.choice([[18, 50], [18, 35, 50, 65, 80], [35, 65]])
    by = groupings(chance, variables)
    lines = [
        "title: Random", f"period: {{start: {FIRST}, end: {end}, interval: {interval}}}",
        f"persons: {'any' if everything else chance.choice(['any', 'any', 'any', 'full'])}",
        "prescriptions:", "  files: [rx.csv]",
        "  columns: {patient: id, date: date, days_supply: days, drug: code, quantity: quantity, prescriber: prescriber,"
        " pharmacy: pharmacy}",
        "patients:", "  files: [members.csv]",
        "  columns: {patient: id, birth_date: born, sex: sex, observation_start: from, observation_end: to}",
        f"  attributes: {{{mapped}}}", "drugs: {files: [codes.csv], match: code}",
        f"groups: {{age_bands: {bands}, by: {by}}}".replace("'", ""),
        "tolerance: {rejected_rows: 100%}", "measures:", *measures(chance, ["sex"] in by, years, interval, everything, many)]
    return "\n".join(lines) + "\n"


def groupings(chance: random.Random, variables: list[str]) -> list[list[str]]:
    """Some of all combinations; the finest is mostly among them, so that groups are nested."""
    every = [list(found) for size in range(1, len(variables) + 1) for found in itertools.combinations(variables, size)]
    # Mostly with single variables; without them two groupings can tell what neither is.
    alone = 0.9 if chance.random() < 0.75 else 0.2
    kept = [found for found in every if chance.random() < (alone if len(found) == 1 else 0.4 if len(found) == 2 else 0.1)]
    if (len(variables) < 4 and chance.random() < 0.6) or not kept:
        kept.append(variables)
    # All of four variables make thousands of groups, which the smaller ones among these say enough about.
    return [found for number, found in enumerate(kept) if found not in kept[:number]]


def measures(chance: random.Random, by_sex: bool, years: int, interval: str, everything: bool,
             many: bool) -> list[str]:
    """The lines of some measures; prevalence and fills are there where others are made of them."""
    drugs = list(CLASSES) if everything else chance.sample(list(CLASSES), chance.randint(1, 2))
    listed = "[" + ", ".join(drugs) + "]"
    lines = {
        "prevalence": f"{{drugs: {listed}}}", "fill_rate": f"{{drugs: {listed}, limits: {chance.choice(['exact', 'robust'])}}}",
        "incidence": f"{{drugs: {listed}, washout: {chance.choice([30, 365])}}}",
        "long_term_use": f"{{drugs: {listed}, definitions: {chance.choice(DEFINITIONS)}}}",
        "overlap": f"{{drugs: [benzodiazepine, opioid], days: {chance.choice(['[1]', '[1, 30]', '[1, 10, 60]'])}}}",
        "dose": f"{{drugs: [opioid], methods: {chance.choice(METHODS)}, thresholds: [50, 90]}}",
        "ddd": "{drugs: [benzodiazepine]}", "cob": "{}", "cohort": "{}",
        "multiple_providers": "{drugs: [opioid], prescribers: 2, pharmacies: 2}",
        "persistence": f"{{drugs: [benzodiazepine], washout: {chance.choice([180, 365])}, at: {chance.choice(['[90]', '[30, 180]'])}}}",
        "alternatives": "{index: benzodiazepine, washout: 180, other: [opioid, ssri], before: 90, after: 90}",
        "same_prescriber": "{drugs: [benzodiazepine, opioid]}",
        "cns_polypharmacy": "{classes: [benzodiazepine, opioid, ssri], at_least: 2, days: 10, age_from: 50}",
        "dose_change": "{drugs: [opioid], unit: mme, gap: 30, min_days: 60, window: 30}",
        "sensitivity": f"{{gap: [0, 30], carry_over: [none, drug], duplicates: {chance.choice(['[keep]', '[keep, drop]'])}}}",
        "transition": f"{{drugs: {listed}, washout: {chance.choice([30, 180])}, definitions: {chance.choice(DEFINITIONS)}, within: 180}}",
        "summary": f"{{drugs: {listed}, washout: {chance.choice([30, 180])}}}",
        "incidence_proportion": f"{{drugs: {listed}, washout: {chance.choice([30, 180, 365])}, clear: {chance.choice(CLEAR)}}}"}
    rare = 0.4 if many else 0.08
    kept = {name for name in lines if chance.random() < (0.7 if name in CORE else rare)} | {"prevalence"}
    if everything:
        kept.add("fill_rate")
    if "fill_rate" in kept:
        both = "{measures: [prevalence, fill_rate]}"
        if interval == "year" and years > 1 and chance.random() < 0.3:
            lines["trend"] = both
        if by_sex and chance.random() < 0.2:
            lines["ratio"] = "{measures: [prevalence, fill_rate], reference: {sex: M}}"
    return [f"  {name}: {text}" for name, text in lines.items() if name in kept or name in ("trend", "ratio")]


CLEAR = ["fill", "fill", "fill", "supply"]
CORE = {"prevalence", "fill_rate", "long_term_use", "overlap"}
DEFINITIONS = ["[{supply: 60}]", "[{supply: 30}, {supply: 120}]", "[{covered: 60}, {covered: 180}]",
               "[{continuous: 30, gap: 30}, {continuous: 90, gap: 30}, {continuous: 30, gap: 7}]",
               "[{supply: 120}, {covered: 90}, {continuous: 90, gap: 30}]", "[{covered: 15}, {covered: 30}]",
               "[{covered: 20}, {continuous: 20, gap: 30}]"]
METHODS = ["[total_supply]", '["window:30", "window:90"]', "[on_therapy, maximum]", '[total_supply, "window:90"]']


def write(path: pathlib.Path, header: list[str], rows: list[list]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
