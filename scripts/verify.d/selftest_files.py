"""The check of inputs.csv beside attrition.csv, on accounts that tell too much and on some that do not."""

import pathlib
import tempfile
import unittest

import files


class Files(unittest.TestCase):
    def problems(self, steps: dict[str, str], *accounts: str) -> list[str]:
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            (folder / "attrition.csv").write_text(
                "step,rows,patients\n" + "".join(f"{name},{rows},\n" for name, rows in steps.items()), encoding="utf-8")
            (folder / "inputs.csv").write_text(
                "kind,file,rows,lines,rejected,lines_rejected,not_in_roster,not_in_code_list,used\n"
                + "".join(f"prescriptions,{account}\n" for account in accounts), encoding="utf-8")
            return files.check(folder, 11)

    def strangers(self, account: str) -> list[str]:
        return self.problems({"rows read": "[c]", "not in the roster": "139", "used": "[c]"}, account)

    def test_hundred(self) -> None:
        """139 rows are known of at most 149."""
        self.assertEqual(len(self.strangers("a,100,100,0,0,[c],0,0")), 1)
        self.assertEqual(len(self.strangers("a,[c],100,0,0,[c],0,0")), 1)
        self.assertEqual(self.strangers("a,200,200,0,0,[c],0,0"), [])
        self.assertEqual(self.strangers("a,[c],[c],0,0,[c],0,0"), [])

    def test_percent(self) -> None:
        """139 rows that are 98 percent are of 142 at most."""
        self.assertEqual(len(self.strangers("a,[c],[c],0,0,98,0,0")), 1)
        self.assertEqual(len(self.strangers("a,[c],[c],0,0,>99,0,0")), 1)
        self.assertEqual(self.strangers("a,[c],[c],0,0,70,0,0"), [])

    def test_kept_back(self) -> None:
        steps = {"rows read": "[c]", "rejected: bad_date": "[c]", "not in the roster": "0", "used": "110"}
        self.assertEqual(len(self.problems(steps, "a,100,100,<1,[c],0,0,100", "b,0,0,0,[c],0,0,0")), 2)
        self.assertEqual(self.problems(steps, "a,100,100,[c],[c],0,0,100", "b,0,0,[c],[c],0,0,0"), [])
