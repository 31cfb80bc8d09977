"""Draws how seconds grow with rows: growth.py OUT.svg '{"rows": [...], "seconds": {name: [...]}}'"""

import json
import sys

import matplotlib

matplotlib.use("svg")
# The same bytes for the same figures.
matplotlib.rcParams["svg.hashsalt"] = "rxuse"

from matplotlib import pyplot  # noqa: E402

target, figures = sys.argv[1], json.loads(sys.argv[2])
figure, axes = pyplot.subplots(figsize=(6.4, 4), layout="constrained")
for name, seconds in figures["seconds"].items():
    axes.plot(figures["rows"], seconds, marker="o", label=name)
axes.set(xscale="log", yscale="log", xlabel="prescription rows", ylabel="seconds (median)")
axes.grid(which="both", alpha=0.3)
axes.legend()
figure.savefig(target, metadata={"Date": None})
