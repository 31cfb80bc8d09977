"""No patient in what a run writes beside its output or says, at any level; and no number that is kept back."""
import json
import os
import re

from nights import edit, read, said


def check(nights, verdicts):
    """Runs that succeed, warn and fail over data with rejects of every kind."""
    folder = nights.sample("secrets", 1500, "\nrejects: {values: true}\n")
    lines = read(folder, "members.csv").splitlines()
    patients = {line.split(",")[0] for line in lines[1:]}
    births = {line.split(",")[lines[0].split(",").index("birth_date")] for line in lines[1:]} - {""}
    # Rows that are rejected, with patients in them.
    broken = "".join(f"{row}\n{row[:-20]}\n\"{row}\n" for row in read(folder, "prescriptions.csv").splitlines()[1:4])
    spoken = ""
    for form in ("text", "json"):
        options = ["--again", "--log", f"{form}.log", "--log-format", form, "--history", "h.jsonl", "--metrics", "m.prom", "--verbose"]
        spoken += nights.run(folder, *options).errors
        with open(os.path.join(folder, "prescriptions.csv"), "a", encoding="utf-8") as file:
            file.write(broken)
        spoken += nights.run(folder, *options).errors
        edit("tolerance: {rejected_rows: 1%}", "tolerance: {rejected_rows: 0%}", folder, "study.yml")
        spoken += nights.run(folder, *options).errors
        edit("tolerance: {rejected_rows: 0%}", "tolerance: {rejected_rows: 1%}", folder, "study.yml")
    spoken += said([nights.rxuse, "status", "out", "--json"], cwd=folder).output
    files = ["text.log", "json.log", "h.jsonl", "m.prom", ".out.rxuse-runs.json"]
    texts = {"messages": spoken, **{name: read(folder, name) for name in files}}
    complaints = [f"{name}: {word}" for name, text in texts.items() for word in set(re.findall(r"[\w-]+", text)) & (patients | births)]
    complaints += [f"{name} is empty" for name, text in texts.items() if not text]
    verdicts.add("secrets", "no patient and no birth in logs, history, metrics, status and messages", complaints, patients=len(patients),
                 bytes=sum(map(len, texts.values())))
    kept_back(nights, verdicts)


def kept_back(nights, verdicts):
    """Under control the history tells the marks of attrition.csv and inputs.csv, and the metrics nothing of them."""
    folder = nights.sample("kept", 1500, "\ndisclosure: {preset: cms11}\n")
    nights.must(folder, "--history", "h.jsonl", "--metrics", "m.prom", "--log", "l", "--quiet")
    release = json.loads(read(folder, "h.jsonl"))["release"]
    steps = [line.split(",") for line in read(folder, "out", "attrition.csv").splitlines()[1:]]
    told = [[step["step"], str(step.get("rows", "")), str(step.get("patients", ""))] for step in release["attrition"]]
    complaints = [] if told == steps else [f"attrition: {told}"]
    hidden = sum(row.count("[c]") for row in steps)
    if not hidden:
        complaints.append("nothing is kept back")
    tables = " ".join(read(folder, "out", name) for name in ("attrition.csv", "inputs.csv", "run.json", "results.csv"))
    numbers = set(re.findall(r"\d+", tables))
    for name, number in numbered(release):
        if str(number) not in numbers and name not in ("changed_figures", "figures", "warnings"):
            complaints.append(f"{name}: {number} is in no table")
    for number in re.findall(r"rxuse_rows\S* (\d+)", read(folder, "m.prom")):
        if number not in numbers:
            complaints.append(f"metrics: {number} is in no table")
    record = json.loads(read(folder, "out", "run.json"))
    logged = [line for line in read(folder, "l").splitlines() if " warning " in line]
    if len(logged) != len(record["warnings"]):
        complaints.append(f"{len(logged)} warnings are logged, and {len(record['warnings'])} published")
    verdicts.add("secrets", "what the tables keep back is kept back beside them", complaints, marks=hidden)


def numbered(value, name=""):
    """The numbers in an object of JSON, each with the key that it stands behind."""
    if isinstance(value, dict):
        return [found for key, part in value.items() for found in numbered(part, key)]
    if isinstance(value, list):
        return [found for part in value for found in numbered(part, name)]
    return [(name, value)] if isinstance(value, int) else []
