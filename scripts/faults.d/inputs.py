"""Inputs that are not there, can't be read, or hold nothing."""
import os
import re
import threading

import rig as rigs

NOBODY = 65534


def check(rig, verdicts):
    """R-07, R-08, R-28, R-29."""
    outcome = with_prescriptions(rig, "/proc/self/mem")
    verdicts.add("R-07", "an input that fails as it is read", rig.faults(outcome, (74,), ["/proc/self/mem", "byte 0", "Input/output error"], "old"),
                 exit_code=outcome.code)
    cases = {
        "missing": ("none.csv", (66,), ["none.csv"]), "a folder": (rig.tmp, (66,), [rig.tmp, "directory"]),
        "empty": (made(rig, "empty.csv", b""), (65,), ["empty.csv", "empty"]),
        "line ends alone": (made(rig, "blank.csv", b"\n\r\n\n"), (65,), ["blank.csv", "empty"]),
        "/dev/null": ("/dev/null", (65,), ["/dev/null", "empty"]),
        "an empty .gz": (made(rig, "empty.csv.gz", b""), (65,), ["empty.csv.gz"]),
        "a link to nowhere": (linked(rig), (66,), ["lost.csv"]),
    }
    complaints = []
    for name, (path, codes, words) in cases.items():
        complaints += [f"{name}: {text}" for text in rig.faults(with_prescriptions(rig, path), codes, words, "old")]
    verdicts.add("R-08", "inputs missing, empty, a folder", complaints, cases=len(cases))
    unreadable(rig, verdicts)
    fifo(rig, verdicts)
    output_paths(rig, verdicts)
    study_files(rig, verdicts)


def made(rig, name, content):
    """A file in the rig's folder."""
    path = rig.path(name)
    with open(path, "wb") as file:
        file.write(content)
    return path


def linked(rig):
    """A symbolic link to what is not there."""
    os.symlink("/nowhere/at/all", rig.path("lost.csv"))
    return rig.path("lost.csv")


def study_with(rig, path, *changes):
    """The study with other prescriptions."""
    with open(rig.study, encoding="utf-8") as file:
        text = rigs.changed_study(file.read(), [(r"files: \[prescriptions.csv\]", f"files: ['{path}']"), *changes])
    study = rig.path("data/other.yml")
    with open(study, "w", encoding="utf-8") as file:
        file.write(text)
    return study


def with_prescriptions(rig, path, changes=(), **settings):
    """A run of the study with other prescriptions."""
    return rig.run(study_with(rig, path, *changes), **settings)


def rejected_lines(rig, study):
    """The lines of the prescriptions that a run does not use."""
    rig.must(rig.run(study))
    with open(os.path.join(rig.out, "rejects.csv"), encoding="utf-8") as file:
        return {int(line.split(",")[1]) for line in file.readlines()[1:] if line.startswith("prescriptions.csv")}


def unreadable(rig, verdicts):
    """As somebody who may not read it; root may read all."""
    if os.geteuid() != 0:
        verdicts.skip("R-08", "an input without permission", "only root can try it as somebody else")
        return
    path = made(rig, "secret.csv", b"a\n")
    os.chmod(path, 0)
    for folder in (rig.home, rig.tmp):
        os.chmod(folder, 0o777)
    study = study_with(rig, path)

    def nobody():
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    complaints = rig.faults(rig.run(study, preexec_fn=nobody), (66, 77), ["secret.csv", "Permission denied"], "old")
    # What is there belongs to somebody else, and so it can't be replaced.
    os.chmod(rig.home, 0o755)
    complaints += rig.faults(rig.run(preexec_fn=nobody), (73, 77), [rig.home, "Permission denied"], "old")
    verdicts.add("R-08", "an input, and an output, without permission", complaints, cases=2)


def fifo(rig, verdicts):
    """A pipe is read once, and so does as well as a file."""
    path = rig.path("pipe.csv")
    os.mkfifo(path)

    def feed():
        with open(os.path.join(rig.data, "prescriptions.csv"), "rb") as rows, open(path, "wb") as pipe:
            pipe.write(rows.read())

    threading.Thread(target=feed, daemon=True).start()
    verdicts.add("R-08", "a pipe as input", rig.faults(with_prescriptions(rig, path), (0,), state="new"), cases=1)
    rig.reset()


def output_paths(rig, verdicts):
    """Outputs that are somebody else's, or nowhere."""
    os.symlink(rig.out, rig.path("link"))
    made(rig, "file", b"mine")
    os.mkdir(rig.path("theirs"))
    made(rig, "theirs/letter.txt", b"mine")
    complaints, before = [], rigs.tree(rig.path("theirs"))
    for path in ("link", "file", "theirs", "none/out", "theirs/../theirs", "x" * 300, "theirs/letter.txt/out"):
        outcome = rig.run(out=rig.path(path))
        complaints += [f"{path}: {text}" for text in rig.faults(outcome, (73,), [path[:200]], "old")]
    if rigs.tree(rig.path("theirs")) != before:
        complaints.append("a folder of somebody else was touched")
    verdicts.add("R-28", "outputs that are a link, a file, a foreign folder, nowhere", complaints, cases=7)


def study_files(rig, verdicts):
    """Studies that would take for ever."""
    aliases = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    with open(rig.study, encoding="utf-8") as file:
        good = file.read()
    texts = {
        "100 MB": b"title: " + b"x" * 100_000_000, "aliases of aliases": aliases.encode(),
        "aliases in a value": (aliases + re.sub(r"(?m)^title:.*$", "title: *a29", good)).encode(),
        "100,000 brackets": b"title: " + b"[" * 100_000, "100,000 levels": b"{a: " * 100_000, "NUL": b"title: a\0b\n",
        "not UTF-8": b"title: \xff\n", "a folder": None,
    }
    complaints = []
    for name, text in texts.items():
        path = rig.tmp if text is None else made(rig, "bomb.yml", text)
        outcome = rigs.measured(rig.command(path))
        complaints += [f"{name}: {text}" for text in rig.faults(outcome, (78,) if text else (66,), [os.path.basename(path)], "old")]
        if outcome.seconds > 5 or outcome.peak > 512 << 10:
            complaints.append(f"{name}: {outcome.seconds:.1f} s, {outcome.peak >> 10} MiB")
    verdicts.add("R-29", "study files that are bombs", complaints, cases=len(texts))
