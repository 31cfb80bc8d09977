"""Checks 7 and 8: every number of a report is a published figure, or that figure by the rounding rules; a figure that is kept
back reads [c], and nothing else does.

A cell of a table is looked up by what stands around it: drug, period, definition, group and unit in its row's and column's
heads, else in the caption and title. What it reads must be what the rounding rules make of a row of results.csv that fits. A
sentence's numbers must be of rows that fit its words. What else may be a number is in `ALLOWED` and `counted`.
"""

import collections
import dataclasses
import pathlib
import re

import people
import published
import tree
from lookup import Lookup

# Numbers that are no figures: 95% intervals, numbers of figures and sections, bases of rates.
ALLOWED = [r"\b95%", r"\bFigures? (behind figure )?\d+\b\.?", r"^\d+\. (?=[A-Z])", r"^Table 1\.", r"\bper 1(,000|00,000)\b", r"\b0 to 100%", r"\bSHA-256\b",
           r"^1 \(reference\)$"]
NUMBER = re.compile(r"(?<![\w.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\w)")
# Sections that tell of files and rows rather than of figures.
RECORD_SECTIONS = {"", "know", "counted", "quality", "methods", "disclosure", "reproduce"}
RECORD_TABLES = {"inputs", "codes"}


@dataclasses.dataclass
class Cell:
    """A cell of figures: what it reads, the heads of its row and column, and what stands over the table."""
    text: str
    heads: list[str]
    over: str
    place: str
    section: str
    table: str
    # The cells of one group are of one measure.
    group: str


def cells_found(cells: list[Cell], lookup: Lookup) -> list[str]:
    """What is wrong with cells of figures. Those of a table, or of a row where rows have measures of their own, are of one
    measure: that which explains most of them."""
    found = []
    rows_of = {id(cell): [] if cell.table in RECORD_TABLES else lookup.rows(cell.heads, cell.over, cell.section) for cell in cells}
    explained: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for cell in cells:
        # A mark explains less than a figure.
        weight = 1 if cell.text.startswith("[") else 100
        explained[cell.group].update({measure: weight for measure in {row.measure for row in rows_of[id(cell)] if cell.text in row.texts}})
    for cell in cells:
        if cell.table in RECORD_TABLES:
            if re.fullmatch(r"[\d,]+", cell.text) and cell.text not in lookup.record_numbers:
                found.append(f"{cell.place}: {cell.text} is no count of run.json, attrition.csv or inputs.csv")
            continue
        # The day of a survival curve stands in its row's definition.
        if cell.heads[-1] == "Days" and any(f"at={cell.text}/" in row.definition for row in lookup.release.rows):
            continue
        best = explained[cell.group].most_common(1)
        rows = [row for row in rows_of[id(cell)] if not best or row.measure == best[0][0]]
        if not cell.text:
            if rows and len({row.drug for row in rows}) == 1 and len({row.unit_words for row in rows}) == 1:
                found.append(f"{cell.place}: an empty cell, though there is {rows[0].whole_text} in {rows[0].measure}")
            continue
        if not any(cell.text in row.texts for row in rows):
            near = f"such as {rows[0].whole_text} of {rows[0].measure}" if rows else "there are none"
            found.append(f"{cell.place}: \"{cell.text}\" is of no row that fits ({near})")
    return found


def sentence_found(text: str, over: str, section: str, lookup: Lookup, place: str) -> list[str]:
    """What is wrong with the numbers of a sentence."""
    rest = text
    for string in lookup.strings:
        if string in rest:
            rest = rest.replace(string, " \0 ")
    near, levels, rest = lookup.names.mentions(rest)
    far, more, _ = lookup.names.mentions(over)
    for pattern in ALLOWED:
        rest = re.sub(pattern, " \0 ", rest)
    numbers = [match for match in NUMBER.finditer(rest)]
    if not numbers:
        return []
    pool = sentence_rows(near, far, [*levels, *more], section, lookup)
    written = set().union(*(row.numbers for row in pool)) if pool else set()
    return [f"{place}: {match.group(0)} in \"{text[:110]}\" is of no row that fits" for match in numbers
            if not (match.group(0) in written or counted(match, rest, pool, section, lookup))]


def sentence_rows(near, far, levels, section, lookup: Lookup) -> list[published.Row]:
    """The rows of which a sentence can speak: of everyone, or of groups made of the levels that it names."""
    meant = set().union(*levels) if levels else set()
    found = [row for row in lookup.release.rows if all(
        level == "all" or (name, level) in meant for name, level in zip(row.variables, row.levels))]
    if section == "sensitivity":
        found += lookup.release.sensitivity
    for kind, value in (("drug", lambda row: row.drug_words), ("period", lambda row: row.period_words)):
        wanted = near.get(kind) or far.get(kind)
        if wanted:
            wanted = set(wanted)
            if kind == "drug":
                # A unit can name another: persons exposed to it.
                for unit in near.get("unit", ()):
                    wanted |= {row.drug_words for row in found if row.drug and row.drug_words in unit}
                # A sentence can name the parts of a pair.
                found = [row for row in found if value(row) in wanted or set(row.drug.split("+")) <= wanted or not row.drug]
            else:
                found = [row for row in found if value(row) in wanted or any(value(row) in each.split(" to ") for each in wanted)]
    return found


def counted(match: re.Match, text: str, pool: list[published.Row], section: str, lookup: Lookup) -> bool:
    """True for numbers that are no figure, but follow from figures or count them."""
    number, after = match.group(0), text[match.end():match.end() + 16]
    if section in RECORD_SECTIONS and number in lookup.record_numbers:
        return True
    if after.startswith(" times"):
        return number in ratios(pool)
    if re.match(r" definitions?\b", after):
        by_measure = collections.defaultdict(set)
        for row in lookup.release.rows:
            by_measure[row.measure].add(row.definition)
        return number in {str(len(found)) for found in by_measure.values()}
    if after.startswith(" days"):
        return any(re.search(rf"\b{number}\b", row.definition) for row in pool)
    # The disclosure section tells how wide ranges are.
    return section == "disclosure" and number in lookup.record_numbers


def ratios(pool: list[published.Row]) -> set[str]:
    """How many times as high one of two figures of a line and period is as the other."""
    lines = collections.defaultdict(list)
    for row in pool:
        if row.estimate and not row.suppressed and not row.unreliable:
            lines[row.measure, row.drug, row.estimate_unit, row.denominator_unit, row.period_start].append(float(row.estimate))
    found = set()
    for values in lines.values():
        for high in values:
            for low in values:
                if high > low > 0:
                    found.add(published.grouped(high / low, 1 if high / low < 10 else 0))
    return found


# MARK: HTML

def html_found(root: tree.Node, lookup: Lookup) -> list[str]:
    """What is wrong with the numbers of a page."""
    found = cells_found(html_cells(root), lookup) + people.html_found(root, lookup.release)
    for node in root.all("p", "li", "h1", "h2", "h3", "h4", "caption", "summary", "title", "desc", "th"):
        if node.all("p", "li") or (node.tag == "th" and not node.within("thead")):
            continue
        section, figure = node.within("section"), node.within("figure")
        over = figure.first("figcaption").text if figure and figure.first("figcaption") else ""
        name = section.attributes.get("id", "") if section else ""
        found += sentence_found(node.text, over, name, lookup, f"{name or 'head'} <{node.tag}>")
    return found + charts_found(root, lookup)


def html_cells(root: tree.Node) -> list[Cell]:
    """The cells of numbers of a page's tables."""
    cells = []
    for table in root.all("table"):
        # Its shares are of no row: it is made again as a whole.
        if people.is_table_1(table.attributes.get("id", "")):
            continue
        section, figure = table.within("section"), table.within("figure")
        caption = table.first("caption").text if table.first("caption") else ""
        over = caption + " \0 " + (figure.first("figcaption").text if figure and figure.first("figcaption") else "")
        heads = [cell.text for cell in table.first("thead").all("th")]
        for row in table.first("tbody").all("tr"):
            parts = row.all("th", "td")
            names = [cell.text for cell in parts if not cell.has("n")]
            cells += [Cell(cell.text, [*names, head], over, f"table {table.attributes.get('id')}, {' '.join(names)[:40]}, {head}",
                           section.attributes.get("id", "") if section else "", table.attributes.get("id", ""),
                           f"{table.attributes.get('id')} {names if 'Measure' in heads else ''}")
                      for cell, head in zip(parts, heads) if cell.has("n")]
    return cells


def charts_found(root: tree.Node, lookup: Lookup) -> list[str]:
    """Numbers beside marks in charts that the figure's own table doesn't have."""
    found = []
    for svg in root.all("svg"):
        figure = svg.within("figure")
        if not figure or not figure.first("table"):
            found.append("a chart without the table of its figures")
            continue
        written = set(NUMBER.findall(figure.first("table").text))
        for text in svg.all("text"):
            if any(node.has("axis") for node in ancestors(text)):
                continue
            rest = text.text
            for pattern in ALLOWED:
                rest = re.sub(pattern, " \0 ", rest)
            rest = lookup.names.mentions(rest)[2]
            # Names and years of sources stand below definitions.
            found += [f"figure {figure.attributes.get('id')}: {number} in \"{text.text}\" is not in its table" for number in NUMBER.findall(rest)
                      if number not in written and not (svg_source(text.text, lookup))]
    return found


def svg_source(text: str, lookup: Lookup) -> bool:
    """True for the first name and the year of a source that run.json has."""
    *names, year = text.split()
    return bool(names) and any(names[0] in string and year in string for string in lookup.strings)


def ancestors(node: tree.Node) -> list[tree.Node]:
    found = []
    while node.parent:
        node = node.parent
        found.append(node)
    return found


def check(folder: pathlib.Path) -> list[str]:
    """What is wrong with the numbers of report.html."""
    return html_found(tree.read(folder / "report.html"), Lookup(published.release(folder)))
