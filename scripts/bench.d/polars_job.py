#!/usr/bin/env python3
"""The benchmark's job in polars: polars_job.py DATA_DIRECTORY OUT.csv [--flat] PRESCRIPTIONS...

The same counts as duckdb_job.py, by lazy queries: the scan reads the columns that are needed, drops other drugs on
the way, and patients are integers from there on. Days are integers since 1970.
"""

import sys

import polars as pl

import counts

FIRST, LAST = pl.date(2019, 1, 1).to_physical(), pl.date(2022, 12, 31).to_physical()
YEAR_STARTS = [17897, 18262, 18628, 18993, 19358]
CLASS = pl.col("class")


def scan(path):
    return pl.scan_csv(path, infer_schema=False)


def day(column):
    """Days since 1970 of a date as yyyy-MM-dd or yyyyMMdd, with or without a time after it."""
    text = pl.col(column)
    dashed = text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    return pl.coalesce(dashed, text.str.slice(0, 8).str.to_date("%Y%m%d", strict=False)).to_physical()


def accepted(rows):
    """Rows with a date up to the study's end and a whole number of days of supply, as `s` and `supply`."""
    supply = pl.col("supply")
    return (
        rows.with_columns(s=day("fill_date"), supply=pl.col("days_supply").cast(pl.Float64, strict=False))
        .filter(pl.col("s") <= LAST, supply.is_between(1, 365), supply.floor() == supply)
        .with_columns(supply.cast(pl.Int32))
    )


def merged(spans):
    """Spans of days of each `group`, cut so that no day of a group stands in two of them."""
    # One running maximum over all groups: the group's number in the upper digits keeps them apart.
    upper = 1 << 20
    before = (pl.col("group").cast(pl.Int64) * upper + pl.col("e")).cum_max().shift(1)
    return (
        spans.sort("group", "s", "e")
        .with_columns(before=pl.when(before // upper == pl.col("group")).then(before % upper))
        .filter(pl.col("before").is_null() | (pl.col("e") > pl.col("before")))
        .with_columns(s=pl.max_horizontal("s", pl.col("before") + 1).cast(pl.Int32))
        .drop("before")
    )


def roster(data, files):
    """Persons, observed days and fills of the sample with a roster."""
    rows = (
        scan(f"{data}/members.csv")
        .select(
            "patient_id", "sex", "race", born=day("birth_date"), s=day("enrolled_from"), e=day("enrolled_to"),
            died=day("died"),
        )
        .collect()
    )
    # Most members have one row; of the others the first value that is there counts.
    facts = ("sex", "race", "born", "died")
    persons = (
        pl.concat(
            [
                rows.filter(pl.col("patient_id").is_unique()).select("patient_id", *facts),
                rows.filter(pl.col("patient_id").is_duplicated())
                .group_by("patient_id").agg(pl.col(facts).drop_nulls().first()),
            ]
        )
        .with_columns(pl.col("sex", "race").fill_null("unknown"))
        .with_row_index("person")
    )
    observed = (
        rows.lazy().select("patient_id", "s", "e")
        .join(persons.lazy(), on="patient_id")
        .select(
            group="person", s=pl.max_horizontal("s", "born"),
            e=pl.min_horizontal(pl.col("e").fill_null(LAST), "died", LAST),
        )
        .filter(pl.col("s") <= pl.col("e"))
        .pipe(merged).rename({"group": "person"})
        .collect()
    )
    fills = (
        scan(files)
        .select("patient_id", "fill_date", "ndc", "days_supply")
        .join(codes(data), left_on="ndc", right_on="code")
        .pipe(accepted)
        .join(persons.lazy().select("patient_id", "person"), on="patient_id")
        .select("person", "class", "s", "supply")
        .collect(engine="streaming")
    )
    return persons, observed, fills


def flat(data, files):
    """The same where everyone seen in an accepted row is a person and the rows say who they are."""
    rows = (
        scan(files)
        .select("patient_id", "fill_date", "ndc", "days_supply", "birth_date", "sex", "race")
        .pipe(accepted).drop("fill_date", "days_supply")
        .collect(engine="streaming")
    )
    facts = ("birth_date", "sex", "race")
    said = rows.lazy().group_by("patient_id", *facts).agg(pl.col("s").min()).collect()
    persons = said.select("patient_id").unique()
    for fact in facts:
        earliest = (
            said.lazy().filter(pl.col(fact).is_not_null()).sort("s", fact)
            .unique("patient_id", keep="first", maintain_order=True).select("patient_id", fact).collect()
        )
        persons = persons.join(earliest, on="patient_id", how="left")
    persons = persons.with_columns(
        pl.col("sex", "race").fill_null("unknown"), born=day("birth_date")
    ).with_row_index("person")
    start = min(rows["s"].min(), YEAR_STARTS[0])
    observed = persons.select(
        "person", s=pl.max_horizontal(pl.lit(start, pl.Int32), "born"), e=LAST
    ).filter(pl.col("s") <= pl.col("e"))
    fills = (
        rows.lazy().join(codes(data), left_on="ndc", right_on="code")
        .join(persons.lazy().select("patient_id", "person"), on="patient_id")
        .select("person", "class", "s", "supply")
        .collect()
    )
    return persons, observed, fills


def codes(data):
    listed = scan(f"{data}/codes.csv").filter(CLASS.is_in(counts.CLASSES)).select("code", "class").unique()
    return listed.with_columns((CLASS == counts.CLASSES[1]).cast(pl.UInt32).alias("class"))


def by_year(spans):
    """Spans cut at the turns of the years, each part with its year `y` and its number of `days`."""
    parts = []
    for y, start, next_start in zip(counts.YEARS, YEAR_STARTS, YEAR_STARTS[1:]):
        parts.append(
            spans.filter(pl.col("s") < next_start, pl.col("e") >= start).with_columns(
                pl.max_horizontal("s", pl.lit(start, pl.Int32)),
                pl.min_horizontal("e", pl.lit(next_start - 1, pl.Int32)),
                y=pl.lit(y, pl.Int32),
            )
        )
    return pl.concat(parts).with_columns(days=pl.col("e") - pl.col("s") + 1)


def crossed(left, right):
    """The days that spans of the same person have in common."""
    return (
        left.join(right, on="person", suffix="_right")
        .filter(pl.col("s") <= pl.col("e_right"), pl.col("s_right") <= pl.col("e"))
        .with_columns(pl.max_horizontal("s", "s_right"), pl.min_horizontal("e", "e_right"))
        .drop("s_right", "e_right")
    )


def person_years(persons, observed):
    first = by_year(observed.lazy()).group_by("person", "y").agg(d=pl.col("s").min())
    born, d = pl.col("born").cast(pl.Date).dt, pl.col("d").cast(pl.Date).dt
    # The integers have to be wide enough for month x 100.
    before_birthday = (d.month().cast(pl.Int32) * 100 + d.day()) < (born.month().cast(pl.Int32) * 100 + born.day())
    age = pl.col("y") - born.year() - before_birthday.cast(pl.Int32)
    band = pl.lit("unknown")
    for bound, label in zip(counts.AGE_BOUNDS, counts.AGE_LABELS):
        band = pl.when(age >= bound).then(pl.lit(label)).otherwise(band)
    people = persons.lazy().select("person", "sex", "race", "born")
    return first.join(people, on="person").select("person", "y", "sex", "race", age=band)


def use(observed, fills):
    """What each person had in each year."""
    observed = observed.lazy()
    covered = (
        fills.lazy()
        .select(group=pl.col("person") * 2 + CLASS, s="s", e=pl.col("s") + pl.col("supply") - 1)
        .pipe(merged)
        .select(person=pl.col("group") // 2, s="s", e="e", **{"class": pl.col("group") % 2})
        .collect()
        .lazy()
    )
    first, second = (covered.filter(CLASS == number) for number in (0, 1))
    both = crossed(first, second.drop("class")).with_columns(pl.lit(2, pl.UInt32).alias("class"))
    days = by_year(crossed(pl.concat([covered, both]), observed)).select(
        "person", "y", "class", "days", supply=pl.lit(0, pl.Int32), fills=pl.lit(0, pl.Int32)
    )
    seen = (
        fills.lazy().join(observed, on="person", suffix="_right")
        .filter(pl.col("s") >= pl.col("s_right"), pl.col("s") <= pl.col("e"), pl.col("s") >= FIRST)
        .select(
            "person", pl.col("s").cast(pl.Date).dt.year().alias("y"), "class", days=pl.lit(0, pl.Int32),
            supply="supply", fills=pl.lit(1, pl.Int32),
        )
    )
    of = [
        pl.col(name).filter(CLASS == number).sum().alias(f"{key}_{name}")
        for number, key in enumerate("bo") for name in ("fills", "supply", "days")
    ]
    overlap = pl.col("days").filter(CLASS == 2).sum().alias("overlap")
    return pl.concat([days, seen]).group_by("person", "y").agg(*of, overlap)


def counted():
    """The counts of counts.COUNTS over one row for each person and year."""
    many = [pl.len()]
    for key in "bo":
        fills, supply, days = (pl.col(f"{key}_{name}") for name in ("fills", "supply", "days"))
        enough = days >= counts.COVERED
        tests = (fills > 0, supply >= counts.SUPPLY, enough, enough & (fills > 0), days > 0)
        many += [test.sum() for test in tests] + [days.sum()]
    overlap = pl.col("overlap")
    many += [(overlap >= length).sum() for length in counts.OVERLAP] + [overlap.sum()]
    return [expression.cast(pl.Int64).alias(name) for name, expression in zip(counts.COUNTS, many, strict=True)]


def main(data, out, *rest):
    is_flat = "--flat" in rest
    files = [argument for argument in rest if argument != "--flat"]
    persons, observed, fills = flat(data, files) if is_flat else roster(data, files)
    cells = (
        person_years(persons, observed)
        .join(use(observed, fills), on=["person", "y"], how="left")
        .group_by("y", "sex", "age", "race").agg(*counted())
        .collect()
    )
    records = []
    for grouping in counts.GROUPINGS:
        level = pl.lit("all").alias("level") if grouping == "all" else pl.col(grouping).alias("level")
        records += [
            (y, grouping, value, *numbers)
            for y, value, *numbers in cells.group_by("y", level).agg(pl.col(counts.COUNTS).sum()).iter_rows()
        ]
    counts.write(out, records, "patients_seen" if is_flat else "persons")


main(*sys.argv[1:])
