"""What disclosure control costs, and what it leaves to be read.

Studies of made-up data run under the preset cms11, which hides counts, and beside that without control and under the presets
that round. A figure is a row whose numerator is large enough to be published by itself; it is readable where it is shown, or
where ranges.csv has a narrow range for it. The true value has to lie inside every range, or the exit code is 1.
"""

import collections
import csv
import json
import math
import pathlib
import shutil
import statistics

from running import fail, measured, sample, say

PATIENTS, SEED = 200_000, 3
# What `rxuse sample` makes without options.
PLAIN_PATIENTS, PLAIN_SEED = 2_000, 1
PRESET = "cms11"
ROUNDING = ("opensafely", "midpoint6")
LEAST = 11
# A range is narrow below this part of its middle.
NARROW = 0.1

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "shared" / "contract" / "examples"
# Two with a roster and several groupings.
EXAMPLE_NAMES = ("study-413", "study-433")

# Lines of the sample's own study that are replaced.
PERIOD = "period: {start: 2019-01-01, end: 2022-12-31, interval: year}"
GROUPS = "groups:"
BY = "  by: [[sex], [age], [race], [age, sex]]"
OUTPUT = "output: {formats: [csv, markdown, html]}"

STUDIES = {
    "by sex, age, race, age and sex": {},
    "the same, `unknown: drop`": {GROUPS: "groups:\n  unknown: drop"},
    "quarters; by sex, age, race, age and sex, region, region and sex": {
        PERIOD: PERIOD.replace("year", "quarter"),
        BY: "  by: [[sex], [age], [race], [age, sex], [region], [region, sex]]",
    },
    "by sex, age, race, region, age and sex and region": {
        BY: "  by: [[sex], [age], [race], [region], [age, sex, region]]"
    },
}
GROWTH = {
    "1": {BY: "  by: [[sex], [age]]"},
    "2": {BY: "  by: [[sex], [age], [age, sex]]"},
    "3": {BY: "  by: [[sex], [age], [age, sex], [age, sex, region]]"},
}

Case = collections.namedtuple("Case", "title folder text")
# What a run under control left: seconds in all and of `protect`, rows of results.csv and ranges.csv by what they are about.
Run = collections.namedtuple("Run", "seconds protect rows ranges")


def compare(rxuse, options):
    """Prints both tables; 1 where a true value lies outside its range, otherwise 0."""
    outside = 0
    data = sample(rxuse, options.dir, PATIENTS, SEED)
    header("study", "seconds", "of these `protect`", "figures", "shown", "readable", *map(heading, ROUNDING))
    for case in cases(rxuse, data, options):
        true, run = both(rxuse, case, options)
        outside += misses(case, true, run)
        row(case.title, *effect(true, run), *rounding(rxuse, case, true, options))
    print()
    header("variables at once", "rows", "suppressed", "`protect`, seconds", "ms for each suppressed")
    for title, changes in GROWTH.items():
        case = Case(title, data, replaced(data / "study.yml", changes))
        true, run = both(rxuse, case, options)
        outside += misses(case, true, run)
        row(title, *growth(run))
    return 1 if outside else 0


def header(*cells):
    row(*cells)
    row(*["---"] * len(cells))


def row(*cells):
    print(f"| {' | '.join(cells)} |", flush=True)


def heading(preset):
    return f"`{preset}`: shown (error)"


def cases(rxuse, data, options):
    """The studies of the first table, in its order."""
    found = [Case(f"{PATIENTS:,} persons: {title}", data, replaced(data / "study.yml", changes))
             for title, changes in STUDIES.items()]
    plain = sample(rxuse, options.dir, PLAIN_PATIENTS, PLAIN_SEED)
    found.append(Case(f"{PLAIN_PATIENTS:,} persons: the plain sample", plain, replaced(plain / "study.yml", {})))
    return found + [example(name, options) for name in EXAMPLE_NAMES if there(name)]


def replaced(study, changes):
    """The text of the sample's study with other lines in it, and with tables as CSV alone."""
    lines = study.read_text().splitlines()
    for line, other in (changes | {OUTPUT: "output: {formats: [csv]}"}).items():
        if lines.count(line) != 1:
            fail(f"{study} has this line {lines.count(line)} times instead of once: {line}")
        lines[lines.index(line)] = other
    return uncontrolled("\n".join(lines) + "\n", study)


def uncontrolled(text, study):
    if any(line.startswith("disclosure:") for line in text.splitlines()):
        fail(f"{study} has disclosure control of its own")
    return text


def there(name):
    if (EXAMPLES / name).is_dir():
        return True
    say(f"left out: {name}, since there is no {EXAMPLES / name}")
    return False


def example(name, options):
    """An example of the contract, copied to where studies can be written beside its data."""
    folder = options.dir / name
    folder.mkdir(exist_ok=True)
    for file in (EXAMPLES / name).iterdir():
        shutil.copyfile(file, folder / file.name)
    study = folder / "study.yml"
    return Case(f"the contract's example {name}", folder, uncontrolled(study.read_text(), study))


def both(rxuse, case, options):
    """The true rows of a study, and its run under control with the medians of its times."""
    true = ran(rxuse, case, "", options).rows
    runs = [ran(rxuse, case, PRESET, options) for _ in range(options.rounds)]
    seconds, protect = (statistics.median(times) for times in list(zip(*runs))[:2])
    return true, runs[-1]._replace(seconds=seconds, protect=protect)


def ran(rxuse, case, preset, options):
    """Runs a study under a preset, or without control where it is empty."""
    study = case.folder / f"bench-{preset or 'open'}.yml"
    study.write_text(case.text + (f"\ndisclosure: {{preset: {preset}}}\n" if preset else ""))
    out = options.dir / "out-disclosure"
    shutil.rmtree(out, ignore_errors=True)
    name = f"{case.title}, {preset or 'no control'}"
    seconds = measured(name, [rxuse, "run", study, "--out", out, "--quiet"], options.dir)[0]
    say(f"{name}: {seconds:.2f} s")
    protect = json.loads((out / "timing.json").read_text())["seconds_per_stage"].get("protect", 0)
    ranges = out / "ranges.csv"
    return Run(seconds, protect, table(out / "results.csv"), table(ranges) if ranges.exists() else {})


def table(path):
    """The rows of results.csv or ranges.csv, by what they are about: the columns before the numbers, and what is counted."""
    found = {}
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        numbers = next(name for name in reader.fieldnames if name in ("numerator", "denominator_unit"))
        about = reader.fieldnames[: reader.fieldnames.index(numbers)]
        for line in reader:
            key = (*(line[name] for name in about), line["denominator_unit"])
            if key in found:
                fail(f"{path} has two rows for {' '.join(filter(None, key))}")
            found[key] = line
    return found


def misses(case, true, run):
    """How many ranges the true value lies outside of, said; it ends where rows and ranges don't belong together."""
    suppressed = {key for key, line in run.rows.items() if line["status"] == "suppressed"}
    if run.rows.keys() != true.keys() or suppressed != run.ranges.keys():
        fail(f"{case.title}: rows under control, rows without and ranges don't belong together")
    outside = [key for key, ends in run.ranges.items() if not all(inside(true[key], ends))]
    for key in outside[:20]:
        say(f"outside its range: {' '.join(filter(None, key))}")
    say(f"{case.title}: {len(run.ranges):,} ranges, the true value outside of {len(outside):,}")
    return len(outside)


def inside(line, ends):
    """Whether numerator, denominator and estimate lie in their ranges; an empty end bounds nothing."""
    for name in ("numerator", "denominator", "estimate"):
        if line[name]:
            low, high = ends[f"{name}_from"], ends[f"{name}_to"]
            yield float(low or -math.inf) <= float(line[name]) <= float(high or math.inf)


def figures(true):
    return [key for key, line in true.items() if float(line["numerator"]) >= LEAST]


def effect(true, run):
    """The cells of the first table on the run under control."""
    keys = figures(true)
    shown = [key for key in keys if run.rows[key]["numerator"]]
    near = [key for key in keys if not run.rows[key]["numerator"] and narrow(run.ranges[key])]
    shares = (share(len(shown), len(keys)), share(len(shown) + len(near), len(keys)))
    return f"{run.seconds:.2f}", f"{run.protect:.2f}", f"{len(keys):,}", *shares


def narrow(ends):
    if not ends["numerator_from"] or not ends["numerator_to"]:
        return False
    low, high = float(ends["numerator_from"]), float(ends["numerator_to"])
    return high - low < NARROW * (low + high) / 2


def rounding(rxuse, case, true, options):
    """What the presets that round make of the same figures: a cell for each."""
    keys = figures(true)
    for preset in ROUNDING:
        rows = ran(rxuse, case, preset, options).rows
        shown = [key for key in keys if key in rows and rows[key]["numerator"]]
        pairs = [(float(rows[key]["estimate"]), float(true[key]["estimate"])) for key in shown if rows[key]["estimate"]]
        errors = [abs(estimate - exact) / exact for estimate, exact in pairs]
        error = f"{100 * statistics.median(errors):.2f} %" if errors else "none"
        yield f"{share(len(shown), len(keys))} ({error})"


def growth(run):
    """The cells of the second table."""
    suppressed = len(run.ranges)
    each = f"{1000 * run.protect / suppressed:.2f}" if suppressed else ""
    return f"{len(run.rows):,}", f"{suppressed:,}", f"{run.protect:.2f}", each


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "none"
