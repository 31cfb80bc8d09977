#!/usr/bin/env python3
"""Writes the manual pages of rxuse: manual.py RXUSE FOLDER makes FOLDER/man1/rxuse.1, a page for each subcommand, and
FOLDER/man5/rxuse-study.5 and rxuse-layouts.5. Commands and options are what the program's own parser says of them (--experimental-dump-help),
the study file and its layouts what `rxuse help` says; exit codes and files are the tables of the page on what a run writes, and the
date is that of the newest entry of CHANGELOG.md. So the same program and documents give the same bytes."""
import datetime
import json
import pathlib
import re
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
OUTPUT_PAGE = PROJECT / "Sources/RxUse/RxUse.docc/WhatARunWrites.md"

ENVIRONMENT = [
    ("TMPDIR", "The folder for what does not fit into memory, where --tmp-dir names none."),
    ("NO_COLOR", "Where it is set and not empty, nothing is coloured."),
    ("TERM", "Where it is dumb, nothing is coloured and no progress is drawn."),
]


def escaped(text):
    """A text that roff takes for text: no request, no escape sequence."""
    text = text.replace("\\", "\\e")
    return "\\&" + text if text[:1] in (".", "'") else text


def sentences(text):
    """The lines of a text, each sentence on a line of its own, as roff wants it."""
    lines = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        joined = " ".join(paragraph.split())
        if lines:
            lines.append(".Pp")
        lines += [escaped(line) for line in re.split(r"(?<=[a-z0-9)'][.;!?]) (?=[^a-z0-9])", joined)]
    return lines


def without_markdown(text):
    """A cell of a Markdown table as plain words."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "").replace("\\|", "|").strip()


def table(heading):
    """The rows of the table under a heading of the page on what a run writes: two plain texts each."""
    section = OUTPUT_PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    cells = [[without_markdown(cell) for cell in row.strip("|").split(" | ")] for row in rows]
    assert cells and all(len(row) == 2 for row in cells), f"the table of '{heading}' has not two columns"
    return [tuple(row) for row in cells]


def date():
    """The date of the newest entry of the changelog, as mdoc has dates."""
    found = re.search(r"^## .*?(\d{4}-\d{2}-\d{2})", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    day = datetime.date.fromisoformat(found.group(1))
    return f"{day:%B} {day.day}, {day.year}"


def spelled(name):
    """An option's name as mdoc writes it."""
    return f"Fl Fl {name['name']}" if name["kind"] == "long" else f"Fl {name['name']}"


def value(argument):
    return f" Ar {argument['valueName']}" if argument["kind"] == "option" else ""


def in_synopsis(argument):
    """An argument as a line of the synopsis."""
    more = " ..." if argument["isRepeating"] else ""
    if argument["kind"] == "positional":
        words = f"Ar {argument['valueName']}{more}"
    else:
        words = spelled(argument["preferredName"]) + value(argument)
    return f".Op {words}" if argument["isOptional"] else f".{words}"


def described(argument):
    """An argument as an item of a list."""
    if argument["kind"] == "positional":
        yield f".It Ar {argument['valueName']}" + (" ..." if argument["isRepeating"] else "")
    else:
        names = sorted(argument["names"], key=lambda name: name["kind"] == "long")
        yield ".It " + " , ".join(spelled(name) + value(argument) for name in names)
    yield from sentences(argument.get("abstract", "") + " " + argument.get("discussion", ""))
    if argument.get("allValues"):
        yield escaped(f"Values: {', '.join(argument['allValues'])}.")
    if argument.get("defaultValue"):
        yield escaped(f"Default: {argument['defaultValue']}.")


def listed(items):
    yield ".Bl -tag -width Ds"
    for item in items:
        yield from item
    yield ".El"


def shown(items):
    return [item for item in items if item.get("shouldDisplay", True)]


def head(name, section, title):
    return [
        f".Dd {date()}", f".Dt {name.upper()} {section}", ".Os", ".Sh NAME", f".Nm {name}",
        f".Nd {escaped(title.rstrip('.'))}",
    ]


def command_page(command, path):
    """The page of a command, `path` being the words that call it."""
    name, is_root = "-".join(path), len(path) == 1
    arguments, subcommands = shown(command.get("arguments", [])), shown(command.get("subcommands", []))
    subcommands = [one for one in subcommands if one["commandName"] != "help"]
    page = head(name, 1, command["abstract"]) + [".Sh SYNOPSIS", f".Nm {' '.join(path)}"]
    if subcommands:
        page += [".Op Ar subcommand" if command.get("defaultSubcommand") else ".Ar subcommand", ".Op Ar options"]
    page += [in_synopsis(argument) for argument in arguments if argument["kind"] != "positional"]
    page += [in_synopsis(argument) for argument in arguments if argument["kind"] == "positional"]
    page += [".Sh DESCRIPTION"] + sentences(command["abstract"])
    # Exit codes have a section of their own.
    discussion = [part for part in command.get("discussion", "").split("\n\n") if not part.startswith("Exit codes:")]
    if any(part.strip() for part in discussion):
        page += [".Pp"] + sentences("\n\n".join(discussion))
    if subcommands:
        page += [".Pp", "The subcommands are:"] + list(listed(
            [f".It Xr {name}-{one['commandName']} 1"] + sentences(one["abstract"]) for one in subcommands))
        if command.get("defaultSubcommand"):
            page += [f"Without a subcommand it is {command['defaultSubcommand']}."]
    for kinds, title in ((["positional"], "The arguments are:"), (["option", "flag"], "The options are:")):
        items = [argument for argument in arguments if argument["kind"] in kinds]
        if items:
            page += [".Pp", title] + list(listed(described(item) for item in items))
    above = [f".Xr {'-'.join(path[:length])} 1" for length in range(1, len(path))]
    others = [f".Xr {name}-{one['commandName']} 1" for one in subcommands] + [".Xr rxuse-study 5"]
    if is_root:
        page += [".Sh ENVIRONMENT"] + list(listed([f".It Ev {key}"] + sentences(text) for key, text in ENVIRONMENT))
        page += [".Sh FILES", "In the output folder of a run:"]
        page += list(listed([f".It Pa {key}"] + sentences(text) for key, text in table("Files")))
        page += [".Sh EXIT STATUS"] + list(listed([f".It {key}"] + sentences(text) for key, text in table("Exit codes")))
        page += [
            ".Sh EXAMPLES", "People who do not exist, and a study of them:", ".Bd -literal -offset indent",
            "rxuse sample --patients 2000 --seed 1 --out try", "rxuse run try/study.yml --out results", ".Ed",
        ]
    else:
        page += [".Sh EXIT STATUS", "See", ".Xr rxuse 1 ."]
    links = sorted(above + others, key=lambda link: (link.split()[2], link.split()[1]))
    page += [".Sh SEE ALSO"] + [f"{link} ," for link in links[:-1]] + links[-1:]
    yield name, 1, page
    for one in subcommands:
        yield from command_page(one, path + [one["commandName"]])


def topic_page(topic, title, lines, text):
    """A page that is a topic of `rxuse help`."""
    return f"rxuse-{topic}", 5, head(f"rxuse-{topic}", 5, title) + [".Sh DESCRIPTION"] + lines + [
        "What follows is what", f".Nm rxuse Cm help {topic}", "says.", ".Bd -literal",
    ] + [escaped(line) for line in text.rstrip("\n").split("\n")] + [
        ".Ed", ".Sh SEE ALSO", ".Xr rxuse 1 ,", ".Xr rxuse-check 1 ,", ".Xr rxuse-run 1"]


TOPICS = [
    ("study", "the study file of rxuse", [
        "A study file is YAML: it says what the files are and what is measured.",
        "Paths in it are relative to it, and a key that is not known is an error.",
    ]),
    ("layouts", "data models that a study file of rxuse can name", [
        "A layout fills in what a study file would say of the tables of a data model.",
    ]),
]


def said(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: manual.py RXUSE FOLDER")
    rxuse, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    command = json.loads(said(rxuse, "--experimental-dump-help"))["command"]
    pages = list(command_page(command, [command["commandName"]])) + [
        topic_page(topic, title, lines, said(rxuse, "help", topic)) for topic, title, lines in TOPICS]
    for name, section, lines in pages:
        place = folder / f"man{section}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.{section}").write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
