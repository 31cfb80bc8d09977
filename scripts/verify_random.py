#!/usr/bin/env python3
"""Makes random studies, runs each with disclosure control and without, and verifies what was published.

In a share of the releases one suppressed figure is published again, and the verifier has to notice. The same seed makes the
same studies. A release that fails is kept, and its folder printed.
"""

import argparse
import collections
import dataclasses
import functools
import math
import multiprocessing
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "verify.d"))
for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(library, "1")

import audit  # noqa: E402
import mutation  # noqa: E402
import published  # noqa: E402
import ranges  # noqa: E402
import simulate  # noqa: E402
import studies  # noqa: E402
from knowledge import System  # noqa: E402
from release import read_release  # noqa: E402

LEAST = 11
COUNTS = ("cells", "suppressed", "audited", "differences", "exact", "narrow", "in_sight", "outside", "harmless")


def main() -> int:
    options = arguments()
    options.dir.mkdir(parents=True, exist_ok=True)
    print(f"seed {options.seed}, {options.releases} releases, in {options.dir}")
    total: collections.Counter = collections.Counter()
    narrowest, start = math.inf, time.monotonic()
    numbers = [options.only] if options.only is not None else range(options.releases)
    with multiprocessing.Pool(options.jobs) as pool:
        for number, counts, findings, least in pool.imap_unordered(functools.partial(one, options), numbers):
            total.update(counts)
            narrowest = min(narrowest, least)
            if findings:
                print(f"seed {options.seed}, release {number}: {options.dir / str(number)}: {len(findings)} findings",
                      file=sys.stderr)
                for text in findings[:options.show]:
                    print(f"  {text}", file=sys.stderr)
    report(total, narrowest, time.monotonic() - start)
    missed = total["needed"] - total["noticed of needed"]
    return int(total["failed"] > 0 or missed > 0.05 * total["needed"])


def one(options: argparse.Namespace, number: int) -> tuple[int, dict, list[str], float]:
    """Makes, runs and verifies one release: its counts, what is wrong, and its narrowest interval."""
    chance, start = random.Random(f"{options.seed}/{number}"), time.monotonic()
    folder = options.dir / str(number)
    shutil.rmtree(folder, ignore_errors=True)
    complete = studies.make(folder, chance)
    counts: collections.Counter = collections.Counter(releases=1)
    findings, narrowest = [], math.inf
    for preset in ("none", "cms11"):
        command = [options.rxuse, "run", folder / f"study-{preset}.yml", "--out", folder / preset, "--quiet", "--threads", "1"]
        if options.simulate and preset == "cms11":
            simulate.SUPPRESSIONS[options.simulate](folder / "none", folder / preset, LEAST)
            continue
        ended = subprocess.run(command, capture_output=True, text=True)
        if ended.returncode:
            findings.append(f"rxuse with preset {preset} ended with {ended.returncode}: {ended.stderr.strip()}")
    if not findings:
        try:
            narrowest = verify(options, folder, complete, chance, counts, findings)
        except Exception as problem:
            findings.append(f"the verifier failed: {type(problem).__name__}: {problem}")
    if options.times:
        print(f"{number}: {counts['cells']} rows, {time.monotonic() - start:.1f} s", flush=True)
    if findings:
        counts["failed"] += 1
    elif not options.keep:
        shutil.rmtree(folder)
    return number, dict(counts), findings, narrowest


def verify(options: argparse.Namespace, folder: pathlib.Path, complete: bool, chance: random.Random, counts: collections.Counter,
           findings: list[str]) -> float:
    """The audit and the checks of the files, and for some releases one figure un-suppressed."""
    plain, release = (dataclasses.replace(read_release(folder / preset), apart=tuple(studies.CLASSES), complete=complete)
                      for preset in ("none", "cms11"))
    truth = audit.Truth(System(plain))
    result = audit.audit_release(release, truth, LEAST, options.strict, options.knowledge)
    wrong = [] if options.simulate else published.check(folder / "cms11", folder / "none", LEAST)
    for name in COUNTS:
        counts[name] += getattr(result, name)
    counts["other faults"] += len(wrong)
    findings += wrong + result.findings
    if not options.simulate:
        claims = ranges.check(folder / "cms11", folder / "none", LEAST)
        counts.update({name: getattr(claims, name) for name in ranges.COUNTS})
        findings += claims.findings
    if chance.random() < options.mutations and not result.findings:
        changed = mutation.mutated(release, plain, truth, LEAST, chance)
        if changed:
            seen = mutation.noticed(changed, truth, LEAST, options.knowledge)
            need = mutation.needed(changed, truth, LEAST, options.knowledge)
            counts["mutations"] += 1
            counts["noticed"] += seen
            counts["needed"] += need is True
            counts["noticed of needed"] += need is True and seen
            counts["noticed, not needed"] += need is False and seen
    return result.narrowest


def report(total: collections.Counter, narrowest: float, seconds: float) -> None:
    print(f"{total['releases']} releases, {total['failed']} failed, in {seconds:.0f} s: {total['cells']} rows, "
          f"{total['suppressed']} suppressed")
    print(f"{total['audited']} counts and {total['differences']} differences audited: {total['exact']} exact, {total['narrow']} "
          f"too narrow, {total['in_sight']} in sight, {total['outside']} truths outside, {total['other faults']} other faults; "
          f"narrowest interval {narrowest:g}")
    print(f"{total['mutations']} figures un-suppressed, {total['noticed']} noticed; of {total['needed']} that a second calculation "
          f"finds needed {total['noticed of needed']}; {total['noticed, not needed']} noticed that it doesn't")
    print(ranges.summary(total))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rxuse", type=pathlib.Path, required=True, help="the program")
    parser.add_argument("--releases", type=int, default=200, help="how many (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="(default 1)")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="at a time (default: all cores)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="only the release of this number; it is kept")
    parser.add_argument("--mutations", type=float, default=0.2, help="share of releases with a figure un-suppressed (default 0.2)")
    parser.add_argument("--knowledge", choices=("basic", "full"), default="full", help="as in verify_disclosure.py (default full)")
    parser.add_argument("--strict", action="store_true", help="judge suppressed counts that need no protection too")
    parser.add_argument("--simulate", choices=sorted(simulate.SUPPRESSIONS),
                        help="run rxuse without disclosure control only, and suppress here: a test of the verifier")
    parser.add_argument("--keep", action="store_true", help="keep releases that pass too")
    parser.add_argument("--times", action="store_true", help="say how long each release took")
    parser.add_argument("--show", type=int, default=5, help="findings to print for each release (default 5)")
    scratch = pathlib.Path(os.environ.get("TMPDIR") or tempfile.gettempdir()) / "rxuse-verify"
    parser.add_argument("--dir", type=pathlib.Path, default=scratch, help=f"where to work (default {scratch})")
    options = parser.parse_args()
    options.rxuse = options.rxuse.resolve()
    options.dir = options.dir.resolve()
    options.keep = options.keep or options.only is not None
    return options


if __name__ == "__main__":
    sys.exit(main())
