"""What each line of the checklist came to: a line on standard output, and figures for a page."""
import json
import time


class Verdicts:
    """Collects and prints `R-01 ok ...` and `R-01 FAIL ...`."""

    def __init__(self):
        self.lines, self.figures, self.failed = [], {}, 0
        self.began = self.last = time.monotonic()

    def add(self, line, what, complaints, **figures):
        """One check of a line of the checklist; `figures` are counted things, by name."""
        now = time.monotonic()
        told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items())
        word = "FAIL" if complaints else "ok"
        self.failed += bool(complaints)
        print(f"{line} {word:4} {what}{': ' + told if told else ''}  [{now - self.last:.1f} s]", flush=True)
        for complaint in complaints[:8]:
            print(f"          {complaint}", flush=True)
        if len(complaints) > 8:
            print(f"          and {len(complaints) - 8} more", flush=True)
        self.lines.append({"line": line, "what": what, "ok": not complaints, "complaints": len(complaints), **figures})
        self.last = now

    def skip(self, line, what, why):
        """A check that can't be made here."""
        print(f"{line} skip {what}: {why}", flush=True)
        self.lines.append({"line": line, "what": what, "skipped": why})

    def total(self, name, number):
        """Adds to a figure over all checks."""
        self.figures[name] = self.figures.get(name, 0) + number

    def write(self, path, **settings):
        """All of it as JSON."""
        document = {**settings, "seconds": round(time.monotonic() - self.began), "failed": self.failed,
                    "figures": self.figures, "checks": self.lines}
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=1)
            file.write("\n")
