"""Checks 15 and 16: tables.xlsx keeps the rules of accessible workbooks and holds results.csv, also as a real program reads it.

Two of the rules the library that writes it can't keep, so they are not looked for: the document's language, and cells of the
style Heading 1 (headings are large and bold instead).
"""

import csv
import pathlib
import re
import subprocess
import tempfile
import zipfile

import openpyxl

import published

MARKS = {"[c]", "[z]", "[x]", "[low]"}
NUMBERS = ["Numerator", "Denominator", "Estimate", "Lower 95% limit", "Upper 95% limit"]
FIELDS = ["numerator", "denominator", "estimate", "ci_lower", "ci_upper"]
# The columns with the ranges of what is kept back, where a table has any.
ENDS = ["Least numerator", "Greatest numerator", "Least denominator", "Greatest denominator", "Least estimate", "Greatest estimate"]
END_FIELDS = ["numerator_from", "numerator_to", "denominator_from", "denominator_to", "estimate_from", "estimate_to"]
FIRST = ["Cover_sheet", "Table_of_contents"]


def rules(path: pathlib.Path) -> list[str]:
    """Check 15 without the figures: sheets, heads, tables, cells and properties."""
    book = openpyxl.load_workbook(path)
    names = book.sheetnames
    tables = [name for name in names if name.startswith("Table_") and name != "Table_of_contents"]
    found = []
    if names != FIRST + (["Notes"] if "Notes" in names else []) + [f"Table_{number + 1}" for number in range(len(tables))]:
        found.append(f"sheets in another order: {names[:6]}")
    if book.active.title != names[0] or not book.properties.title or not book.properties.creator or not book.properties.keywords:
        found.append("the first sheet is not active, or title, author or keywords are missing")
    if book.defined_names:
        found.append("there are defined names")
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
        found += [f"a part of the file: {name}" for name in parts if re.search(r"drawing|media|vba|chart|comments|externalLink|calcChain", name)]
        found += [f"{part.filename} is dated {part.date_time}" for part in archive.infolist() if part.date_time[0] != 1980]
        core = archive.read("docProps/core.xml").decode()
        found += [f"dates of the run: {date}" for date in re.findall(r">(20[2-9]\d-[^<]*)<", core)]
    seen: set[str] = set()
    for sheet in book.worksheets:
        found += [f"{sheet.title}: {text}" for text in sheet_rules(sheet, seen)]
    return found + contents_and_notes(book, tables)


def sheet_rules(sheet, seen: set[str]) -> list[str]:
    """What is wrong with a sheet."""
    found = []
    if len(sheet.title) > 31 or " " in sheet.title or sheet.sheet_state != "visible":
        found.append("its name is long or has blanks, or it is hidden")
    if sheet.merged_cells.ranges or sheet.freeze_panes or sheet.auto_filter.ref or sheet.conditional_formatting:
        found.append("merged cells, frozen panes, filters or conditional formats")
    if sheet.oddHeader.center.text or sheet.oddFooter.center.text:
        found.append("a header or footer")
    found += [f"column {name} is hidden" for name, column in sheet.column_dimensions.items() if column.hidden]
    found += [f"row {number} is hidden" for number, row in sheet.row_dimensions.items() if row.hidden]
    if sheet.sheet_view.zoomScale not in (None, 100) or sheet.sheet_view.selection[0].activeCell != "A1":
        found.append("the cursor is not in A1, or the zoom is not 100")
    head = sheet["A1"]
    if not head.value or not head.font.b or head.font.sz <= 12:
        found.append("A1 is no heading")
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            if cell.data_type == "f":
                found.append(f"{cell.coordinate} is a formula")
            if (cell.font.sz or 0) < 12 or cell.font.i or (cell.font.color and cell.font.color.rgb not in (None, "FF000000") and
                                                             cell.font.color.type == "rgb" and not cell.hyperlink):
                found.append(f"{cell.coordinate}: small, italic or coloured")
            if cell.fill.fill_type or cell.border.left.style or cell.border.top.style:
                found.append(f"{cell.coordinate}: filled or bordered")
    if sheet.title == "Cover_sheet":
        if sheet.tables or sheet.max_column > 1 or sheet.max_row > 40:
            found.append("the cover has a table, a second column or more than a screen")
        return found[:6]
    if len(sheet.tables) != 1:
        return [*found, f"{len(sheet.tables)} tables"]
    return (found + table_rules(sheet, seen))[:6]


def table_rules(sheet, seen: set[str]) -> list[str]:
    """What is wrong with the table of a sheet."""
    table = next(iter(sheet.tables.values()))
    name = table.displayName
    found = []
    if name in seen or re.fullmatch(r"Table\d*", name):
        found.append(f"the table's name {name} is taken, or says nothing")
    seen.add(name)
    if table.headerRowCount != 1 or table.autoFilter or table.totalsRowCount:
        found.append("the table has filter buttons, or not one header row")
    style = table.tableStyleInfo
    if style and (style.showRowStripes or style.showColumnStripes or style.name):
        found.append(f"the table has the style {style.name}, or banding")
    rows = list(sheet[table.ref])
    heads = [cell.value for cell in rows[0]]
    if any(not isinstance(head, str) or not head.strip() for head in heads) or len({head.lower() for head in heads}) < len(heads):
        found.append(f"heads are empty, or twice the same: {heads}")
    first = rows[0][0]
    if first.column != 1 or rows[-1][0].row != sheet.max_row or rows[0][-1].column != sheet.max_column:
        found.append("the table does not begin in column A, or something stands below or beside it")
    above = [sheet.cell(number, 1).value for number in range(1, first.row)]
    if len(above) < 2 or above[1] != "This worksheet contains one table." or None in above:
        found.append("A2 does not say that there is one table, or a row above it is empty")
    marks = {mark for row in rows[1:] for cell in row if isinstance(cell.value, str) for mark in re.findall(r"\[\w+\]$", cell.value)}
    found += [f"{mark} is not explained" for mark in marks if not any(mark in str(line) for line in above[1:])]
    for row in rows[1:]:
        for cell, head in zip(row, heads):
            if cell.value is None or cell.value == "":
                found.append(f"{cell.coordinate} is empty")
            if head in NUMBERS + ENDS and not isinstance(cell.value, (int, float)) and cell.value not in MARKS:
                found.append(f"{cell.coordinate}: {cell.value!r} is no number")
            if head in NUMBERS + ENDS and cell.alignment.horizontal not in ("right", None if isinstance(cell.value, (int, float)) else "right"):
                found.append(f"{cell.coordinate} is not to the right")
            if isinstance(cell.value, str) and "[note" in cell.value and sheet.title.startswith("Table_") and sheet.title != "Table_of_contents":
                found.append(f"{cell.coordinate}: a note in a cell of data")
    return found


def contents_and_notes(book, tables: list[str]) -> list[str]:
    """What is wrong with the contents and with notes."""
    found = []
    contents = book["Table_of_contents"]
    listed = [cell for (cell,) in contents.iter_rows(max_col=1) if cell.hyperlink]
    expected = [name for name in book.sheetnames if name not in FIRST]
    if [cell.value for cell in listed] != expected or any(
            (cell.hyperlink.location or "").split("!")[0].strip("'") != cell.value for cell in listed):
        found.append("the contents do not list every sheet, each with a link to it")
    used = {note for name in tables for note in re.findall(r"\[note \d+\]", str(book[name]["A1"].value))}
    defined = {str(cell.value) for (cell,) in book["Notes"].iter_rows(min_row=2, max_col=1)} if "Notes" in book.sheetnames else set()
    defined = {text for text in defined if text.startswith("[note")}
    if used != defined:
        found.append(f"notes used {sorted(used - defined)} but not defined, defined {sorted(defined - used)} but not used")
    return found


def figure_tables(rows_by_sheet: dict[str, list[list[str]]], folder: pathlib.Path) -> list[str]:
    """Whether the tables of figures, with their cells as texts, hold results.csv: the rows of each measure in their order."""
    release = published.release(folder)
    by_measure: dict[str, list[published.Row]] = {}
    for row in release.rows:
        by_measure.setdefault(row.measure, []).append(row)
    found, seen = [], []
    for sheet, rows in rows_by_sheet.items():
        heads = rows[0]
        if "Numerator" not in heads or "Difference" in heads:
            continue
        places = [heads.index(name) for name in NUMBERS]
        ends = [heads.index(name) for name in ENDS] if ENDS[0] in heads else []
        status = heads.index("Status")
        written = [([cell(row[place]) for place in places], [cell(row[place]) for place in ends], row[status]) for row in rows[1:]]
        measure = next((name for name, own in by_measure.items() if name not in seen and
                        len(own) == len(written) and all(fits(row, *texts) for row, texts in zip(own, written))), None)
        if measure:
            seen.append(measure)
        else:
            found.append(f"{sheet} is of no measure of results.csv, row by row ({len(written)} rows, first {written[:1]})")
    return found + [f"{name} is in no sheet" for name in by_measure if name not in seen]


def cell(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def fits(row: published.Row, numbers: list[float | str], ends: list[float | str], status: str) -> bool:
    """Whether a line's numbers, ranges and status are those of a row; a limit that a measure never has reads [z], as do the ends of
    what is shown, and an end that nothing bounds [x]."""
    if bool(row.ranges) > bool(ends):
        return False
    for name, value in zip(END_FIELDS, ends):
        text = row.ranges.get(name)
        if value != ("[z]" if text is None else float(text) if text else "[x]"):
            return False
    expected_status = row.status + (" [u]" if row.unreliable else "")
    if status != expected_status:
        return False
    for name, value in zip(FIELDS, numbers):
        text = row.fields[name]
        if text:
            if value != float(text):
                return False
        elif name == "numerator" and row.is_quartile:
            if value != "[z]":
                return False
        elif row.suppressed or name in FIELDS[:2]:
            if value != "[c]" and not (value == "[z]" and name.startswith("ci_")):
                return False
        elif value not in ("[x]", "[z]"):
            return False
    return True


def held(folder: pathlib.Path) -> list[str]:
    """Check 15, the figures: as openpyxl reads them."""
    book = openpyxl.load_workbook(folder / "tables.xlsx", data_only=True)
    rows = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            rows[sheet.title] = [[str(cell.value) for cell in row] for row in sheet[table.ref]]
    return figure_tables(rows, folder)


def opened(folder: pathlib.Path) -> list[str]:
    """Check 16: LibreOffice opens it, and what it writes as CSV holds the figures."""
    with tempfile.TemporaryDirectory() as place:
        # All sheets (-1), with the cells' values rather than how they are shown.
        form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
        done = subprocess.run(["soffice", f"-env:UserInstallation=file://{place}/user", "--headless", "--convert-to", form, "--outdir",
                               place, str(folder / "tables.xlsx")], capture_output=True, text=True, timeout=300)
        rows = {}
        for path in sorted(pathlib.Path(place).glob("*.csv")):
            with open(path, newline="", encoding="utf-8") as file:
                lines = list(csv.reader(file))
            start = next((number for number, line in enumerate(lines) if "Numerator" in line), None)
            if start is not None:
                rows[path.stem] = lines[start:]
        if not rows:
            return [f"LibreOffice wrote no sheet of figures: {done.stderr.strip()[-200:]}"]
        return figure_tables(rows, folder)


def check(folder: pathlib.Path) -> list[str]:
    return rules(folder / "tables.xlsx") + held(folder)
