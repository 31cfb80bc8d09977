"""The benchmark's prescriptions in other shapes: the same rows, written otherwise.

Each shape is one or several files in a folder of its own; what is there is not made again.
"""

import csv
import gzip
import itertools
import os
import shutil
import subprocess

# What each shape is, for the table.
SHAPES = {
    "plain": "nine columns",
    "quoted": "every field quoted",
    "gz": "one gzip file",
    "gz8": "eight gzip files",
    "sorted": "sorted by patient",
    "narrow": "the four columns that are needed",
    "wide": "forty columns",
}

NEEDED = ["patient_id", "fill_date", "ndc", "days_supply"]


def files(shape, data):
    """The files of a shape of the prescriptions in the folder `data`, made if need be."""
    plain = data / "prescriptions.csv"
    if shape == "plain":
        return [plain]
    folder = data / shape
    if not folder.is_dir():
        partial = data / f"{shape}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        MAKERS[shape](plain, partial)
        partial.rename(folder)
    return sorted(folder.iterdir())


def rewrite(plain, target, change, **how):
    with open(plain, newline="") as source, open(target, "w", newline="") as output:
        writer = csv.writer(output, lineterminator="\n", **how)
        writer.writerows(change(csv.reader(source)))


def quoted(plain, folder):
    rewrite(plain, folder / "prescriptions.csv", lambda rows: rows, quoting=csv.QUOTE_ALL)


def narrow(plain, folder):
    def change(rows):
        header = next(rows)
        places = [header.index(name) for name in NEEDED]
        return itertools.chain([NEEDED], ([row[place] for place in places] for row in rows if len(row) == len(header)))

    rewrite(plain, folder / "prescriptions.csv", change)


def wide(plain, folder):
    def change(rows):
        header = next(rows)
        count = 40 - len(header)
        yield header[:3] + [f"filler_{number}" for number in range(count)] + header[3:]
        fillers = [[f"{(row * 7 + number * 13) % 1000}" for number in range(count)] for row in range(1000)]
        for number, row in enumerate(rows):
            yield row[:3] + fillers[number % 1000] + row[3:]

    rewrite(plain, folder / "prescriptions.csv", change)


def gz(plain, folder):
    with open(folder / "prescriptions.csv.gz", "wb") as output:
        subprocess.run(["gzip", "-c", plain], stdout=output, check=True)


def gz8(plain, folder):
    size = plain.stat().st_size
    with open(plain, "rb") as source:
        header = source.readline()
        for part in range(8):
            with gzip.open(folder / f"prescriptions-{part}.csv.gz", "wb", compresslevel=6) as output:
                output.write(header)
                while source.tell() < size * (part + 1) // 8 and (line := source.readline()):
                    output.write(line)


def by_patient(plain, folder):
    target = folder / "prescriptions.csv"
    with open(plain, "rb") as source:
        header = source.readline()
    target.write_bytes(header)
    with open(target, "ab") as output:
        tail = subprocess.Popen(["tail", "-n", "+2", plain], stdout=subprocess.PIPE)
        order = os.environ | {"LC_ALL": "C"}
        sort = ["sort", "-s", "-t", ",", "-k", "2,2", "-S", "25%", "-T", folder]
        subprocess.run(sort, stdin=tail.stdout, stdout=output, env=order, check=True)
        if tail.wait():
            raise OSError("tail failed")


MAKERS = {"quoted": quoted, "gz": gz, "gz8": gz8, "sorted": by_patient, "narrow": narrow, "wide": wide}
