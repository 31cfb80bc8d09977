"""Full disks: under the output, under what spills, and a limit of file size."""
import contextlib
import os
import resource
import shutil
import subprocess

import rig as rigs


def check(rig, verdicts):
    """R-04, R-05."""
    size_limit(rig, verdicts)
    if not can_mount(rig):
        for line in ("R-04", "R-05"):
            verdicts.skip(line, "a full disk", "no tmpfs can be mounted (that takes root)")
        return
    output(rig, verdicts)
    spill(rig, verdicts)


def can_mount(rig):
    """Whether small file systems can be made here."""
    try:
        with mounted(rig.path("probe"), 64):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextlib.contextmanager
def mounted(folder, kibibytes):
    """A file system of this size in memory."""
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", folder], check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def free(folder):
    """Free bytes."""
    status = os.statvfs(folder)
    return status.f_bfree * status.f_bsize


def pages(folder):
    """The space that a result takes on a file system of pages of 4 KiB, in KiB."""
    sizes = (os.path.getsize(os.path.join(base, name)) for base, _, names in os.walk(folder) for name in names)
    return sum((size + 4095) // 4096 * 4 for size in sizes)


def output(rig, verdicts):
    """With an old good result on it, room for 4 KiB more, and so on, until the new one fits."""
    complaints, codes = [], {}
    old, most = pages(rig.old_copy), pages(rig.new_copy) + 8
    step = rig.many(16, 4)
    sizes = range(0, most + step, step)
    home, out = rig.home, rig.out
    for room in sizes:
        rig.home, rig.out = rig.path("full"), rig.path("full/out")
        with mounted(rig.home, old + room):
            shutil.copytree(rig.old_copy, rig.out)
            before = free(rig.home)
            outcome = rig.run()
            codes[outcome.code] = codes.get(outcome.code, 0) + 1
            names = ["full", "No space left on device"] if outcome.code else []
            complaints += [f"{room} KiB: {text}" for text in rig.faults(outcome, (0, 73, 74), names)]
            rig.forget()
            if outcome.code and free(rig.home) != before:
                complaints.append(f"{room} KiB: {before} bytes were free, {free(rig.home)} are")
    rig.home, rig.out = home, out
    if not {0, 74} <= set(codes):
        complaints.append(f"exits {codes}")
    verdicts.total("full_disks", len(sizes))
    verdicts.add("R-04", "a full disk under the output", complaints, sizes=len(sizes),
                 exits=" ".join(f"{code}x{count}" for code, count in sorted(codes.items())))


def spill(rig, verdicts):
    """Far less room than what does not fit into memory needs."""
    data = rig.sample("spilling", 5000)
    tmp, rig.tmp, complaints, sizes = rig.tmp, rig.path("small"), [], rig.many(3, 16)
    for number in range(sizes):
        with mounted(rig.tmp, 16 << (number % 6)):
            before = free(rig.tmp)
            outcome = rig.run(os.path.join(data, "study.yml"), threads=1 + number % 3, more=["--memory", "64k"])
            complaints += rig.faults(outcome, (74,), [rig.tmp, "--tmp-dir", "No space left on device"], state="old")
            if free(rig.tmp) != before:
                complaints.append("the space is not given back")
    rig.tmp = tmp
    verdicts.total("full_disks", sizes)
    verdicts.add("R-05", "a full disk under what spills", complaints, runs=sizes)


def size_limit(rig, verdicts):
    """ulimit -f: the system's signal for it must not end a run without a word."""
    complaints = []
    limits = [1, 100, 1000, 3000] if rig.everything else [1, 1000]
    for limit in limits:
        rig.reset()
        outcome = rig.run(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        complaints += [f"{limit} bytes: {text}" for text in rig.faults(outcome, (74,), ["File too large"], state="old")]
    verdicts.add("R-04", "a limit of file size (ulimit -f)", complaints, limits=len(limits))
    rig.reset()
