"""What 'rxuse status' says: whether an output is up to date, and if not what is another; how the last runs ended."""
import json
import os

from nights import edit, read, said, write


def check(nights, verdicts):
    """Each change is told with 1 and by name; what is put back is up to date again."""
    folder = nights.sample("status")
    edit("files: [prescriptions.csv]", 'files: ["prescriptions*.csv"]', folder, "study.yml")
    nights.must(folder, "--quiet")
    out = os.path.join(folder, "out")
    record = ".out.rxuse-runs.json"

    def behind(text, *path):
        write(read(*path) + text, *path)

    header = read(folder, "prescriptions.csv").splitlines(keepends=True)[0]
    version = said([nights.rxuse, "--version"]).output.strip()
    changes = [
        ("prescriptions.csv", lambda path: behind(header, path), "input: prescriptions prescriptions.csv has other bytes"),
        ("members.csv", os.unlink, "members.csv"),
        ("codes.csv", lambda path: behind("\n", path), "input: code list codes.csv has other bytes"),
        ("prescriptions-2.csv", lambda path: write(header, path), "input: prescriptions prescriptions-2.csv is new"),
        ("study.yml", lambda path: edit("supply: 120", "supply: 121", path), "study: 'measures.long_term_use.definitions' has another value"),
        ("study.yml", lambda path: behind("# A remark.\n", path), "study: study.yml has other bytes, though the same keys and values"),
        ("out/report.md", os.unlink, "output: report.md is missing"),
        ("out/results.csv", lambda path: behind("\n", path), "output: results.csv has other bytes"),
        (record, lambda path: edit(f'"version":"{version}"', '"version":"0.0"', path), f"version: rxuse 0.0 made it, and this is {version}"),
        (record, os.unlink, "output: no run to out is known"),
    ]
    complaints = told(nights, folder, 0, "up to date")
    for name, change, reason in changes:
        path = os.path.join(folder, name)
        old = read(path) if os.path.exists(path) else None
        change(path)
        complaints += told(nights, folder, 1, reason)
        if old is None:
            os.unlink(path)
        else:
            write(old, path)
        complaints += told(nights, folder, 0, "up to date")
    os.utime(os.path.join(folder, "members.csv"))
    complaints += told(nights, folder, 0, "up to date") + told(nights, folder, 0, "up to date", "--rehash")
    if sorted(os.listdir(folder)) != sorted(["codes.csv", "members.csv", "prescriptions.csv", "study.yml", "out", record]):
        complaints.append(f"status has written something: {os.listdir(folder)}")
    verdicts.add("status", "--up-to-date after each change, and when it is put back", complaints, changes=len(changes))
    ends(nights, verdicts, folder, out)


def told(nights, folder, code, reason, *options):
    """What is wrong with what status says."""
    done = said([nights.rxuse, "status", "out", "--up-to-date", "study.yml", *options], cwd=folder)
    lines = done.output.splitlines()
    fits = len(lines) == 1 and reason in lines[0]
    return [] if done.code == code and fits and not done.errors else [f"not '{reason}': {done}"]


def ends(nights, verdicts, folder, out):
    """The last try apart from the last success, from what is remembered and from a history, after runs, a failure and none."""
    history = ["--history", "h.jsonl", "--quiet"]
    nights.must(folder, "--again", *history)
    members = read(folder, "members.csv")
    write("".join(members.splitlines(keepends=True)[:-5]), folder, "members.csv")
    nights.must(folder, *history)
    edit("date: fill_date", "date: fil_date", folder, "study.yml")
    nights.run(folder, *history)
    complaints = []
    for source in ([], ["--history", "h.jsonl"]):
        done = said([nights.rxuse, "status", out if not source else "out", *source], cwd=folder)
        for words in ("last try ", "failed with 65: ", "\nlast success ", " results changed in ", "\nrun before ", "\npersons: ", "members.csv has another content"):
            if words not in done.output:
                complaints.append(f"no '{words.strip()}' in {done}")
        status = json.loads(said([nights.rxuse, "status", "out", "--json", *source], cwd=folder).output)
        if status["last_try"]["exit_code"] != 65 or status["last_success"]["outcome"] != "written" or status["run_before"]["outcome"] != "unchanged":
            complaints.append(f"as JSON: {status}")
    verdicts.add("status", "the last try, the last success, and the run before it", complaints)
