"""The rows that a text can be of: the names of a release are looked for in it, and rows are looked up by what it names."""

import collections
import functools
import re

import published


class Names:
    """The names of a release, to find in texts what these speak of."""

    def __init__(self, release: published.Release):
        self.phrases: dict[str, list[tuple[str, object]]] = collections.defaultdict(list)
        for row in [*release.rows, *release.sensitivity]:
            for kind, words in (("drug", row.drug_words), ("period", row.period_words), ("unit", row.unit_words),
                                ("definition", release.label(row))):
                self.add(words, kind, words)
            for variable, level in zip(row.variables, row.levels):
                if level != "all":
                    for words in published.level_words(level, variable):
                        self.add(words, "level", (variable, level))
        # The study's period stands for all of them.
        rows = release.rows or release.sensitivity
        spans = [(release.record["period"]["start"], release.record["period"]["end"])]
        if rows:
            spans.append((min(row.period_start for row in rows), max(row.period_end for row in rows)))
        for span in spans:
            if (words := published.period_words(*span)) not in self.phrases:
                self.add(words, "span", words)
        longest = sorted(self.phrases, key=lambda words: (-len(words), words))
        self.pattern = re.compile("|".join(
            ("(?<![^\\W_])" if words[0].isalnum() else "") + re.escape(words) + ("(?![^\\W_])" if words[-1].isalnum() else "")
            for words in longest) or "(?!)", re.I)
        self.by_small = {words.lower(): found for words, found in self.phrases.items()}

    def add(self, words: str, kind: str, value: object) -> None:
        # A unit of one word, `days`, is in texts for many reasons.
        if words and not (kind == "unit" and " " not in words) and (kind, value) not in self.phrases[words]:
            self.phrases[words].append((kind, value))

    @functools.lru_cache(maxsize=None)
    def mentions(self, text: str) -> tuple[dict[str, set], list[set], str]:
        """The drugs, periods, units and definitions that a text names; the levels that it names, each as the set of what it
        can be; and the text without all of them."""
        found: dict[str, set] = collections.defaultdict(set)
        levels: list[set] = []

        def take(match: re.Match) -> str:
            meant = self.by_small[match.group(0).lower()]
            for kind, value in meant:
                if kind != "level":
                    found[kind].add(value)
            if own := {value for kind, value in meant if kind == "level"}:
                levels.append(own)
            return " \0 "

        return found, levels, self.pattern.sub(take, text)


class Lookup:
    """The rows of a release by drug, period and so on."""

    def __init__(self, release: published.Release):
        self.release = release
        self.names = Names(release)
        self.strings = record_strings(release)
        self.record_numbers = record_numbers(release)
        self.by_group: dict[tuple, list[published.Row]] = collections.defaultdict(list)
        for row in release.rows:
            self.by_group[row.levels].append(row)

    def rows(self, heads: list[str], over: str, section: str) -> list[published.Row]:
        """The rows that a cell with these heads can be of."""
        near, levels, _ = self.names.mentions(" \0 ".join(heads))
        far, _, _ = self.names.mentions(over)
        found = self.groups(levels)
        if section == "sensitivity" and heads[-1] != "Own setting":
            found = found + self.release.sensitivity
        of = {"drug": lambda row: row.drug_words, "period": lambda row: row.period_words, "unit": lambda row: row.unit_words,
              "definition": self.release.label}
        for kind, value in of.items():
            # Under another gap a definition has another name.
            if kind == "definition" and section == "sensitivity" and heads[-1] != "Own setting":
                continue
            wanted = near.get(kind) or far.get(kind)
            if wanted:
                found = [row for row in found if value(row) in wanted]
        return found

    def groups(self, levels: list[set]) -> list[published.Row]:
        """The rows of the group that these levels name; of everyone where there are none."""
        found = []
        for group, rows in self.by_group.items():
            own = [(name, level) for name, level in zip(self.release.variables, group) if level != "all"]
            if len(own) == len(levels) and all(any(meant in own for meant in each) for each in levels):
                found += rows
        return found


def record_strings(release: published.Release) -> list[str]:
    """Texts with numbers that run.json publishes as they are: methods, warnings, names of files."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, str):
            if re.search(r"\d", value) and len(value) > 3:
                found.add(" ".join(value.split()))
        elif isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    # Names are looked for by themselves.
    walk({key: value for key, value in release.record.items() if key not in ("variables", "drugs", "groupings")})
    for paragraph in release.record["methods"]:
        found.add(" ".join("".join("".join(part.values()) for part in paragraph["text"]).split()))
    return sorted(found, key=lambda text: (-len(text), text))


def record_numbers(release: published.Release) -> set[str]:
    """Counts of rows, patients, files and the like, as reports write them."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, bool):
            return
        if isinstance(value, (int, float)):
            found.add(published.grouped(value, 0))
        elif isinstance(value, (dict, list)):
            for inner in value.values() if isinstance(value, dict) else value:
                walk(inner)

    walk({key: value for key, value in release.record.items() if key not in ("methods", "measures")})
    for row in [*release.attrition, *release.flow, *release.inputs]:
        for text in row.values():
            if re.fullmatch(r"\d+", text or ""):
                found.add(published.grouped(int(text), 0))
    found.add(str(sum(given["kind"] == "prescriptions" for given in release.record["inputs"])))
    return found
