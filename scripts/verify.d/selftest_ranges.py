"""Tries the checks of ranges.csv on small releases whose ranges are known: each of them can fail."""

import json
import math
import pathlib
import types

import ranges
from attacker import Attack
from knowledge import Bound
from release import Key
from selftest import HEADER, YEAR, Releases, line

COLUMNS = ("measure,definition,drug,period_start,period_end,sex,region,denominator_unit,numerator_from,numerator_to,"
           "denominator_from,denominator_to,estimate_from,estimate_to")
# Two groups share 100 users.
SHOWN = [line("all,all", "100", "900"), line("F,all", "", "450"), line("M,all", "", "450")]
TRUE = [line("all,all", "100", "900"), line("F,all", "60", "450"), line("M,all", "40", "450")]


def claim(levels: str, ends: str, measure: str = "prevalence,,opioid", unit: str = "persons") -> str:
    return f"{measure},{YEAR},{levels},{unit},{ends}"


WOMEN, MEN = (claim(f"{sex},all", "1,99,450,450,0.2222,22.0000") for sex in "FM")


class OfRanges(Releases):
    """Each test writes a release with a ranges.csv."""

    def release(self, *claims: str, rows: list[str] = SHOWN, columns: str = COLUMNS, preset: str = "cms11") -> pathlib.Path:
        folder = self.results(*rows)
        (folder / "ranges.csv").write_text("\n".join([columns, *claims]) + "\n", encoding="utf-8")
        (folder / "run.json").write_text(json.dumps({"disclosure": {"preset": preset}}), encoding="utf-8")
        return folder

    def check(self, *claims: str, rows: list[str] = SHOWN, true: list[str] = TRUE) -> ranges.Ranges:
        folder = self.release(*claims, rows=rows)
        return ranges.check(folder, self.results(*true, name="true"), 11)

    def test_right(self) -> None:
        result = self.check(WOMEN, MEN)
        self.assertEqual(result.findings, [])
        self.assertEqual((result.ranges, result.equal), (2, 2))

    def test_rows(self) -> None:
        """A row for each suppressed figure, in their order, and no other."""
        other = claim("all,all", "100,100,900,900,11.1111,11.1112")
        renamed = MEN.replace("persons", "users")
        for claims in ((WOMEN,), (MEN, WOMEN), (WOMEN, MEN, MEN), (other, WOMEN, MEN), (WOMEN, renamed), ()):
            self.assertEqual(len(self.check(*claims).findings), 1)

    def test_file(self) -> None:
        """There is one where the preset suppresses, and only there; it has its columns."""
        folder = self.release(WOMEN, MEN)
        self.assertEqual(ranges.check(folder, None, 11).findings, [])
        self.assertEqual(len(ranges.check(folder, folder, 11).findings), 1)
        self.assertEqual(len(ranges.check(self.release(WOMEN, MEN, preset="midpoint6"), None, 11).findings), 1)
        columns = COLUMNS.replace("sex,", "age,")
        self.assertEqual(len(ranges.check(self.release(WOMEN, MEN, columns=columns), None, 11).findings), 1)
        folder = self.release(WOMEN, MEN)
        (folder / "ranges.csv").unlink()
        self.assertEqual(ranges.check(folder, None, 11).findings, ["no ranges.csv"])

    def test_truth(self) -> None:
        """60 women are users: a range to 59 is wrong, and so is its estimate's."""
        result = self.check(claim("F,all", "1,59,450,450,0.2222,13.1112"), MEN)
        self.assertEqual((result.beyond, result.narrower), (1, 1))
        true = [row.replace("1.0000", share) for row, share in zip(TRUE, ("11.1111", "13.3333", "8.8889"), strict=True)]
        self.assertEqual(self.check(claim("F,all", "1,59,450,450,0.2222,13.1112"), MEN, true=true).beyond, 2)

    def test_denominator_outside(self) -> None:
        """A denominator that is kept back is in its range too."""
        rows = [line("all,all", "", "", "long_term_use,covered>=90,opioid", "users")]
        for most, told in (("", 0), ("89", 1)):
            claims = [claim("all,all", f"0,,1,{most},{'0.0000' if most else ''},100.0000", "long_term_use,covered>=90,opioid", "users")]
            true = [line("all,all", "20", "90", "long_term_use,covered>=90,opioid", "users").replace("1.0000", "22.2222")]
            result = self.check(*claims, rows=rows, true=true)
            self.assertEqual((result.ranges, result.beyond), (2, told))

    def test_programs(self) -> None:
        """What is narrower than what a reader finds is wrong, what is wider is not."""
        for ends, word in (("2,99,450,450,0.4444,22.0000", "narrower"), ("1,98,450,450,0.2222,21.7778", "narrower"),
                           ("0,99,450,450,0.0000,22.0000", "wider"), ("1,100,450,450,0.2222,22.2223", "wider"),
                           ("1,,450,450,0.2222,100.0000", "wider"), ("0,98,450,450,0.0000,21.7778", "narrower")):
            result = self.check(claim("F,all", ends), MEN)
            self.assertEqual((getattr(result, word), result.equal, len(result.findings)), (1, 1, int(word == "narrower")))

    def test_ends(self) -> None:
        """What no limit of one bound tells, two together do: a quantity without one has an end all the same."""
        one, other, free = keys = [Key(name, ("2020-01-01", "2020-12-31"), ("all",)) for name in ("one", "other", "free")]
        bounds = [Bound({one: 1.0, other: -1.0}, -math.inf, 0, "less"), Bound({other: 2.0, one: -1.0}, -math.inf, 10, "twice"),
                  Bound({free: 1.0, one: -1.0}, 0, math.inf, "more")]
        attack = Attack(types.SimpleNamespace(values={}, hidden=dict.fromkeys(keys, 0.0), bounds=bounds))
        for key, most in ((one, 10), (other, 10), (free, math.inf)):
            self.assertEqual((key.name, *attack.ends(key)), (key.name, 0, most))

    def test_account(self) -> None:
        """From the account of the rows a reader can know more: a range that says so is not too narrow."""
        rows = [line("all,all", "100", "900"), *SHOWN[1:], line("all,all", "", "900", "prevalence,,ssri")]
        claims = [WOMEN, MEN, claim("all,all", "1,150,900,900,0.1111,16.6667", "prevalence,,ssri")]
        folder = self.release(*claims, rows=rows)
        self.assertEqual(ranges.check(folder, None, 11).narrower, 1)
        steps = ["rows read,900,200", "not in the roster,0,0", "drug not in the code list,0,0", "after the study period,0,0",
                 "duplicate,0,0", "outside observation,0,0", "used,900,150"]
        (folder / "attrition.csv").write_text("\n".join(["step,rows,patients", *steps]) + "\n", encoding="utf-8")
        self.assertEqual(ranges.check(folder, None, 11).narrower, 0)

    def test_estimates(self) -> None:
        """Least over greatest to greatest over least, outward, and no share above 100%."""
        for ends in ("0.2223,22.0000", "0.2221,22.0000", "0.2222,21.9999", "0.2222,22.0001", ",22.0000", "0.2222,"):
            self.assertEqual(len(self.check(claim("F,all", f"1,99,450,450,{ends}"), MEN).findings), 1)
        rows = [*SHOWN, line("all,all", "", "", "long_term_use,covered>=90,opioid", "users")]
        for ends, told in (("0.0000,100.0000", 0), ("0.0000,", 1), ("0.0000,900.0000", 1), (",100.0000", 1)):
            claims = (WOMEN, MEN, claim("all,all", f"0,100,100,100,{ends}", "long_term_use,covered>=90,opioid", "users"))
            self.assertEqual(len(self.check(*claims, rows=rows, true=rows).findings), told)

    def test_person_years(self) -> None:
        """Years are days, and of fills there can be more than years."""
        row = line("all,all", "", "0.9993", "fill_rate,,opioid", "person_years").replace("percent", "per_1000_person_years")
        for ends, told in (("1,,0.9993,0.9994,1000.6849,", 0), ("1,,1.0000,1.0000,1000.0000,", 1), ("1,,0.9993,0.9994,1000.0000,", 1)):
            result = self.check(claim("all,all", ends, "fill_rate,,opioid", "person_years"), rows=[row], true=[row])
            self.assertEqual(bool(result.findings), told)

    def test_form(self) -> None:
        """Whole numbers of persons, the less before the more; a denominator that stays is its own range."""
        for ends in ("1.0,99,450,450,0.2222,22.0000", "1,99,450,450,0.222,22.0000", "1,99,450,451,0.2217,22.0000",
                     "1,99,449,450,0.2222,22.0490", "99,1,450,450,22.0000,0.2223"):
            self.assertNotEqual(self.check(claim("F,all", ends), MEN).findings, [])

    def test_header(self) -> None:
        """The columns are those of results.csv up to the groups."""
        self.assertTrue(HEADER.startswith(COLUMNS[:COLUMNS.index("denominator_unit")]))
