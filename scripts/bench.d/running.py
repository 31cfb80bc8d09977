"""What the benchmarks have in common: samples, commands and their cost, messages."""

import os
import shutil
import subprocess
import sys
import time


def sample(rxuse, work, patients, seed, flat=False):
    """The folder of a sample; what is there of the same make is not made again."""
    kind = "-flat" if flat else ""
    data = work / f"data-{patients}-{seed}{kind}"
    if not data.is_dir():
        partial = data.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        command = [rxuse, "sample", "--patients", patients, "--seed", seed, "--out", partial]
        start = time.monotonic()
        call([*command, *(["--flat"] if flat else [])], stdout=sys.stderr)
        partial.rename(data)
        size = (data / "prescriptions.csv").stat().st_size
        say(f"made {size / 1e6:,.0f} MB of prescriptions in {time.monotonic() - start:.1f} s")
    return data


def measured(name, command, work):
    """Runs a command in a process of its own: seconds, CPU seconds and peak MiB of it and its children."""
    environ = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    log = work / "log.txt"
    with open(log, "wb") as output:
        start = time.monotonic()
        child = subprocess.Popen([str(part) for part in command], stdout=output, stderr=output, env=environ)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        fail(f"{name} ended with {child.returncode}:\n{log.read_text(errors='replace')[-2000:]}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def call(command, **how):
    """Runs a command that has to succeed."""
    done = subprocess.run([str(part) for part in command], **how)
    if done.returncode:
        fail(f"{' '.join(str(part) for part in command)} ended with {done.returncode}")
    return done


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def fail(text):
    say(text)
    sys.exit(1)
