"""Faults at every system call: a run is killed at each, and each is made to fail."""
import collections
import random
import re
import subprocess

import rig as rigs

# Calls that read, write or name files: where one fails, the run must say so or need it not.
FILE_CALLS = """open openat read pread64 readv write pwrite64 writev fsync fdatasync close mkdir mkdirat rename renameat
renameat2 link linkat unlink unlinkat rmdir flock fstat newfstatat stat lstat statx access faccessat faccessat2 getdents64
lseek ftruncate fallocate""".split()


def check(rig, verdicts):
    """R-02, R-03, R-07 at every read, R-37."""
    if not works():
        for line in ("R-02", "R-03", "R-37"):
            verdicts.skip(line, "faults at every system call", "strace can't trace here")
        return
    all_points = points(rig)
    names = [call for call in all_points if call in FILE_CALLS]
    kill_everywhere(rig, verdicts, all_points)
    for error in ("EIO", "ENOSPC"):
        fail_everywhere(rig, verdicts, {call: all_points[call] for call in names}, error)
    spilling = ["--memory", "64k"]
    spilled = points(rig, spilling)
    few = {call: count for call, count in spilled.items() if call in ("pwrite64", "pread64", "openat")}
    for error in ("EIO", "ENOSPC"):
        fail_everywhere(rig, verdicts, few, error, "while it spills, ", spilling)
    without_exchange(rig, verdicts)
    unnamed(rig, verdicts)
    synced(rig, verdicts)


def works():
    """Whether strace is there and may trace."""
    try:
        command = ["strace", "-qq", "-o", "/dev/null", "-e", "trace=close", "-e", "inject=close:error=EIO:when=1000", "true"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def points(rig, more=()):
    """How often each call is made, by the thread that makes it most: strace counts for each thread by itself."""
    log = rig.path("calls.log")
    rig.must(rig.run(more=more, before=["strace", "-f", "-qq", "-o", log]))
    counts = collections.Counter()
    with open(log, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match = re.match(r"(\d+) +(\w+)\(", line)
            if match:
                counts[match[1], match[2]] += 1
    most = collections.Counter()
    for (_, call), count in counts.items():
        most[call] = max(most[call], count)
    most.pop("execve", None)
    rig.reset()
    return dict(sorted(most.items()))


def chosen(rig, counts, number):
    """Every point, or for a quick look some at random."""
    every = [(call, at) for call, count in counts.items() for at in range(1, count + 1)]
    return every if rig.everything or len(every) <= number else random.Random(rig.seed).sample(every, number)


def injected(rig, call, at, what, more=()):
    """A run in which the call number `at` of `call` meets with `what`."""
    strace = [*rigs.STRACE, "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={at}"]
    return rig.run(before=strace, more=more)


def kill_everywhere(rig, verdicts, counts):
    """As for random kills: what is left is there for the next run."""
    complaints, left, guards = [], collections.Counter(), 0
    selection = chosen(rig, counts, 200)
    for call, at in selection:
        if rig.state() != "old":
            rigs.remove(rig.out)
            rigs.shutil.copytree(rig.old_copy, rig.out)
        log = rig.path("kill.log")
        outcome = rig.run(before=["strace", "-f", "-qq", "-o", log, "-e", f"trace={call},clone,clone3,fork,vfork",
                                  "-e", f"inject={call}:signal=KILL:when={at}"])
        left[rig.state()] += 1
        if killed_its_guard(log):
            # strace counts each process's calls, so that it killed both; then the next run clears up.
            guards += 1
            rig.must(rig.run())
        else:
            rig.settled()
        complaints += [f"{call} {at}: {complaint}" for complaint in rig.faults(outcome, (0, 137))]
    rig.must(rig.run())
    if rig.strays() or rig.state() != "new":
        complaints.append(f"a run after them leaves {rig.strays()}, the output {rig.state()}")
    verdicts.total("kill_points", len(selection))
    verdicts.add("R-02", "kill -9 at every system call", complaints, points=len(selection), calls=len(counts), old=left["old"],
                 new=left["new"], strays=0, guard_killed_too=guards)
    rig.reset()


def killed_its_guard(log):
    """Whether strace killed the process that clears up after the run as well."""
    with open(log, encoding="utf-8", errors="replace") as lines:
        text = lines.read()
    guards = re.findall(r"(?:clone|clone3|fork|vfork)\((?!.*CLONE_THREAD).*\) = (\d+)", text)
    return any(re.search(rf"^{guard} +\+\+\+ killed by SIGKILL", text, re.M) for guard in guards)


def fail_everywhere(rig, verdicts, counts, error, when="", more=()):
    """Each ends with a message, or with the new result where the run can do without what failed."""
    complaints, codes, left = [], collections.Counter(), collections.Counter()
    selection = chosen(rig, counts, 100 if not more else 30)
    loader = 0
    for call, at in selection:
        rig.reset()
        outcome = injected(rig, call, at, f"error={error}", more)
        if before_the_program(rig, outcome):
            loader += 1
            wrong = [] if rig.state() == "old" and not rig.strays() else ["a failure before the program leaves a trace"]
        else:
            wrong = rig.faults(outcome, (0, 66, 73, 74))
            codes[outcome.code] += 1
            left[rig.state()] += 1
        complaints += [f"{call} {at}: {complaint}" for complaint in wrong]
    verdicts.total("error_points", len(selection))
    verdicts.add("R-03", f"{when}{error} at every call that touches files", complaints, points=len(selection),
                 calls=len(counts), exits=" ".join(f"{code}x{count}" for code, count in sorted(codes.items())),
                 before_the_program=loader, old=left["old"], new=left["new"])
    rig.reset()


def without_exchange(rig, verdicts):
    """A file system that can't exchange two folders, killed and failing at every renaming and removing."""
    complaints, points_tried = [], 0
    plain = ["-e", "inject=renameat2:error=EINVAL"]
    trace = "trace=renameat2,rename,unlink,rmdir,openat"
    outcome = rig.run(before=[*rigs.STRACE, "-e", trace, *plain])
    complaints += rig.faults(outcome, (0,), state="new")
    for what in ("signal=KILL", "error=EIO"):
        for call, most in {"rename": 4, "unlink": 12, "rmdir": 3}.items():
            for at in range(1, most + 1):
                rig.reset()
                outcome = rig.run(before=[*rigs.STRACE, "-e", trace, *plain, "-e", f"inject={call}:{what}:when={at}"])
                rig.settled()
                points_tried += 1
                complaints += [f"{call} {at} {what}: {text}" for text in rig.faults(outcome, (0, 73, 137))]
    rig.reset()
    verdicts.add("R-02", "a file system that can't exchange folders, at every renaming and removing", complaints,
                 points=points_tried)


def unnamed(rig, verdicts):
    """From a trace: what spills has no name, and is its owner's alone."""
    log = rig.path("spill.log")
    rig.must(rig.run(more=["--memory", "64k"], before=["strace", "-f", "-qq", "-o", log, "-e", "trace=openat"]))
    with open(log, encoding="utf-8") as lines:
        opened = [line.strip() for line in lines if f'"{rig.tmp}' in line]
    wrong = [line for line in opened if "O_TMPFILE" not in line or ", 0600)" not in line]
    verdicts.add("R-05", "what spills has no name and mode 0600", wrong or ([] if opened else ["nothing spilled"]),
                 files=len(opened))
    rig.reset()


def before_the_program(rig, outcome):
    """Whether the dynamic loader failed, or Swift's runtime could not read the command line (from /proc)."""
    loader = "error while loading shared libraries" in outcome.errors or outcome.errors.startswith(rig.rxuse + ":")
    return outcome.code != 0 and (loader or "a subcommand is missing" in outcome.errors)


def synced(rig, verdicts):
    """From a trace: all that is put in place was written through to the disk before, and its folder after."""
    log = rig.path("sync.log")
    calls = "trace=openat,write,fsync,close,rename,renameat2"
    rig.must(rig.run(before=["strace", "-f", "-qq", "-y", "-o", log, "-e", calls]))
    complaints, dirty, created, published, after = [], set(), 0, False, False
    with open(log, encoding="utf-8") as lines:
        for line in lines:
            made = re.search(r"openat\(.*O_CREAT.*\) = \d+<(.*)>", line)
            wrote = re.search(r"write\(\d+<(.*?)>", line)
            through = re.search(r"fsync\(\d+<(.*?)>\) += 0", line)
            if made and rigs.PARTIAL in made[1]:
                created += 1
                dirty.update([made[1], made[1].rsplit("/", 1)[0]])
            elif wrote and rigs.PARTIAL in wrote[1]:
                dirty.add(wrote[1])
            elif through:
                dirty.discard(through[1])
                after = after or (published and through[1] == rig.home)
            elif "renameat2(" in line and "= 0" in line:
                published = True
                if dirty:
                    complaints.append(f"put in place before it is on the disk: {sorted(dirty)}")
    if not published or not after or not created:
        complaints.append(f"in the trace: {created} files, published {published}, folder above synced {after}")
    verdicts.add("R-37", "every file and folder is synced before it is put in place, the folder above after", complaints,
                 files=created)
    rig.reset()
