"""Inputs that change while they are read."""
import os
import shutil
import signal
import time

import inputs
import rig as rigs


def check(rig, verdicts):
    """R-10."""
    source = large(rig)
    complaints = []
    cases = {"appended to": append, "truncated": truncate, "overwritten": overwrite,
             "overwritten, its time set back": overwrite_and_set_back, "truncated to nothing": lambda path: os.truncate(path, 0)}
    rounds = rig.many(1, 10)
    for name, change in cases.items():
        for number in range(rounds):
            rig.reset()
            outcome = disturbed(rig, source, change, threads=1 + number % 2)
            complaints += [f"{name}: {text}" for text in rig.faults(outcome, (75,), ["changing.csv", "changed"], "old")]
    rig.reset()
    verdicts.add("R-10", "an input changed while it was read", complaints, ways=len(cases), runs=rounds * len(cases))
    complaints, new = [], rig.new
    rig.must(inputs.with_prescriptions(rig, shutil.copyfile(source, rig.path("changing.csv"))))
    rig.new = rigs.tree(rig.out)
    for name, change in {"replaced by rename": replace, "deleted": os.unlink, "read by others": lambda path: open(path).close()}.items():
        rig.reset()
        complaints += [f"{name}: {text}" for text in rig.faults(disturbed(rig, source, change), (0,), state="new")]
    rig.new = new
    rig.reset()
    verdicts.add("R-10", "an input replaced or deleted while it was read: what was opened is read", complaints, ways=3)


def large(rig):
    """Enough rows that a run can be stopped in the middle of them."""
    path = rig.path("rows.csv")
    with open(os.path.join(rig.data, "prescriptions.csv"), "rb") as file:
        header, rows = file.readline(), file.read()
    with open(path, "wb") as file:
        file.write(header)
        for _ in range(30_000_000 // len(rows)):
            file.write(rows)
    return path


def disturbed(rig, source, change, threads=1):
    """A run that is stopped while it reads, and goes on when its input was changed."""
    path = rig.path("changing.csv")
    shutil.copyfile(source, path)
    process = rigs.start(rig.command(inputs.study_with(rig, path), threads=threads))
    began = time.monotonic()
    while time.monotonic() - began < 20:
        position = place(process.pid, path)
        if position > 2_000_000:
            break
    process.send_signal(signal.SIGSTOP)
    time.sleep(0.02)
    middle = 0 < place(process.pid, path) < os.path.getsize(path)
    change(path)
    process.send_signal(signal.SIGCONT)
    outcome = rigs.ended(process, began)
    if not middle:
        raise SystemExit("faults: the run had read its input before it could be stopped")
    return outcome


def place(process, path):
    """How far a process has read a file; 0 where it has not opened it."""
    folder = f"/proc/{process}/fd"
    try:
        for number in os.listdir(folder):
            if os.path.realpath(f"{folder}/{number}") == path:
                with open(f"/proc/{process}/fdinfo/{number}", encoding="ascii") as file:
                    return int(file.readline().split()[1])
    except OSError:
        pass
    return 0


def append(path):
    """A row more."""
    with open(path, "ab") as file:
        file.write(b"1,2,3\n")


def truncate(path):
    """The last bytes gone."""
    os.truncate(path, os.path.getsize(path) - 1000)


def overwrite(path):
    """A byte near the end, so that the size stays."""
    with open(path, "r+b") as file:
        file.seek(-5, os.SEEK_END)
        file.write(b"7")


def overwrite_and_set_back(path):
    """As a copying tool that keeps times does."""
    times = os.stat(path)
    overwrite(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def replace(path):
    """Another file in its place."""
    with open(path + ".new", "wb") as file:
        file.write(b"patient_id\n")
    os.rename(path + ".new", path)
