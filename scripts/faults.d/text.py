"""Bytes that are no table, or hardly one: NUL, marks, line ends, encodings, quotes, headers, ragged rows."""
import csv
import os

import inputs
import rig as rigs

TOLERANT = (r"tolerance: \{rejected_rows: 1%\}", "tolerance: {rejected_rows: 100%}")


def check(rig, verdicts):
    """R-13 to R-16, R-18, R-20, R-21, R-33."""
    with open(os.path.join(rig.data, "prescriptions.csv"), "rb") as file:
        text = file.read()
    header, rows = text[:text.index(b"\n") + 1], text[text.index(b"\n") + 1:]
    same(rig, verdicts, "R-14", "a byte order mark is skipped", {"UTF-8": b"\xef\xbb\xbf" + text})
    same(rig, verdicts, "R-15", "line ends", {
        "CRLF": text.replace(b"\n", b"\r\n"), "CR alone": text.replace(b"\n", b"\r"), "no last one": text[:-1],
        "mixed": header + rows.replace(b"\n", b"\r\n", rows.count(b"\n") // 2), "empty lines": text.replace(b"\n", b"\n\n"),
        "CRLF, no last one": text.replace(b"\n", b"\r\n")[:-2]})
    same(rig, verdicts, "R-20", "headers", {
        "columns in another order": reordered(text, [3, 1, 0, 2]), "a column more": reordered(text, [], [b"more,", b"x,"]),
        "quoted": b",".join(b'"%s"' % name for name in header[:-1].split(b",")) + b"\n" + rows,
        "upper case": header.upper() + rows})
    refused(rig, verdicts, "R-20", "headers that are refused", {
        "a used column twice": (header.replace(b"\n", b",ndc\n") + rows.replace(b"\n", b",1\n"), ["ndc", "rx.csv"]),
        "a column missing": (text.replace(b"fill_date", b"fil_date", 1), ["fill_date", "fil_date", "rx.csv"]),
        "no header": (rows, ["rx.csv"])})
    plain = text.decode("ascii")
    refused(rig, verdicts, "R-16", "other encodings", {
        name: (mark + plain.encode(name), ["UTF-16", "iconv -f UTF-16", "rx.csv"])
        for name, mark in {"utf-16": b"", "utf-16-le": b"", "utf-16-be": b"", "utf-16le": b"\xff\xfe", "utf-16be": b"\xfe\xff"}.items()})
    refused(rig, verdicts, "R-13", "NUL bytes in the header, a binary file", {
        "in the header": (header.replace(b"ndc", b"n\0c") + rows, ["rx.csv", "binary"]),
        "a database": (b"SQLite format 3\0" + os.urandom(100_000).replace(b"\n", b""), ["rx.csv"]),
        "a million NUL bytes": (bytes(1 << 20), ["rx.csv"])})
    malformed(rig, verdicts, header, rows)
    conservation(rig, verdicts, header, rows)
    rig.reset()


def same(rig, verdicts, line, what, texts):
    """Each gives the same result, to the byte."""
    complaints = []
    for name, content in texts.items():
        rig.reset()
        outcome = inputs.with_prescriptions(rig, inputs.made(rig, "rx.csv", content))
        complaints += [f"{name}: {text}" for text in rig.faults(outcome, (0,), state="new")]
    rig.reset()
    verdicts.add(line, what, complaints, cases=len(texts))


def refused(rig, verdicts, line, what, texts):
    """Each ends the run with 65, and is named."""
    complaints = []
    for name, (content, words) in texts.items():
        outcome = inputs.with_prescriptions(rig, inputs.made(rig, "rx.csv", content))
        complaints += [f"{name}: {text}" for text in rig.faults(outcome, (65,), words, "old")]
    verdicts.add(line, what, complaints, cases=len(texts))


def reordered(text, front, more=(b"", b"")):
    """The columns in another order, and one more in front."""
    lines = [line.split(b",") for line in text.splitlines()]
    order = front + [at for at in range(len(lines[0])) if at not in front]
    moved = [b",".join(fields[at] for at in order) for fields in lines]
    return b"\n".join([more[0] + moved[0], *(more[1] + line for line in moved[1:])]) + b"\n"


def malformed(rig, verdicts, header, rows):
    """Each spoiled row is one reject with its line and reason, and all others are used as if it were not there."""
    lines = rows.splitlines(keepends=True)
    columns = header.strip().split(b",")
    patient, date, days = (columns.index(name) for name in (b"patient_id", b"fill_date", b"days_supply"))

    def spoiled(at, column, value):
        fields = lines[at].strip().split(b",")
        fields[column] = value
        return b",".join(fields) + b"\n"

    kinds = [
        ("R-13", "nul_byte", lambda at: spoiled(at, patient, b"P\x001")),
        ("R-13", "nul_byte", lambda at: spoiled(at, date, bytes(1000))),
        ("R-14", "bad_date", lambda at: spoiled(at, date, b"\xef\xbb\xbf2020-01-01")),
        ("R-16", "not_utf8", lambda at: spoiled(at, patient, b"M\xfcller")),
        ("R-16", "not_utf8", lambda at: spoiled(at, patient, b"\xc0\xaf")),
        ("R-16", "not_utf8", lambda at: spoiled(at, patient, b"\xed\xa0\x80")),
        ("R-17", "record_too_long", lambda at: spoiled(at, patient, b"x" * (1 << 20))),
        ("R-18", "unclosed_quote", lambda at: spoiled(at, patient, b'"' + b"P1")),
        ("R-18", "stray_quote", lambda at: spoiled(at, patient, b'P"1')),
        ("R-21", "too_few_fields", lambda at: lines[at].rsplit(b",", 1)[0] + b"\n"),
        ("R-21", "too_many_fields", lambda at: lines[at].strip() + b",1\n"),
        ("R-22", "bad_date", lambda at: spoiled(at, date, b"2019-02-29")),
        ("R-23", "negative_days_supply", lambda at: spoiled(at, days, b"-30")),
        ("R-23", "days_supply_too_long", lambda at: spoiled(at, days, b"9223372036854775808")),
        ("R-23", "days_supply_too_long", lambda at: spoiled(at, days, b"366")),
    ]
    without = rigs.without_times(result(rig, header + b"".join(lines[:50] + lines[51:])))
    by_line = {}
    for line, reason, spoil in kinds:
        content = header + b"".join(lines[:50]) + spoil(50) + b"".join(lines[51:])
        found = rigs.without_times(result(rig, content))
        rejects = read_rejects(rig)
        complaints = by_line.setdefault(line, [])
        if rejects != [("52", reason)]:
            complaints.append(f"{reason}: rejects {rejects[:5]}")
        if found.get("results.csv") != without.get("results.csv"):
            complaints.append(f"{reason}: other rows were lost or gained")
    for line, complaints in by_line.items():
        count = sum(kind[0] == line for kind in kinds)
        verdicts.add(line, "a spoiled row is one reject with its line and reason; all others count", complaints, cases=count)


def result(rig, content):
    """The files of a run over these prescriptions."""
    study = inputs.study_with(rig, inputs.made(rig, "rx.csv", content), TOLERANT)
    rig.must(rig.run(study, out=rig.path("spoiled")))
    return rigs.tree(rig.path("spoiled"))


def read_rejects(rig):
    """Line and reason of each reject of the prescriptions."""
    with open(rig.path("spoiled/rejects.csv"), encoding="utf-8", newline="") as file:
        return [(row["line"], row["reason"]) for row in csv.DictReader(file) if row["file"].endswith("rx.csv")]


def conservation(rig, verdicts, header, rows):
    """Every row that was read is in exactly one line of attrition.csv."""
    complaints, folders = [], [rig.new_copy, rig.old_copy]
    content = header + rows + rows[:5000].replace(b",20", b",x") + rows[:3000]
    result(rig, content[:content.rindex(b"\n") + 1])
    for folder in [*folders, rig.path("spoiled")]:
        with open(os.path.join(folder, "attrition.csv"), encoding="utf-8", newline="") as file:
            steps = {row["step"]: int(row["rows"]) for row in csv.DictReader(file) if not row["step"].startswith("patients:")}
        read = steps.pop("rows read")
        # What is told of rows that are in one of the others.
        for step in ("counted", "equal to another row", "supply put in", "quantity unreadable", "strength unreadable"):
            steps.pop(step, None)
        if read != sum(steps.values()):
            complaints.append(f"{read} rows read, {sum(steps.values())} told of: {steps}")
    verdicts.add("R-33", "rows read are rows rejected, left out for a reason, or used", complaints, results=len(folders) + 1)
