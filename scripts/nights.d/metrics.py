"""The metrics: valid for Prometheus, never read half, and the alerts that are shipped with them fire when they have to."""
import os
import subprocess
import threading

from prometheus_client.parser import text_string_to_metric_families

from nights import edit, missing, read, said, write

# So often is a file read among runs, and so many of the files that they write are seen at least.
READS, VERSIONS = 1000, 40
NAMES = {"rxuse_last_success_timestamp_seconds", "rxuse_last_completion_timestamp_seconds", "rxuse_last_exit_code", "rxuse_run_seconds",
         "rxuse_rows", "rxuse_peak_memory_bytes", "rxuse_build_info"}
# Metrics of two weeks, an hour each, in promtool's notation, and the alerts at the end.
ALERTS = """
rule_files: [alerts.yml]
evaluation_interval: 1h
tests:
"""
CASES = [
    ("all is well", {"success": "0+3600x336", "exit": "0x336", "read": "1000000+100x336", "rejected": "1000+0x336"}, []),
    ("no success for days", {"success": "0+3600x240 864000x96", "exit": "0x240 65x96", "read": "1000000x336", "rejected": "1000x336"},
     ["RxuseTooOld", "RxuseFailed"]),
    ("another run held the output", {"success": "0+3600x336", "exit": "0x335 75", "read": "1000000x336", "rejected": "1000x336"}, []),
    ("never a success", {"completion": "0+3600x336", "exit": "78x336"}, ["RxuseNeverSucceeded", "RxuseFailed"]),
    ("half of the rows", {"success": "0+3600x336", "exit": "0x336", "read": "1000000x320 500000x16", "rejected": "1000x320 500x16"}, ["RxuseRowsDown"]),
    ("rejects ten times as many", {"success": "0+3600x336", "exit": "0x336", "read": "1000000x326 1000000x10", "rejected": "1000x326 10000x10"},
     ["RxuseRejectsUp"]),
    ("rows kept back", {"success": "0+3600x336", "exit": "0x336"}, []),
]
# Labels that an alert has besides.
LABELS = {"RxuseRowsDown": ',outcome="read"'}
SERIES = {"completion": 'rxuse_last_completion_timestamp_seconds{study="s"}', "success": 'rxuse_last_success_timestamp_seconds{study="s"}', "exit": 'rxuse_last_exit_code{study="s"}',
          "read": 'rxuse_rows{study="s",outcome="read"}', "rejected": 'rxuse_rows{study="s",outcome="rejected"}'}


def check(nights, verdicts):
    """Files of metrics after successes and a failure, of two studies; a reader among runs; the rules."""
    open_study, controlled = nights.sample("metrics-open"), nights.sample("metrics-control", 300, "\ndisclosure: {preset: cms11}\n")
    files = {}
    for folder, study in ((open_study, "open.yml"), (controlled, "control.yml")):
        os.rename(os.path.join(folder, "study.yml"), os.path.join(folder, study))
        nights.must(folder, "--metrics", "m.prom", "--quiet", "--no-warnings", study=study)
        files[study] = read(folder, "m.prom")
    complaints = [text for name, file in files.items() for text in judged(file, name)]
    rows = [name for name in files if "rxuse_rows{" in files[name]]
    if rows != ["open.yml"]:
        complaints.append(f"rows that the tables keep back are told, or others are not: {rows}")
    edit("date: fill_date", "date: fil_date", open_study, "open.yml")
    outcome = nights.run(open_study, "--metrics", "m.prom", study="open.yml")
    files["failed"] = read(open_study, "m.prom")
    kept = [line for line in files["open.yml"].splitlines() if line.startswith(("rxuse_last_success", "rxuse_rows", "rxuse_run_seconds"))]
    if outcome.code != 65 or not set(kept) <= set(files["failed"].splitlines()) or 'rxuse_last_exit_code{study="open.yml"} 65' not in files["failed"]:
        complaints.append(f"after a failure: {files['failed']}")
    helps = [line for name in ("open.yml", "control.yml") for line in files[name].splitlines() if line.startswith("# HELP")]
    if len(set(helps)) != len(NAMES):
        complaints.append("two files differ in a help text")
    verdicts.add("metrics", "of successes, of a failure, under control; a failure keeps the last success", complaints, files=len(files))
    if not missing(verdicts, nights, "promtool", "metrics", "valid for promtool"):
        bad = [f"{name}: {told}" for name, told in ((name, judge(nights, file)) for name, file in files.items()) if told]
        verdicts.add("metrics", "valid for promtool", bad, files=len(files))
    edit("date: fil_date", "date: fill_date", open_study, "open.yml")
    among_runs(nights, verdicts, open_study)
    rules(nights, verdicts)


def judged(text, study=None):
    """What Prometheus' own parser finds wrong, and names or labels that are not as they have to be."""
    complaints = [] if text.endswith("\n") else ["the last line is cut off"]
    for family in text_string_to_metric_families(text):
        if family.type != "gauge" or family.name not in NAMES or not family.documentation:
            complaints.append(f"{study}: {family}")
        complaints += [f"{study}: {sample}" for sample in family.samples if sample.labels.get("study") != (study or sample.labels["study"]) or sample.timestamp is not None]
    return complaints


def judge(nights, text):
    """What promtool says of it; empty where it is content."""
    done = subprocess.run([nights.tools["promtool"], "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    return (done.stderr + done.stdout).strip() if done.returncode else ""


def among_runs(nights, verdicts, folder):
    """Reads the file a thousand times while runs write it, failing and not."""
    over = threading.Event()
    runs = []

    def running():
        while not over.is_set():
            study = "open.yml" if len(runs) % 2 else "none.yml"
            runs.append(nights.run(folder, "--metrics", "m.prom", "--quiet", study=study).code)

    path = os.path.join(folder, "m.prom")
    nights.must(folder, "--metrics", "m.prom", "--quiet", study="open.yml")
    write("", folder, "none.yml")
    thread = threading.Thread(target=running)
    thread.start()
    complaints, versions, texts, count = [], set(), set(), 0
    try:
        while count < READS or len(versions) < VERSIONS:
            with open(path, encoding="utf-8") as file:
                text = file.read()
                versions.add(os.fstat(file.fileno()).st_mtime_ns)
            count += 1
            if text not in texts:
                texts.add(text)
                complaints += judged(text)
                if "rxuse_build_info{" not in text.splitlines()[-1]:
                    complaints.append(f"half a file: {text[-200:]!r}")
    finally:
        over.set()
        thread.join()
    complaints += [f"{name} is left beside it" for name in os.listdir(folder) if "partial" in name]
    verdicts.add("metrics", "read while runs write them", complaints, reads=count, written=len(versions), contents=len(texts))


def rules(nights, verdicts):
    """The alerts are valid, and fire in just the cases that are theirs."""
    if missing(verdicts, nights, "promtool", "metrics", "alert rules"):
        return
    folder = nights.place("rules")
    write(read(nights.samples, "nightly", "alerts.yml"), folder, "alerts.yml")
    done = said([nights.tools["promtool"], "check", "rules", "alerts.yml"], cwd=folder)
    verdicts.add("metrics", "alert rules are valid", [str(done)] if done.code else [])
    names = sorted({line.split(":")[1].strip() for line in read(folder, "alerts.yml").splitlines() if "- alert:" in line})
    text = ALERTS
    for _, series, fired in CASES:
        text += "  - interval: 1h\n    input_series:\n"
        text += "".join(f"      - {{series: '{SERIES[name]}', values: '{values}'}}\n" for name, values in series.items())
        text += "    promql_expr_test:\n"
        for name in names:
            samples = f"[{{labels: 'ALERTS{{alertname=\"{name}\",alertstate=\"firing\",severity=\"warning\",study=\"s\"{LABELS.get(name, '')}}}', value: 1}}]"
            text += f"      - {{expr: 'ALERTS{{alertname=\"{name}\",alertstate=\"firing\"}}', eval_time: 336h, exp_samples: {samples if name in fired else '[]'}}}\n"
    write(text, folder, "test.yml")
    done = said([nights.tools["promtool"], "test", "rules", "test.yml"], cwd=folder)
    verdicts.add("metrics", "alerts fire in the cases that are theirs, and in no others", [str(done)] if done.code else [], cases=len(CASES), alerts=len(names))
