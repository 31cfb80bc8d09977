"""Check 11, and S1 to S4 of suppression: what is drawn, read back from the SVG through its axis, is the estimate and the limits of
the row that the figure's table has at that place; what is suppressed, unreliable or missing has no mark, and no line bridges it. What
is suppressed has a hollow bar where ranges.csv has a narrow range that the axis holds, at its ends, and nowhere else.

How an axis and what is drawn can be read is said in Sources/RxReport/Charts/Axes.swift. Whose figure a mark is follows from the
figure's table: lines have a series a row (or a name) and a point a period; dots a row a row and a series a pair of columns.
"""

import dataclasses
import datetime
import math
import re

import published
import tree
from lookup import Lookup

# How far a coordinate can be off: 0.2% of the axis, and what rounding to tenths takes.
SHARE, ROUNDING = 0.002, 0.06
FEWEST = 3
CORNER = re.compile(r"(-?[\d.]+)[ ,](-?[\d.]+)")


@dataclasses.dataclass
class Axis:
    """An axis: values at its ends, and their coordinates."""
    is_log: bool
    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        held = min(max(value, self.low), self.high)
        share = math.log(held / self.low) / math.log(self.high / self.low) if self.is_log else (held - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def value(self, place: float) -> float:
        """The value at a coordinate of a linear axis."""
        return self.low + (place - self.start) / (self.end - self.start) * (self.high - self.low)

    def is_at(self, place: float, value: float) -> bool:
        return abs(place - self.place(value)) <= SHARE * abs(self.end - self.start) + ROUNDING


    def holds(self, ends: tuple[float, float]) -> bool:
        return self.low <= ends[0] and ends[1] <= self.high


def axis(node: tree.Node, direction: str) -> Axis | None:
    for group in node.all("g"):
        if group.has("axis") and group.has(direction):
            read = group.attributes
            return Axis(read["data-scale"] == "log", *(float(read[f"data-{name}"]) for name in ("min", "max", "from", "to")))
    return None


def owned(node: tree.Node, name: str) -> str | None:
    """An attribute of an element, or of the nearest around it."""
    while node and node.tag != "svg":
        if name in node.attributes:
            return node.attributes[name]
        node = node.parent
    return None


def elements(svg: tree.Node, kind: str) -> list[tree.Node]:
    return [node for node in svg.all("path", "circle", "rect", "line") if node.has(kind)]


def corners(node: tree.Node) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in CORNER.findall(node.attributes.get("d", ""))]


def centre(node: tree.Node) -> tuple[float, float]:
    x, y = CORNER.search(node.attributes["transform"]).groups()
    return float(x), float(y)


class Figure:
    """A figure: its table as rows of results.csv, and its drawings."""

    def __init__(self, node: tree.Node, lookup: Lookup):
        self.name = node.attributes.get("id", "")
        self.drawings = [svg for svg in node.all("svg")]
        self.table = node.first("table")
        self.heads = [cell.text for cell in self.table.first("thead").all("th")] if self.table else []
        section = node.within("section")
        over = self.table.first("caption").text + " \0 " + node.first("figcaption").text if self.table else ""
        self.lines = []
        for row in self.table.first("tbody").all("tr") if self.table else []:
            parts = row.all("th", "td")
            names = [cell.text for cell in parts if not cell.has("n")]
            texts = [cell.text for cell in parts]
            # A row of which something is known reads more than its mark.
            rows = [[found for found in lookup.rows([*names, head], over, section.attributes.get("id", ""))
                     if cell.text in found.texts and not (cell.text == "[c]" and found.bar)]
                    if cell.has("n") and cell.text else [] for cell, head in zip(parts, self.heads)]
            self.lines.append((names, texts, rows))


def shown(rows: list[published.Row]) -> published.Row | None:
    """The row of a cell, where it has an estimate that charts draw."""
    found = next((row for row in rows if row.estimate and not row.suppressed and not row.unreliable), None)
    return found


def hidden(rows: list[published.Row]) -> bool:
    return bool(rows) and all(row.suppressed for row in rows)


def bar(rows: list[published.Row]) -> tuple[float, float] | None:
    """The ends of the bar of a cell that is kept back."""
    return next((row.bar for row in rows if row.suppressed and row.bar), None)


def bars_found(nodes: list[tree.Node], expected: dict, values: Axis, is_upright: bool, label: str) -> list[str]:
    """What is wrong with hollow bars: there is one where one is expected that the axis holds, from end to end."""
    wanted = {key: ends for key, ends in expected.items() if ends and values.holds(ends)}
    found, read = [], {}
    for node in nodes:
        numbers = [float(text) for text in re.findall(r"-?[\d.]+", node.attributes["d"])]
        ends = (numbers[1], numbers[3]) if is_upright else (numbers[0], numbers[2])
        read[int(owned(node, "data-series")), int(owned(node, "data-at"))] = ends
    if set(read) != set(wanted):
        found.append(f"{label}: hollow bars at {sorted(read)}, not {sorted(wanted)}")
    found += [f"{label}: the bar at {key} does not go from {wanted[key][0]} to {wanted[key][1]}" for key, places in read.items()
              if key in wanted and not all(values.is_at(place, end) for place, end in zip(places, wanted[key]))]
    return found


def told(svg: tree.Node, name: str) -> list[str]:
    """Hollow bars that neither the drawing nor its description explains."""
    places = [svg.first("desc").text, " ".join(text.text for text in svg.all("text"))]
    return [f"{name}: hollow bars are not explained" for words in places if elements(svg, "bounds") and "Hollow bars" not in words]


def time_points(figure: Figure, periods: list[str]) -> dict[tuple[int, int], list[published.Row]] | None:
    """The rows of a chart over time by series and period; nothing where it is another chart."""
    places = {words: place for place, words in enumerate(periods)}
    points: dict[tuple[int, int], list[published.Row]] = {}
    if figure.heads[1:] and all(head in places for head in figure.heads[1:]):
        for series, (_, _, rows) in enumerate(figure.lines):
            for head, found in zip(figure.heads[1:], rows[1:]):
                points[series, places[head]] = found
        return points
    if len(figure.heads) > 1 and figure.heads[1] == "Period":
        labels: list[str] = []
        for names, _, rows in figure.lines:
            if names[0] not in labels:
                labels.append(names[0])
            points[labels.index(names[0]), places[names[1]]] = rows[-1]
        return points
    return None


def row_marks(figure: Figure) -> dict[tuple[int, int], list[published.Row]] | None:
    """The rows of a chart of dots or ratios by series and row; who is unknown is in no chart."""
    estimates = [place for place, head in enumerate(figure.heads) if head.endswith("(95% interval)") or head == "Own setting"]
    if not estimates or "Period" in figure.heads or "Days" in figure.heads:
        return None
    charted = [line for line in figure.lines if "unknown" not in line[0]]
    return {(series, at): rows[place] for at, (_, _, rows) in enumerate(charted) for series, place in enumerate(estimates)}


def step_points(figure: Figure) -> dict[tuple[int, int], tuple[float, list[published.Row]]] | None:
    if "Days" not in figure.heads:
        return None
    drugs: list[str] = []
    points: dict[tuple[int, int], tuple[float, list[published.Row]]] = {}
    for names, texts, rows in figure.lines:
        if names[0] not in drugs:
            drugs.append(names[0])
        series = drugs.index(names[0])
        at = sum(1 for other, _ in points if other == series)
        points[series, at] = (float(texts[figure.heads.index("Days")]), rows[-1])
    return points


def check_time(svg: tree.Node, points, starts, name: str) -> list[str]:
    """What is wrong with lines or panels."""
    found, by_series = [], {}
    for (series, place), rows in points.items():
        by_series.setdefault(series, {})[place] = rows
    for series, expected in by_series.items():
        drawn = {place: shown(rows) for place, rows in expected.items() if shown(rows)}
        bars = {place: bar(rows) for place, rows in expected.items() if hidden(rows) and bar(rows)}
        label = f"{name}, series {series}"
        own = [node for kind in ("mark", "line", "band", "interval", "rug", "bounds") for node in elements(svg, kind)
               if owned(node, "data-series") == str(series) and not node.has("key")]
        if len(drawn) + len(bars) < FEWEST:
            # Of one or two periods there are dots, and no lines.
            if own and len(starts) >= FEWEST:
                found.append(f"{label}: drawn with fewer than {FEWEST} points")
            continue
        panel = next((node for node in svg.all("g") if node.has("panel") and node.attributes.get("data-series") == str(series)), svg)
        x, y = axis(panel, "x"), axis(panel, "y")
        if not x or not y:
            found.append(f"{label}: no axes")
            continue
        read: dict[int, list[float]] = {}
        for node in own:
            if not (node.has("mark") or node.has("line")):
                continue
            places = []
            for across, up in ([centre(node)] if node.has("mark") else corners(node)):
                place = next((number for number, start in enumerate(starts) if x.is_at(across, start)), None)
                places.append(place)
                read.setdefault(place, []).append(up)
            if any(second != first + 1 for first, second in zip(places, places[1:]) if None not in (first, second)):
                found.append(f"{label}: a line bridges a gap: {places}")
        found += [f"{label}: something is drawn at period {place}, where nothing is shown" for place in read if place not in drawn]
        for place, row in drawn.items():
            if place not in read:
                found.append(f"{label}: nothing is drawn at {row.period_words}")
            elif not all(y.is_at(up, float(row.estimate)) for up in read[place]):
                found.append(f"{label}: at {row.period_words} {y.value(read[place][0]):.2f} is drawn for {row.estimate}")
        found += limits_found(own, drawn, x, y, starts, label)
        found += bars_found([node for node in own if node.has("bounds")], {(series, place): ends for place, ends in bars.items()}, y, True,
                            label)
        rugs = sorted(int(owned(node, "data-at")) for node in own if node.has("rug"))
        expected_rugs = sorted(place for place, rows in expected.items() if hidden(rows) and not (place in bars and y.holds(bars[place])))
        if rugs != expected_rugs:
            found.append(f"{label}: suppressed periods are marked at {rugs}, not {expected_rugs}")
    return found


def limits_found(own, drawn, x: Axis, y: Axis, starts, label: str) -> list[str]:
    """Limits that no band or bar reaches at their period."""
    ends = [corner for node in own if node.has("band") or node.has("interval") for corner in corners(node)]
    found = []
    for place, row in drawn.items():
        if not row.ci_lower:
            continue
        near = [up for across, up in ends if x.is_at(across, starts[place])]
        for name in ("ci_lower", "ci_upper"):
            if not any(y.is_at(up, float(row.fields[name])) for up in near):
                found.append(f"{label}: at {row.period_words} no interval ends at {row.fields[name]}")
    return found


def check_rows(svg: tree.Node, points, name: str, ranges: bool) -> list[str]:
    """What is wrong with dots and ratios, or with the dots of ranges, which have no intervals."""
    x = axis(svg, "x")
    if not x:
        return []
    at = {kind: {(int(owned(node, "data-series")), int(owned(node, "data-at"))): node for node in elements(svg, kind)}
          for kind in ("mark", "interval")}
    found = [f"{name}: {key} has a mark, though nothing is shown" for key in at["mark"] if not shown(points.get(key, []))]
    found += bars_found(elements(svg, "bounds"), {} if ranges else {key: bar(rows) for key, rows in points.items() if hidden(rows)}, x, False, name)
    references = {(int(owned(node, "data-series")), int(owned(node, "data-at"))) for node in elements(svg, "reference")}
    for key, rows in points.items():
        row = shown(rows)
        if not row or (key in references and float(row.estimate) == 1):
            continue
        if key not in at["mark"]:
            found.append(f"{name}: {key} has no mark for {row.interval_text}")
        elif not x.is_at(centre(at["mark"][key])[0], float(row.estimate)):
            found.append(f"{name}: {key} is not drawn at {row.estimate}")
        if not ranges and row.ci_lower and (key not in at["interval"] or not all(
                x.is_at(corner[0], float(row.fields[limit])) for corner, limit in zip(corners(at["interval"][key]), ("ci_lower", "ci_upper")))):
            found.append(f"{name}: {key} has no interval from {row.ci_lower} to {row.ci_upper}")
    return found


def check_ranges(svg: tree.Node, figure: Figure, name: str) -> list[str]:
    """What is wrong with ranges of settings: their ends are the least and the greatest of the rows that the table has."""
    x = axis(svg, "x")
    found = []
    for node in elements(svg, "range"):
        _, _, rows = figure.lines[int(owned(node, "data-at"))]
        ends = [figure.heads.index("Least"), figure.heads.index("Greatest")]
        for corner, place in zip(corners(node), ends):
            if not any(row.estimate and x.is_at(corner[0], float(row.estimate)) for row in rows[place]):
                found.append(f"{name}: range {owned(node, 'data-at')} does not end at {figure.lines[int(owned(node, 'data-at'))][1][place]}")
    return found


def check_steps(svg: tree.Node, points, name: str) -> list[str]:
    """What is wrong with step curves."""
    x, y = axis(svg, "x"), axis(svg, "y")
    marks = {(int(owned(node, "data-series")), int(owned(node, "data-at"))): centre(node) for node in elements(svg, "mark")}
    found = [f"{name}: {key} has a mark, though nothing is shown" for key in marks if not shown(points.get(key, (0, []))[1])]
    found += bars_found(elements(svg, "bounds"), {key: bar(rows) for key, (_, rows) in points.items() if hidden(rows)}, y, True, name)
    ends = [corner for kind in ("band", "interval") for node in elements(svg, kind) for corner in corners(node)]
    for key, (day, rows) in points.items():
        row = shown(rows)
        if not row:
            continue
        if key not in marks:
            found.append(f"{name}: {key} has no mark for {row.interval_text}")
            continue
        across, up = marks[key]
        if not x.is_at(across, day) or not y.is_at(up, float(row.estimate)):
            found.append(f"{name}: {key} is not drawn at {day:.0f} days and {row.estimate}")
        for limit in ("ci_lower", "ci_upper"):
            if row.fields[limit] and not any(x.is_at(right, day) and y.is_at(height, float(row.fields[limit])) for right, height in ends):
                found.append(f"{name}: {key} has no interval to {row.fields[limit]}")
    return found


def check(folder) -> list[str]:
    """Everything that is drawn elsewhere than its figure is, or that should not be drawn."""
    release = published.release(folder)
    lookup = Lookup(release)
    trends = [row for row in release.rows if not row.measure.startswith("trend_")]
    spans = sorted({(row.period_start, row.period_end) for row in trends})
    periods = [published.period_words(*span) for span in spans]
    # A period stands at its first day.
    starts = [(datetime.date.fromisoformat(first) - datetime.date(1970, 1, 1)).days for first, _ in spans]
    found, read = [], 0
    for node in tree.read(folder / "report.html").all("figure"):
        figure = Figure(node, lookup)
        if not figure.table:
            continue
        time, rows, steps = time_points(figure, periods), row_marks(figure), step_points(figure)
        for svg in figure.drawings:
            name = f"{figure.name} ({'wide' if svg.has('wide') else 'narrow'})"
            if time is not None:
                found += check_time(svg, time, starts, name)
            elif steps is not None:
                found += check_steps(svg, steps, name)
            elif rows is not None:
                found += check_rows(svg, rows, name, "Least" in figure.heads)
                found += check_ranges(svg, figure, name) if "Least" in figure.heads else []
            else:
                found.append(f"{name}: nothing tells whose figures it draws")
            found += told(svg, name)
            read += len(elements(svg, "mark")) + len(elements(svg, "line"))
        found += same_file(figure, folder)
    return found


def same_file(figure: Figure, folder) -> list[str]:
    """The file in charts/ is the page's wide drawing."""
    wide = next((svg for svg in figure.drawings if svg.has("wide")), None)
    path = folder / "charts" / f"{figure.name}.svg"
    if not wide or not path.exists():
        return [f"{figure.name}: a drawing in the page or in charts/ alone"] if bool(wide) != path.exists() else []
    other = tree.read(path).first("svg")
    def shape(svg: tree.Node) -> list:
        return [(node.tag, node.attributes.get("d"), node.attributes.get("transform"), node.text) for node in svg.all("path", "text", "circle")]

    return [] if shape(wide) == shape(other) else [f"{path.name} is not the page's drawing"]
