"""Check 18: summarised_result.csv obeys the rules of omopgenerics, has IncidencePrevalence's names, and holds results.csv."""

import collections
import csv
import pathlib
import re

import published

COLUMNS = ["result_id", "cdm_name", "group_name", "group_level", "strata_name", "strata_level", "variable_name", "variable_level",
           "estimate_name", "estimate_type", "estimate_value", "additional_name", "additional_level"]
TYPES = {"numeric", "integer", "date", "character", "proportion", "percentage", "logical"}
MAY_BE_NOTHING = {"variable_level", "estimate_value"}
SETTINGS = {"result_type", "package_name", "package_version", "group", "strata", "additional", "min_cell_count"}
PAIRS = [("group_name", "group_level"), ("strata_name", "strata_level"), ("additional_name", "additional_level")]
# What IncidencePrevalence calls its group, its estimates and its dates.
GROUP = "denominator_cohort_name &&& outcome_cohort_name"
NAMES = {
    "prevalence": ({"denominator_count", "outcome_count", "prevalence", "prevalence_95CI_lower", "prevalence_95CI_upper"},
                   "prevalence_start_date &&& prevalence_end_date &&& analysis_interval"),
    "incidence": ({"denominator_count", "person_days", "person_years", "outcome_count", "incidence_100000_pys",
                   "incidence_100000_pys_95CI_lower", "incidence_100000_pys_95CI_upper"},
                  "incidence_start_date &&& incidence_end_date &&& analysis_interval")}
# How far the estimates of those two types are scaled.
SCALE = {"prevalence": 1000, "incidence": 0.01}


def check(folder: pathlib.Path) -> list[str]:
    """Everything that breaks a rule."""
    with open(folder / "summarised_result.csv", newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    if lines[0] != COLUMNS:
        return [f"columns {lines[0]}"]
    rows = [dict(zip(COLUMNS, line)) for line in lines[1:]]
    found = []
    for number, row in enumerate(rows, 2):
        found += [f"line {number}: {text}" for text in row_found(row)]
    doubled = [key for key, count in collections.Counter(tuple(row[name] for name in COLUMNS if name not in ("estimate_value", "estimate_type"))
                                                         for row in rows).items() if count > 1]
    found += [f"the same estimate twice: {key}" for key in doubled[:3]]
    return found + settings_found(rows) + counts_found(rows) + figures_found(rows, published.release(folder))


def row_found(row: dict[str, str]) -> list[str]:
    """What is wrong with a row by itself."""
    found = [f"{name} is nothing" for name in COLUMNS if name not in MAY_BE_NOTHING and row[name] in ("", "NA")]
    if not re.fullmatch(r"[1-9]\d*", row["result_id"]):
        found.append(f"result_id {row['result_id']}")
    if row["estimate_type"] not in TYPES:
        found.append(f"estimate_type {row['estimate_type']}")
    for names, levels in PAIRS:
        parts = row[names].split(" &&& ")
        if len(parts) != len(row[levels].split(" &&& ")):
            found.append(f"{row[names]} and {row[levels]} are not as many")
        found += [f"{name} is not in snake case" for name in parts if not re.fullmatch(r"[^\W_A-Z][^\WA-Z]*", name)]
    value = row["estimate_value"]
    if row["estimate_type"] in ("integer", "numeric", "percentage", "proportion") and value not in ("-", "NA"):
        pattern = r"-?\d+" if row["estimate_type"] == "integer" else r"-?\d+(\.\d+)?"
        if not re.fullmatch(pattern, value):
            found.append(f"{value} is no {row['estimate_type']}")
    return found


def settings_found(rows: list[dict[str, str]]) -> list[str]:
    """What is wrong with settings: rows that every result has, which name its group, strata and additional columns."""
    found = []
    settings: dict[str, dict[str, str]] = collections.defaultdict(dict)
    for row in rows:
        if row["variable_name"] == "settings":
            settings[row["result_id"]][row["estimate_name"]] = row["estimate_value"]
    for number in sorted({row["result_id"] for row in rows}, key=int):
        own = settings.get(number, {})
        if SETTINGS - set(own):
            found.append(f"result {number} has no setting {sorted(SETTINGS - set(own))}")
            continue
        if not re.fullmatch(r"\d+", own["min_cell_count"]):
            found.append(f"result {number}: min_cell_count {own['min_cell_count']}")
        of = [row for row in rows if row["result_id"] == number and row["variable_name"] != "settings"]
        for names, kind in (("group_name", "group"), ("strata_name", "strata"), ("additional_name", "additional")):
            used = {name for row in of for name in row[names].split(" &&& ")} - {"overall"}
            said = set(own[kind].split(" &&& ")) - {"", "overall"}
            if used != said:
                found.append(f"result {number}: {kind} is set to {sorted(said)}, used are {sorted(used)}")
        if (named := NAMES.get(own["result_type"])) is not None:
            estimates = {row["estimate_name"] for row in of}
            if estimates - named[0] or {row["group_name"] for row in of} != {GROUP} or {row["additional_name"] for row in of} != {named[1]} \
                    or {row["variable_name"] for row in of} - {"Denominator", "Outcome"}:
                found.append(f"result {number}: not IncidencePrevalence's names: {sorted(estimates - named[0])}")
    return found


def counts_found(rows: list[dict[str, str]]) -> list[str]:
    """At most one number of subjects and of records a group."""
    counted = collections.Counter(
        tuple(row[name] for name in COLUMNS if name not in ("estimate_value", "estimate_type", "variable_level", "estimate_name"))
        for row in rows if row["variable_name"] in ("number_subjects", "number_records", "number subjects", "number records"))
    return [f"two counts of {key}" for key, count in counted.items() if count > 1]


def figures_found(rows: list[dict[str, str]], release: published.Release) -> list[str]:
    """Whether its estimates are those of results.csv, in their order, and a suppressed one is `-`."""
    types = {row["result_id"]: row["estimate_value"] for row in rows if row["estimate_name"] == "result_type"}
    written: dict[str, list[tuple[str, str]]] = collections.defaultdict(list)
    for row in rows:
        if row["variable_name"] != "settings":
            written[types.get(row["result_id"], "")].append((row["estimate_name"], row["estimate_value"]))
    found = []
    by_measure: dict[str, list[published.Row]] = collections.defaultdict(list)
    for row in release.rows:
        by_measure[row.measure].append(row)
    for measure, own in by_measure.items():
        kind = measure if measure in NAMES else f"rxuse_{measure}"
        values = [value for _, value in written.get(kind, [])]
        expected = [text for row in own for text in estimates(row, SCALE.get(measure, 1))]
        shown = sorted(value for value in map(number, values) if value is not None)
        if shown != sorted(expected):
            more = list((collections.Counter(shown) - collections.Counter(expected)).elements())
            less = list((collections.Counter(expected) - collections.Counter(shown)).elements())
            found.append(f"{measure}: {len(more)} estimates that results.csv does not have {more[:3]}, {len(less)} missing {less[:3]}")
        if any(row.suppressed for row in own) and "-" not in values:
            found.append(f"{measure}: no suppressed estimate reads -")
    return found


def number(text: str) -> float | None:
    return None if text in ("-", "NA", "") else round(float(text), 7)


def estimates(row: published.Row, scale: float) -> list[float]:
    """The numbers of a row as this file has them."""
    found = [round(float(row.fields[name]), 7) for name in ("numerator", "denominator") if row.fields[name]]
    return found + [round(float(row.fields[name]) / scale, 7) for name in ("estimate", "ci_lower", "ci_upper") if row.fields[name]]
