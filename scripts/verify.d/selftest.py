"""Tries the verifier on small releases whose answers are known, without rxuse."""

import pathlib
import shutil
import tempfile
import unittest

import audit
import published
import simulate
from knowledge import System
from release import read_release

HEADER = ("measure,definition,drug,period_start,period_end,sex,region,numerator,denominator,denominator_unit,estimate,"
          "estimate_unit,ci_lower,ci_upper,status")
YEAR = "2020-01-01,2020-12-31"


def line(levels: str, numerator: str, denominator: str, measure: str = "prevalence,,opioid", unit: str = "persons") -> str:
    """A row as a run writes it; its estimate doesn't matter to the attack."""
    if numerator:
        return f"{measure},{YEAR},{levels},{numerator},{denominator},{unit},1.0000,percent,0.5000,2.0000,ok"
    return f"{measure},{YEAR},{levels},,{denominator},{unit},,percent,,,suppressed"


def persons(levels: str) -> str:
    """The denominator of a group of the table of three sexes and two regions: 400 in each of its cells."""
    sex, region = levels.split(",")
    return str(400 * (3 if sex == "all" else 1) * (2 if region == "all" else 1))


class Known(unittest.TestCase):
    """Each test writes a results.csv and says what an attacker makes of it."""

    def setUp(self) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def results(self, *lines: str, name: str = "out") -> pathlib.Path:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        (folder / "results.csv").write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return folder

    def audit(self, *lines: str, knowledge: str = "full") -> audit.Audit:
        return audit.audit(self.results(*lines), None, 11, False, knowledge)

    def test_subtraction(self) -> None:
        """One hidden count in a sum is the total less the others."""
        result = self.audit(line("all,all", "100", "1000"), line("F,all", "93", "500"), line("M,all", "", "500"))
        self.assertEqual((result.exact, result.narrow), (1, 0))
        self.assertIn("in 7 to 7", result.findings[0])

    def test_one_and_one(self) -> None:
        """Two hidden counts that add up to 2 are 1 and 1, though no equation says so."""
        result = self.audit(line("all,all", "42", "900"), line("F,all", "40", "300"), line("M,all", "", "300"),
                            line("X,all", "", "300"))
        self.assertEqual(result.exact, 2)

    def test_too_narrow(self) -> None:
        """Hidden counts of a sum of 8 lie in 1 to 7: no reader may know that a count is below 10."""
        result = self.audit(line("all,all", "48", "900"), line("F,all", "40", "300"), line("M,all", "", "300"),
                            line("X,all", "", "300"))
        self.assertEqual((result.exact, result.narrow), (0, 2))

    def test_well_hidden(self) -> None:
        """Four hidden counts in a table of two ways protect each other."""
        cells = {"F,N": "", "F,S": "", "M,N": "", "M,S": "", "X,N": "60", "X,S": "70"}
        sums = {"all,all": "250", "F,all": "40", "M,all": "80", "X,all": "130", "all,N": "110", "all,S": "140"}
        result = self.audit(*(line(levels, count, persons(levels)) for levels, count in {**sums, **cells}.items()))
        self.assertEqual(result.findings, [])
        self.assertEqual(result.narrowest, 38)

    def test_one_shown_again(self) -> None:
        """One of the four shown again gives all four away."""
        cells = {"F,N": "", "F,S": "", "M,N": "", "M,S": "35", "X,N": "60", "X,S": "70"}
        sums = {"all,all": "250", "F,all": "40", "M,all": "80", "X,all": "130", "all,N": "110", "all,S": "140"}
        result = self.audit(*(line(levels, count, persons(levels)) for levels, count in {**sums, **cells}.items()))
        self.assertEqual(result.exact, 1)

    def test_complement(self) -> None:
        """95 of 100 persons are users: 5 are not."""
        result = self.audit(line("all,all", "95", "100"))
        self.assertEqual(result.in_sight, 1)

    def test_same_quantity_elsewhere(self) -> None:
        """Users are hidden as a numerator and shown as a denominator."""
        result = self.audit(line("all,all", "100", "900"), line("F,all", "", "450"), line("M,all", "", "450"),
                            line("F,all", "20", "93", "long_term_use,supply>=120,opioid", "users"),
                            line("M,all", "", "", "long_term_use,supply>=120,opioid", "users"))
        self.assertEqual(result.exact, 1)
        self.assertIn("users|opioid", result.findings[0])

    def test_nested_thresholds(self) -> None:
        """Persons with 30 days or more of overlap are among those with one."""
        rows = [line("all,all", "21", "900", "overlap,days>=1,opioid+ssri"), line("all,all", "", "900", "overlap,days>=30,opioid+ssri")]
        self.assertEqual(self.audit(*rows).findings, [])
        rows[0] = line("all,all", "", "900", "overlap,days>=1,opioid+ssri")
        rows[1] = line("all,all", "400", "405", "overlap,days>=30,opioid+ssri", "exposed:ssri")
        self.assertGreater(self.audit(*rows).in_sight, 0)

    def test_days_of_persons(self) -> None:
        """500 covered days are those of at most two persons with 180 of them or more."""
        rows = [line("all,all", "", "900", "long_term_use,covered>=180,opioid"),
                line("all,all", "100", "500", "overlap_days,,opioid+ssri", "days:opioid"),
                line("all,all", "40", "60", "overlap,days>=1,opioid+ssri", "exposed:opioid")]
        self.assertEqual(self.audit(*rows, knowledge="basic").narrow, 0)
        self.assertEqual(self.audit(*rows).narrow, 1)

    def test_zero_stays(self) -> None:
        """A count of 0 may be shown, and a hidden one that follows to be 0 tells nothing about anybody."""
        result = self.audit(line("all,all", "0", "900"), line("F,all", "0", "450"), line("M,all", "0", "450"))
        self.assertEqual(result.findings, [])

    def test_contradiction(self) -> None:
        """Groups that don't add up are no release."""
        result = self.audit(line("all,all", "100", "900"), line("F,all", "60", "450"), line("M,all", "60", "450"))
        self.assertTrue(result.findings[0].startswith("contradiction"))

    def test_truth_outside(self) -> None:
        """A wrong published figure puts the truth outside what the release allows."""
        wrong = self.results(line("all,all", "100", "900"), line("F,all", "", "450"), line("M,all", "", "450"))
        true = self.results(line("all,all", "120", "900"), line("F,all", "60", "450"), line("M,all", "60", "450"), name="true")
        self.assertGreater(audit.audit(wrong, true, 11).outside, 0)
        self.assertTrue(published.check(wrong, true, 11))

    def test_figures_of_suppressed_rows(self) -> None:
        """An estimate with its denominator is the count."""
        shown = line("all,all", "", "900").replace(",,percent", ",12.5000,percent")
        self.assertTrue(published.check(self.results(shown), None, 11))

    def test_suppressions(self) -> None:
        """A beginner's suppression is broken; a better one of the same table is not, until a part of it is undone."""
        counts = {"F,N": 3, "F,S": 40, "M,N": 55, "M,S": 21, "X,N": 90, "X,S": 4}
        rows = []
        for group in ["all,all", "F,all", "M,all", "X,all", "all,N", "all,S", *counts]:
            sex, region = group.split(",")
            parts = [count for key, count in counts.items()
                     if sex in ("all", key[0]) and region in ("all", key[2])]
            rows.append(line(group, str(sum(parts)), persons(group)))
        true = self.results(*rows, name="true")
        simulate.primary_only(true, self.folder / "primary", 11)
        self.assertEqual(audit.audit(self.folder / "primary", true, 11).exact, 2)
        simulate.well(true, self.folder / "well", 11)
        self.assertEqual(audit.audit(self.folder / "well", true, 11).findings, [])
        again = read_release(self.folder / "well")
        truth = audit.Truth(System(read_release(true)))
        needless = [number for number, row in enumerate(again.rows)
                    if row.suppressed and not self.noticed(again, number, read_release(true), truth)]
        self.assertEqual(needless, [])

    def noticed(self, release, number, true, truth) -> bool:
        rows = list(release.rows)
        rows[number] = true.rows[number]
        changed = type(release)(release.folder, release.variables, rows, release.washouts)
        return bool(audit.audit_release(changed, truth, 11).findings)


def run() -> int:
    """Runs the tests; 0 where all pass."""
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Known)
    return int(not unittest.TextTestRunner(verbosity=1).run(suite).wasSuccessful())
