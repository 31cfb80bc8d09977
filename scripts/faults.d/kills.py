"""Runs that are killed or interrupted at random moments, and two runs at once."""
import os
import random
import signal
import threading
import time

import rig as rigs


def check(rig, verdicts):
    """R-01, R-11, R-34."""
    moments = random.Random(rig.seed)
    duration = sorted(rigs.finish(rig.command()).seconds for _ in range(5))[2]
    random_kills(rig, verdicts, moments, duration)
    for name in ("TERM", "INT", "HUP"):
        signals(rig, verdicts, moments, duration, name)
    second_signal(rig, verdicts)
    ignored_signal(rig, verdicts)
    two_runs(rig, verdicts)


def random_kills(rig, verdicts, moments, duration):
    """What a kill left is there for the next run, as in life; a last run, undisturbed, must clear it."""
    count, complaints, left = rig.many(100, 300), [], {"old": 0, "new": 0}
    finished = slowest = 0
    for number in range(count):
        if rig.state() != "old":
            rigs.remove(rig.out)
            rigs.shutil.copytree(rig.old_copy, rig.out)
        process = rigs.start(rig.command(threads=1 + number % 2))
        time.sleep(moments.uniform(0, 1.1 * duration))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        outcome = rigs.ended(process, time.monotonic())
        finished += outcome.code == 0
        state = rig.state()
        if state in left:
            left[state] += 1
        else:
            complaints.append(f"kill {number}: the output is {state}")
        slowest = max(slowest, rig.settled())
        if rig.strays():
            complaints.append(f"kill {number}: strays {rig.strays()}")
        if outcome.code not in (0, 137):
            complaints.append(f"kill {number}: {outcome}")
    rig.must(rig.run())
    if rig.strays() or rig.state() != "new":
        complaints.append(f"a run after them leaves {rig.strays()}, the output {rig.state()}")
    verdicts.total("kills", count)
    verdicts.total("kills_survived", count - len(complaints))
    verdicts.add("R-01", f"kill -9 at random moments of {duration * 1000:.0f} ms", complaints, kills=count, old=left["old"],
                 new=left["new"], finished_before=finished, strays=0, cleared_up_within_ms=round(1000 * slowest))
    rig.reset()


def signals(rig, verdicts, moments, duration, name):
    """An interrupted run clears up and dies of the signal."""
    number, count, complaints, slowest, finished = getattr(signal, "SIG" + name), rig.many(8, 100), [], 0, 0
    for attempt in range(count):
        rig.reset()
        process = rigs.start(rig.command(threads=1 + attempt % 2))
        time.sleep(moments.uniform(0, 1.1 * duration))
        sent = time.monotonic()
        process.send_signal(number)
        outcome = rigs.ended(process, sent, 20)
        slowest = max(slowest, outcome.seconds)
        finished += outcome.code == 0
        complaints += rig.faults(outcome, (128 + number, 0))
    if slowest > 2:
        complaints.append(f"one took {slowest:.1f} s to end")
    verdicts.total("signals", count)
    verdicts.add("R-11", f"SIG{name} at random moments", complaints, signals=count, exit_code=128 + number,
                 finished_before=finished, slowest_ms=round(1000 * slowest))
    rig.reset()


def held_run(rig):
    """A run that waits for its prescriptions, and what lets it go on."""
    fifo = rig.path("held.csv")
    if not os.path.exists(fifo):
        os.mkfifo(fifo)
    study = rig.path("data/held.yml")
    with open(rig.study, encoding="utf-8") as file:
        text = rigs.changed_study(file.read(), [(r"files: \[prescriptions.csv\]", f"files: [{fifo}]")])
    with open(study, "w", encoding="utf-8") as file:
        file.write(text)
    process = rigs.start(rig.command(study))
    ready = threading.Event()
    go = threading.Event()

    def feed():
        with open(os.path.join(rig.data, "prescriptions.csv"), "rb") as rows, open(fifo, "wb") as pipe:
            ready.set()
            go.wait(60)
            try:
                pipe.write(rows.read())
            except BrokenPipeError:
                pass

    threading.Thread(target=feed, daemon=True).start()
    if not ready.wait(20):
        raise SystemExit("faults: a run did not open its input within 20 s")
    return process, go


def second_signal(rig, verdicts):
    """Who presses ^C twice is not kept waiting."""
    process, go = held_run(rig)
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    outcome = rigs.ended(process, sent, 20)
    go.set()
    complaints = rig.faults(outcome, (130,), state="old")
    if outcome.seconds > 1:
        complaints.append(f"it took {outcome.seconds:.1f} s")
    verdicts.total("signals", 2)
    verdicts.add("R-11", "SIGINT twice, while the input is waited for", complaints, ms=round(1000 * outcome.seconds))
    rig.reset()


def ignored_signal(rig, verdicts):
    """nohup ignores SIGHUP for what it starts, and a shell SIGINT for what runs behind it; that stays so."""
    complaints = []
    for number in (signal.SIGHUP, signal.SIGINT):
        old = signal.signal(number, signal.SIG_IGN)
        try:
            process, go = held_run(rig)
        finally:
            signal.signal(number, old)
        process.send_signal(number)
        time.sleep(0.3)
        go.set()
        complaints += rig.faults(rigs.ended(process, time.monotonic(), 20), (0,), state="new")
        rig.reset()
    verdicts.add("R-11", "a signal that the caller ignores (nohup) is ignored", complaints, signals=2)


def two_runs(rig, verdicts):
    """The second is told to try again, at once, and touches nothing."""
    process, go = held_run(rig)
    outcome = rig.run()
    complaints = rig.faults(outcome, (75,), ["another run holds"], state="old", but=[rigs.PARTIAL])
    if outcome.seconds > 1:
        complaints.append(f"the second took {outcome.seconds:.1f} s")
    go.set()
    complaints += rig.faults(rigs.ended(process, time.monotonic(), 20), (0,), state="new")
    verdicts.add("R-34", "two runs at once", complaints, second_exit_code=outcome.code, second_ms=round(1000 * outcome.seconds))
    rig.reset()
    together, complaints = rig.many(4, 40), []
    for _ in range(together):
        processes = [rigs.start(rig.command()) for _ in range(3)]
        outcomes = [rigs.ended(process, time.monotonic(), 30) for process in processes]
        codes = sorted(outcome.code for outcome in outcomes)
        if codes[0] != 0 or not set(codes) <= {0, 75} or rig.state() != "new" or rig.strays():
            complaints.append(f"exits {codes}, the output {rig.state()}, strays {rig.strays()}, {outcomes[-1]}")
        rig.reset()
    verdicts.add("R-34", "three runs started together: each 0 or 75, one result", complaints, rounds=together)
