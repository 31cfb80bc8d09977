#!/usr/bin/env python3
"""The benchmark's job in DuckDB: duckdb_job.py DATA_DIRECTORY OUT.csv [--flat] PRESCRIPTIONS...

Reads the prescriptions, codes.csv and members.csv of a sample and writes the counts behind prevalence, long-term
use and overlap by year and sex, age and race, as counts.py has them. All cores, columns read only where needed,
fills of other drugs dropped in the scan, patients as integers from there on.
"""

import csv
import gzip
import sys

import duckdb

import counts

CSV = "header = true, delim = ',', quote = '\"', escape = '\"', auto_detect = false"

# A date may be written without dashes or with a time after it; a supply is a whole number of 1 to 365 days.
DATE = "coalesce(try_cast(left(fill_date, 10) AS date), try_strptime(left(fill_date, 8), '%Y%m%d')::date)"
SUPPLY = "try_cast(days_supply AS double)"
ACCEPTED = "day <= DATE '2022-12-31' AND supply BETWEEN 1 AND 365 AND supply = floor(supply)"

CODES = f"""
CREATE TEMP TABLE codes AS
SELECT DISTINCT code, (CASE class WHEN 'benzodiazepine' THEN 0 ELSE 1 END)::utinyint AS class
FROM read_csv('{{data}}/codes.csv', header = true, all_varchar = true)
WHERE class IN ('benzodiazepine', 'opioid');
"""

ROSTER = f"""
CREATE TEMP TABLE roster AS
SELECT patient_id, try_cast(birth_date AS date) AS born, nullif(sex, '') AS sex, nullif(race, '') AS race,
  try_cast(enrolled_from AS date) AS first_day, try_cast(enrolled_to AS date) AS last_day,
  try_cast(died AS date) AS died
FROM read_csv('{{data}}/members.csv', {CSV}, columns = {{{{
  'patient_id': 'VARCHAR', 'birth_date': 'VARCHAR', 'sex': 'VARCHAR', 'race': 'VARCHAR', 'region': 'VARCHAR',
  'enrolled_from': 'VARCHAR', 'enrolled_to': 'VARCHAR', 'died': 'VARCHAR'}}}});

-- The first value that is there counts; most members have one row.
CREATE TEMP TABLE person AS
SELECT (row_number() OVER ())::uinteger AS person, *
FROM (SELECT patient_id, any_value(born) AS born, coalesce(any_value(sex), 'unknown') AS sex,
    coalesce(any_value(race), 'unknown') AS race, any_value(died) AS died, count(*) AS spans
  FROM roster GROUP BY patient_id);

CREATE TEMP TABLE span AS
SELECT * FROM (
  SELECT person, spans, greatest(first_day, p.born) AS s, least(last_day, p.died, DATE '2022-12-31') AS e
  FROM roster JOIN person p USING (patient_id))
WHERE s <= e;

-- Observed days: enrolment periods of one patient may overlap, so those of several rows are merged.
CREATE TEMP TABLE observed AS
SELECT person, s, e, false AS several FROM span WHERE spans = 1
UNION ALL
SELECT person, min(s), max(e), true
FROM (SELECT *, sum(opens) OVER (PARTITION BY person ORDER BY s, e ROWS UNBOUNDED PRECEDING) AS island
  FROM (SELECT person, s, e, (s > coalesce(max(e) OVER (
      PARTITION BY person ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), DATE '1800-01-01'))::int
      AS opens
    FROM span WHERE spans > 1))
GROUP BY person, island;

-- In two steps: in one, the optimizer parses the dates of all rows, or builds its hash table over them.
CREATE TEMP TABLE dispensed AS
SELECT patient_id, class, fill_date, days_supply
FROM read_csv({{files}}, {CSV}, columns = {{columns}}) JOIN codes ON code = ndc;

CREATE TEMP TABLE fill AS
SELECT person, class, day AS s, day + supply::int - 1 AS e, supply::int AS supply
FROM (SELECT patient_id, class, {DATE} AS day, {SUPPLY} AS supply FROM dispensed)
JOIN person USING (patient_id)
WHERE {ACCEPTED};
"""

FLAT = f"""
-- Everyone seen in an accepted row is a person, so that every row has to be read.
CREATE TEMP TABLE accepted AS
SELECT patient_id, ndc, day, supply::int AS supply, birth_date, sex, race
FROM (SELECT *, {DATE} AS day, {SUPPLY} AS supply
  FROM read_csv({{files}}, {CSV}, columns = {{columns}}))
WHERE {ACCEPTED};

-- Of each fact the value of the earliest fill that has one; on one day the smallest in byte order.
CREATE TEMP TABLE person AS
WITH said AS (
  SELECT patient_id, birth_date, sex, race, min(day) AS day FROM accepted GROUP BY ALL),
first AS (
  SELECT patient_id,
    try_cast(min_by(birth_date, (day, birth_date)) FILTER (birth_date <> '') AS date) AS born,
    coalesce(min_by(sex, (day, sex)) FILTER (sex <> ''), 'unknown') AS sex,
    coalesce(min_by(race, (day, race)) FILTER (race <> ''), 'unknown') AS race
  FROM said GROUP BY patient_id)
SELECT (row_number() OVER ())::uinteger AS person, * FROM first;

CREATE TEMP TABLE observed AS
SELECT person, greatest(least(start, DATE '2019-01-01'), born) AS s, DATE '2022-12-31' AS e, false AS several
FROM person, (SELECT min(day) AS start FROM accepted)
WHERE born IS NULL OR born <= DATE '2022-12-31';

CREATE TEMP TABLE fill AS
SELECT person, class, day AS s, day + supply - 1 AS e, supply
FROM accepted JOIN codes ON code = ndc JOIN person USING (patient_id);
"""

MEASURES = """
-- Persons of each year, with their age on the first observed day of it.
CREATE TEMP TABLE person_year AS
WITH enrolled AS (
  SELECT person, s, several, unnest(range(greatest(year(s), 2019), year(e) + 1))::int AS y FROM observed)
SELECT person, y, sex, race, CASE
    WHEN age IS NULL THEN 'unknown' WHEN age < 18 THEN '0-17' WHEN age < 36 THEN '18-35' WHEN age < 51 THEN '36-50'
    WHEN age < 65 THEN '51-64' WHEN age < 80 THEN '65-79' ELSE '80+' END AS age
FROM (SELECT person, y, sex, race,
    y - year(born) - (month(d) * 100 + day(d) < month(born) * 100 + day(born))::int AS age
  FROM (SELECT person, y, greatest(s, make_date(y, 1, 1)) AS d FROM enrolled WHERE NOT several
    UNION ALL
    SELECT person, y, greatest(min(s), make_date(y, 1, 1)) FROM enrolled WHERE several GROUP BY person, y)
  JOIN person USING (person));

-- Covered days, each once: of each fill the days that no earlier fill of the class covers. (Merging the fills to
-- islands gives the same days and takes twice as long.)
CREATE TEMP TABLE covered AS
SELECT person, class, CASE WHEN s <= before THEN before + 1 ELSE s END AS s, e
FROM (SELECT person, class, s, e, max(e) OVER (
    PARTITION BY person, class ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM fill)
WHERE before IS NULL OR e > before;

CREATE TEMP TABLE used AS
WITH stretch AS (
  SELECT person, class, s, e FROM covered
  UNION ALL
  SELECT b.person, 2, greatest(b.s, o.s), least(b.e, o.e)
  FROM covered b JOIN covered o ON b.person = o.person AND b.s <= o.e AND o.s <= b.e
  WHERE b.class = 0 AND o.class = 1),
seen AS (
  SELECT person, class, greatest(c.s, o.s, DATE '2019-01-01') AS s, least(c.e, o.e) AS e
  FROM stretch c JOIN observed o USING (person) WHERE c.s <= o.e AND c.e >= o.s),
part AS (
  SELECT person, y, class, 0 AS supply, 0 AS fills,
    least(e, make_date(y, 12, 31)) - greatest(s, make_date(y, 1, 1)) + 1 AS days
  FROM (SELECT *, unnest(range(year(s), year(e) + 1))::int AS y FROM seen)
  UNION ALL
  SELECT person, year(f.s), class, supply, 1, 0
  FROM fill f JOIN observed o USING (person) WHERE f.s BETWEEN o.s AND o.e AND year(f.s) >= 2019)
SELECT person, y,
  sum(fills) FILTER (class = 0) AS b_fills, sum(supply) FILTER (class = 0) AS b_supply,
  sum(days) FILTER (class = 0) AS b_days, sum(fills) FILTER (class = 1) AS o_fills,
  sum(supply) FILTER (class = 1) AS o_supply, sum(days) FILTER (class = 1) AS o_days,
  sum(days) FILTER (class = 2) AS overlap
FROM part GROUP BY person, y;
"""

RESULT = """
WITH cell AS (
  SELECT y, sex, age, race, count(*) AS persons,
    count(*) FILTER (b_fills > 0) AS b1, count(*) FILTER (b_supply >= 120) AS b2,
    count(*) FILTER (b_days >= 180) AS b3, count(*) FILTER (b_days >= 180 AND b_fills > 0) AS b4,
    count(*) FILTER (b_days > 0) AS b5, sum(b_days) AS b6,
    count(*) FILTER (o_fills > 0) AS o1, count(*) FILTER (o_supply >= 120) AS o2,
    count(*) FILTER (o_days >= 180) AS o3, count(*) FILTER (o_days >= 180 AND o_fills > 0) AS o4,
    count(*) FILTER (o_days > 0) AS o5, sum(o_days) AS o6,
    count(*) FILTER (overlap >= 1) AS c1, count(*) FILTER (overlap >= 30) AS c2, sum(overlap) AS c3
  FROM person_year LEFT JOIN used USING (person, y)
  GROUP BY y, sex, age, race)
SELECT y,
  CASE WHEN grouping(sex) = 0 THEN 'sex' WHEN grouping(age) = 0 THEN 'age' WHEN grouping(race) = 0 THEN 'race'
    ELSE 'all' END AS by,
  coalesce(sex, age, race, 'all') AS level,
  sum(persons), sum(b1), sum(b2), sum(b3), sum(b4), sum(b5), sum(b6), sum(o1), sum(o2), sum(o3), sum(o4), sum(o5),
  sum(o6), sum(c1), sum(c2), sum(c3)
FROM cell
GROUP BY GROUPING SETS ((y), (y, sex), (y, age), (y, race));
"""


def header(file):
    """The column names of a CSV file, plain or gzip."""
    with (gzip.open if file.endswith(".gz") else open)(file, "rt", newline="") as text:
        return next(csv.reader(text))


def main(data, out, *rest):
    flat = "--flat" in rest
    files = [argument for argument in rest if argument != "--flat"]
    quoted = lambda text: "'" + text.replace("'", "''") + "'"  # noqa: E731
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in header(files[0]))
    database = duckdb.connect()
    database.execute("SET preserve_insertion_order = false")
    place = data.replace("'", "''")
    for part in (CODES, FLAT if flat else ROSTER):
        database.execute(part.format(data=place, files=f"[{', '.join(map(quoted, files))}]", columns=f"{{{columns}}}"))
    database.execute(MEASURES)
    counts.write(out, database.execute(RESULT).fetchall(), "patients_seen" if flat else "persons")


main(*sys.argv[1:])
