"""Holds the study that init wrote against the truth about its extract."""

import csv
import fnmatch
import json
import re

LINE = re.compile(r"^( *)([a-z_]+): (.*?)  # (certain|likely|guess|CHOOSE): (.*)$")
HEAD = re.compile(r"^( *)([a-z_]+):$")


def value_of(text):
    """A scalar or a list of scalars of the study."""
    text = text.strip()
    if text.startswith("["):
        return [value_of(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"|[^,\[\]\s][^,\[\]]*', text)]
    return json.loads(text) if text.startswith('"') else text


def answers(study):
    """By dotted key: the value and its grade."""
    found, path = {}, []
    for line in study.splitlines():
        head, answer = HEAD.match(line), LINE.match(line)
        match = head or answer
        if not match:
            continue
        depth = len(match[1]) // 2
        path = path[:depth] + [match[2]]
        if answer:
            found[".".join(path)] = (answer[3], answer[4])
    return found


def sex_levels(text):
    """By level, the words of {F: ["2"], M: ["1"]}."""
    return {name: [word.lower() for word in re.findall(r'"([^"]*)"', words)] for name, words in re.findall(r"(\w+): \[([^\]]*)\]", text)}


class Verdict:
    """What is wrong, missed and open in a study."""

    def __init__(self, extract, study):
        self.found = answers(study)
        self.extract = extract
        self.wrong, self.guessed_wrong, self.missed, self.open = [], [], [], []
        self.lines = len(self.found)
        for key, (value, grade) in self.found.items():
            if grade == "CHOOSE":
                self.open.append(key)
        for kind, block in extract.blocks.items():
            self.judge_block(kind, block)
        for kind in ("patients", "observation", "deaths"):
            if f"{kind}.files" in self.found and kind not in extract.blocks:
                self.note(f"{kind}.files", "no such file in the extract")
        self.judge_drugs()
        self.judge_levels()

    def note(self, key, should):
        value, grade = self.found.get(key, ("(nothing)", "certain"))
        text = f"{key}: {value} ({grade}), should be {should}"
        if grade in ("certain", "likely"):
            self.wrong.append(text)
        elif grade == "guess":
            self.guessed_wrong.append(text)

    def judge(self, key, right, default=None):
        """An answer, or the default that stands where there is none."""
        value = value_of(self.found[key][0]) if key in self.found else default
        if value not in right and not (key in self.found and self.found[key][1] == "CHOOSE"):
            self.note(key, " or ".join(map(str, right)))

    def judge_block(self, kind, block):
        extract = self.extract
        if f"{kind}.files" not in self.found:
            self.missed.append(kind)
            return
        patterns = value_of(self.found[f"{kind}.files"][0])
        names = sorted(file.name for file in extract.folder.iterdir() if any(fnmatch.fnmatchcase(file.name, p) for p in patterns))
        if names != sorted(block["files"]):
            self.note(f"{kind}.files", block["files"])
        name = {"\t": "tab"}.get(extract.delimiter, extract.delimiter)
        self.judge(f"{kind}.delimiter", [name], default=",")
        mapped = [key.split(".")[-1] for key, (_, grade) in self.found.items()
                  if key.startswith(f"{kind}.columns.") and grade != "CHOOSE"]
        has_dates = any(field in ("date", "end_date", "birth_date", "observation_start", "observation_end", "death_date", "start", "end") for field in mapped)
        if has_dates:
            same = {"MM/dd/yyyy": ["MM/dd/yyyy", "M/d/yyyy"], "dd/MM/yyyy": ["dd/MM/yyyy", "d/M/yyyy"], "M/d/yyyy": ["M/d/yyyy"],
                    "dd.MM.yyyy": ["dd.MM.yyyy", "d.M.yyyy"], "dd-MM-yyyy": ["dd-MM-yyyy", "d-M-yyyy"],
                    "yyyy/MM/dd": ["yyyy/MM/dd", "yyyy/M/d"]}.get(extract.pattern, [extract.pattern])
            self.judge(f"{kind}.dates", same, default="auto")
        if kind == "prescriptions" and "quantity" in mapped and extract.comma:
            self.judge("prescriptions.decimal", [","], default=".")
        for part in ("columns", "attributes"):
            for field, header in block[part].items():
                key = f"{kind}.{part}.{field}"
                if key in self.found:
                    self.judge(key, [header])
                else:
                    self.missed.append(f"{key} ({header})")
            for key in self.found:
                if key.startswith(f"{kind}.{part}.") and key.split(".")[-1] not in block[part] and self.found[key][1] != "CHOOSE":
                    self.note(key, "nothing: there is no such column")
        for word in value_of(self.found.get(f"{kind}.missing", ("[]", ""))[0]):
            # An unknown sex is one that is missing.
            if word not in (self.extract.missing, self.extract.unknown_sex):
                self.note(f"{kind}.missing", self.extract.missing)

    def judge_drugs(self):
        right = {"atc": ["atc", "auto"], "name": ["name", "auto"], "rxnorm": ["code", "auto"],
                 "ndc": ["ndc"] + (["code"] if self.extract.style_of_code == "plain" else [])}
        self.judge("drugs.match", right.get(self.extract.system, ["code"]))

    def judge_levels(self):
        if "groups.levels.sex" not in self.found:
            return
        for name, words in sex_levels(self.found["groups.levels.sex"][0]).items():
            letter = {"female": "F", "male": "M"}.get(name, name)
            for word in words:
                truth = {raw.lower(): sex for raw, sex in self.extract.sexes.items()}.get(word, "unknown")
                if truth != letter:
                    self.note("groups.levels.sex", f"{word} is {truth}")


def prevalence(file, extract, study):
    """By drug, period and group the numerator and denominator of the prevalence rows, sexes by their true names."""
    levels = {}
    if "groups.levels.sex" in answers(study):
        for name in sex_levels(answers(study)["groups.levels.sex"][0]):
            levels[name] = {"female": "F", "male": "M"}.get(name, name)
    else:
        levels = {raw: sex for raw, sex in extract.sexes.items()}
    rows = {}
    with open(file, newline="") as source:
        for row in csv.DictReader(source):
            if row["measure"] != "prevalence":
                continue
            sex = row.get("sex", "all")
            key = (row["drug"], row["period_start"], row["period_end"], levels.get(sex, sex), row.get("age", "all"), row.get("race", "all"))
            rows[key] = (row["numerator"], row["denominator"])
    return rows
