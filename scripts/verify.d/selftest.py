"""Tries the verifier on small releases whose answers are known, without rxuse."""

import dataclasses
import pathlib
import shutil
import tempfile
import unittest

import audit
import published
import simulate
from attacker import Attack
from knowledge import System
from release import Key, read_release

HEADER = ("measure,definition,drug,period_start,period_end,sex,region,numerator,denominator,denominator_unit,estimate,"
          "estimate_unit,ci_lower,ci_upper,status")
YEAR = "2020-01-01,2020-12-31"
PROPORTION = "incidence_proportion,,opioid"


def line(levels: str, numerator: str, denominator: str, measure: str = "prevalence,,opioid", unit: str = "persons") -> str:
    """A row as a run writes it; its estimate doesn't matter to the attack."""
    if numerator:
        return f"{measure},{YEAR},{levels},{numerator},{denominator},{unit},1.0000,percent,0.5000,2.0000,ok"
    return f"{measure},{YEAR},{levels},,{denominator},{unit},,percent,,,suppressed"


def persons(levels: str) -> str:
    """The denominator of a group of the table of three sexes and two regions: 400 in each of its cells."""
    sex, region = levels.split(",")
    return str(400 * (3 if sex == "all" else 1) * (2 if region == "all" else 1))


class Releases(unittest.TestCase):
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


class Known(Releases):
    """What the groups and the definitions tell."""

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

    def test_absent_row(self) -> None:
        """Where there is no row of users there are none: the hidden users are all men."""
        rows = [line("all,all", "40", "900"), line("F,all", "", ""), line("M,all", "", "")]
        self.assertEqual(self.limits("users|opioid", *rows), (0, 40))
        rows += [line(levels, "", "", "long_term_use,supply>=120,opioid", "users") for levels in ("all,all", "M,all")]
        self.assertEqual(self.limits("users|opioid", *rows), (0, 0))

    def limits(self, name: str, *rows: str) -> tuple[float, float]:
        """What the quantity of women can be."""
        system = System(read_release(self.results(*rows)))
        return Attack(system).ends(Key(name, tuple(YEAR.split(",")), ("F", "all")))

    def test_without_fill(self) -> None:
        """Nobody is covered without a fill for long, and so nobody for longer."""
        longer, long = (f"long_term_use,covered>={days},opioid" for days in (180, 90))
        rows = [line("F,all", count, whole, measure, unit) for measure, count in ((longer, ""), (long, "40"))
                for whole, unit in (("900", "persons"), ("50", "users"))]
        self.assertEqual(self.limits("long_users|covered>=180|opioid", *rows[:2]), (1, 50))
        rows[1] = line("F,all", "20", "50", longer, "users")
        self.assertEqual(self.limits("long|covered>=180|opioid", *rows), (20, 20))

    def test_uncounted_users(self) -> None:
        """With several providers means with fills, and those who have them are exposed."""
        rows = [line("F,all", "", "900", "multiple_providers,2x2/180d,opioid"),
                *(line("F,all", "20", "60", "overlap,days>=1,opioid+ssri", f"exposed:{drug}") for drug in ("opioid", "ssri"))]
        self.assertEqual(self.limits("multiple_providers|2x2/180d|opioid", *rows), (1, 60))

    def test_switched(self) -> None:
        """Who fills another drug after a new use does so before the study's end."""
        rows = [line("F,all", "", "90", "alternatives,ssri/after90,opioid", "new_users_followed"),
                line("F,all", "30", "900", "prevalence,,ssri")]
        self.assertEqual(self.limits("alternatives|ssri/after90|opioid", *rows), (1, 30))
        following = [row.replace("2020-", "2021-") for row in rows]
        self.assertEqual(self.limits("alternatives|ssri/after90|opioid", *rows, *following), (1, 90))

    def test_nobody_exposed(self) -> None:
        """Overlap has no row over those who are exposed to opioids: so nobody has several providers of them."""
        rows = [line("F,all", "", "", "multiple_providers,2x2/180d,opioid"),
                line("F,all", "0", "60", "overlap,days>=1,opioid+ssri", "exposed:ssri")]
        self.assertEqual(self.limits("multiple_providers|2x2/180d|opioid", *rows), (0, 0))

    def test_days_of_persons(self) -> None:
        """500 covered days are those of at most two persons with 180 of them or more."""
        rows = [line("all,all", "", "900", "long_term_use,covered>=180,opioid"),
                line("all,all", "100", "500", "overlap_days,,opioid+ssri", "days:opioid"),
                *(line("all,all", "40", "60", "overlap,days>=1,opioid+ssri", f"exposed:{drug}") for drug in ("opioid", "ssri"))]
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
        changed = dataclasses.replace(release, rows=rows)
        return bool(audit.audit_release(changed, truth, 11).findings)


class Account(Releases):
    """What the account of the rows, and measures of several figures, tell besides the groups."""

    def study(self, *lines: str, persons: str = "[c]", classes: tuple[str, ...] = (), complete: bool = True,
              **steps: tuple[str, str]) -> audit.Audit:
        """The audit of a release with an account; `used=("9", "3")` are 9 rows of 3 patients. Other steps are empty."""
        folder = self.results(*lines)
        names = {"read": "rows read", "strangers": "not in the roster", "unlisted": "drug not in the code list",
                 "after": "after the study period", "duplicate": "duplicate", "outside": "outside observation", "used": "used",
                 "members": "patients: rows read", "lost": "patients: rejected: bad_birth_date", "bad": "rejected: bad_date"}
        listed = {name: ("0", "0") for name in list(names)[:7]} | steps
        text = [f"{names[name]},{rows},{patients}" for name, (rows, patients) in listed.items()]
        (folder / "attrition.csv").write_text("\n".join(["step,rows,patients", *text]) + "\n", encoding="utf-8")
        (folder / "report.md").write_text(f"# Test\n\n{persons} persons, [c] prescription rows read.\n", encoding="utf-8")
        source = dataclasses.replace(read_release(folder), apart=classes, complete=complete)
        return audit.audit_release(source, None, 11)

    def users(self, used: str) -> audit.Audit:
        rows = [line("all,all", "", "900"), line("F,all", "", "450"), line("M,all", "100", "450")]
        return self.study(*rows, read=("[c]", "[c]"), used=("[c]", used))

    def test_users_of_used(self) -> None:
        """104 patients were used, and 100 of the users are men: at most 4 are women."""
        self.assertEqual(self.users("104").narrow, 1)
        self.assertEqual(self.users("300").findings, [])

    def test_used_but_for_users(self) -> None:
        """Of 105 patients used 5 have nothing but other drugs, or fills outside the interval."""
        for used, told in (("105", 1), ("100", 0), ("140", 0)):
            result = self.study(line("all,all", "100", "900"), read=("500", "200"), used=("[c]", used))
            self.assertEqual(result.in_sight, told)

    def test_fills_of_used(self) -> None:
        """Fills of all intervals and of one class are at most the rows used."""
        rows = [line("all,all", count, "9000", "fill_rate,,opioid", "person_years") for count in ("600", "")]
        rows[1] = rows[1].replace("2020-", "2021-")
        for used, told in (("603", 1), ("700", 0)):
            result = self.study(*rows, read=("[c]", "[c]"), used=(used, "300"))
            self.assertEqual(result.exact + result.narrow, told)

    def test_whole_list(self) -> None:
        """Where two classes are all that there is, the fills of one are the rows used less those of the other."""
        rows = [line("all,all", "400", "9000", "fill_rate,,opioid", "person_years"),
                line("all,all", "", "9000", "fill_rate,,ssri", "person_years")]
        told = [self.study(*rows, read=("[c]", "[c]"), used=("420", "300"), classes=classes).exact
                for classes in ((), ("opioid", "ssri"), ("opioid", "ssri", "benzodiazepine"))]
        self.assertEqual(told, [0, 1, 0])

    def test_classes_apart(self) -> None:
        """Fills of two classes are at most the rows used where no drug is of both."""
        rows = [line("all,all", "400", "9000", "fill_rate,,opioid", "person_years"),
                line("all,all", "", "9000", "fill_rate,,ssri", "person_years")]
        told = [self.study(*rows, read=("[c]", "[c]"), used=("403", "300"), classes=classes, complete=False).narrow
                for classes in ((), ("opioid", "ssri"))]
        self.assertEqual(told, [0, 1])

    def test_whole_list_of_patients(self) -> None:
        """Who was used uses a class: of 120 and 93 users of opioids 27 at least are users of the other."""
        rows = [line("all,all", "93", "900"), line("all,all", "", "900", "prevalence,,ssri")]
        self.assertEqual(self.study(*rows, read=("[c]", "[c]"), used=("[c]", "120")).findings, [])
        for classes, least in ((("opioid", "ssri"), [27]), (("opioid", "ssri", "benzodiazepine"), [])):
            system = System(dataclasses.replace(read_release(self.folder / "out"), apart=classes, complete=True))
            self.assertEqual([bound.low for bound in system.bounds if bound.why == "patients used are users"], least)

    def test_strangers(self) -> None:
        """200 patients were seen and 197 used: at most 3 are strangers. There are enough where 100 were used."""
        row = line("all,all", "30", "900")
        for used, told in (("197", True), ("100", False)):
            result = self.study(row, persons="950", read=("900", "200"), strangers=("[c]", "[c]"), unlisted=("[c]", "[c]"),
                                used=("[c]", used), members=("950", ""))
            self.assertEqual(result.narrow > 0, told)

    def test_members_without_rows(self) -> None:
        """A roster of 904 of whom 900 were seen has 4 without a row; strangers among those seen are none of it."""
        row = line("all,all", "300", "904")
        for seen, strangers, told in (("900", "0", 1), ("940", "40", 1), ("880", "0", 0), ("900", "40", 0)):
            result = self.study(row, persons="904", read=("2000", seen), strangers=(strangers, strangers),
                                unlisted=("[c]", "[c]"), used=("1500", "700"), members=("904", ""))
            self.assertEqual(result.in_sight, told)

    def test_rows_of_patients(self) -> None:
        """300 rows of the roster hold 297 persons: at most 3 were rejected. They may be any of 50 where they hold 250."""
        for persons_, told in (("297", True), ("250", False)):
            result = self.study(line("all,all", "60", persons_), persons=persons_, read=("[c]", "[c]"), used=("[c]", "[c]"),
                                members=("300", ""), lost=("[c]", ""))
            self.assertEqual(result.narrow > 0, told)

    def test_steps_add_up(self) -> None:
        """Rows of one hidden step are what the others leave."""
        row = line("all,all", "30", "900")
        told = [self.study(row, read=("900", "200"), bad=(bad, ""), outside=("[c]", "[c]"), used=("880", "150")).exact
                for bad in ("0", "[c]")]
        self.assertEqual(told, [1, 0])

    def test_members_of_the_interval(self) -> None:
        """All but 6 members of the roster were observed in the interval."""
        for persons_, told in (("906", 1), ("900", 0), ("950", 0)):
            result = self.study(line("all,all", "100", "900"), persons=persons_, members=("1000", ""), read=("[c]", "[c]"),
                                used=("[c]", "[c]"))
            self.assertEqual(result.in_sight, told)

    def test_persons_from(self) -> None:
        """Persons of 65 and more are the persons of the band from 65 on, in the tables of another measure too."""
        poly = "cns_polypharmacy,3/30d,opioid+ssri"
        for north, told in (("95", True), ("60", False)):
            groups = ("all,N", "all,S", "65+,N", "65+,S")
            rows = [line("all,all", "20", "100", poly, "persons_from_65"), line("65+,N", "20", north), line("65+,S", "", ""),
                    *(line(group, "", "", poly, "persons_from_65") for group in groups)]
            folder = self.results(*rows)
            (folder / "results.csv").write_text("\n".join([HEADER.replace("sex", "age"), *rows]) + "\n", encoding="utf-8")
            self.assertEqual(any("persons" in text for text in audit.audit(folder, None, 11).findings), told)

    def test_quartiles(self) -> None:
        """A quartile of 43 has 10 on one side; the median of 22 has 11 on either."""
        for quartile, persons_, told in (("p25", "43", 1), ("p25", "44", 0), ("p75", "43", 1), ("median", "22", 0), ("median", "21", 1)):
            row = line("all,all", "1", persons_, f"summary,fills/{quartile},opioid", "users").replace(",1,", ",,", 1)
            self.assertEqual(self.audit(row).narrow, told, row)

    def test_ages_of_bands(self) -> None:
        """A median of 70 years says that 50 of 100 users or more are 65 or older, and 49 or fewer are younger."""
        for south, told in (("41", True), ("20", False)):
            rows = [line("all,all", "100", "400"), line("0-64,all", "", "200"), line("65+,all", "", "200"), line("0-64,N", "", "100"),
                    line("65+,N", "", "100"), line("0-64,S", south, "100"), line("65+,S", south, "100"),
                    line("all,all", "1", "100", "summary,age/median,opioid", "users").replace(",1,", ",,", 1).replace("1.0000", "70.0000", 1)]
            folder = self.results(*rows)
            (folder / "results.csv").write_text("\n".join([HEADER.replace("sex", "age"), *rows]) + "\n", encoding="utf-8")
            self.assertEqual(any("narrow" in text for text in audit.audit(folder, None, 11).findings), told)

    def test_several_alternatives(self) -> None:
        """30 and 30 of 55 who fill any fill 5 times both."""
        for both, told in (("55", 1), ("60", 0), ("45", 0)):
            rows = [line("all,all", count, "200", f"alternatives,{name}/after180,opioid", "new_users_followed")
                    for name, count in (("ssri", "30"), ("snri", "30"), ("any", both))]
            self.assertEqual(self.audit(*rows).in_sight, told)

    def test_survival(self) -> None:
        """Of 100 new users 60 stay; a share of 62% says that 2 or 3 of the 40 others were lost from sight."""
        for share, told in (("62.0000", 1), ("60.0000", 0), ("75.0000", 0)):
            row = line("all,all", "60", "100", "persistence,at=90/gap30,opioid", "new_users").replace("1.0000", share, 1)
            result = self.audit(row)
            self.assertEqual(result.exact + result.narrow, told)

    def at_risk(self, *rows: str, washout: int = 180, clear: str = "no fill of the drug lies on any of those") -> audit.Audit:
        """The audit of a release whose report states washouts: of the proportion as given, of the others 365 days."""
        folder = self.results(*rows)
        text = "each of the {} days before it is observed and {}."
        (folder / "report.md").write_text(
            "**Incidence.** New use of opioid per 1,000 person-years at risk. A person is at risk if "
            + text.format(365, "no fill of the drug lies on any of those")
            + "\n\n**Incidence proportion.** Persons with new use of opioid in percent of persons at risk. " + text.format(washout, clear)
            + "\n\n**Persistence.** How long new users of opioid (washout 365 days) go on.\n", encoding="utf-8")
        return audit.audit(folder, None, 11)

    def test_persons_at_risk(self) -> None:
        """Of 900 persons 4 were not at risk; of 100 at risk 5 are not new."""
        for new, whole, told in (("100", "896", 1), ("100", "860", 0), ("95", "100", 1)):
            rows = [line("all,all", "400", "900"), line("all,all", new, whole, PROPORTION, "persons_at_risk")]
            self.assertEqual(self.at_risk(*rows).in_sight, told)

    def test_new_after_two_washouts(self) -> None:
        """Who is new after 365 days is new after 180: all but 4 of 100. Without supply for 180 days it need not be so."""
        longer = line("all,all", "30", "96", "persistence,at=90/gap30,opioid", "new_users").replace("1.0000", "31.2500", 1)
        rows = [line("all,all", "100", "800", PROPORTION, "persons_at_risk"), longer]
        self.assertEqual(self.at_risk(*rows).in_sight, 1)
        self.assertEqual(self.at_risk(*rows, clear="none of those days is covered by the drug").in_sight, 0)

    def test_days_at_risk(self) -> None:
        """8 days at risk are those of at most 8 persons, where the washout is the same."""
        for washout, years, told in ((365, "0.0219", True), (365, "800.0000", False), (180, "0.0219", False)):
            rows = [line("all,all", "400", "900"), line("all,all", "", "", PROPORTION, "persons_at_risk"),
                    line("all,all", "", years, "incidence,,opioid", "person_years_at_risk")]
            result = self.at_risk(*rows, washout=washout)
            self.assertEqual(any("at_risk|" in text for text in result.findings), told)

    def test_eras_followed(self) -> None:
        """Of 100 long eras 95 were followed."""
        for followed, told in (("95", 1), ("60", 0)):
            rows = [line("all,all", count, whole, f"dose_change,{change},opioid", unit) for change, count, whole, unit in
                    (("escalated", "20", "100", "long_eras"), ("reduced", "20", "100", "long_eras"),
                     ("steady", "60", "100", "long_eras"), ("stopped", "30", followed, "long_eras_followed"))]
            self.assertEqual(self.audit(*rows).in_sight, told)

    def test_sensitivity(self) -> None:
        """Two settings whose figures differ by 4 say so of 4 persons; so does a setting and the study's own."""
        head = ("gap,washout,carry_over,duplicates,measure,definition,drug,period_start,period_end,numerator,denominator,"
                "denominator_unit,estimate,estimate_unit,ci_lower,ci_upper,status,difference")
        for counts, told in ((("100", "104"), 1), (("100", "111"), 0), (("100", "100"), 0), (("80", "134"), 1)):
            folder = self.results(line("all,all", "130", "900", "long_term_use,covered>=90,opioid"))
            text = [f",,{over},keep,long_term_use,covered>=90,opioid,{YEAR},{count},900,persons,1.0,per_1000_persons,1.0,1.0,ok,0.0"
                    for over, count in zip(("none", "drug"), counts, strict=True)]
            (folder / "sensitivity.csv").write_text("\n".join([head, *text]) + "\n", encoding="utf-8")
            self.assertEqual(len(published.check(folder, None, 11)), told)


def run(*modules) -> int:
    """Runs the tests of modules; 0 where all pass."""
    suite = unittest.TestSuite(map(unittest.defaultTestLoader.loadTestsFromModule, modules))
    return int(not unittest.TextTestRunner(verbosity=1).run(suite).wasSuccessful())
