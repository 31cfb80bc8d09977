"""Checks 7 and 8 of report.md: its tables and sentences as Markdown has them."""

import pathlib
import re

import people
import published
import tree
from figures import Cell, cells_found, sentence_found
from lookup import Lookup

MARKED = re.compile(r"\\([^A-Za-z0-9\s])|`|\*\*|&lt;|&gt;|&amp;")
MEANT = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def plain(text: str) -> str:
    """Markdown's escapes and marks taken back."""
    return " ".join(MARKED.sub(lambda match: match.group(1) or MEANT.get(match.group(0), ""), text).split())


def split_row(line: str) -> list[str]:
    return [plain(cell) for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])]


def markdown_blocks(text: str) -> list[tuple[str, str, str, list[str]]]:
    """The section, the heading and paragraph over it, and the lines of each table; other lines as tables of no lines."""
    blocks, section, heading, before, lines = [], "", "", "", []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            lines.append(line)
            continue
        if lines:
            blocks.append((section, heading, before, lines))
            lines = []
        if line.startswith("## "):
            section, heading = re.sub(r"^## \d+\. ", "", line), ""
        elif line.startswith("#"):
            heading = plain(line.lstrip("# "))
        elif line.strip():
            before = plain(line)
        if line.strip():
            blocks.append((section, heading, plain(re.sub(r"^(#+|-|\d+\.) ", "", line)), []))
    return blocks


def markdown_found(text: str, sections: dict[str, str], lookup: Lookup) -> list[str]:
    """What is wrong with the numbers of report.md. `sections` are the ids of sections by title."""
    found: list[str] = []
    own: dict[str, list[list[str]]] = {}
    for title, heading, before, lines in markdown_blocks(text):
        section = sections.get(title, "")
        if not lines:
            found += sentence_found(before, heading, section, lookup, f"report.md, {title or 'head'}")
            continue
        heads, rule = split_row(lines[0]), split_row(lines[1])
        if heading.startswith("Table 1."):
            own[before.rstrip(".")] = [heads, *map(split_row, lines[2:])]
            continue
        cells = []
        for line in lines[2:]:
            parts = split_row(line)
            names = [part for part, kind in zip(parts, rule) if not kind.endswith(":")]
            table = {"The files that were read": "inputs", "The drugs of the study": "codes"}.get(before.rstrip("."), "")
            cells += [Cell(part, [*names, head], f"{before} \0 {heading}", f"report.md, {heading or before}, {' '.join(names)[:40]}, {head}",
                           section, table, f"{heading} {before} {names if 'Measure' in heads else ''}")
                      for part, head, kind in zip(parts, heads, rule) if kind.endswith(":")]
        found += cells_found(cells, lookup)
    return found + people.compare(own, people.tables(lookup.release, latest=True), "report.md", all_of_them=False)


def check(folder: pathlib.Path) -> list[str]:
    """What is wrong with the numbers of report.md; its sections are those of report.html."""
    sections = {re.sub(r"^\d+\. ", "", section.first("h2").text): section.attributes.get("id", "")
                for section in tree.read(folder / "report.html").all("section") if section.first("h2")}
    return markdown_found((folder / "report.md").read_text(encoding="utf-8"), sections, Lookup(published.release(folder)))
