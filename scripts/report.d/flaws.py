"""The checks' own test: flaws are planted in a report without any, and the check that they are for has to find each."""

import pathlib
import random
import re
import shutil
import tempfile
from collections.abc import Callable

import openpyxl
import openpyxl.styles

import alone
import browser
import drawn
import figures
import palette
import paper
import published
import studies
import summarised
import tree
import workbook
from lookup import Lookup

SEED, NUMBERS, LEAST = 1, 60, 0.95


def once(old: str, new: str, text: str) -> str:
    """The text with the first of `old` replaced. Fails where there is none: then the flaw would not be one."""
    if not re.search(old, text, re.S):
        raise ValueError(f"nothing reads {old}")
    return re.sub(old, lambda match: match.expand(new), text, count=1, flags=re.S)


def pages(chromium) -> list[tuple[str, str, str, Callable]]:
    """Flaws of a page: what they are, what is replaced by what, and the check."""
    def layout(folder):
        return browser.layout(chromium, folder / "report.html")

    def accessible(folder):
        return browser.accessible(chromium, folder / "report.html")

    def apart(folder):
        return browser.texts_apart(chromium, folder / "report.html")

    def faint(folder):
        return palette.check(chromium, folder / "report.html")

    def by_itself(folder):
        return alone.self_contained(folder / "report.html")

    def valid(folder):
        return alone.valid([folder / "report.html"])

    def on_paper(folder):
        return paper.printed(studies.Study("flaw", folder, folder, folder), chromium)

    text = r'<text x="[\d.]+" y="[\d.]+"'
    return [
        ("something wide", "</main>", '<p style="width: 3000px">wide</p></main>', layout),
        ("a file that is asked for", "</main>", '<img alt="" src="picture.png"></main>', layout),
        ("a script", "</main>", "<script>console.log(1)</script></main>", layout),
        ("no language", '<html lang="en">', "<html>", accessible),
        ("a faint text", "</main>", '<p style="color: #bbb; background: #fff">faint</p></main>', accessible),
        ("an unknown attribute", "<main ", "<main wrong=1 ", valid),
        ("an unknown property", "<style>", "<style>p { colour: red }", valid),
        ("texts over each other", rf"({text})([^>]*>[^<]+</text>\s*)({text})", r"\1\2\1", apart),
        ("a text outside", text, '<text x="9000" y="20"', apart),
        ("a small text", text, '<text style="font-size: 6px" x="100" y="100"', apart),
        ("a faint colour", "--c2: #[0-9a-f]+", "--c2: #c0e0d0", faint),
        ("a script", "</main>", "<script></script></main>", by_itself),
        ("an address", "</main>", '<a href="https://example.org">out</a></main>', by_itself),
        ("an event", "<main ", '<main onclick="x()" ', by_itself),
        ("an import", "<style>", "<style>@import 'other.css';", by_itself),
        ("a link to nowhere", "</main>", '<a href="#nowhere">x</a></main>', by_itself),
        ("a figure of two pages", "(<figure[^>]*>)", r'\1<p style="height: 60cm">tall</p>', on_paper),
        ("a number cut off on paper", "</main>", '<p style="width: 40px; overflow: hidden; white-space: nowrap">and so on, far to the right: 98,765</p></main>',
         layout),
        ("a moved mark", r'(class="mark"[^>]*transform="translate\()[\d.]+ [\d.]+', r"\g<1>200 120", lambda folder: drawn.check(folder)),
        ("a moved bar", r'(<path d="M)[\d.]+ [\d.]+(H[\d.]+V[\d.]+H[\d.]+Z"[^>]*class="bounds")', r"\g<1>300 150\2", lambda folder: drawn.check(folder)),
        ("a bar too few", r'<path [^>]*class="bounds"[^>]*/>', "", lambda folder: drawn.check(folder)),
        ("a bar for a mark", r'(<path d="M[\d.]+ [\d.]+ [\d.]+ [\d.]+"[^>]*class=")interval"', r'\1bounds"', lambda folder: drawn.check(folder)),
        ("a mark too few", r'<path class="mark" data-(?:at|series)[^>]*/>', "", lambda folder: drawn.check(folder)),
    ]


def check(study: studies.Study, chromium) -> list[str]:
    """The flaws that no check finds."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place) / "out"
        shutil.copytree(study.out, folder)
        page = folder / "report.html"
        original = page.read_text(encoding="utf-8")
        missed = []
        for name, old, new, find in pages(chromium):
            page.write_text(once(old, new, original), encoding="utf-8")
            if not find(folder):
                missed.append(f"not found: {name}")
        page.write_text(original, encoding="utf-8")
        return missed + numbers(folder, original) + in_files(folder)


def numbers(folder: pathlib.Path, original: str) -> list[str]:
    """Digits that are changed in cells and sentences, [c] in place of a figure, and a figure in place of [c]."""
    chance = random.Random(SEED)
    lookup = Lookup(published.release(folder))
    begin = original.index("<main")
    cells = [match for match in re.finditer(r'<td class="n[^>]*>([^<]*\d[^<]*)</td>', original)]
    words = [match for match in re.finditer(r"<li>([^<]*\d+ of [^<]*<bdi>[^<]*</bdi> in [^<]*)<", original) if match.start() > begin]
    known = set(figures.html_found(tree.parse(original), lookup))
    noticed, planted = 0, 0
    for match in chance.sample(cells, min(NUMBERS, len(cells))) + words:
        places = [place for place in range(match.start(1), match.end(1)) if original[place].isdigit()]
        place = chance.choice(places)
        digit = str((int(original[place]) + chance.randint(1, 9)) % 10)
        planted += 1
        noticed += bool(set(figures.html_found(tree.parse(original[:place] + digit + original[place + 1:]), lookup)) - known)
    missed = []
    if noticed < LEAST * planted:
        missed.append(f"of {planted} changed digits only {noticed} are noticed")
    for old, new in ((r'(<td class="n[^>]*>)\[c\]</td>', r"\g<1>12.3 (4.5 to 6.7)</td>"), (r'(<td class="n[^>]*>)\[c\]</td>', r"\g<1>12.3 to 14.5 [c]</td>"),
                     (r'(<td class="n[^>]*>[^<]*\d) \[c\]</td>', r"\1</td>"),
                     (r'(<td class="n[^>]*>)\d+\.\d \([^<]*</td>', r"\1[c]</td>"), (r'(<td class="n[^>]*>)\d+\.\d \([^<]*</td>', r"\1</td>")):
        if not set(figures.html_found(tree.parse(once(old, new, original)), lookup)) - known:
            missed.append(f"not found: {new} for {old}")
    return missed


def in_files(folder: pathlib.Path) -> list[str]:
    """Flaws of the workbook and of the summarised result."""
    missed = []
    path = folder / "tables.xlsx"
    kept = path.read_bytes()
    for name, plant in WORKBOOK.items():
        book = openpyxl.load_workbook(path)
        plant(book)
        book.save(path)
        if not any(word in text for text in workbook.check(folder) for word in name.split("|")[1:]):
            missed.append(f"not found in the workbook: {name}")
        path.write_bytes(kept)
    path = folder / "summarised_result.csv"
    original = path.read_text(encoding="utf-8")
    for old, new in ((r"denominator_count,integer,(\d+)", r"denominator_count,integer,9\1"), ("settings,NA,package_version", "settings,NA,version"),
                     (r"\nprevalence|\n1,", r"\n0,"), ("outcome_count", "users"), ("&&& outcome_cohort_name", "outcome_cohort_name")):
        path.write_text(once(old, new, original), encoding="utf-8")
        if not summarised.check(folder):
            missed.append(f"not found in the summarised result: {new} for {old}")
    path.write_text(original, encoding="utf-8")
    return missed


def _set(place: str, value: object) -> Callable:
    return lambda book: book["Table_1"].__setitem__(place, value)


def _last(book) -> None:
    """Another number in the last row of the first table of figures."""
    sheet = book["Table_1"]
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value == "Denominator"}
    sheet.cell(sheet.max_row, heads["Denominator"]).value = 123456


# What is done to a workbook, and words of what has to be found.
WORKBOOK: dict[str, Callable] = {
    "merged|merged": lambda book: book["Table_1"].merge_cells("A1:B1"),
    "frozen|frozen": lambda book: setattr(book["Table_1"], "freeze_panes", "A3"),
    "a formula|formula": _set("A3", "=1+1"),
    "hidden|hidden": lambda book: setattr(book["Table_2"], "sheet_state", "hidden"),
    "something beside|beside": _set("Z9", "beside"),
    "another number|row by row": _last,
    "an order of sheets|order": lambda book: book.move_sheet("Table_1", 1),
    "no title|title": lambda book: setattr(book.properties, "title", None),
    "a small text|small": lambda book: setattr(book["Table_1"]["A2"], "font", openpyxl.styles.Font(size=8)),
}
