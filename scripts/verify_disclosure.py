#!/usr/bin/env python3
"""Attacks the published figures of `rxuse run` with disclosure control, as a reader with linear programming would.

Each OUT is a folder that a run wrote; only files in it are read. results.csv is taken for a system of equations (groups
add up, counts lie within their denominators, definitions are nested) in which suppressed counts are the unknowns, and for
each of them the least and the greatest possible value is worked out. A count is exact where only one value is left, and too
narrow where fewer than 5 or none above the threshold are. ranges.csv, which says what a reader can work out, is compared with
what the attack finds. --truth names the same study run without disclosure control: it
decides which figures need protection, and guards the verifier itself; the attack doesn't use it.
"""

import argparse
import json
import math
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "verify.d"))

import audit  # noqa: E402
import published  # noqa: E402
import ranges  # noqa: E402
import selftest  # noqa: E402
import selftest_files  # noqa: E402
import selftest_ranges  # noqa: E402

COUNTS = ("cells", "suppressed", "audited", "differences", "exact", "narrow", "in_sight", "outside", "harmless")


def main() -> int:
    options = arguments()
    if options.self_test:
        return selftest.run(selftest, selftest_files, selftest_ranges)
    total = dict.fromkeys(("releases", *COUNTS, "files", *ranges.COUNTS), 0)
    narrowest = math.inf
    for number, folder in enumerate(options.out):
        truth = options.truth[number] if options.truth else None
        result = audit.audit(folder, truth, options.min_cell, options.strict, options.knowledge)
        wrong = published.check(folder, truth, options.min_cell)
        claims = ranges.check(folder, truth, options.min_cell)
        found = [*wrong, *result.findings, *claims.findings]
        for text in found[:options.show]:
            print(f"{folder}: {text}", file=sys.stderr)
        total["releases"] += 1
        total["files"] += len(wrong)
        for name in COUNTS:
            total[name] += getattr(result, name)
        for name in ranges.COUNTS:
            total[name] += getattr(claims, name)
        narrowest = min(narrowest, result.narrowest)
        total["failed"] = total.get("failed", 0) + bool(found)
    total["narrowest"] = round(narrowest, 4) if math.isfinite(narrowest) else None
    print(summary(total))
    if options.json:
        options.json.write_text(json.dumps(total, indent=2) + "\n", encoding="utf-8")
    return int(total["failed"] > 0)


def summary(total: dict) -> str:
    """All releases in a line, and their ranges in another."""
    return (f"{total['releases']} releases, {total['failed']} failed: {total['cells']} rows, {total['suppressed']} suppressed; "
            f"{total['audited']} counts and {total['differences']} differences audited: {total['exact']} exact, "
            f"{total['narrow']} too narrow, {total['in_sight']} in sight, {total['outside']} truths outside, "
            f"{total['files']} other faults; narrowest interval {total['narrowest']}\n{ranges.summary(total)}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", nargs="*", type=pathlib.Path, metavar="OUT", help="a folder that a run wrote")
    parser.add_argument("--truth", nargs="+", type=pathlib.Path, metavar="OUT",
                        help="the same studies run with preset none, in the same order")
    parser.add_argument("--min-cell", type=int, default=11, help="the least count that may be shown (default 11)")
    parser.add_argument("--knowledge", choices=("basic", "full"), default="full",
                        help="basic: sums of groups, denominators, nested thresholds; full: whatever the definitions imply")
    parser.add_argument("--strict", action="store_true",
                        help="with --truth: judge suppressed counts that need no protection too")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the counts there")
    parser.add_argument("--show", type=int, default=20, help="findings to print for each release (default 20)")
    parser.add_argument("--self-test", action="store_true", help="try the verifier on releases with known answers")
    options = parser.parse_args()
    if not options.out and not options.self_test:
        parser.error("nothing to verify")
    if options.truth and len(options.truth) != len(options.out):
        parser.error("--truth needs a folder for each OUT")
    return options


if __name__ == "__main__":
    sys.exit(main())
