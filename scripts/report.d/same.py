"""Checks 9, 10 and 17: the same bytes again. From the published files alone; in another locale, time zone, folder and with other
threads; and from other data of which the same is published."""

import filecmp
import json
import os
import pathlib
import random
import shutil
import tempfile

import studies

# What is published, from which reports are made; those after the bar only where a run has them.
PUBLISHED = ["results.csv", "attrition.csv", "inputs.csv", "run.json", "sensitivity.csv", "ranges.csv", "flow.csv"]
# Not made from what is published, or of the run itself.
OF_RUN = {"rejects.csv", "codes.csv", "timing.json"}
OWN = {*PUBLISHED, *OF_RUN}
# Name the data read, so that other data change them.
OF_DATA = {"run.json", "timing.json", "rejects.csv"}


def files(folder: pathlib.Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def differing(one: pathlib.Path, other: pathlib.Path, but: set[str]) -> list[str]:
    """The files that differ, or that only one of two folders has."""
    names = {name for name in files(one) | files(other) if name not in but}
    return [f"{name} {'differs' if (one / name).exists() and (other / name).exists() else 'is in one alone'}" for name in sorted(names)
            if not ((one / name).exists() and (other / name).exists() and filecmp.cmp(one / name, other / name, shallow=False))]


def again(study: studies.Study) -> list[str]:
    """Check 9: `rxuse report` makes the same files in a folder of the published ones alone."""
    with tempfile.TemporaryDirectory() as place:
        alone, out = pathlib.Path(place) / "alone", pathlib.Path(place) / "out"
        alone.mkdir()
        for name in PUBLISHED:
            if (study.out / name).exists():
                shutil.copy(study.out / name, alone / name)
        studies.command(study.rxuse, "report", alone, "--out", out)
        found = [f"report --out: {text}" for text in differing(study.out, out, OWN)]
        studies.command(study.rxuse, "report", alone)
        return found + [f"report: {text}" for text in differing(study.out, alone, OF_RUN)]


def elsewhere(study: studies.Study) -> list[str]:
    """Check 17: another run, in another locale, time zone and folder, with one thread, writes the same bytes."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(study.folder, pathlib.Path(place) / "copy", ignore=shutil.ignore_patterns("out"))
        surroundings = {**os.environ, "LC_ALL": "tr_TR.UTF-8", "LANG": "ar_EG.UTF-8", "TZ": "Asia/Kathmandu", "HOME": place}
        out = pathlib.Path(place) / "other"
        # Named as before, since run.json says how the study was named.
        study.run(out, ["--threads", "1"], cwd=place, env=surroundings)
        found = differing(study.out, out, {"timing.json"})
        copy = pathlib.Path(place) / "copy" / "study.yml"
        moved = pathlib.Path(place) / "moved"
        studies.command(study.rxuse, "run", copy, "--out", moved, "--quiet", "--threads", "3")
        return found + [f"in another folder: {text}" for text in differing(study.out, moved, {"timing.json", "run.json"})]


def package(study: studies.Study) -> list[str]:
    """Check 17: datapackage.json is valid, and the tables keep to it."""
    import frictionless

    frictionless.system.trusted = True
    descriptor = study.out / "datapackage.json"
    report = frictionless.validate(str(descriptor))
    found = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors[:3]]
    found += [error.message for error in report.errors]
    listed = {resource["path"] for resource in json.loads(descriptor.read_text(encoding="utf-8"))["resources"]}
    tables = {name for name in files(study.out) if name.endswith(".csv") and (name in PUBLISHED or name.startswith("tables/"))}
    return found + [f"{name} is not in it" for name in sorted(tables - listed)] + [f"{name} is not there" for name in sorted(listed - files(study.out))]


# How many pairs of inputs are tried to find those that publish the same.
TRIES = 12


def twins(rxuse: pathlib.Path, work: pathlib.Path, wanted: int) -> list[str]:
    """Check 10: of two inputs that differ in suppressed figures alone and publish the same, every readable file is the same."""
    found, pairs = [], 0
    for seed in range(TRIES):
        place = work / f"twins-{seed}"
        shutil.rmtree(place, ignore_errors=True)
        outs = [twin(place / side, rxuse, seed, side == "b") for side in "ab"]
        facts = [name for name in PUBLISHED if name not in OF_DATA and (outs[0] / name).exists()]
        if any(not filecmp.cmp(outs[0] / name, outs[1] / name, shallow=False) for name in facts):
            continue
        records = [json.loads((out / "run.json").read_text(encoding="utf-8")) for out in outs]
        truly = [record["inputs"] for record in records]
        if truly[0] == truly[1]:
            found.append(f"pair {seed}: the inputs are the same")
            continue
        for record in records:
            del record["inputs"]
        if records[0] != records[1]:
            found.append(f"pair {seed}: run.json differs in more than its inputs' hashes")
        pairs += 1
        found += [f"pair {seed}: {text}" for text in differing(outs[0], outs[1], OF_DATA)]
        if pairs == wanted:
            break
    return found + ([] if pairs == wanted else [f"only {pairs} of {TRIES} pairs publish the same: look at the generator"])


def twin(folder: pathlib.Path, rxuse: pathlib.Path, seed: int, swapped: bool) -> pathlib.Path:
    """The output of one of two inputs: two regions of the same people have 3 users and 7, in the other input 7 and 3."""
    folder.mkdir(parents=True)
    chance = random.Random(seed)
    small = [chance.randint(1, 4), chance.randint(6, 9)]
    drug = chance.choice(["B1", "O1"])
    users = {"West": 40 + seed, "East": 60, "Small": small[int(swapped)], "Tiny": small[1 - int(swapped)]}
    members, fills = [], []
    for region, count in users.items():
        for number in range(150):
            person = f"{region}-{number:03}"
            members.append([person, f"{1940 + number % 60}-05-05", "FM"[number % 2], "2018-01-01", "", region])
            if number < count:
                fills.append([person, "2020-03-01", 30, drug, 30, "d", "f"])
            if number % 3 == 0:
                fills.append([person, "2020-06-01", 30, "S1", 30, "d", "f"])
    studies.write(folder / "members.csv", ["id", "born", "sex", "from", "to", "region"], members)
    studies.write(folder / "rx.csv", ["id", "date", "days", "code", "quantity", "prescriber", "pharmacy"], fills)
    (folder / "codes.csv").write_text("\n".join(studies.CODES) + "\n", encoding="utf-8")
    name = "benzodiazepine" if drug == "B1" else "opioid"
    measures = (f"  prevalence: {{drugs: [{name}, ssri]}}\n  fill_rate: {{drugs: [{name}]}}\n"
                f"  long_term_use: {{drugs: [{name}], definitions: [olfson, {{covered: 20}}]}}\n")
    shape = studies.Shape(period="{start: 2020-01-01, end: 2020-12-31, interval: year}", by="[[region]]", measures=measures, preset="cms11")
    (folder / "study.yml").write_text(studies.study_text(shape), encoding="utf-8")
    # Named alike in both, as run.json says how the study was named.
    studies.command(rxuse, "run", "study.yml", "--out", "out", "--quiet", cwd=folder)
    return folder / "out"
