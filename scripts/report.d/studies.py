"""The studies whose reports are checked: the sample under each disclosure control, and hostile ones from a fixed seed.

A study is a folder with study.yml and its data; its output is made by the program beside it.
"""

import csv
import dataclasses
import datetime
import pathlib
import random
import re
import subprocess

FORMATS = "output: {formats: [csv, markdown, html, xlsx, summarised_result]}\n"
# Level names that break what is careless: marks of HTML, XML, Markdown and CSV, right-to-left script, no place to break.
HOSTILE = [
    "منطقة الشمال", "<b>North</b>", "Smith & Sons", "O'Brien's \"own\"", "]]>", "=1+1", "a|b *c* _d_ `e` [f](g)",
    "Northern-and-Western-Isles-with-the-Outer-Hebrides-1234567890", "&lt;tag&gt;",
    "A very long name of a region with spaces, of sixty letters..", "-2 to 3", "Ελλάδα 12"]
CODES = [
    "code,class,ingredient,strength_mg,ddd_mg,mme_factor,diazepam_mg",
    "B1,benzodiazepine,alprazolam,1,1,,20", "B2,benzodiazepine,diazepam,5,10,,1",
    "O1,opioid,oxycodone,10,75,1.5,", "O2,opioid,morphine,10,100,1,", "S1,ssri,sertraline,50,50,,"]
CORE = """  prevalence: {drugs: [benzodiazepine, opioid]}
  fill_rate: {drugs: [benzodiazepine, opioid], limits: robust}
  incidence: {drugs: [opioid], washout: 90}
  long_term_use: {drugs: [benzodiazepine, opioid], definitions: [olfson, {covered: 90}, {continuous: 60, gap: 30}]}
  overlap: {drugs: [benzodiazepine, opioid], days: [1, 30]}
"""
# Every measure there is.
EXTENDED = CORE + """  trend: {measures: [prevalence, fill_rate]}
  ratio: {measures: [prevalence, fill_rate], reference: {sex: F}}
  standardised: {measures: [prevalence, fill_rate], weights: us2000}
  dose: {drugs: [opioid], unit: mme, methods: [total_supply, on_therapy, "window:90", maximum], thresholds: [50, 90]}
  ddd: {drugs: [benzodiazepine]}
  cob: {}
  multiple_providers: {drugs: [opioid], prescribers: 2, pharmacies: 2, window: 90}
  cns_polypharmacy: {classes: [benzodiazepine, opioid, ssri], at_least: 2, days: 10, age_from: 50}
  persistence: {drugs: [benzodiazepine, opioid], washout: 180, gap: 30, at: [30, 90, 180, 365]}
  dose_change: {drugs: [opioid], unit: mme, gap: 30, min_days: 60, window: 30}
  alternatives: {index: benzodiazepine, washout: 180, other: [opioid, ssri], before: 90, after: 90}
  same_prescriber: {drugs: [benzodiazepine, opioid]}
  cohort: {}
  transition: {drugs: [benzodiazepine, opioid], washout: 180, definitions: [{covered: 60}, {continuous: 60, gap: 30}], within: 180}
  summary: {drugs: [benzodiazepine, opioid], washout: 180}
  incidence_proportion: {drugs: [opioid], washout: 180}
  transition: {drugs: [opioid], washout: 180, definitions: [{continuous: 60, gap: 30}], within: 180}
  summary: {of: [persons, users, new_users], drugs: [benzodiazepine, opioid], washout: 180}
  sensitivity: {gap: [0, 30], carry_over: [none, drug], duplicates: [keep, drop]}
"""


@dataclasses.dataclass
class Study:
    """A study that was run: its name, its folder, and the folder of its output."""
    name: str
    folder: pathlib.Path
    out: pathlib.Path
    rxuse: pathlib.Path

    def run(self, out: pathlib.Path | None = None, arguments: list[str] = (), **keywords) -> pathlib.Path:
        """Runs it and says where the output is. Fails with what the program said."""
        out = out or self.out
        command(self.rxuse, "run", self.folder / "study.yml", "--out", out, "--quiet", *arguments, **keywords)
        return out


def command(*words, **keywords) -> str:
    """What a command printed. Fails with what it said to standard error."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **keywords)
    if done.returncode:
        raise RuntimeError(f"{' '.join(str(word) for word in words[:4])} ... ended with {done.returncode}: {done.stderr.strip()[-600:]}")
    return done.stdout


@dataclasses.dataclass
class Shape:
    """What a hostile study is made with."""
    people: int = 3000
    seed: int = 1
    regions: list[str] = dataclasses.field(default_factory=lambda: ["R1", "R2", "R3"])
    period: str = "{start: 2019-01-01, end: 2021-12-31, interval: year}"
    by: str = "[[sex], [age], [region], [age, sex]]"
    measures: str = CORE
    preset: str = "none"
    title: str = "Made-up study"
    # Variables, all of the column of regions.
    variables: list[str] = dataclasses.field(default_factory=lambda: ["region"])


SHAPES = {
    "names": Shape(regions=HOSTILE, preset="cms11", people=6000,
                   title="Use of \"drugs\" in <Region> & 'others' ]]> *now* | 100%", by="[[sex], [age], [region], [region, sex]]"),
    "months": Shape(period="{start: 2017-01-01, end: 2021-12-31, interval: month}", preset="cms11"),
    "whole": Shape(period="{start: 2019-01-01, end: 2021-12-31, interval: whole}", by="[[sex], [age]]", preset="cms11"),
    "alone": Shape(by="[]", preset="cms11"),
    "partial": Shape(period="{start: 2019-02-15, end: 2021-11-10, interval: quarter}", preset="cms11", people=1500),
    "twelve": Shape(regions=[f"Region {number}" for number in range(1, 13)], people=9000,
                    by="[[region], [age, sex]]", period="{start: 2019-01-01, end: 2021-12-31, interval: quarter}"),
    "nothing": Shape(people=9, preset="cms11", by="[[sex]]"),
    "extended": Shape(measures=EXTENDED, people=5000),
    "extended-cms11": Shape(measures=EXTENDED, people=5000, preset="cms11"),
    "extended-names": Shape(measures=EXTENDED.replace("{sex: F}", "{region: \"]]>\"}"), people=8000, preset="cms11", regions=HOSTILE,
                            period="{start: 2020-01-01, end: 2021-12-31, interval: year}", by="[[sex], [age], [region]]"),
    "midpoint6": Shape(preset="midpoint6"),
    # Names that are alike in links and file names, or nothing.
    "variables": Shape(variables=["منطقة", "дом", "a b", "a-b", "<i>", "&"], preset="cms11",
                       by="[[sex], [منطقة], [дом], [a b], [a-b], ['<i>'], ['&', sex]]"),
}
QUICK = ["sample", "cms11", "names", "whole"]
EVERY = ["sample", "cms11", "opensafely", "flat", "flat-cms11", *SHAPES]


def make(name: str, folder: pathlib.Path, rxuse: pathlib.Path) -> Study:
    """The study of this name, made and run. Fails where the program does."""
    if name in SHAPES:
        hostile(folder, SHAPES[name])
    else:
        flat = ["--flat"] if name.startswith("flat") else []
        command(rxuse, "sample", "--out", folder, "--quiet", *flat)
        preset = {"sample": "", "flat": "", "flat-cms11": "cms11"}.get(name, name)
        text = (folder / "study.yml").read_text(encoding="utf-8")
        text = re.sub(r"^output:.*\n", FORMATS, text, flags=re.M)
        (folder / "study.yml").write_text(
            text + (f"disclosure: {{preset: {preset}}}\n" if preset else ""), encoding="utf-8")
    study = Study(name, folder, folder / "out", rxuse)
    study.run()
    return study


def hostile(folder: pathlib.Path, shape: Shape) -> None:
    """The files of a study of this shape."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(shape.seed)
    start, end = (datetime.date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", shape.period))
    members, fills = [], []
    for number in range(shape.people):
        # Regions of very different size, so that some have few people.
        region = shape.regions[min(int(chance.expovariate(0.35)), len(shape.regions) - 1)]
        born = datetime.date(chance.randint(1930, 2005), 1 + chance.randrange(12), 1 + chance.randrange(28))
        members.append([f"P{number}", born, chance.choice("FFM"), start - datetime.timedelta(days=400), "", region])
        fills += history(chance, f"P{number}", (start.year - born.year) / 60, start, end)
    if not fills:
        fills = [["P0", start, 30, "B1", 30, "d1", "f1"], ["P0", start, 30, "O1", 30, "d1", "f1"]]
    write(folder / "members.csv", ["id", "born", "sex", "from", "to", "region"], members)
    write(folder / "rx.csv", ["id", "date", "days", "code", "quantity", "prescriber", "pharmacy"], fills)
    (folder / "codes.csv").write_text("\n".join(CODES) + "\n", encoding="utf-8")
    (folder / "study.yml").write_text(study_text(shape), encoding="utf-8")


def history(chance: random.Random, person: str, weight: float, start: datetime.date, end: datetime.date) -> list[list]:
    """A person's fills: more with age, fewer as time goes on."""
    fills = []
    for codes, share in ((["B1", "B2"], 0.12), (["O1", "O2"], 0.15), (["S1"], 0.1)):
        if chance.random() > share * weight:
            continue
        day = start - datetime.timedelta(days=60) + datetime.timedelta(days=chance.randrange((end - start).days))
        for _ in range(chance.choice([1, 1, 2, 3, 6, 15, 40])):
            if day > end:
                break
            fills.append([person, day, chance.choice([10, 30, 30]), chance.choice(codes), chance.choice([30, 60, 90]),
                          f"d{chance.randrange(9)}", f"f{chance.randrange(5)}"])
            day += datetime.timedelta(days=chance.choice([20, 28, 30, 35, 90]))
    return fills


def study_text(shape: Shape) -> str:
    """A study file."""
    attributes = ", ".join(f"'{name}': region" for name in shape.variables)
    title = "'" + shape.title.replace("'", "''") + "'"
    return f"""title: {title}
period: {shape.period}
prescriptions:
  files: [rx.csv]
  columns: {{patient: id, date: date, days_supply: days, drug: code, quantity: quantity, prescriber: prescriber, pharmacy: pharmacy}}
patients:
  files: [members.csv]
  columns: {{patient: id, birth_date: born, sex: sex, observation_start: from, observation_end: to}}
  attributes: {{{attributes}}}
drugs: {{files: [codes.csv], match: code}}
groups: {{age_bands: [0, 20, 35, 50, 65, 80], by: {shape.by}}}
measures:
{shape.measures}disclosure: {{preset: {shape.preset}}}
{FORMATS}"""


def write(path: pathlib.Path, header: list[str], rows: list[list]) -> None:
    """A CSV file."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
