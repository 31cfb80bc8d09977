"""Runs a rxuse study on Spark: tables of CSV or Parquet are divided by patient, `rxuse map` counts each part, and the driver merges
the states and finishes the output: the same results as one process gives.

  spark-submit rxuse_spark.py --study STUDY.yml --rxuse FILE --out DIR [--parts N] [--table KIND=PATH ...]

KIND is prescriptions, patients, observation or deaths; PATH a file, folder or pattern that Spark can read. Without --table the
study's own files are read, which all nodes must see. Parquet is told by its name (.parquet, or a folder of such files). The columns
are those that the study maps. Code lists, weights and residents are read by the driver and travel with the job; so does the program,
which must run on the nodes (`scripts/build --static`). The identifiers' spellings that differ in case, marks and outer zeros alone go
to one part, as in `rxuse partition`.
"""

import argparse
import glob
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml
from pyspark.sql import DataFrame, SparkSession, functions as f

# The kinds of tables that are divided; what is no patient's is shared.
KINDS = ["prescriptions", "patients", "observation", "deaths"]
# A key with more rows than this, and than a part has, gets a part of its own.
HEAVY_ROWS = 1_000_000


def fail(message: str) -> None:
    sys.exit(f"rxuse_spark: {message}")


def blocks(study: dict) -> dict[str, dict]:
    return {kind: study[kind] for kind in KINDS if isinstance(study.get(kind), dict)}


def columns(block: dict) -> list[str]:
    """The columns that a block maps, each once; the patient's first."""
    mapped = block.get("columns") or {}
    names = [mapped["patient"]] + [name for key, name in mapped.items() if key != "patient"]
    for extra in (block.get("attributes") or {}).values():
        names.append(extra)
    return list(dict.fromkeys(str(name) for name in names))


def file_name(block: dict, kind: str) -> str:
    """A name that the study's first pattern stands for."""
    files = block["files"]
    pattern = str(files[0] if isinstance(files, list) else files)
    if os.path.isabs(pattern) or ".." in pathlib.PurePath(pattern).parts:
        fail(f"{kind}.files: '{pattern}' lies outside the study's folder; name files within it, and give tables with --table")
    if isinstance(files, list) and len(files) > 1:
        fail(f"{kind}.files names several files; one name stands for the table under Spark")
    if re.search(r"\.(zst|zstd)$", pattern):
        fail(f"{kind}.files: '{pattern}' would have to be zstd; name a plain file or .gz")
    return re.sub(r"\[[^]]*\]|\*|\?", "x", pattern)


def read(spark: SparkSession, block: dict, paths: list[str]) -> DataFrame:
    if all(path.rstrip("/").endswith(".parquet") or glob.glob(f"{path}/*.parquet") for path in paths):
        table = spark.read.parquet(*paths)
    else:
        quotes = block.get("quotes") != "none"
        table = spark.read.csv(paths, header=True, sep=block.get("delimiter", ","), quote='"' if quotes else "", escape='"',
                               multiLine=quotes, inferSchema=False, enforceSchema=False, encoding="UTF-8", emptyValue="",
                               maxCharsPerColumn=-1)
    missing = [name for name in columns(block) if name not in table.columns]
    if missing:
        fail(f"no column '{missing[0]}' in {', '.join(paths)}; there are {', '.join(table.columns)}")
    return table.select([f.coalesce(f.col(f"`{name}`").cast("string"), f.lit("")).alias(name) for name in columns(block)])


def outline(patient: str) -> f.Column:
    """What all spellings of an identifier have in common: ASCII letters and digits without the zeros at both ends."""
    plain = f.regexp_replace(f.lower(f.col(f"`{patient}`")), "[^a-z0-9]", "")
    return f.regexp_replace(f.regexp_replace(plain, "^0+", ""), "0+$", "")


def lines(table: DataFrame, kind: str, block: dict) -> DataFrame:
    """Each row as its kind, its line and its patient's key; rows without a patient are anybody's, and are spread."""
    names = columns(block)
    separator = block.get("delimiter", ",")
    if block.get("quotes") == "none":
        line = f.concat_ws(separator, *[f.col(f"`{name}`") for name in names])
    else:
        line = f.concat_ws(separator, *[
            f.concat(f.lit('"'), f.regexp_replace(f.col(f"`{name}`"), '"', '""'), f.lit('"')) for name in names])
    patient = f.trim(f.col(f"`{names[0]}`"))
    key = f.when(patient == "", f.concat(f.lit("-"), f.hash(*[f.col(f"`{name}`") for name in names]).cast("string")))
    return table.select(f.lit(kind).alias("kind"), line.alias("line"), key.otherwise(outline(names[0])).alias("key"))


def header(block: dict) -> str:
    names = columns(block)
    if block.get("quotes") == "none":
        return block.get("delimiter", ",").join(names)
    return block.get("delimiter", ",").join('"' + name.replace('"', '""') + '"' for name in names)


def shared_files(study: dict, folder: pathlib.Path) -> dict[str, bytes]:
    """What is no patient's: code lists, weights and residents, by their names in the study."""
    names = []
    for block in [study.get("drugs"), study.get("population")]:
        if isinstance(block, dict):
            files = block.get("files") or block.get("file") or []
            names += files if isinstance(files, list) else [files]
    measures = study.get("measures") or {}
    for measure in measures.values():
        if isinstance(measure, dict) and isinstance(measure.get("weights"), str):
            names.append(measure["weights"])
    found = {}
    for name in names:
        name = name.get("file") if isinstance(name, dict) else name
        for path in sorted(glob.glob(str(folder / name))) or [str(folder / name)]:
            if os.path.exists(path):
                found[os.path.relpath(path, folder)] = pathlib.Path(path).read_bytes()
    return found


def make_map(program: str, text: bytes, shared: dict[str, bytes], names: dict[str, str], headers: dict[str, str], parts: int,
             fills: str | None):
    """The function that counts one part on an executor."""

    def count(number: int, rows):
        from pyspark import SparkFiles

        with tempfile.TemporaryDirectory(prefix="rxuse-") as place:
            folder = pathlib.Path(place)
            os.chmod(folder, 0o700)
            (folder / "study.yml").write_bytes(text)
            for name, content in shared.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
            # Written to the disk first: a program that waits for a pipe would wait for ever where the rows fail.
            spools = {}
            for kind, name in names.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                opened = gzip.open if name.endswith(".gz") else open
                spools[kind] = opened(folder / name, "wt", encoding="utf-8", newline="")
                spools[kind].write(headers[kind] + "\n")
            for _, (kind, line) in rows:
                spools[kind].write(line + "\n")
            for spool in spools.values():
                spool.close()
            state = folder / "state.rxs"
            command = [SparkFiles.get(os.path.basename(program)), "map", str(folder / "study.yml"), "--part", f"{number + 1}/{parts}",
                       "--rows", "own", "--state", str(state), "--threads", "1"]
            done = subprocess.run(command + (["--fills", fills] if fills else []), capture_output=True, text=True, errors="replace")
            if done.returncode != 0:
                raise RuntimeError(f"part {number + 1} of {parts}: rxuse map ended with {done.returncode}: {done.stderr[-2000:].strip()}")
            yield number + 1, state.read_bytes()

    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--study", required=True)
    parser.add_argument("--rxuse", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--parts", type=int, default=64)
    parser.add_argument("--table", action="append", default=[], metavar="KIND=PATH")
    options = parser.parse_args()

    path = pathlib.Path(options.study)
    text = path.read_bytes()
    study = yaml.safe_load(text)
    wanted = blocks(study)
    tables: dict[str, list[str]] = {}
    for item in options.table:
        kind, _, where = item.partition("=")
        if kind not in wanted:
            fail(f"--table {kind}: the study has {', '.join(wanted)}")
        tables.setdefault(kind, []).append(where)
    names = {kind: file_name(block, kind) for kind, block in wanted.items()}
    for kind in wanted:
        tables.setdefault(kind, [str(path.parent.resolve() / names[kind])])

    spark = SparkSession.builder.appName(f"rxuse {path.name}").getOrCreate()
    context = spark.sparkContext
    context.addFile(os.path.realpath(options.rxuse))
    rows = None
    for kind, block in wanted.items():
        own = lines(read(spark, block, tables[kind]), kind, block)
        rows = own if rows is None else rows.unionAll(own)
    total = rows.count()
    most = max(HEAVY_ROWS, 4 * total // options.parts)
    heavy = [row["key"] for row in rows.groupBy("key").count().where(f.col("count") > most).orderBy(f.desc("count")).collect()]
    for key in heavy:
        print(f"rxuse_spark: warning: one identifier has more than {most} rows and gets a part of its own; it looks like no patient", file=sys.stderr)
    part = f.pmod(f.hash("key"), f.lit(options.parts))
    for place, key in enumerate(heavy):
        part = f.when(f.col("key") == key, f.lit(options.parts + place)).otherwise(part)
    parts = options.parts + len(heavy)
    divided = rows.select(part.alias("part"), "kind", "line").rdd.map(lambda row: (row[0], (row[1], row[2]))).partitionBy(parts, int)
    shared = shared_files(study, path.parent)
    headers = {kind: header(block) for kind, block in wanted.items()}

    with tempfile.TemporaryDirectory(prefix="rxuse-") as place:
        os.chmod(place, 0o700)
        fills = None
        for _ in range(2):
            function = make_map(options.rxuse, text, shared, names, headers, parts, fills)
            files = []
            for number, state in divided.mapPartitionsWithIndex(function).collect():
                files.append(f"{place}/{number}.rxs")
                pathlib.Path(files[-1]).write_bytes(state)
            said = ""
            merged = subprocess.run([options.rxuse, "merge", *files, "-o", f"{place}/all.rxs"], capture_output=True, text=True)
            done = merged if merged.returncode else subprocess.run(
                [options.rxuse, "finish", f"{place}/all.rxs", "--out", options.out], capture_output=True, text=True)
            asked = re.search(r"--fills (\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d)", done.stderr)
            if done.returncode == 0 or fills or not asked:
                break
            # What all fills together say of observation is only known now.
            fills = asked.group(1)
        sys.stderr.write(done.stderr)
        spark.stop()
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
