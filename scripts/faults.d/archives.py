"""Compressed inputs that are cut off, damaged, of several parts, or far larger than they look."""
import gzip
import os
import random
import zlib

import inputs
import rig as rigs


def check(rig, verdicts):
    """R-09."""
    with open(os.path.join(rig.data, "prescriptions.csv"), "rb") as file:
        text = file.read()
    packed = gzip.compress(text, mtime=0)
    dice = random.Random(rig.seed)
    cut_off(rig, verdicts, packed, dice)
    flipped(rig, verdicts, packed, dice)
    middle = text.index(b"\n", len(text) // 2) + 1
    whole = {
        "two members": gzip.compress(text[:middle]) + gzip.compress(text[middle:]),
        "two members, cut in a row": gzip.compress(text[:middle + 7]) + gzip.compress(text[middle + 7:]),
        "a member for each KiB": b"".join(gzip.compress(text[at:at + 1024]) for at in range(0, len(text), 1024)),
        "an empty member between": gzip.compress(text[:middle]) + gzip.compress(b"") + gzip.compress(text[middle:]),
        "padded with NUL": packed + bytes(512),
    }
    complaints = []
    for name, content in whole.items():
        rig.reset()
        outcome = inputs.with_prescriptions(rig, inputs.made(rig, "rx.csv.gz", content))
        complaints += [f"{name}: {text}" for text in rig.faults(outcome, (0,), state="new")]
    rig.reset()
    verdicts.add("R-09", "gzip of several members is all of them", complaints, cases=len(whole))
    broken = {
        "text behind": packed + b"1,2,3\n", "a byte behind": packed + b"x", "half a member behind": packed + packed[:200],
        "half a header behind": packed + packed[:5], "plain text": text, "NUL and text behind": packed + bytes(9) + b"x",
    }
    complaints = []
    for name, content in broken.items():
        outcome = inputs.with_prescriptions(rig, inputs.made(rig, "rx.csv.gz", content))
        complaints += [f"{name}: {text}" for text in rig.faults(outcome, (65,), ["rx.csv.gz"], "old")]
    verdicts.add("R-09", "gzip with garbage behind it is refused", complaints, cases=len(broken))
    bombs(rig, verdicts, text)


def cut_off(rig, verdicts, packed, dice):
    """Nothing of a file that is cut off is used."""
    count, complaints = rig.many(20, 100), []
    for length in [1, 2, 9, 10, len(packed) - 1, len(packed) - 8] + [dice.randrange(1, len(packed)) for _ in range(count)]:
        outcome = inputs.with_prescriptions(rig, inputs.made(rig, "rx.csv.gz", packed[:length]))
        complaints += [f"{length} bytes: {text}" for text in rig.faults(outcome, (65,), ["rx.csv.gz"], "old")]
    verdicts.total("damaged_archives", count + 6)
    verdicts.add("R-09", "gzip cut off", complaints, offsets=count + 6)


def flipped(rig, verdicts, packed, dice):
    """A bit of the header that nothing depends on may change; nothing else may."""
    count, complaints, harmless = rig.many(30, 200), [], 0
    for at in [dice.randrange(8 * len(packed)) for _ in range(count)] + list(range(0, 80, 3)):
        rig.reset()
        content = bytearray(packed)
        content[at // 8] ^= 1 << at % 8
        outcome = inputs.with_prescriptions(rig, inputs.made(rig, "rx.csv.gz", bytes(content)))
        harmless += outcome.code == 0
        if outcome.code == 0 and at >= 80:
            complaints.append(f"bit {at} was not noticed")
        complaints += [f"bit {at}: {text}" for text in rig.faults(outcome, (0, 65), ["rx.csv.gz"] if outcome.code else [])]
    rig.reset()
    verdicts.total("damaged_archives", count + 27)
    verdicts.add("R-09", "gzip with a bit flipped", complaints, bits=count + 27, of_no_consequence=harmless)


def bombs(rig, verdicts, text):
    """200 MB in little: one long line, and a million rows."""
    clean = rigs.measured(rig.command())
    header = text[:text.index(b"\n") + 1]
    row = text[len(header):text.index(b"\n", len(header)) + 1]
    complaints, peaks = [], {}
    for name, body in {"line": b"x" * 200_000_000, "rows": row * (200_000_000 // len(row))}.items():
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        path = inputs.made(rig, "rx.csv.gz", packer.compress(header + body) + packer.flush())
        outcome = rigs.measured(rig.command(inputs.study_with(rig, path)))
        peaks[name] = (outcome.peak - clean.peak) >> 10
        if outcome.code not in (0, 65) or outcome.seconds > 60:
            complaints.append(f"{name}: {outcome}")
        rig.reset()
    # Rows are kept as columns, so that these take memory as any rows do; a long line is let go.
    if peaks["line"] > 32:
        complaints.append(f"the long line took {peaks['line']} MiB more")
    verdicts.add("R-09", "200 MB in a small gzip file", complaints, line_MiB_more=peaks["line"], rows_MiB_more=peaks["rows"])
