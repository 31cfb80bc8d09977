"""A made-up extract that grows by a file a day, as a nightly job would find it, and what can go wrong with it."""
import datetime
import os
import random

DAY = datetime.timedelta(days=1)
DRUGS = {  # drug: class, share of the fills
    "00990010105": ("benzodiazepine", 0.22), "00990050220": ("opioid", 0.25), "00990050440": ("opioid", 0.08),
    "00991000210": ("", 0.45)}
LATER_DRUG = "00990010777"  # dispensed all along; the code list learns of it one night
REGIONS = {"North": 0.4, "South": 0.35, "West": 0.25}
CHAINS = {"Alder": 0.42, "Birch": 0.33, "Cedar": 0.25}
HEADER = ["claim", "patient", "date", "days", "drug", "quantity", "pharmacy", "region", "status"]
STUDY = """title: Nights
period: {{start: {start}, end: data, interval: month}}
prescriptions:
  files: ["rx/*.csv"]
  columns: {{patient: patient, date: date, days_supply: days, drug: drug, quantity: quantity, pharmacy: pharmacy}}
  reversals: {{status: status, values: [R]}}
patients:
  files: [members.csv]
  columns: {{patient: patient, birth_date: birth, sex: sex, observation_start: from, observation_end: to}}
  attributes: {{region: region}}
drugs: {{files: [codes.csv], match: code}}
groups: {{age_bands: [0, 36, 65], by: [[sex], [age], [region]]}}
measures:
  prevalence: {{drugs: [benzodiazepine, opioid]}}
  fill_rate: {{drugs: [benzodiazepine, opioid]}}
  long_term_use: {{drugs: [benzodiazepine, opioid], definitions: [{{covered: 28}}]}}
  overlap: {{drugs: [benzodiazepine, opioid], days: [1]}}
products: {{drugs: [benzodiazepine, opioid]}}
disclosure: {{preset: {preset}}}
tolerance: {{rejected_rows: 50%}}
output: {{formats: [csv]}}
"""


def choose(rng, shares):
    return rng.choices(list(shares), list(shares.values()))[0]


def is_holiday(day):
    return (day.month, day.day) in ((12, 25), (12, 26), (1, 1))


class Extract:
    """The extract up to a day: its members, its files by day, each a list of rows, and its code list."""

    def __init__(self, seed, first, last, patients, rows_a_day):
        self.rng = random.Random(seed)
        self.rows_a_day = rows_a_day
        self.members = []
        self.files = {}
        self.codes = dict(DRUGS)
        self.claims = 0
        self.backlog = []  # fills that come late: the day on which they come, the row
        for _ in range(patients):
            self.add_member(first - 200 * DAY)
        self.users = self.rng.sample(self.members, patients * 2 // 3)
        self.first = first
        day = first
        while day <= last:
            self.add_day(day)
            day += DAY

    def add_member(self, since):
        rng = self.rng
        self.members.append({
            "patient": f"P{len(self.members):07d}", "sex": choose(rng, {"F": 0.53, "M": 0.46, "": 0.01}),
            "birth": str(datetime.date(rng.randint(1930, 2015), rng.randint(1, 12), rng.randint(1, 28))),
            "region": choose(rng, REGIONS), "from": str(since), "to": ""})
        return self.members[-1]

    def add_day(self, day):
        """A day's file: its fills, late fills of days before, reversals; and a few members more."""
        rng = self.rng
        share = 0.08 if is_holiday(day) else {5: 0.6, 6: 0.3}.get(day.weekday(), 1)
        rows = [row for due, row in self.backlog if due <= day]
        self.backlog = [(due, row) for due, row in self.backlog if due > day]
        for _ in range(int(rng.gauss(1, 0.03) * share * self.rows_a_day)):
            person = rng.choice(self.users)
            # Women take benzodiazepines more often, and so do the old.
            shares = {drug: share for drug, (_, share) in DRUGS.items()}
            shares["00990010105"] *= 1.6 if person["sex"] == "F" else 0.6
            shares["00990010105"] *= 1.5 if person["birth"] < "1961" else 0.8
            shares[LATER_DRUG] = 0.005
            drug = choose(rng, shares)
            if rng.random() < 0.001:
                drug = "00999999999"
            days = rng.choice([14, 28, 30, 30, 30, 60]) if rng.random() > 0.002 else ""
            self.claims += 1
            row = [f"C{self.claims:08d}", person["patient"], str(day), str(days), drug, str(rng.choice([30, 60, 90])),
                   choose(rng, CHAINS), person["region"], "P"]
            if rng.random() < 0.004:
                row[1] = f"Q{rng.randint(0, 9999999):07d}"
            lateness = rng.random()
            if lateness < 0.08:
                self.backlog.append((day + DAY * (rng.randint(1, 6) if lateness > 0.004 else rng.randint(7, 40)), row))
            else:
                rows.append(row)
                if rng.random() < 0.012:
                    self.claims += 1
                    self.backlog.append((day + DAY * rng.randint(1, 4), [f"C{self.claims:08d}"] + row[1:-1] + ["R"]))
        self.files[f"rx/{day}.csv"] = rows
        for _ in range(rng.randint(0, 6)):
            self.users.append(self.add_member(day))
        for _ in range(rng.randint(0, 2)):
            rng.choice(self.members)["to"] = str(day)

    def learn_code(self):
        self.codes[LATER_DRUG] = ("benzodiazepine", 0.005)

    def write(self, folder, preset, known=None):
        """Writes what has changed since `known`, the files as they were written there."""
        os.makedirs(f"{folder}/rx", exist_ok=True)
        texts = {name: text(HEADER, rows) for name, rows in self.files.items()}
        texts["members.csv"] = text(list(self.members[0]), [list(one.values()) for one in self.members])
        texts["codes.csv"] = text(
            ["code", "class", "ingredient"],
            [[code, drug_class, f"i{code}"] for code, (drug_class, _) in self.codes.items() if drug_class])
        texts["study.yml"] = STUDY.format(start=self.first, preset=preset)
        known = known or {}
        for name, content in texts.items():
            if known.get(name) != content:
                with open(f"{folder}/{name}", "w") as file:
                    file.write(content)
        for name in known.keys() - texts.keys():
            os.remove(f"{folder}/{name}")
        return texts


def text(header, rows):
    return "".join(",".join(row) + "\n" for row in [header] + rows)


# What can go wrong in the night of `day`, and the words by which an analyst would know it. Each takes an extract and its day.

def last_file(extract, day):
    return extract.files[f"rx/{day}.csv"]


def no_file_today(extract, day):
    del extract.files[f"rx/{day}.csv"]


def file_missing(extract, day):
    del extract.files[f"rx/{day}.csv"]
    extract.add_day(day + DAY)


def file_taken_away(extract, day):
    del extract.files[f"rx/{day - 3 * DAY}.csv"]


def duplicated(extract, day):
    rows = list(last_file(extract, day))
    extract.rng.shuffle(rows)
    extract.files[f"rx/{day}_b.csv"] = rows


def duplicated_without_day(extract, day):
    rows = list(last_file(extract, day))
    extract.rng.shuffle(rows)
    extract.files["rx/resent.csv"] = rows


def cut_off(extract, day):
    del last_file(extract, day)[len(last_file(extract, day)) // 2:]


def columns_shifted(extract, day):
    for row in last_file(extract, day):
        row[2:6] = row[3:6] + row[2:3]


def in_weeks(extract, day):
    for rows in extract.files.values():
        for row in rows:
            row[3] = row[3] and str(max(1, int(row[3]) // 7))


def zeros_lost(extract, day):
    for row in last_file(extract, day):
        row[4] = row[4].lstrip("0")


def sexes_swapped(extract, day):
    for member in extract.members:
        member["sex"] = {"F": "M", "M": "F"}.get(member["sex"], "")


def sexes_relabelled(extract, day):
    for member in extract.members:
        member["sex"] = {"F": "2", "M": "1"}.get(member["sex"], "")


def half_a_roster(extract, day):
    del extract.members[len(extract.members) // 2:]


def day_for_month(extract, day):
    for row in last_file(extract, day):
        year, month, number = row[2].split("-")
        row[2] = f"{year}-{number}-{month}"


def chain_missing(extract, day):
    extract.files[f"rx/{day}.csv"] = [row for row in last_file(extract, day) if row[6] != "Alder"]


def region_doubled(extract, day):
    extract.files[f"rx/{day}.csv"] = [row for row in last_file(extract, day) for _ in range(2 if row[7] == "North" else 1)]


def stuck(extract, day):
    rows = [list(row) for row in extract.files[f"rx/{day - DAY}.csv"]]
    for row in rows:
        row[0] = "D" + row[0]
    extract.files[f"rx/{day}.csv"] = rows


def patients_rewritten(extract, day):
    for row in last_file(extract, day):
        row[1] = "X" + row[1][::-1]


def old_file_emptied(extract, day):
    extract.files[f"rx/{day - 28 * DAY}.csv"] = []


FAULTS = {  # what is done, and what one of the lines of the alarm must say
    no_file_today: r"no more files of prescriptions, where",
    file_missing: r"no file of prescriptions of {day}",
    file_taken_away: r"prescriptions rx/\S+ went",
    duplicated: r"2 files of prescriptions are of {day}.*{day}_b",
    duplicated_without_day: r"resent\.csv came",
    cut_off: r"{day}\.csv has [\d,]+ rows, where",
    columns_shifted: r"{day}\.csv.*(were|are) rejected",
    in_weeks: r"days_supply|days' supply",
    zeros_lost: r"{day}\.csv.*in the (code )?list",
    sexes_swapped: r"by sex|sex",
    sexes_relabelled: r"the level 'F' of sex went|sex",
    half_a_roster: r"(persons of the roster|rows (read|in files) of patients).*-(49|5)|not in the roster",
    day_for_month: r"day and month",
    chain_missing: r"{day}\.csv has [\d,]+ rows, where",
    region_doubled: r"{day}\.csv has [\d,]+ rows, where|equal to another",
    stuck: r"{before} in both|last fill",
    patients_rewritten: r"{day}\.csv.*in the roster",
    old_file_emptied: r"has another content: [\d,]+ -> 0 rows",
}
