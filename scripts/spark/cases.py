"""Checks of rxuse_spark on small studies, in one Spark session: the contract's examples, and files that are written in ways in which
Spark and rxuse could read other rows. Each is run by rxuse alone and in three parts by Spark, and must come to the same bytes, or be
refused with the message that is expected.

  python cases.py --rxuse FILE --work DIR [--examples DIR] [NAME ...]
"""

import argparse
import contextlib
import gzip
import io
import pathlib
import re
import shutil
import subprocess
import sys
import time

from pyspark.sql import SparkSession

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import rxuse_spark  # noqa: E402

PARTS = 3
OTHER = {"timing.json", "run.json", "rejects.csv"}

STUDY = """title: A case
period: {start: 2020-01-01, end: 2020-12-31, interval: year}
prescriptions:
  files: [rx.csv]
  columns: {patient: pid, date: day, days_supply: ds, drug: drug, quantity: qty}
patients:
  files: [people.csv]
  columns: {patient: pid, sex: sex, birth_date: born}
  attributes: {region: region}
drugs: {files: [codes.csv], match: code}
groups: {age_bands: [0, 40, 65], by: [[sex], [age], [region]]}
measures:
  prevalence: {drugs: [opioid, benzodiazepine]}
  fill_rate: {drugs: [opioid]}
  ddd: {drugs: [opioid]}
tolerance: {rejected_rows: 90%}
output: {formats: [csv, markdown]}
"""
CODES = "code,class,ingredient,strength_mg,ddd_mg\nA,opioid,morphine,10,100\nB,benzodiazepine,diazepam,5,10\n"
IDS = ["P1", "p 2", "00P3", "Zoë", "患者", "7", "P-8", "9a", "10", "11", "X12", "13"]


def fills(ids=IDS) -> list[list[str]]:
    return [[patient, f"2020-{1 + (3 * place + row) % 12:02}-{1 + place % 28:02}", str(10 + row), "AB"[(place + row) % 2], f"{row + 1}"]
            for place, patient in enumerate(ids) for row in range(3)]


def people(ids=IDS) -> list[list[str]]:
    return [[patient, "FM"[place % 2], f"{1930 + 6 * place}-03-04", f"R{place % 3}"] for place, patient in enumerate(ids)]


RX = ["pid", "day", "ds", "drug", "qty"]
ROSTER = ["pid", "sex", "born", "region"]


def text(rows, delimiter=",", end="\n", quoted=lambda value: value) -> str:
    return "".join(delimiter.join(quoted(value) for value in row) + end for row in rows)


def in_quotes(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def study(*changes: tuple[str, str]) -> str:
    result = STUDY
    for old, new in changes:
        assert old in result, old
        result = result.replace(old, new)
    return result


FILES = "files: [rx.csv]"
CASES: dict[str, dict] = {}


def case(name: str, files: dict[str, str | bytes] | None = None, changes=(), refused: str = "", **options) -> None:
    base = {"codes.csv": CODES, "rx.csv": text([RX] + fills()), "people.csv": text([ROSTER] + people())}
    CASES[name] = {"files": base | (files or {}), "study": study(*changes), "refused": refused, **options}


case("plain")
case("lists of patients", {
    "in.csv": text([["who", "day"]] + [[patient, ""] for patient in IDS[:9]] + [["P1", "2020-06-01"], ["nobody", ""]]),
    "out-1.csv": text([["day", "who"], ["2020-03-01", "p 2"], ["", "患者"], ["2020-02-30", "7"]], "|")},
    [("prescriptions:\n", """persons:
  prior_observation: 10
  include: {file: in.csv, columns: {patient: who, date: day}}
  exclude: {files: [out-*.csv], delimiter: "|", columns: {patient: who, date: day}}
prescriptions:
""")])
case("quotes, doubled quotes and blanks outside them", {
    "rx.csv": text([RX] + fills(), quoted=lambda value: f"  {in_quotes(value)}\t"),
    "people.csv": text([ROSTER] + [[row[0], row[1], row[2], 'the "North", it\'s said'] for row in people()], quoted=in_quotes)})
case("line ends and delimiters within quotes", {
    "people.csv": text([["note", *ROSTER]] + [[',\r\n\n"', *row[:3], row[3] + ",\r\n2" * (place % 3 == 0)]
                                               for place, row in enumerate(people())], end="\r\n", quoted=in_quotes)})
case("a header within quotes that has a line end", {
    "rx.csv": text([[*RX, "a\n\"note\""]] + [[*row, "x"] for row in fills()], quoted=in_quotes)})
case("a field of many quotes, and quotes as an identifier", {
    "rx.csv": text([[*RX, "note"]] + [[*row, '"' * 50_000] for row in fills(['"', '""', '",7,"', *IDS])], quoted=in_quotes),
    "people.csv": text([ROSTER] + people(['"', '""', '",7,"', *IDS]), quoted=in_quotes)})
case("CRLF and no line end behind the last row", {"rx.csv": text([RX] + fills(), end="\r\n").rstrip("\r\n")})
case("CR alone ends lines", {"rx.csv": text([RX] + fills(), end="\r"), "people.csv": text([ROSTER] + people(), end="\r", quoted=in_quotes)})
case("a byte order mark and a line that tells the delimiter", {
    "rx.csv": b"\xef\xbb\xbf" + ("sep=,\r\n\r\n" + text([RX] + fills(), end="\r\n")).encode(),
    "people.csv": b"\xef\xbb\xbf" + text([ROSTER] + people(), quoted=in_quotes).encode()})
case("rows equal to the header, and blank lines", {
    "rx.csv": text([RX] + fills()[:9] + [RX, []] + fills()[9:] + [RX]), "people.csv": text([ROSTER] + people() + [ROSTER, ROSTER])})
case("rows with too few and too many fields", {
    "rx.csv": text([RX] + fills() + [["P1", "2020-05-05", "5"], ["P1", "2020-05-05", "5", "A", "1", "x"], ["7"]]),
    "people.csv": text([ROSTER] + people() + [["7", "F"], ["13", "F", "1950-01-01", "R1", "", ""]])})
case("quotes out of place", {"rx.csv": text([RX] + fills()).replace("p 2,", 'p "2,', 1).replace("X12,2", '"X12"x,2', 1)})
case("a quote that is never closed", {"rx.csv": text([RX] + fills()) + '"P1,2020-05-05,5,A,1\n' + text(fills())},
     refused="rx.csv: a quote is never closed")
case("quotes are characters like any other", {
    "rx.csv": text([RX] + fills(['"P1', 'p 2"', *IDS[2:]]), "\t"), "people.csv": text([ROSTER] + people(['"P1', 'p 2"', *IDS[2:]]), "|")},
    [(FILES, FILES + "\n  quotes: none\n  delimiter: tab"), ("[people.csv]", "[people.csv]\n  quotes: none\n  delimiter: '|'")])
case("Latin-1 in identifiers and values", {
    "rx.csv": text([RX] + fills()).replace("患者", "Zo\u00e9").encode("latin-1"),
    "people.csv": text([ROSTER] + people()).replace("患者", "Zo\u00e9").encode("latin-1")})
LATIN_IDS = ["P1", "p 2", "00P3", "\u00e9", "x\u00e9", *IDS[5:]]
case("Latin-1 before quotes and line ends within quotes", {
    "people.csv": text([[*ROSTER, "note"]] + [[*row[:3], row[3] + "\u00e9" * (place % 4 == 0), 'say "\u00e9"\n\u00e9']
                                              for place, row in enumerate(people(LATIN_IDS))], quoted=in_quotes).encode("latin-1"),
    "rx.csv": text([[*RX, "note"]] + [[*row, 'a,"\u00e9",b'] for row in fills(LATIN_IDS)], quoted=in_quotes).encode("latin-1")})
case("bytes of NUL", {"rx.csv": text([RX] + fills() + [["P1\0", "2020-05-05", "5", "A", "1"], ["7", "2020-05-05", "5", "A\0", "1"]])})
case("blanks around identifiers", {
    "rx.csv": text([RX] + [[f"\u00a0 {row[0]}\t", *row[1:]] for row in fills()], quoted=in_quotes),
    "people.csv": text([ROSTER] + [[f" {row[0]}\u00a0", *row[1:]] for row in people()])})
case("spellings of identifiers that match in another case, with zeros and marks alone", {
    "people.csv": text([ROSTER] + people(["p1", "P2", "P3", "zoë", "患者", "0007", "p8", "9A", "010", "1.1", "x-12", "13"]))})
case("headers in another case with blanks and quotes", {
    "rx.csv": text([[' "PID"', '"Day "', "DS", '"drug"', "Qty", "note"]] + [[*row, "x"] for row in fills()])})
case("a list of headers, and files of several layouts", {
    "rx.csv": text([RX] + fills()[:12]), "more.csv": text([["note", *RX[::-1]]] + [["n", *row[::-1]] for row in fills()[12:]])},
    [(FILES, "files: [rx.csv, more.csv]")])
case("files of patterns, packed and plain, the first value in the order of files", {
    "rx.csv": gzip.compress(text([RX] + fills()[:12]).encode()), "rx-2.csv": text([RX] + fills()[12:30]),
    "a b/x[1] ü.csv": text([RX] + fills()[30:]), "people.csv": text([ROSTER] + people()[:6]),
    "people-2.csv": text([ROSTER] + [[row[0], "", "1999-01-01", "R9"] for row in people()])},
    [(FILES, "files: ['rx-[0-9].csv', 'a b/*.csv', rx.csv.gz]"), ("[people.csv]", "['people*.csv']")], rename={"rx.csv": "rx.csv.gz"})
case("files that zstd packs", {"rx.csv": text([RX] + fills())}, [(FILES, "files: [rx.csv.zst]")], zstd={"rx.csv": "rx.csv.zst"})
case("a file that is named twice", changes=[(FILES, "files: [rx.csv, 'r*.csv', ./rx.csv]")])
case("a copy of a file", {"copy.csv": text([RX] + fills())}, [(FILES, "files: [rx.csv, copy.csv]")], refused="have the same lines")
case("a file outside the folder", changes=[(FILES, "files: [../plain/rx.csv]")], refused="lies outside the study's folder")
case("a file that Spark passes over", {"_rx.csv": text([RX] + fills())}, [(FILES, "files: [_rx.csv]")], refused="Spark passes over files")
case("a packed file that was cut off", {"rx.csv": gzip.compress(text([RX] + fills() * 50).encode())[:-30]}, [(FILES, "files: [rx.csv.gz]")],
     rename={"rx.csv": "rx.csv.gz"}, refused="a file can't be read")
case("a column that is missing", {"rx.csv": text([["id", *RX[1:]]] + fills())}, refused="no column 'pid' in rx.csv")
case("columns named like numbers and truth values", {
    "rx.csv": text([["01", "on", "ds", "drug", "NO"]] + fills())},
    [("patient: pid, date: day,", "patient: 01, date: on,"), ("quantity: qty", "quantity: NO")])
case("a column that is mapped twice", changes=[("{region: region}", "{region: region, again: region}")])
case("missing words as patients, and blank patients", {
    "rx.csv": text([RX] + fills(["", " \t", "NULL", "n.a.", *IDS, ""])), "people.csv": text([ROSTER] + people(["", "NULL", *IDS]))},
    [(FILES, FILES + '\n  missing: ["NULL", "n.a."]')])
case("days of all fills are known only when all parts are", {"rx.csv": text([RX] + fills())},
     [("birth_date: born}", "birth_date: born, observation_end: born}")])
case("an identifier that looks like no patient, and many rows without one", {
    "rx.csv": text([RX] + fills(IDS + ["UNKNOWN"] * 40 + [""] * 60)), "people.csv": text([ROSTER] + people(IDS + ["unknown"]))},
    heavy_rows=50, parts=40, says="one identifier has more than", spread=20)

# Parquet that Spark writes from an expression for each column, beside CSV with what it should come to.
TYPED = "cast(pid as string) pid, cast(day as date) day, cast(ds as double) ds, drug, cast(qty as decimal(20,10)) qty"
PLAIN_IDS = [str(1000 + place) for place in range(12)]
TYPED_FILES = {"rx.csv": text([RX] + fills(PLAIN_IDS)), "people.csv": text([ROSTER] + people(PLAIN_IDS))}
case("Parquet: dates, doubles, decimals and whole identifiers", TYPED_FILES, parquet={
    "rx": TYPED, "people": "cast(pid as bigint) pid, sex, cast(born as timestamp_ntz) born, nullif(region, 'R1') region"},
    twin={"people.csv": text([ROSTER] + [[*row[:3], row[3].replace("R1", "")] for row in people(PLAIN_IDS)])})
case("Parquet: dates, numbers and quotes as the study's files have them", TYPED_FILES | {
    "rx.csv": text([RX] + [
        [row[0], f"{row[1][8:]}.{row[1][5:7]}.{row[1][:4]}", row[2], row[3], f"{row[4]},5"] for row in fills(PLAIN_IDS)], ";")},
    [(FILES, FILES + "\n  quotes: none\n  delimiter: ;\n  dates: dd.MM.yyyy\n  decimal: ','")], parquet={
        "rx": "pid, to_date(day, 'dd.MM.yyyy') day, cast(ds as int) ds, drug, cast(replace(qty, ',', '.') as float) qty"})
case("Parquet: a delimiter without quotes", {"rx.csv": text([RX] + fills(), "|")}, [(FILES, FILES + "\n  quotes: none\n  delimiter: '|'")],
     parquet={"rx": "pid, day, ds, concat(drug, '|') drug, qty"}, refused="holds the delimiter or a line end")
case("Parquet: identifiers as doubles", TYPED_FILES, parquet={"rx": "cast(pid as double) pid, day, ds, drug, qty"},
     refused="must be a string or a whole number")
case("Parquet: a point in time as a date", TYPED_FILES, parquet={"rx": "pid, cast(day as timestamp) day, ds, drug, qty"},
     refused="depends on a time zone")
case("Parquet: a file without a column of the others", TYPED_FILES, parquet={"rx": "pid, day, ds, drug, qty", "rx+": "pid, day, ds, drug"},
     refused="lacks the column 'qty'")
case("Parquet: quotes, line ends, blanks and marks in names and values", {
    "rx.csv": text([RX] + fills()), "people.csv": text([ROSTER] + [
        [*row[:3], row[3] + '"x", y' + "\n" * (place % 3 == 0)] for place, row in enumerate(people())], quoted=in_quotes)},
    parquet={"people": "concat(' ', pid) pid, sex, born, region, 1 as `a.b``c`"})
case("CSV elsewhere, in several files, under several names", {}, [(FILES, "files: ['rx-[ab]*.csv.gz', 'other/*.csv', last.csv]")],
     elsewhere={"1.csv": text([RX] + fills()[:20]), "2.csv": text([RX] + fills()[20:])},
     twin={"rx-ax.csv.gz": gzip.compress(text([RX] + fills()).encode()), "other/x.csv": text([RX]), "last.csv": text([RX])})
case("CSV elsewhere with other headers", {}, elsewhere={"1.csv": text([RX] + fills()[:20]), "2.csv": text([RX[::-1]])},
     refused="has another header")


case("many files", {f"many/{number}.csv": text([RX] + [row]) for number, row in enumerate(fills(IDS + PLAIN_IDS * 2))},
     [(FILES, "files: ['many/*.csv']"), ("[people.csv]", "[people.csv, 'people.c?v']")])


def write(place: pathlib.Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content.encode() if isinstance(content, str) else content)


def prepare(spark: SparkSession, what: dict, place: pathlib.Path) -> tuple[pathlib.Path, dict[str, list[str]]]:
    """Writes a case to `place`; the study for rxuse alone, and the tables for Spark."""
    files, tables = dict(what["files"]), {}
    for old, new in what.get("rename", {}).items():
        files[new] = files.pop(old)
    write(place, files | {"study.yml": what["study"]})
    for old, new in what.get("zstd", {}).items():
        subprocess.run(["zstd", "-q", "--rm", str(place / old), "-o", str(place / new)], check=True)
    for name, columns in what.get("parquet", {}).items():
        kind = {"rx": "prescriptions", "people": "patients"}[name.rstrip("+")]
        delimiter = ";" if "delimiter: ;" in what["study"] and kind == "prescriptions" else ","
        delimiter = "|" if "delimiter: '|'" in what["study"] and kind == "prescriptions" else delimiter
        plain, packed = (str(place / f"{name.rstrip('+')}.{end}") for end in ("csv", "parquet"))
        table = spark.read.csv(plain, header=True, sep=delimiter, escape='"', multiLine=True, emptyValue="")
        table.selectExpr(*split_columns(columns)).write.mode("append").parquet(packed)
        tables[kind] = [packed]
    if "elsewhere" in what:
        write(place / "elsewhere", what["elsewhere"])
        tables["prescriptions"] = [str(place / "elsewhere")]
    one = place
    if "twin" in what:
        one = place / "one"
        write(one, files | what["twin"] | {"study.yml": what["study"]})
    return one / "study.yml", tables


def split_columns(columns: str) -> list[str]:
    """The expressions of a list, whose commas within brackets divide nothing."""
    parts, depth = [""], 0
    for letter in columns:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def differences(one: pathlib.Path, other: pathlib.Path) -> list[str]:
    names = {path.relative_to(root) for root in (one, other) for path in root.rglob("*") if path.is_file() and path.name not in OTHER}
    return [str(name) for name in sorted(names)
            if not all((root / name).is_file() for root in (one, other)) or (one / name).read_bytes() != (other / name).read_bytes()]


def spark_run(spark: SparkSession, study_path: pathlib.Path, rxuse: str, out: pathlib.Path, **options) -> tuple[int, str]:
    """The code and what was said."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            code = rxuse_spark.run(spark, str(study_path), rxuse, str(out), **{"parts": PARTS} | options)
        except rxuse_spark.Refusal as error:
            return 1, said.getvalue() + str(error)
        except (rxuse_spark.PySparkException, rxuse_spark.Py4JError) as error:
            return 1, said.getvalue() + (rxuse_spark.reason(error) or f"Spark: {error}")
    return code, said.getvalue()


def check(spark: SparkSession, name: str, one: pathlib.Path, study_path: pathlib.Path, rxuse: str, work: pathlib.Path, tables, what) -> str:
    """What is wrong; empty where all is well."""
    for folder in ("one", "out"):
        shutil.rmtree(work / folder, ignore_errors=True)
    alone = subprocess.run([rxuse, "run", str(one), "--out", str(work / "one"), "--quiet"], capture_output=True, text=True)
    options = {key: what[key] for key in ("heavy_rows", "parts") if key in what}
    code, said = spark_run(spark, study_path, rxuse, work / "out", tables=tables, **options)
    if what.get("refused"):
        is_refused = code and what["refused"] in said and not (work / "out").exists()
        return "" if is_refused else f"was to be refused: {what['refused']}; {said[-800:]}"
    if alone.returncode or code:
        return f"rxuse alone {alone.returncode}: {alone.stderr[-400:]}; Spark {code}: {said[-1500:]}"
    if what.get("says") and said.count(what["says"]) != 1:
        return f"did not say once: {what['says']}; {said[-400:]}"
    if what.get("spread") and (most := most_of_nobody(spark, study_path)) > what["spread"]:
        return f"{most} rows of nobody have one key; {what['spread']} at most were to"
    return "".join(f"{name} differs; " for name in differences(work / "one", work / "out"))


def most_of_nobody(spark: SparkSession, study_path: pathlib.Path) -> int:
    """The most fills without a patient that have one key."""
    block = rxuse_spark.yaml.load(study_path.read_text(), rxuse_spark.yaml.BaseLoader)["prescriptions"]
    table = rxuse_spark.Table(spark, "prescriptions", block, PARTS)
    rows = rxuse_spark.table_rows(table, [], study_path.parent, [])
    return max(row["count"] for row in rows.where("startswith(key, '-')").groupBy("key").count().collect())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rxuse", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--examples")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    work = pathlib.Path(options.work)
    # The plan of a small job is made in less time without code of its own.
    settings = {"ui.enabled": "false", "ui.showConsoleProgress": "false", "sql.shuffle.partitions": "2", "sql.codegen.wholeStage": "false"}
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(f"spark.{key}", value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    spark.sparkContext.addPyFile(str(HERE / "rxuse_spark.py"))
    todo = {}
    examples = pathlib.Path(options.examples) if options.examples else None
    if examples and not examples.is_dir():
        print(f"skip  the contract's examples: there is no {examples}")
    elif examples:
        todo |= {f"example {path.parent.name}": path for path in sorted(examples.glob("examples*/*/study.yml"))}
    todo |= CASES
    failed = count = 0
    for name, what in todo.items():
        if options.names and not any(wanted in name for wanted in options.names):
            continue
        began = time.monotonic()
        if isinstance(what, pathlib.Path):
            checked = subprocess.run([options.rxuse, "check", str(what)], capture_output=True, text=True)
            if "unknown key" in checked.stderr or "is not taken here" in checked.stderr:
                print(f"skip  {name}: {checked.stderr.strip().splitlines()[-1]}")
                continue
            wrong = check(spark, name, what, what, options.rxuse, work, {}, {})
        else:
            place = work / "cases" / re.sub(r"\W+", "-", name)
            one, tables = prepare(spark, what, place)
            wrong = check(spark, name, one, place / "study.yml", options.rxuse, work, tables, what)
        count += 1
        failed += bool(wrong)
        print(f"FAIL  {name}: {wrong}" if wrong else f"ok    {name}", f"({time.monotonic() - began:.1f} s)", flush=True)
    print(f"{failed} of {count} cases failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
