"""Check 29: Table 1 and the flow of persons, made again from what is published, in every format.

Everything is worked out anew from results.csv and flow.csv: which columns there are, which rows, each count, share and quartile.
"""

import csv
import dataclasses
import pathlib
import re

import openpyxl

import published
import tree

# The people of a column, by the name of the column in tables/characteristics.csv.
HEADS = {"users": "Users", "new_users": "New users", "long_term_users": "Long-term users", "overlapping_users": "Overlapping users"}
QUANTITIES = {"age": "Age, years", "fills": "Fills", "days_covered": "Days covered", "days_supplied": "Days supplied"}
QUARTILES = ["p25", "median", "p75"]
PATH = "tables/characteristics.csv"
USE = ["prevalence", "incidence_proportion", "persistence", "alternatives", "long_term_use", "summary"]


@dataclasses.dataclass
class Cell:
    """A cell as it is read, and its statistics as the CSV file has them."""
    text: str
    statistics: dict[str, str]


@dataclasses.dataclass
class Table:
    """Table 1 of a drug in a period."""
    drug: str
    period: tuple[str, str]
    heads: dict[str, str]
    # By variable and level: the cell of each column that has one.
    rows: dict[tuple[str, str], dict[str, Cell]]

    @property
    def caption(self) -> str:
        users = f" and users of {' and '.join(self.drug.split('+'))}" if self.drug else ""
        return f"{self.heads['everyone']}{users}, {published.period_words(*self.period)}"

    @property
    def texts(self) -> list[list[str]]:
        """The table as it is read: the heads, then the rows."""
        rows = [[label(variable, level), *(cells[name].text if name in cells else "" for name in self.heads)]
                for (variable, level), cells in self.rows.items()]
        return [["Characteristic", *self.heads.values()], *rows]


def label(variable: str, level: str) -> str:
    if not variable:
        return "n"
    if level == "all":
        return f"{QUANTITIES[variable]}, median (quartiles)"
    return plain(f"{variable[:1].upper()}{variable[1:]}: {words(level, variable)}")


def words(level: str, variable: str) -> str:
    """A level as a table names it."""
    if variable == "sex":
        return published.SEX.get(level, level)
    # Of a level with an apostrophe before what a spreadsheet would take for a formula, that without is shorter.
    return min(published.level_words(level, variable), key=len)


def plain(text: str) -> str:
    """A text without what can't be read, as pages and workbooks have it."""
    return " ".join(text.split())


class People:
    """The columns of a release: which rows of results.csv count which people."""

    def __init__(self, release: published.Release):
        self.release = release
        self.rows: dict[tuple, published.Row] = {}
        self.lines: list[tuple] = []
        for row in release.rows:
            line = (row.measure, row.definition, row.drug, row.denominator_unit, row.estimate_unit)
            if line not in self.lines:
                self.lines.append(line)
            self.rows.setdefault((line, (row.period_start, row.period_end), row.levels), row)
        self.everyone = ("all",) * len(release.variables)
        self.periods = sorted({(row.period_start, row.period_end) for row in release.rows if not row.measure.startswith("trend_")})
        self.groups = self.single_groups()

    def single_groups(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Variable, level and group of every group that one variable makes."""
        known = {variable["name"]: variable["levels"] for variable in self.release.record["variables"]}
        there = {row.levels for row in self.release.rows}
        found = []
        for place, name in enumerate(self.release.variables):
            own = {group[place]: group for group in there if all((level != "all") == (other == place) for other, level in enumerate(group))}
            order = {level: number for number, level in enumerate(known.get(name, []))}
            found += [(name, level, own[level]) for level in sorted(own, key=lambda level: (
                order.get(level, order.get(level.removeprefix("'"), len(order))), level))]
        return found

    @property
    def drugs(self) -> list[str]:
        return list(dict.fromkeys(line[2] for line in self.lines if line[0] in USE and line[2])) or [""]

    def of(self, *measures: str, drug: str | None = None, unit: str | None = None) -> list[tuple]:
        return [line for line in self.lines if line[0] in measures and drug in (None, line[2]) and unit in (None, line[3])]

    def columns(self, drug: str) -> dict[str, tuple[list[tuple], str]]:
        """By the people: the lines, and which of their numbers counts them."""
        def first(lines: list[tuple]) -> list[tuple]:
            return [line for line in lines if line[1:3] == lines[0][1:3] and line[4] != "percent"]

        def counted(unit: str) -> list[tuple]:
            return [line for line in self.of("summary", drug=drug, unit=unit) if line[1] == "fills/median"]

        pairs = [line for line in self.of("overlap") if drug in line[2].split("+")]
        choices = {
            "everyone": [(self.of("cohort")[:1], "numerator"), (self.of("prevalence")[:1], "denominator")],
            "users": [(self.of("prevalence", drug=drug), "numerator"), (counted("users"), "denominator")],
            "new_users": [(self.of("incidence_proportion", drug=drug), "numerator"),
                          (self.of("persistence", drug=drug, unit="new_users")[:1], "denominator"),
                          (self.of("alternatives", drug=drug, unit="new_users")[:1], "denominator"), (counted("new_users"), "denominator")],
            "long_term_users": [(first(self.of("long_term_use", drug=drug)), "numerator")],
            "overlapping_users": [(first(pairs), "numerator")],
        }
        return {people: source for people, sources in choices.items() if (source := next((each for each in sources if each[0]), None))}

    def row(self, lines: list[tuple], period: tuple[str, str], group: tuple[str, ...]) -> published.Row | None:
        return next((self.rows[line, period, group] for line in lines if (line, period, group) in self.rows), None)

    def all(self, people: str, source: tuple[list[tuple], str], period: tuple[str, str]) -> tuple[published.Row, str] | None:
        """The row and the number that counts all people of a column."""
        lines, side = source
        if people == "everyone" and side == "numerator":
            found = [row for _, _, group in self.groups if (row := self.row(lines, period, group))]
            best = next((row for row in found if row.denominator), found[0] if found else None)
            return (best, "denominator") if best else None
        row = self.row(lines, period, self.everyone)
        return (row, side) if row else None

    def quartiles(self, people: str, drug: str, quantity: str, period: tuple[str, str]) -> list[published.Row]:
        if people not in ("everyone", "users", "new_users"):
            return []
        lines = self.of("summary", drug="") if people == "everyone" else self.of("summary", drug=drug, unit=people)
        found = [next((row for line in lines if line[1] == f"{quantity}/{name}" and (row := self.row([line], period, self.everyone))), None)
                 for name in QUARTILES]
        return found if all(found) else []

    def table(self, drug: str, period: tuple[str, str]) -> Table | None:
        """Table 1; none where no level's persons are known."""
        columns = {people: source for people, source in self.columns(drug).items() if self.all(people, source, period)}
        if "everyone" not in columns:
            return None
        heads = {people: HEADS.get(people, f"All {published.denominator_words(lines[0][3])}") for people, (lines, _) in columns.items()}
        levels: dict[tuple[str, str], dict[str, Cell]] = {}
        for variable, level, group in self.groups:
            cells = {}
            for people, (lines, side) in columns.items():
                if not (row := self.row(lines, period, group)):
                    continue
                own = people == "everyone" and side == "numerator"
                whole = (row, "denominator") if own else self.all(people, (lines, side), period)
                cells[people] = share(row, side, whole)
            if cells:
                levels[variable, level] = cells
        if not levels:
            return None
        rows = {("", "all"): {people: all_cell(*self.all(people, source, period)) for people, source in columns.items()}}
        for quantity in QUANTITIES:
            cells = {people: quartile_cell(found) for people in columns if (found := self.quartiles(people, drug, quantity, period))}
            if cells and quantity != "age":
                levels[quantity, "all"] = cells
            elif cells:
                rows["age", "all"] = cells
                known = {people: share(self.quartiles(people, drug, "age", period)[1], "denominator", self.all(people, columns[people], period))
                         for people in cells}
                if ("age", "unknown") not in levels and any(cell.statistics["percent"] != "100.0000" for cell in known.values()):
                    rows["age", "known"] = known
        return Table(drug, period, heads, rows | levels)


def all_cell(row: published.Row, side: str) -> Cell:
    return Cell(row.count(side), {"n": row.fields[side] or "[c]"})


def share(row: published.Row, side: str, of: tuple[published.Row, str] | None) -> Cell:
    """A count over another, each a number of a row."""
    part, all_of = row.fields[side], of[0].fields[of[1]] if of else ""
    if not part:
        return Cell(row.count(side), {"n": "[c]", "percent": "[c]"})
    if not all_of:
        return Cell(f"{row.count(side)} ([c])", {"n": part, "percent": "[c]"})
    if not int(all_of):
        return Cell(row.count(side), {"n": part, "percent": ""})
    percent = f"{100 * int(part) / int(all_of):.4f}"
    text = published.grouped(float(percent), 0 if int(all_of) < 100 else 1)
    shown = "0" if float(percent) == 0 else text if text.strip("-0.,") else "[low]"
    return Cell(f"{row.count(side)} ({shown})", {"n": part, "percent": percent})


def quartile_cell(rows: list[published.Row]) -> Cell:
    texts = ["[c]" if row.suppressed else row.estimate_text for row in rows]
    text = "[c]" if set(texts) == {"[c]"} else f"{texts[1]} ({texts[0]} to {texts[2]})"
    return Cell(text, {name: "[c]" if row.suppressed else row.estimate for name, row in zip(QUARTILES, rows)})


def tables(release: published.Release, latest: bool) -> list[Table]:
    """Table 1 of every drug, of the latest whole interval or of all intervals."""
    people = People(release)
    periods = people.periods
    if latest:
        whole = [period for period in periods if is_whole(period, release.record["period"]["interval"])]
        periods = (whole or periods)[-1:]
    return [table for drug in people.drugs for period in periods if (table := people.table(drug, period))]


def is_whole(period: tuple[str, str], interval: str) -> bool:
    """True where the study does not cut an interval short."""
    ends = {"year": ["01-01 12-31"], "quarter": ["01-01 03-31", "04-01 06-30", "07-01 09-30", "10-01 12-31"]}.get(interval)
    if ends:
        return f"{period[0][5:]} {period[1][5:]}" in ends
    if interval == "month":
        return " to " not in published.period_words(*period)
    return True


# MARK: What is found

def compare(found: dict[str, list[list[str]]], wanted: list[Table], place: str, all_of_them: bool) -> list[str]:
    """Where tables, by caption, read otherwise than they must."""
    expected = {plain(table.caption): table.texts for table in wanted}
    wrong = [f"{place}: there is no Table 1 of \"{caption}\"" for caption in found if caption not in expected]
    if all_of_them or not found:
        wrong += [f"{place}: Table 1 of \"{caption}\" is missing" for caption in expected if caption not in found]
    for caption in found:
        lines = [[plain(text) for text in line] for line in expected.get(caption, [])]
        if caption not in expected or found[caption] == lines:
            continue
        differing = next(((got, want) for got, want in zip(found[caption], lines) if got != want), (len(found[caption]), len(lines)))
        wrong.append(f"{place}, Table 1 of \"{caption}\": reads {differing[0]}, must read {differing[1]}")
    return wrong


def html_found(root: tree.Node, release: published.Release) -> list[str]:
    """What is wrong with Table 1 and the flow of a page."""
    found = {}
    for table in root.all("table"):
        if is_table_1(table.attributes.get("id", "")):
            found[table.first("caption").text] = [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")]
    return compare(found, tables(release, latest=True), "report.html", all_of_them=True) + flow_found(root, release)


def is_table_1(name: str) -> bool:
    return name.startswith("table-1")


def flow_found(root: tree.Node, release: published.Release) -> list[str]:
    """What is wrong with the flow of persons: every number of flow.csv, in its order, and no other."""
    names = [row["step"] for row in release.flow]
    if "persons" not in names:
        return []
    last = names.index("persons")
    written = []
    for place, row in enumerate(release.flow):
        if 0 < place <= last and row["left_out"] not in ("", "0"):
            written.append(row["left_out"])
        written.append(row["persons"])
    wanted = [published.grouped(int(text), 0) if text.isdigit() else text for text in written]
    flow = next((node for node in root.all("ol") if node.has("flow")), None)
    counts = re.findall(r"(?:Left out: |: |^)(\[c\]|[\d,]+)(?= persons| [a-z]|$)", "\n".join(step_texts(flow)) if flow else "", re.M)
    return [] if counts == wanted else [f"the flow of persons reads {counts}, must read {wanted}"]


def step_texts(flow: tree.Node) -> list[str]:
    """The texts with counts of a flow, a line each."""
    lines = []
    for node in flow.all("p", "li"):
        if node.all("p", "li") or node.text.endswith(":"):
            continue
        name = node.first("strong")
        lines.append(node.text.removeprefix(name.text).strip() if name else node.text)
    return lines


def csv_found(folder: pathlib.Path, release: published.Release) -> list[str]:
    """What is wrong with tables/characteristics.csv."""
    wanted = tables(release, latest=False)
    path = folder / PATH
    if not wanted:
        return [f"{PATH} is there"] if path.exists() else []
    people = [name for name in ["everyone", *HEADS] if any(name in table.heads for table in wanted)]
    lines = [["drug", "period_start", "period_end", "variable", "level", "statistic", *people]]
    for table in wanted:
        for (variable, level), cells in table.rows.items():
            for name in max((cell.statistics for cell in cells.values()), key=len):
                lines.append([table.drug, *table.period, variable, level, name,
                              *(cells[each].statistics.get(name, "") if each in cells else "" for each in people)])
    with open(path, newline="", encoding="utf-8") as file:
        found = list(csv.reader(file))
    wrong = [f"{PATH}: {got}, must be {want}" for got, want in zip(found, lines) if got != want]
    return wrong + ([] if len(found) == len(lines) else [f"{PATH}: {len(found)} lines, must be {len(lines)}"]) + sheet_found(folder, lines)


def sheet_found(folder: pathlib.Path, lines: list[list[str]]) -> list[str]:
    """Whether the sheet has the numbers of these lines."""
    book = openpyxl.load_workbook(folder / "tables.xlsx", data_only=True)
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            if table.displayName.endswith("_characteristics"):
                found = [[cell.value for cell in row][6:] for row in sheet[table.ref]][1:]
                wanted = [[number(text, line[5]) for text in line[6:]] for line in lines[1:]]
                return [f"{sheet.title}: {got}, must be {want}" for got, want in zip(found, wanted)
                        if any(one != other and not (other == "[z]" and one == "[x]") for one, other in zip(got, want))]
    return ["tables.xlsx has no sheet of Table 1"]


def number(text: str, statistic: str) -> float | str:
    """A field as a sheet has it: nothing is [z], or [x] for a percent of nobody."""
    return text if text == "[c]" else float(text) if text else "[z]"


def check(folder: pathlib.Path) -> list[str]:
    """What is wrong with Table 1 and the flow in all files."""
    release = published.release(folder)
    return html_found(tree.read(folder / "report.html"), release) + csv_found(folder, release)
