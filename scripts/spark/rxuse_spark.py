"""Runs a rxuse study on Spark: tables of CSV or Parquet are divided by patient, `rxuse map` counts each part, and the driver merges
the states and finishes the output: the same results as one process gives.

  spark-submit rxuse_spark.py --study STUDY.yml --rxuse FILE --out DIR [--parts N] [--heavy-rows N] [--table KIND=PATH ...]

KIND is prescriptions, patients, observation, deaths, include or exclude; PATH a file, folder or pattern that Spark can read. Without --table the
study's own files are read, which all nodes must see. Parquet is told by its name (.parquet, or a folder of such files). Code lists,
weights and residents are read by the driver and travel with the job; so does the program, which must run on the nodes
(`scripts/build --static`).

Lines of CSV travel as they stand, under their file's header, so that `rxuse map` alone says what they mean; here only records are
told apart and the patient's field is found. Rows of Parquet become lines of the columns that the study maps. The identifiers'
spellings that differ in case, marks and outer zeros alone go to one part, as in `rxuse partition`.
"""

import argparse
import csv
import fnmatch
import functools
import glob
import gzip
import itertools
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse
from dataclasses import dataclass, field

import yaml
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession, functions as f
from pyspark.sql.types import StructField

# The kinds of tables that are divided; what is no patient's is shared.
KINDS = ["prescriptions", "patients", "observation", "deaths", "include", "exclude"]
# A key with more rows than this, and than four parts have, gets a part of its own.
HEAVY_ROWS = 1_000_000
# The longest record that rxuse reads, and so the longest header.
LONGEST = 1 << 20
DATES = {"date", "end_date", "birth_date", "observation_start", "observation_end", "death_date", "start", "end"}
NUMBERS = {"quantity", "strength"}
BLANKS = " \t\u00a0"
# A character that no text has, for two quotes while a field is looked for.
DOUBLED = "\ufdd0"


class Refusal(Exception):
    """What the user has to change, in one line."""


def fail(message: str) -> None:
    raise Refusal(message)


@dataclass
class Syntax:
    """How the files of a block are written."""

    delimiter: str
    quotes: bool
    missing: list[str]
    dates: str
    decimal: str

    @staticmethod
    def of(block: dict) -> "Syntax":
        delimiter = block.get("delimiter", ",")
        delimiter = "\t" if delimiter in ("tab", "\\t") else delimiter
        if delimiter not in (",", ";", "|", "\t"):
            fail(f"delimiter: '{delimiter}' is none of \",\", \";\", \"|\" and tab")
        return Syntax(delimiter, block.get("quotes") != "none", listed(block.get("missing")), block.get("dates", "auto"),
                      block.get("decimal", "."))

    @property
    def spaces(self) -> str:
        return " \t".replace(self.delimiter, "")

    def field(self, line: Column, place: int) -> Column:
        """A well-formed line's field at a place, counted from 0, as it stands but for `DOUBLED`."""
        delimiter = "\\" + self.delimiter
        one = f"[^{delimiter}]*+"
        if self.quotes:
            line = f.regexp_replace(line, '""', DOUBLED)
            one = f'(?:[{self.spaces}{DOUBLED}]*+"[^"]*+"[{self.spaces}{DOUBLED}]*+|[^"{delimiter}]*+)'
        return f.regexp_extract(line, f"^(?:{one}{delimiter}){{{place}}}({one})", 1)

    def nobody(self, patient: Column, quotes: bool) -> Column:
        """True where a patient's field means none: as `field` gives it, or the value itself, which has no quotes around it."""
        blank = f"[{BLANKS}]*"
        words = [re.sub(r"([^A-Za-z0-9])", r"\\\1", word) for word in self.missing if word.isascii()]
        empty = f"{blank}(?:{'|'.join(['', *words])}){blank}"
        ways = [empty, f"{blank}{DOUBLED}{blank}", f'{blank}"{empty}"{blank}'] if quotes else [empty]
        return patient.rlike(f"^(?:{'|'.join(ways)})\\r?\\z")


@dataclass
class Spool:
    """A file of each part, under a name that the study has."""

    name: str
    header: bytes = b""
    # How many rows equal to these lines, the header and what is before it, are no rows.
    lead: dict[bytes, int] = field(default_factory=dict)
    # The name of the spool that it is a link to.
    link: str = ""


@dataclass
class Source:
    """A file of CSV, by its address as Spark has it."""

    name: str
    address: str
    spool: int
    # The patient's place in the header.
    place: int = 0
    lead: list[bytes] = field(default_factory=list)
    # True where records are more than lines, so that the file has to be read from its beginning to its end.
    whole: bool = False

    @property
    def zstd(self) -> str:
        """The path of a file that Spark can't unpack and the program zstd can; empty for others."""
        return self.address.removeprefix("file:") if re.search(r"\.zstd?$", self.address) else ""


def listed(value) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def blocks(study: dict) -> dict[str, dict]:
    persons = study.get("persons")
    found = study | (persons if isinstance(persons, dict) else {})
    return {kind: found[kind] for kind in KINDS if isinstance(found.get(kind), dict)}


# MARK: Files

def within(name: str, what: str) -> None:
    if name == "-" or os.path.isabs(name) or ".." in pathlib.PurePath(name).parts:
        fail(f"{what}: '{name}' lies outside the study's folder, and nodes have what is in it alone; put it there and name it so")


def expand(patterns: list[str], folder: pathlib.Path, what: str) -> list[str]:
    """The files of patterns, in rxuse's order; each at least one."""
    names: list[str] = []
    for pattern in patterns:
        within(pattern, what)
        if not re.search(r"[*?[]", pattern) or (folder / pattern).exists():
            found = [pattern]
        else:
            if "\\" in pattern or "[[:" in pattern:
                fail(f"{what}: '{pattern}' is a pattern that Spark's driver can't read; use *, ? and [...] without classes")
            found = glob.glob(glob.escape(str(folder)) + "/" + pattern.replace("[^", "[!"))
            found = sorted((os.path.relpath(path, folder) for path in found if not is_rejects(path)), key=os.fsencode)
        if not found or not all((folder / name).is_file() for name in found):
            fail(f"{what}: no file '{pattern}' in {folder}")
        names += found
    return list(dict.fromkeys(os.path.normpath(name) for name in names))


def is_rejects(path: str) -> bool:
    """True for the rejects that a run which failed has left, which rxuse passes over too."""
    if not path.endswith(".rejects.csv"):
        return False
    with open(path, "rb") as file:
        return file.readline().strip() == b"file,line,reason,field,value"


def made_name(pattern: str, what: str) -> str:
    """A name that a pattern stands for."""
    within(pattern, what)
    name = re.sub(r"\[([^]!^])[^]]*\]", r"\1", pattern)
    name = re.sub(r"[*?]", "x", name)
    if name != pattern and not fnmatch.fnmatchcase(name, pattern):
        fail(f"{what}: no name could be made for '{pattern}', under which parts would hold the table; write it with * or ?")
    return name


def shared_files(study: dict, folder: pathlib.Path) -> dict[str, bytes]:
    """What is no patient's: code lists, weights and residents, by their names in the study."""
    names = []
    for block in [study.get("drugs"), study.get("population")]:
        if isinstance(block, dict):
            names += listed(block.get("files")) + listed(block.get("file"))
    measures = study.get("measures")
    for measure in measures.values() if isinstance(measures, dict) else []:
        if isinstance(measure, dict) and isinstance(measure.get("weights"), str):
            names.append(measure["weights"])
    found = {}
    for name in names:
        name = name.get("file", "") if isinstance(name, dict) else name
        paths = glob.glob(glob.escape(str(folder)) + "/" + name.replace("[^", "[!")) + [str(folder / name)]
        for path in sorted(path for path in paths if os.path.isfile(path)):
            within(name, "code lists, residents and weights")
            found[os.path.relpath(path, folder)] = pathlib.Path(path).read_bytes()
    return found


# MARK: Records of CSV

def units(line: bytes):
    """The line, cut at each carriage return, and with each piece the line end behind it."""
    pieces = line.split(b"\r")
    for piece in pieces[:-2]:
        yield piece, b"\r"
    if len(pieces) > 1:
        yield pieces[-2], b"\r" if pieces[-1] else b"\r\n"
        if not pieces[-1]:
            return
    yield pieces[-1], b"\n"


def ends_in_quotes(text: bytes, quoted: bool, delimiter: bytes, spaces: bytes) -> bool:
    """True if a line end behind `text` would be within quotes. A quote that is out of place makes the line's rest no record."""
    at = 0
    while True:
        if not quoted:
            at = text.find(b'"', at)
            if at < 0:
                return False
            before = text[:at].rstrip(spaces)
            if before and not before.endswith(delimiter):
                return False
            at += 1
        at = text.find(b'"', at) + 1
        if at == 0:
            return True
        quoted = text[at:at + 1] == b'"'
        if quoted:
            at += 1
            continue
        rest = text[at:].lstrip(spaces)
        if not rest.startswith(delimiter):
            return False
        at = len(text) - len(rest) + 1


def split_records(lines, syntax: Syntax, name: str):
    """Records as they stand, without the line end, and empty lines: the rules of rxuse's own reader, for files whose records are not
    Spark's lines."""
    delimiter, spaces = syntax.delimiter.encode(), syntax.spaces.encode()
    record, quoted = b"", False
    for line in lines:
        for text, end in units(line):
            quoted = syntax.quotes and (quoted or b'"' in text) and ends_in_quotes(text, quoted, delimiter, spaces)
            record += text + end if quoted else text
            if len(record) > LONGEST:
                fail(f"{name}: a record is longer than {LONGEST} bytes, or a quote is never closed; mend the file, or write 'quotes: none'")
            if not quoted:
                yield record
                record = b""
    if quoted:
        fail(f"{name}: a quote is never closed; mend the file, or write 'quotes: none'")


def is_separator_line(line: bytes) -> bool:
    return len(line) == 5 and line[:4].lower() == b"sep="


def head(spark: SparkSession, source: Source) -> list[bytes]:
    """The first lines of a file, as Spark gives them."""
    if source.zstd:
        with unpacking(unescape(source.zstd)) as program:
            content = program.stdout.read(2 * LONGEST)
            program.stdout.close()
    else:
        context = spark.sparkContext
        hadoop, jvm = context._jsc.hadoopConfiguration(), context._jvm
        place = jvm.org.apache.hadoop.fs.Path(jvm.java.net.URI(source.address))
        stream = place.getFileSystem(hadoop).open(place)
        try:
            codec = jvm.org.apache.hadoop.io.compress.CompressionCodecFactory(hadoop).getCodec(place)
            opened = codec.createInputStream(stream) if codec else stream
            content = bytes(opened.readNBytes(2 * LONGEST))
        finally:
            stream.close()
    return content.removeprefix(b"\xef\xbb\xbf").split(b"\n")


def header_of(lines: list[bytes], syntax: Syntax, name: str) -> tuple[bytes, list[bytes]]:
    """The header, and the first lines, which are no rows."""
    start = int(is_separator_line(lines[0].removesuffix(b"\r")))
    header = next((record for record in split_records(lines[start:], syntax, name) if record), None)
    if header is None:
        fail(f"{name} is empty: the first line must name the columns")
    return header, lines[:next(place for place in range(start, len(lines)) if lines[place].strip(b"\r")) + 1]


def names_in(header: bytes, syntax: Syntax, name: str) -> list[str]:
    try:
        text = header.decode()
    except UnicodeDecodeError:
        fail(f"{name} has a header that is not UTF-8; convert it: iconv -f LATIN1 -t UTF-8 IN > OUT")
    if not syntax.quotes:
        return [part.strip(syntax.spaces) for part in text.split(syntax.delimiter)]
    return [part.strip(syntax.spaces) for part in next(csv.reader([text], delimiter=syntax.delimiter, skipinitialspace=True))]


def find(names: list[str], wanted: list[str], what: str) -> tuple[int, str]:
    """The place of the first of the wanted columns that is there, and its name in the study: as it stands, then without regard to case
    and blanks around it."""
    for name in wanted:
        places = [place for place, there in enumerate(names) if there == name] or [
            place for place, there in enumerate(names) if there.strip(BLANKS).lower() == name.strip(BLANKS).lower()]
        if len(places) > 1:
            fail(f"the column '{name}' is twice in {what}; rename all but the one that is meant")
        if places:
            return places[0], name
    # The first line is not shown: it may be somebody's row.
    fail(f"no column '{' or '.join(wanted)}' in {what}; check the study's columns and delimiter against its first line")


# MARK: Tables

@dataclass
class Table:
    """The rows of one kind: `spool` and, in it, `file`, `start` and `id` for their order; `line`; `key`."""

    spark: SparkSession
    kind: str
    block: dict
    parts: int

    def __post_init__(self):
        self.syntax = Syntax.of(self.block)
        self.patterns = listed(self.block.get("files")) + listed(self.block.get("file"))
        self.patient = listed((self.block.get("columns") or {}).get("patient"))
        if not self.patterns or not self.patient:
            fail(f"{self.kind}: 'files' or the patient's column is missing; try rxuse check")

    def key(self, patient: Column, nobody: Column, line: Column) -> Column:
        """What all spellings of an identifier have in common: ASCII letters and digits without the zeros at both ends. Rows of nobody
        are spread, such that equal lines stay together."""
        plain = f.lower(f.regexp_replace(patient, "[^A-Za-z0-9]", ""))
        outline = f.regexp_replace(f.regexp_replace(plain, "^0+", ""), "0+$", "")
        return f.when(nobody, f.concat(f.lit("-"), f.pmod(f.hash(line), f.lit(16 * self.parts)).cast("string"))).otherwise(outline)

    # MARK: CSV

    def csv_rows(self, sources: list[Source], spools: list[Spool]) -> DataFrame:
        for source in sources:
            lines = head(self.spark, source)
            header, source.lead = header_of(lines, self.syntax, source.name)
            source.place, _ = find(names_in(header, self.syntax, source.name), self.patient, source.name)
            if spools[source.spool].header not in (b"", header):
                fail(f"--table {self.kind}: {source.name} has another header than files before it; give files that have the same")
            spools[source.spool].header = header
        self.look_into(sources)
        tables = []
        for whole, place in sorted({(source.whole, source.place) for source in sources}):
            own = {number: source for number, source in enumerate(sources) if (source.whole, source.place) == (whole, place)}
            for source in own.values():
                lead = spools[source.spool].lead
                for line in [] if whole else source.lead:
                    lead[line] = lead.get(line, 0) + 1
            table = self.records(own) if whole else self.lines(own)
            patient = self.syntax.field(f.col("line").cast("string"), place)
            spool = look_up({number: source.spool for number, source in own.items()}, f.col("file"))
            key = self.key(patient, self.syntax.nobody(patient, self.syntax.quotes), f.col("line"))
            tables.append(table.select(spool.alias("spool"), "file", "start", "id", "line", key.alias("key")))
        return union(tables)

    def lines(self, sources: dict[int, Source]) -> DataFrame:
        """The lines of files, with their order: `file`, `start`, `id`, `line`."""
        tables = []
        plain = {source.address: number for number, source in sources.items() if not source.zstd}
        if plain:
            text = self.spark.read.text([re.sub(r"([\\*?\[\]{}])", r"\\\1", unescape(address)) for address in plain], lineSep="\n")
            if len(text.inputFiles()) != len(plain):
                fail(f"{self.kind}: Spark passes over files whose names begin with _ or a point; rename them")
            tables.append(text.select(
                look_up(plain, f.regexp_replace("_metadata.file_path", "^file:/+", "file:/")).alias("file"),
                f.col("_metadata.file_block_start").alias("start"), f.monotonically_increasing_id().alias("id"),
                f.col("value").cast("binary").alias("line")))
        packed = [(number, unescape(source.zstd)) for number, source in sources.items() if source.zstd]
        if packed:
            unpacked = self.spark.sparkContext.parallelize(packed, len(packed)).flatMap(unpack)
            tables.append(self.spark.createDataFrame(unpacked, LINES, verifySchema=False))
        return union(tables)

    def look_into(self, sources: list[Source]) -> None:
        """Finds the files in which a record may be more than a line or a line more than a record, and refuses copies."""
        text = f.col("line").cast("string")
        doubt = text.rlike("\\r[\\s\\S]")
        if self.syntax.quotes:
            # A line that begins outside quotes ends within them only behind an odd number of them.
            # Counted in characters as Java decodes them: Spark's own count passes over quotes behind bytes that are no UTF-8.
            quotes = f.length(f.regexp_replace(text, '[^"]', ""))
            doubt = doubt | (f.contains(text, f.lit('"')) & (quotes % 2 == 1))
        found = self.lines(dict(enumerate(sources))).groupBy("file").agg(
            f.count("*").alias("lines"), f.bit_xor(f.xxhash64("line")).alias("mixed"), f.sum(f.hash("line").cast("bigint")).alias("sum"),
            f.max(doubt).alias("doubt")).collect()
        seen = {}
        for row in sorted(found, key=lambda row: row["file"]):
            source = sources[row["file"]]
            source.whole = row["doubt"]
            twin = seen.setdefault((row["lines"], row["mixed"], row["sum"]), source)
            if twin is not source and row["lines"] > len(source.lead):
                fail(f"{self.kind}: {twin.name} and {source.name} have the same lines, so that all would count twice; take one of them out")

    def records(self, sources: dict[int, Source]) -> DataFrame:
        """The records of files that have to be read from the beginning to the end."""
        syntax, known = self.syntax, {number: (source.name, source.lead) for number, source in sources.items()}

        def of_part(rows):
            for number, own in itertools.groupby(rows, key=lambda row: row[0]):
                name, lead = known[number]
                lines = (bytes(line) for _, line in own)
                if is_separator_line(lead[0].removesuffix(b"\r")):
                    next(lines)
                records = itertools.dropwhile(lambda record: not record, split_records(lines, syntax, name))
                next(records)
                for place, record in enumerate(records):
                    yield number, 0, place, bytearray(record)

        lines = self.lines(sources).repartition(len(sources), "file").sortWithinPartitions("file", "start", "id").select("file", "line")
        return self.spark.createDataFrame(lines.rdd.mapPartitions(of_part), LINES, verifySchema=False)

    # MARK: Parquet

    def columns(self) -> dict[str, list[str]]:
        """The columns that the block maps, under our names; each may have several names in the file."""
        names = {key: listed(value) for key, value in (self.block.get("columns") or {}).items()}
        names |= {f"attributes.{key}": listed(value) for key, value in (self.block.get("attributes") or {}).items()}
        reversals = self.block.get("reversals")
        for key in ["status", "claim", "original"]:
            if isinstance(reversals, dict) and key in reversals:
                names[f"reversals.{key}"] = listed(reversals[key])
        return names

    def parquet_rows(self, paths: list[str], files: list[str], spool: int, spools: list[Spool]) -> DataFrame:
        table = self.spark.read.option("mergeSchema", "true").parquet(*paths)
        what = f"--table {self.kind}"
        chosen: dict[str, tuple[int, str]] = {}
        for key, wanted in self.columns().items():
            place, name = find(table.columns, wanted, what)
            if name not in chosen or key in DATES | NUMBERS:
                chosen[name] = (place, key)
        patient = find(table.columns, self.patient, what)[1]
        fields = [table.schema.fields[place] for place, _ in chosen.values()]
        self.check_columns([column.name for column in fields], files)
        texts = []
        for number, (column, (_, key)) in enumerate(zip(fields, chosen.values())):
            value = self.text(f.col("`" + column.name.replace("`", "``") + "`"), column, key)
            texts.append(f.coalesce(value, f.lit("")).alias(f"c{number}"))
        path = f.regexp_replace("_metadata.file_path", "^file:/+", "file:/")
        plain = table.select(path.alias("path"), f.col("_metadata.row_index").alias("id"), *texts)
        values = {name: f.col(f"c{number}") for number, name in enumerate(chosen)}
        delimiter, quotes = self.syntax.delimiter, self.syntax.quotes
        spools[spool].header = delimiter.join('"' + name.replace('"', '""') + '"' if quotes else name for name in chosen).encode()
        if not quotes:
            self.refuse_marks(plain, values)
        line = f.concat_ws(delimiter, *[
            f.concat(f.lit('"'), f.replace(value, f.lit('"'), f.lit('""')), f.lit('"')) if quotes else value for value in values.values()])
        file = look_up({address: number for number, address in enumerate(files)}, f.col("path"))
        key = self.key(values[patient], self.syntax.nobody(values[patient], False), line)
        return plain.select(f.lit(spool).alias("spool"), file.alias("file"), f.lit(0).cast("bigint").alias("start"), "id",
                            line.cast("binary").alias("line"), key.alias("key"))

    def check_columns(self, names: list[str], files: list[str]) -> None:
        """Refuses files that lack a column which others have: Spark would take it for empty there."""
        jvm, hadoop = self.spark.sparkContext._jvm, self.spark.sparkContext._jsc.hadoopConfiguration()
        have = {}
        for address in files:
            place = jvm.org.apache.hadoop.fs.Path(jvm.java.net.URI(address))
            reader = jvm.org.apache.parquet.hadoop.ParquetFileReader.open(
                jvm.org.apache.parquet.hadoop.util.HadoopInputFile.fromPath(place, hadoop))
            have[address] = {column.getName() for column in reader.getFooter().getFileMetaData().getSchema().getFields()}
            reader.close()
        for address, own in have.items():
            for name in names:
                if name not in own and any(name in other for other in have.values()):
                    fail(f"--table {self.kind}: {unescape(address)} lacks the column '{name}' of others; add it, or leave the file out")

    def refuse_marks(self, table: DataFrame, values: dict[str, Column]) -> None:
        delimiter = self.syntax.delimiter
        for name, value in values.items():
            marks = value.rlike(f"[\\{delimiter}\\r\\n]")
            if delimiter in name or table.where(marks).limit(1).count():
                fail(f"--table {self.kind}: the column '{name}' holds the delimiter or a line end, and the study says 'quotes: none'; "
                     "write 'quotes: double'")

    def text(self, value: Column, column: StructField, key: str) -> Column:
        """A value as the study says that its files write it."""
        kind, name = column.dataType.typeName(), column.dataType.simpleString()
        what = f"--table {self.kind}: the column '{column.name}' is {name}"
        if kind in ("string", "char", "varchar", "boolean", "byte", "short", "integer", "long", "void"):
            return value.cast("string")
        if kind in ("float", "double", "decimal"):
            if key == "patient" and not (kind == "decimal" and column.dataType.scale == 0):
                fail(f"{what}, and the patient's identifier must be a string or a whole number; write it as one")
            number = value.cast("string")
            if kind != "decimal":
                # By its text, so that 0.1 stays 0.1.
                exact = f.coalesce(number.try_cast("decimal(38,18)").cast("string"), number)
                number = f.when(f.isnan(value), f.lit("")).otherwise(exact)
            # Without a point where it is whole, as an extract in CSV has it.
            number = f.regexp_replace(f.regexp_replace(number, "(\\.[0-9]*?)0+$", "$1"), "\\.$", "")
            return f.replace(number, f.lit("."), f.lit(self.syntax.decimal)) if key in NUMBERS else number
        if kind == "timestamp" and "spark.sql.session.timeZone" not in dict(self.spark.sparkContext.getConf().getAll()):
            fail(f"{what}, whose day depends on a time zone; make it a DATE, or set spark.sql.session.timeZone to that of the data")
        if kind in ("date", "timestamp", "timestamp_ntz"):
            day, dates = value.cast("date"), self.syntax.dates
            if key not in DATES or dates == "auto":
                return day.cast("string")
            if dates in ("excel", "sas"):
                return f.datediff(day, f.lit({"excel": "1899-12-30", "sas": "1960-01-01"}[dates]).cast("date")).cast("string")
            return f.date_format(day, dates)
        fail(f"{what}; make it a string, a number or a date")


LINES = "file int, start bigint, id bigint, line binary"


def unpacking(path: str) -> subprocess.Popen:
    try:
        return subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE)
    except FileNotFoundError:
        fail(f"{path} is packed with zstd, and that program is not there; install it on all nodes, or pack the file with gzip")


def unpack(item):
    """The lines of a file that the program zstd unpacks, as Spark gives those of others."""
    number, path = item
    with unpacking(path) as program:
        for place, line in enumerate(program.stdout):
            line = line.removesuffix(b"\n")
            yield number, 0, place, bytearray(line.removeprefix(b"\xef\xbb\xbf") if place == 0 else line)
    if program.returncode != 0:
        fail(f"{path} can't be unpacked: zstd ended with {program.returncode}")


def unescape(address: str) -> str:
    return urllib.parse.unquote(address)


def look_up(numbers: dict, key: Column) -> Column:
    """The number that a key has; the job fails for a key that has none."""
    pairs = [f.lit(item) for pair in numbers.items() for item in pair]
    found = f.element_at(f.create_map(*pairs), key)
    unknown = f.raise_error(f.concat(f.lit("rxuse_spark has no number for "), key.cast("string")))
    return f.when(found.isNull(), unknown.cast("int")).otherwise(found)


def union(tables: list[DataFrame]) -> DataFrame:
    return functools.reduce(DataFrame.unionAll, tables)


# MARK: Job

def table_rows(table: Table, paths: list[str], folder: pathlib.Path, spools: list[Spool]) -> DataFrame:
    """The rows of one kind, from `paths` or, where there are none, from the study's own files; adds the files of parts to `spools`."""
    spark, what = table.spark, f"{table.kind}.files"
    first = len(spools)
    if not paths:
        found: dict[tuple[int, int], str] = {}
        sources = []
        for name in expand(table.patterns, folder, what):
            status = (folder / name).stat()
            twin = found.setdefault((status.st_dev, status.st_ino), name)
            spools.append(Spool(name, link=twin if twin != name else ""))
            if twin == name:
                place = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(f"file://{(folder / name).absolute()}")
                sources.append(Source(name, same_address(place.toUri().toString()), len(spools) - 1))
        return table.csv_rows(sources, spools)
    # Every pattern has to find a file; the first's has all rows.
    spools += [Spool(name) for name in dict.fromkeys(made_name(pattern, what) for pattern in table.patterns)]
    addresses = sorted(same_address(address) for address in spark.read.text(paths).inputFiles())
    parquet = [address.endswith(".parquet") for address in addresses]
    if not addresses or (any(parquet) and not all(parquet)):
        fail(f"--table {table.kind}: {', '.join(paths)} must be files of CSV alone or of Parquet (.parquet) alone")
    if all(parquet):
        rows = table.parquet_rows(paths, addresses, first, spools)
    else:
        rows = table.csv_rows([Source(unescape(os.path.basename(address)), address, first) for address in addresses], spools)
    for spool in spools[first + 1:]:
        spool.header = spools[first].header
    return rows


def same_address(address: str) -> str:
    return re.sub("^file:/+", "file:/", address)


def heavy_keys(rows: DataFrame, parts: int, heavy_rows: int) -> list[str]:
    """The keys that get parts of their own."""
    counts = rows.groupBy("key").count()
    many = f.when((f.col("count") > heavy_rows) & ~f.col("key").startswith("-"), f.struct("count", "key"))
    found = counts.agg(f.sum("count").alias("total"), f.collect_list(many).alias("many")).collect()[0]
    most = max(heavy_rows, 4 * (found["total"] or 0) // parts)
    heavy = [row["key"] for row in sorted(found["many"], reverse=True) if row["count"] > most]
    for key in heavy:
        what = "one identifier has" if key else "identifiers without Latin letters and digits have"
        print(f"rxuse_spark: warning: {what} more than {most} rows, which make a part of their own; check that these are patients'",
              file=sys.stderr)
    return heavy


def divide(spark: SparkSession, rows: DataFrame, parts: int, heavy: list[str]):
    """The rows as one partition a part, in the order of the files: their part, spool and line."""
    part = f.pmod(f.hash("key"), f.lit(parts))
    for place, key in enumerate(heavy):
        part = f.when(f.col("key") == key, f.lit(parts + place)).otherwise(part)
    parts += len(heavy)
    # Spark puts rows where the hash of a number says: for each part a number that leads there.
    numbers: dict[int, int] = {}
    count = 32 * parts
    while len(numbers) < parts:
        place = f.pmod(f.hash("id"), f.lit(parts)).alias("place")
        numbers = {row["place"]: row["number"] for row in spark.range(count).groupBy(place).agg(f.min("id").alias("number")).collect()}
        count *= 2
    text = ",".join(str(numbers[place]) for place in range(parts))
    number = f.element_at(f.split(f.lit(text), ","), f.col("part") + 1).cast("bigint")
    placed = rows.select(part.alias("part"), "spool", "file", "start", "id", "line").withColumn("number", number)
    ordered = placed.repartition(parts, "number").sortWithinPartitions("spool", "file", "start", "id")
    return ordered.select("part", "spool", "line").rdd


def make_map(program: str, text: bytes, shared: dict[str, bytes], spools: list[Spool], parts: int, fills: str | None):
    """The function that counts one part on an executor."""

    def write(spool: Spool, path: pathlib.Path, rows, number: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        lead = dict(spool.lead)
        plain = path.with_name(path.name + ".plain") if re.search(r"\.zstd?$", spool.name) else path
        with gzip.open(plain, "wb", 1) if spool.name.endswith(".gz") else open(plain, "wb") as file:
            file.write(spool.header + b"\n")
            for part, _, line in rows:
                if part != number:
                    raise RuntimeError(f"a row of part {part + 1} has come to part {number + 1}")
                if lead and lead.get(key := bytes(line)):
                    lead[key] -= 1
                    continue
                file.write(line)
                file.write(b"\n")
        if plain != path:
            subprocess.run(["zstd", "-q", "-1", "--rm", str(plain), "-o", str(path)], check=True)

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
            last = -1
            groups = itertools.chain(itertools.groupby(rows, key=lambda row: row[1]), [(len(spools), ())])
            for slot, own in groups:
                for spool in spools[last + 1:slot]:
                    if spool.link:
                        (folder / spool.name).parent.mkdir(parents=True, exist_ok=True)
                        os.link(folder / spool.link, folder / spool.name)
                    else:
                        write(spool, folder / spool.name, (), number)
                if slot < len(spools):
                    write(spools[slot], folder / spools[slot].name, own, number)
                last = slot
            state = folder / "state.rxs"
            command = [SparkFiles.get(os.path.basename(program)), "map", str(folder / "study.yml"), "--part", f"{number + 1}/{parts}",
                       "--rows", "own", "--state", str(state), "--threads", "1"]
            done = subprocess.run(command + (["--fills", fills] if fills else []), capture_output=True, text=True, errors="replace")
            if done.returncode != 0:
                raise RuntimeError(f"part {number + 1} of {parts}: rxuse map ended with {done.returncode}: {done.stderr[-2000:].strip()}")
            yield number + 1, state.read_bytes()

    return count


def run(spark: SparkSession, study_path: str, rxuse: str, out: str, parts: int = 64, heavy_rows: int = HEAVY_ROWS,
        tables: dict[str, list[str]] | None = None) -> int:
    """Runs a study; returns the code that `rxuse finish` ends with, which has said on standard error what it has to say."""
    path, tables = pathlib.Path(study_path), tables or {}
    folder, text = path.parent.resolve(), path.read_bytes()
    # Without types, as rxuse reads it: a column may be called NO or 01.
    study = yaml.load(text, yaml.BaseLoader)
    wanted = blocks(study)
    for kind in tables:
        if kind not in wanted:
            fail(f"--table {kind}: the study has {', '.join(wanted)}")
    context = spark.sparkContext
    # What Spark could pass over or change without a word.
    for key, value in {"sql.caseSensitive": True, "sql.ansi.enabled": True, "sql.files.ignoreCorruptFiles": False,
                       "sql.files.ignoreMissingFiles": False}.items():
        spark.conf.set(f"spark.{key}", value)
    context.addFile(os.path.realpath(rxuse))
    shared = shared_files(study, folder)
    spools: list[Spool] = []
    rows = union([table_rows(Table(spark, kind, block, parts), tables.get(kind, []), folder, spools) for kind, block in wanted.items()])
    twice = [name for name, spool in itertools.groupby(sorted(spool.name for spool in spools)) if len(list(spool)) > 1]
    if twice:
        fail(f"'{twice[0]}' belongs to two kinds of table; copy it under another name for one of them")
    heavy = heavy_keys(rows, parts, heavy_rows)
    divided = divide(spark, rows, parts, heavy)
    parts += len(heavy)

    with tempfile.TemporaryDirectory(prefix="rxuse-") as place:
        os.chmod(place, 0o700)
        fills = None
        for _ in range(2):
            function = make_map(os.path.realpath(rxuse), text, shared, spools, parts, fills)
            files = []
            for number, state in divided.mapPartitionsWithIndex(function).collect():
                files.append(f"{place}/{number}.rxs")
                pathlib.Path(files[-1]).write_bytes(state)
            merged = subprocess.run([rxuse, "merge", *files, "-o", f"{place}/all.rxs"], capture_output=True, text=True)
            done = merged if merged.returncode else subprocess.run(
                [rxuse, "finish", f"{place}/all.rxs", "--out", out], capture_output=True, text=True)
            asked = re.search(r"--fills (\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d)", done.stderr)
            if done.returncode == 0 or fills or not asked:
                break
            # What all fills together say of observation is only known now.
            fills = asked.group(1)
    sys.stderr.write(done.stderr)
    return done.returncode


def reason(error: Exception) -> str | None:
    """What a task has failed for, where that can be said in a line."""
    found = re.search(r"(?:Refusal|RuntimeError): (.*)", f"{error}")
    unreadable = re.search(r"(?:EOFException|ZipException|IOException): (.*)", f"{error}")
    return found.group(1) if found else f"a file can't be read: {unreadable.group(1)}" if unreadable else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--study", required=True)
    parser.add_argument("--rxuse", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--parts", type=int, default=64)
    parser.add_argument("--heavy-rows", type=int, default=HEAVY_ROWS)
    parser.add_argument("--table", action="append", default=[], metavar="KIND=PATH")
    options = parser.parse_args()
    tables: dict[str, list[str]] = {}
    for item in options.table:
        kind, _, where = item.partition("=")
        tables.setdefault(kind, []).append(where)
    spark = SparkSession.builder.appName(f"rxuse {os.path.basename(options.study)}").getOrCreate()
    try:
        code = run(spark, options.study, options.rxuse, options.out, options.parts, options.heavy_rows, tables)
    except Refusal as error:
        sys.exit(f"rxuse_spark: {error}")
    except (PySparkException, Py4JError) as error:
        said = reason(error)
        if said is None:
            raise
        sys.exit(f"rxuse_spark: {said}")
    finally:
        spark.stop()
    sys.exit(code)


if __name__ == "__main__":
    main()
