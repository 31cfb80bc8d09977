"""Makes the studies, runs them, and checks their reports: `checks.py --rxuse FILE [--all] [--only 1,2] [--keep DIR]`.

Every check prints one line that ends with `ok`, or its findings; the last line says how many findings there are. A check that
could not be made is a finding.
"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import alone  # noqa: E402
import browser  # noqa: E402
import drawn  # noqa: E402
import figures  # noqa: E402
import flaws  # noqa: E402
import marked  # noqa: E402
import palette  # noqa: E402
import paper  # noqa: E402
import people  # noqa: E402
import same  # noqa: E402
import studies  # noqa: E402
import summarised  # noqa: E402
import workbook  # noqa: E402

# How many findings of a check in a study are printed.
MOST = 12


@dataclasses.dataclass
class Check:
    """A check of one study's report."""
    number: int
    name: str
    find: Callable[[studies.Study, object], list[str]]
    # Only with --all, of all studies; else with these names alone.
    slow: bool = False
    only: tuple[str, ...] = ()


def page(study: studies.Study) -> pathlib.Path:
    return study.out / "report.html"


def drawings(study: studies.Study) -> list[pathlib.Path]:
    return sorted((study.out / "charts").glob("*.svg"))


CHECKS = [
    Check(1, "layout, console and requests", lambda study, chromium: browser.layout(chromium, page(study))),
    Check(2, "accessible", lambda study, chromium: browser.accessible(chromium, page(study))),
    Check(3, "valid HTML, CSS and SVG", lambda study, _: alone.valid([page(study), *drawings(study)])),
    Check(4, "texts of charts apart", lambda study, chromium: browser.texts_apart(chromium, page(study))),
    Check(5, "contrast", lambda study, chromium: palette.check(chromium, page(study))),
    Check(6, "self-contained", lambda study, _: sum(map(alone.self_contained, [page(study), *drawings(study)]), [])),
    Check(7, "numbers are published ones, and [c] (check 8) where one is kept back", lambda study, _: figures.check(study.out) + marked.check(study.out)),
    Check(9, "the same from the published files alone", lambda study, _: same.again(study)),
    Check(11, "drawn where the figures are, nothing (check 8) where one is kept back", lambda study, _: drawn.check(study.out)),
    Check(14, "on paper", paper.printed),
    Check(15, "workbook", lambda study, _: workbook.check(study.out)),
    Check(16, "workbook in LibreOffice", lambda study, _: workbook.opened(study.out), slow=True),
    Check(17, "the same bytes elsewhere", lambda study, _: same.elsewhere(study), slow=True),
    Check(17, "data package", lambda study, _: same.package(study)),
    Check(18, "summarised result", lambda study, _: summarised.check(study.out)),
    Check(26, "report.md is short", lambda study, _: paper.short(study), only=("sample",)),
    Check(27, "report.md by pandoc", paper.converted),
    Check(27, "report.md as DOCX on paper", lambda study, _: paper.converted_by_word(study), slow=True),
    Check(29, "Table 1 and the flow, made again", lambda study, _: people.check(study.out)),
    Check(28, "the checks find planted flaws", flaws.check, slow=True, only=("cms11",)),
]
# Check 10 is of pairs of studies of its own, 12 (the rules of titles) is among the Swift tests, and 13 is that 1 to 4 hold for
# the hostile studies.
TWINS, PAIRS = 10, 3
NAMES = {0: "the studies run", TWINS: "other data of which the same is published: the same readable files",
         **{number: "; ".join(check.name for check in CHECKS if check.number == number) for number in sorted({check.number for check in CHECKS})}}


def main() -> int:
    options = arguments()
    work = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="rxuse-reports-"))
    begun = time.monotonic()
    names = studies.EVERY if options.all else studies.QUICK
    if options.studies:
        names = options.studies.split(",")
    chosen = selection(options)
    found: dict[int, list[str]] = {}
    with concurrent.futures.ProcessPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for name, part in zip(names, pool.map(one_study, names, *([value] * len(names) for value in (work, options.rxuse, options)))):
            for number, texts in part.items():
                found.setdefault(number, []).extend(texts)
            print(f"{name}: {sum(map(len, part.values()))} findings, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    if not options.only or TWINS in options.only:
        try:
            found[TWINS] = same.twins(options.rxuse, work, PAIRS)
        except Exception as error:
            found[TWINS] = [f"could not be made: {error}"]
    count = 0
    for number, texts in sorted(found.items()):
        print(f"check {number} {NAMES[number]}: {'ok' if not texts else f'{len(texts)} findings'}")
        for text in texts:
            print(f"  {text}")
        count += len(texts)
    for check in CHECKS:
        if check not in chosen or (check.only and not set(check.only) & set(names)):
            print(f"left out: check {check.number} {check.name}")
    if left := [name for name in studies.EVERY if name not in names]:
        print(f"left out: the studies {', '.join(left)}")
    print(f"{len(names)} studies, {time.monotonic() - begun:.0f} s")
    print(f"{count} findings")
    if not options.keep:
        shutil.rmtree(work, ignore_errors=True)
    return int(count > 0)


def selection(options: argparse.Namespace) -> list[Check]:
    """The checks that were asked for."""
    return [check for check in CHECKS if (options.all or not check.slow) and (not options.only or check.number in options.only)]


def one_study(name: str, work: pathlib.Path, rxuse: pathlib.Path, options: argparse.Namespace) -> dict[int, list[str]]:
    """What the checks find in the study of this name."""
    chosen = selection(options)
    shutil.rmtree(work / name, ignore_errors=True)
    try:
        study = studies.make(name, work / name, rxuse)
    except Exception as error:
        return {0: [f"{name}: {error}"]}
    found: dict[int, list[str]] = {}
    with browser.browser() as chromium:
        for check in CHECKS:
            if check not in chosen or (check.only and name not in check.only):
                continue
            try:
                texts = check.find(study, chromium)
            except Exception as error:
                trace = traceback.extract_tb(error.__traceback__)[-1]
                texts = [f"could not be made: {type(error).__name__}: {error} ({pathlib.Path(trace.filename).name}:{trace.lineno})"]
            more = [f"... and {len(texts) - MOST} more"] if len(texts) > MOST else []
            found.setdefault(check.number, []).extend(f"{name}: {text}" for text in texts[:MOST] + more)
    return found


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rxuse", type=pathlib.Path, required=True, help="the program")
    parser.add_argument("--all", action="store_true", help="every study and the slow checks")
    parser.add_argument("--only", type=lambda text: [int(part) for part in text.split(",")], help="checks by number")
    parser.add_argument("--studies", help="studies by name")
    parser.add_argument("--keep", type=pathlib.Path, help="where studies and outputs are kept")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
