"""Makes an extract that nobody described, and the truth about it."""

import csv
import datetime
import gzip
import io
import json
import subprocess

import vocabulary as words

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
CLASS_NAMES = {"benzodiazepine": ["benzodiazepine", "Benzodiazepines", "Benzo"], "opioid": ["opioid", "Opioids", "opioid"],
               "z-drug": ["z-drug", "Z-drug hypnotics", "z-drug"]}
LIST_HEADERS = {"code": ["code", "NDC", "product_code", "drug_code", "ProductID"], "class": ["class", "drug_class", "Class", "category"]}


def write_date(day, style):
    """A day as an extract writes it."""
    if style == "short":
        return f"{day.month}/{day.day}/{day.year}"
    if style == "excel":
        return str((day - datetime.date(1899, 12, 30)).days)
    if style == "sas":
        return str((day - datetime.date(1960, 1, 1)).days)
    text = day.strftime(style)
    return text.upper() if "%b" in style and day.toordinal() % 2 == 0 and "-" not in style else text


class Table:
    """A file's columns with their values, and which of them is what."""

    def __init__(self, rows):
        self.rows = rows
        self.columns = []  # header, values
        self.fields = {}
        self.attributes = {}

    def header(self, rng, names):
        taken = {header.lower() for header, _ in self.columns}
        free = [name for name in names if name.lower() not in taken]
        return rng.choice(free or [f"{names[0]}_{len(taken)}"])

    def add(self, rng, names, values, field=None, attribute=None):
        header = self.header(rng, names)
        self.columns.append((header, values))
        if field:
            self.fields[field] = header
        if attribute:
            self.attributes[attribute] = header

    def rename(self, rng, count):
        """Gives some columns names that say nothing."""
        style = rng.choice(words.UNHELPFUL)
        for place in rng.sample(range(len(self.columns)), min(count, len(self.columns))):
            old, values = self.columns[place]
            new = style.format(place + 1)
            self.columns[place] = (new, values)
            for names in (self.fields, self.attributes):
                for key, header in names.items():
                    if header == old:
                        names[key] = new

    def shuffle(self, rng):
        rng.shuffle(self.columns)


class Extract:
    """One extract: files in a folder, and `truth`, the study that is right."""

    def __init__(self, rng, folder):
        self.rng, self.folder = rng, folder
        self.blocks = {}  # kind: files, delimiter, dates, decimal, missing, columns, attributes
        self.codes = None
        self.delimiter = rng.choice([",", ";", "|", "\t"])
        self.quoting = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        self.packing = rng.choice(["", "", "", ".gz", ".zst"])
        self.pattern = rng.choice([name for name in words.DATES for _ in range(2 if name == "auto" else 1)])
        self.style = rng.choice(words.DATES[self.pattern])
        self.missing = rng.choice(words.MISSING)
        self.comma = self.delimiter != "," and rng.random() < 0.3
        self.first_year = rng.randint(2014, 2021)
        self.years = rng.randint(2, 3)
        self.is_early = rng.random() < 0.02  # no day above 12: nobody can know
        self.system = rng.choice(["ndc", "ndc", "atc", "rxnorm", "name", "dmd", "bnf"])
        self.shape = rng.choice(["flat", "roster", "roster", "enrolment", "deaths"])
        self.is_unhelpful = rng.random() < 0.12
        self.make_patients()
        self.make_products()
        self.make_fills()
        if self.shape != "flat":
            self.make_roster()

    # Who and what

    def make_patients(self):
        rng = self.rng
        count = rng.randint(180, 320)
        form = rng.choice(["P{:05d}", "{:08d}", "{:x}", "MBR-{:06d}", "{}"])
        numbers = rng.sample(range(10**5, 10**7), count)
        self.patients = [form.format(number * 97 if form in ("{:x}", "{}") else number % 10**5 + 1 if "05" in form else number) for number in numbers]
        self.patients = list(dict.fromkeys(self.patients))
        coding = rng.choice(list(words.SEXES))
        female, male, unknown, self.sex_headers = words.SEXES[coding]
        self.unknown_sex = unknown
        self.sexes = {female: "F", male: "M"}
        self.sex = {p: rng.choices([female, male, unknown], [52, 46, 2])[0] for p in self.patients}
        self.birth = {p: datetime.date(1928, 1, 1) + datetime.timedelta(rng.randint(0, 80 * 365)) for p in self.patients}
        races = rng.choice([["White", "Black", "Asian", "Other"], ["1", "2", "3", "5"], ["A", "B", "C"]])
        self.race = {p: rng.choice(races) for p in self.patients}
        self.death = {p: None for p in self.patients}
        last = datetime.date(self.first_year + self.years - 1, 12, 31)
        for p in rng.sample(self.patients, len(self.patients) // 15):
            self.death[p] = last - datetime.timedelta(rng.randint(0, 200))

    def make_products(self):
        rng = self.rng
        self.style_of_code = rng.choice(["plain", "hyphens", "stripped"])
        self.catalogue = []
        for name, drug_class, atc, rxnorm in words.PRODUCTS + words.OTHERS:
            for strength in range(3):
                code = {"atc": atc, "rxnorm": rxnorm, "name": name if strength == 0 else f"{name} ({strength})"}.get(self.system)
                if self.system == "ndc":
                    number = f"{rng.randint(2, 69999):05d}{rng.randint(1, 9999):04d}{rng.randint(1, 99):02d}"
                    code = number
                elif self.system == "dmd":
                    code = str(rng.randint(10**12, 10**17))
                elif self.system == "bnf":
                    code = f"{rng.randint(1, 15):02d}{rng.randint(1, 12):02d}0{rng.randint(1, 9)}{rng.randint(0, 9)}{rng.choice('ABCDEK')}0AA{strength}{rng.choice('ABCD')}{rng.choice('ABCD')}"
                self.catalogue.append((code, name, drug_class))
        if self.system in ("ndc", "dmd", "bnf"):
            self.write_list()

    def data_code(self, code):
        if self.system != "ndc" or self.style_of_code == "plain":
            return code
        return f"{code[:5]}-{code[5:9]}-{code[9:]}" if self.style_of_code == "hyphens" else code.lstrip("0")

    def write_list(self):
        rng = self.rng
        headers = {key: rng.choice(names) for key, names in LIST_HEADERS.items()}
        if rng.random() < 0.5:
            headers = {"code": "code", "class": "class"}
        self.class_of = {name: rng.choice(names) for name, names in CLASS_NAMES.items()}
        name = rng.choice(["codes.csv", "drug_list.csv", "ndc_lookup.csv"])
        with open(self.folder / name, "w", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow([headers["code"], headers["class"], "ingredient"])
            for code, label, drug_class in self.catalogue:
                if drug_class:
                    out.writerow([code, self.class_of[drug_class], label.split()[0].lower()])
        self.codes = (name, headers)

    # Files

    def make_fills(self):
        rng = self.rng
        fills = []
        for p in self.patients:
            usual = rng.sample(self.catalogue, rng.randint(1, 3))
            for _ in range(rng.randint(3, 16)):
                code, name, _ = rng.choice(usual)
                year = self.first_year + rng.randrange(self.years)
                day = datetime.date(year, rng.randint(1, 12), rng.randint(1, 12 if self.is_early else 28))
                if self.death[p] and day > self.death[p]:
                    continue
                fills.append((p, day, code, name, rng.choice([5, 10, 14, 28, 30, 30, 30, 60, 90])))
        rng.shuffle(fills) if rng.random() < 0.5 else fills.sort(key=lambda fill: fill[1])
        table = Table(len(fills))
        add = lambda field, values, names=None: table.add(rng, names or words.FILLS[field], values, field)
        add("patient", [f[0] for f in fills])
        add("date", [write_date(f[1], self.style) for f in fills])
        add("drug", [self.data_code(f[2]) for f in fills], words.DRUGS[self.system])
        if rng.random() < 0.9:
            add("days_supply", [self.missing if rng.random() < 0.004 else str(f[4]) for f in fills])
        if rng.random() < 0.8:
            add("quantity", [self.number(f[4] * rng.choice([0.5, 1, 1.5, 2, 3])) for f in fills])
        for field, share in (("prescriber", 0.7), ("pharmacy", 0.5)):
            people = [f"{rng.randint(10**6, 10**7)}" for _ in range(40)]
            if rng.random() < share:
                add(field, [rng.choice(people) for _ in fills])
        if self.shape == "flat":
            self.add_person(table, [f[0] for f in fills], [f[1] for f in fills])
        self.add_noise(table, fills)
        if self.is_unhelpful:
            table.rename(rng, rng.choice([1, 1, 2, 3]))
        table.shuffle(rng)
        years = [f[1].year for f in fills]
        self.write("prescriptions", table, rng.choice(["rx", "fills", "PDE", "dispensing", "Rezepte", "data"]),
                   parts=years if rng.random() < 0.25 else None)

    def number(self, value):
        text = f"{value:g}" if value == int(value) else f"{value:.1f}"
        return text.replace(".", ",") if self.comma else text

    def add_person(self, table, people, days=None):
        rng = self.rng
        births = ["birth_date", "birth_year"] + (["age"] if days else [])
        birth = rng.choice(births + [None] if rng.random() < 0.1 else births)
        if birth == "birth_date":
            values = [write_date(self.birth[p], self.style) for p in people]
            table.add(rng, words.PEOPLE["birth_date"], values, "birth_date")
        elif birth == "birth_year":
            table.add(rng, words.PEOPLE["birth_year"], [str(self.birth[p].year) for p in people], "birth_year")
        elif birth == "age":
            ages = [str(max(0, (day - self.birth[p]).days // 365)) for p, day in zip(people, days)]
            table.add(rng, ["age", "AGE", "patient_age", "Alter", "age_at_fill"], ages, "age")
        if rng.random() < 0.9:
            missing = self.missing
            table.add(rng, self.sex_headers or words.PEOPLE["sex"], [self.sex[p] or missing for p in people], "sex")
        if rng.random() < 0.5:
            table.add(rng, words.PEOPLE["race"], [self.race[p] for p in people], attribute="race")

    def add_noise(self, table, fills):
        rng = self.rng
        for kind in rng.sample(list(words.NOISE), rng.randint(1, 5)):
            names, form = words.NOISE[kind]
            table.add(rng, names, [self.noise(form, place, fill) for place, fill in enumerate(fills)])

    def noise(self, form, place, fill):
        rng, day = self.rng, fill[1]
        if form == "unique":
            return str(7 * 10**8 + place * 13)
        if form == "earlier":
            return write_date(day - datetime.timedelta(rng.choice([0, 0, 1, 3, 9])), self.style)
        if form == "later":
            return write_date(day + datetime.timedelta(rng.choice([0, 2, 7, 20])), self.style)
        return {
            "small": lambda: str(rng.randint(0, 6)), "price": lambda: self.number(rng.randint(100, 90000) / 100),
            "letter": lambda: rng.choice("ABC"), "strength": lambda: self.number(rng.choice([0.5, 1, 5, 10, 20])),
            "zip": lambda: f"{rng.randint(501, 99950):05d}", "band": lambda: rng.choice(["0-17", "18-34", "35-64", "65+"]),
            "family": lambda: f"F{self.patients.index(fill[0]) // 2:05d}",
        }[form]()

    def make_roster(self):
        rng = self.rng
        first = datetime.date(self.first_year, 1, 1)
        last = datetime.date(self.first_year + self.years - 1, 12, 31)
        people = list(self.patients) + [f"{p}0" for p in rng.sample(self.patients, len(self.patients) // 4)]
        rng.shuffle(people)
        for p in people:
            if p not in self.sex:
                donor = p[:-1]
                self.sex[p], self.birth[p], self.race[p], self.death[p] = (
                    self.sex[donor], self.birth[donor], self.race[donor], None)
        starts = {p: first - datetime.timedelta(rng.randint(-200, 900)) for p in people}
        ends = {p: last - datetime.timedelta(rng.randint(0, 200)) if rng.random() < 0.3 else None for p in people}
        date = lambda day: write_date(day, self.style) if day else self.missing
        roster = Table(len(people))
        keys = words.FILLS["patient"] if rng.random() < 0.5 else [self.blocks["prescriptions"]["columns"]["patient"]]
        roster.add(rng, keys, people, "patient")
        self.add_person(roster, people)
        if "sex" not in roster.fields and not set(roster.fields) & {"birth_date", "birth_year"}:
            roster.add(rng, words.PEOPLE["birth_year"], [str(self.birth[p].year) for p in people], "birth_year")
        if self.shape != "enrolment" and rng.random() < 0.6:
            roster.add(rng, words.PEOPLE["start"], [date(starts[p]) for p in people], "observation_start")
            roster.add(rng, words.PEOPLE["end"], [date(ends[p]) for p in people], "observation_end")
        if self.shape != "deaths" and rng.random() < 0.5:
            roster.add(rng, words.PEOPLE["death"], [date(self.death[p]) for p in people], "death_date")
        if rng.random() < 0.3:
            roster.add(rng, ["zip", "PLZ", "postcode"], [f"{rng.randint(501, 99950):05d}" for _ in people])
        if self.is_unhelpful and rng.random() < 0.4:
            roster.rename(rng, 1)
        roster.shuffle(rng)
        self.write("patients", roster, rng.choice(["members", "patients", "demographics", "Versicherte"]))
        if self.shape == "enrolment":
            table = Table(len(people))
            table.add(rng, keys, people, "patient")
            table.add(rng, words.PEOPLE["start"], [date(starts[p]) for p in people], "start")
            table.add(rng, words.PEOPLE["end"], [date(ends[p] or last) for p in people], "end")
            table.shuffle(rng)
            self.write("observation", table, rng.choice(["enrollment", "enrolment", "coverage"]))
        if self.shape == "deaths":
            dead = [p for p in people if self.death[p]]
            table = Table(len(dead))
            table.add(rng, keys, dead, "patient")
            table.add(rng, words.PEOPLE["death"], [date(self.death[p]) for p in dead], "date")
            self.write("deaths", table, rng.choice(["deaths", "mortality"]))

    def write(self, kind, table, stem, parts=None):
        ending = self.rng.choice([".csv", ".csv", ".txt"]) + self.packing
        names = []
        for part in sorted(set(parts)) if parts else [None]:
            rows = [place for place in range(table.rows) if part is None or parts[place] == part]
            text = io.StringIO()
            out = csv.writer(text, delimiter=self.delimiter, quoting=self.quoting, lineterminator="\n")
            out.writerow([header for header, _ in table.columns])
            for row in rows:
                out.writerow([values[row] for _, values in table.columns])
            name = stem + (f"_{part}" if part else "") + ending
            data = text.getvalue().encode()
            if self.packing == ".gz":
                data = gzip.compress(data, mtime=0)
            elif self.packing == ".zst":
                data = subprocess.run(["zstd", "-q", "-c"], input=data, stdout=subprocess.PIPE, check=True).stdout
            (self.folder / name).write_bytes(data)
            names.append(name)
        self.blocks[kind] = {"files": names, "columns": dict(table.fields), "attributes": dict(table.attributes)}

    # The truth

    def truth(self, period):
        """The right study, over the period that was chosen."""
        quote = json.dumps
        mapping = lambda pairs: "{" + ", ".join(f"{key}: {quote(value)}" for key, value in pairs.items()) + "}"
        lines = ["title: truth", f"period: {{start: {period[0]}, end: {period[1]}, interval: year}}"]
        for kind, block in self.blocks.items():
            lines += [f"{kind}:", "  files: [" + ", ".join(map(quote, block["files"])) + "]",
                      "  delimiter: " + quote(self.delimiter), f"  dates: {self.pattern}",
                      f"  columns: {mapping(block['columns'])}"]
            if self.missing:
                lines.append(f"  missing: [{quote(self.missing)}]")
            if kind == "prescriptions" and self.comma:
                lines.append('  decimal: ","')
            if block["attributes"]:
                lines.append(f"  attributes: {mapping(block['attributes'])}")
        match = {"atc": "atc", "name": "name", "rxnorm": "code", "ndc": "ndc"}.get(self.system, "code")
        lines.append("drugs:")
        if self.codes:
            name, headers = self.codes
            lines.append(f"  files: [{{file: {name}, columns: {mapping(headers)}}}]")
            lines.append(f"  match: {match}")
        else:
            lines.append(f"  match: {match}")
        people = self.blocks.get("patients", self.blocks["prescriptions"])
        by = (["[sex]"] if "sex" in people["columns"] else []) + (["[race]"] if people["attributes"] else [])
        if {"birth_date", "birth_year", "age"} & set(people["columns"]):
            by.append("[age]")
        if by:
            lines += ["groups:", "  age_bands: [0, 18, 36, 51, 65, 80]", f"  by: [{', '.join(by)}]"]
        classes = [self.class_of[name] for name in CLASS_NAMES] if self.codes else list(CLASS_NAMES)
        lines += [f"measures: {{prevalence: {{drugs: [{', '.join(map(quote, classes))}]}}}}", "tolerance: {rejected_rows: 50%}"]
        return "\n".join(lines) + "\n"
