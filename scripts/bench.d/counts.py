"""What the jobs of the benchmark have in common: the study, and how their counts become comparable rows.

Every job ends with one record of counts for each year and group, in the order of COUNTS. `rows` turns such
records into the rows that `rxuse run` writes to results.csv, without estimates: those follow from the counts.
"""

import csv

YEARS = range(2019, 2023)
CLASSES = ("benzodiazepine", "opioid")
AGE_BOUNDS = (0, 18, 36, 51, 65, 80)
AGE_LABELS = ("0-17", "18-35", "36-50", "51-64", "65-79", "80+")
SUPPLY, COVERED, OVERLAP = 120, 180, (1, 30)

# Persons, then for each class: users, persons and users with enough supply, with enough covered days; exposed
# persons; covered days; then persons with overlap of each length, and overlap days.
COUNTS = (
    ["persons"]
    + [
        f"{drug}_{count}"
        for drug in ("b", "o")
        for count in ("users", "supply", "covered", "covered_users", "exposed", "days")
    ]
    + ["overlap_1", "overlap_30", "overlap_days"]
)
GROUPINGS = ("all", "sex", "age", "race")
HEADER = ("measure", "definition", "drug", "year", "grouping", "level", "unit", "numerator", "denominator")


def rows(year, grouping, level, counts, persons_unit="persons"):
    """Yields the result rows of one year and group; `counts` maps each name of COUNTS to a number."""
    for drug, key in zip(CLASSES, "bo"):
        users = counts[f"{key}_users"]
        place = (drug, year, grouping, level)
        yield ("prevalence", "", *place, persons_unit, users, counts["persons"])
        supply, covered = counts[f"{key}_supply"], counts[f"{key}_covered"]
        yield ("long_term_use", f"supply>={SUPPLY}", *place, persons_unit, supply, counts["persons"])
        yield ("long_term_use", f"covered>={COVERED}", *place, persons_unit, covered, counts["persons"])
        if users:
            among = counts[f"{key}_covered_users"]
            yield ("long_term_use", f"supply>={SUPPLY}", *place, "users", supply, users)
            yield ("long_term_use", f"covered>={COVERED}", *place, "users", among, users)
    place = ("+".join(CLASSES), year, grouping, level)
    for days in OVERLAP:
        numerator = counts[f"overlap_{days}"]
        yield ("overlap", f"days>={days}", *place, persons_unit, numerator, counts["persons"])
        for drug, key in zip(CLASSES, "bo"):
            if exposed := counts[f"{key}_exposed"]:
                yield ("overlap", f"days>={days}", *place, f"exposed:{drug}", numerator, exposed)
    for drug, key in zip(CLASSES, "bo"):
        if covered_days := counts[f"{key}_days"]:
            yield ("overlap_days", "", *place, f"days:{drug}", counts["overlap_days"], covered_days)


def write(path, records, persons_unit):
    """Writes the rows of `records`, each a year, a grouping, a level and the counts in the order of COUNTS."""
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for year, grouping, level, *numbers in records:
            counts = {name: int(number or 0) for name, number in zip(COUNTS, numbers, strict=True)}
            if counts["persons"]:
                out.writerows(rows(year, grouping, level, counts, persons_unit))
