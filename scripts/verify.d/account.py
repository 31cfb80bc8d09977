"""The account of the rows: what its steps say about each other, and about the figures of the measures."""

import collections
import re
from collections.abc import Iterable, Iterator

from release import PERSONS, STUDY, Key, Release

INF = float("inf")
READ, STRANGERS, USED = "rows read", "not in the roster", "used"
# What becomes of a row of somebody whom the study knows. One without a roster knows everybody.
LATER = ("drug not in the code list", "after the study period", "duplicate", "outside observation", USED)
REJECTED, ROSTER = "rejected: ", "patients: "
# Figures of everyone in an interval that count only people with a fill of it on an observed day.
FILLERS = ("users|", "new_users|", "new_users_followed|", "cob_eligible|", "cob|", "multiple_providers|", "longer|",
           "discontinued|", "alternatives|", "transition|", "known_age|users|", "known_age|new_users|")
# Those that count people with supply, of a fill that may be before they were observed.
SUPPLIED = ("exposed|", "overlap|", "long|", "long_users|", "dose_users|", "dose|", "cns_polypharmacy|")
OUTSIDE = "outside observation"


class Account:
    """The steps of one run. The bounds are sums of factor x quantity, the least and the greatest that they can be, and
    a word why."""

    def __init__(self, figures: Iterable[Key], everyone: tuple[str, ...]):
        self.names = {key.name for key in figures}
        self.everyone = everyone
        # Steps of prescriptions; a rejected row has no patient. A word before the step is the kind of another input.
        steps = sorted(name.partition("|")[2] for name in self.names if name.startswith("step_rows|"))
        self.steps = [step for step in steps if not re.match("(patients|observation|deaths): ", step)]
        self.rejects = [step for step in self.steps if step.startswith(REJECTED)]
        self.roster = f"step_rows|{ROSTER}{READ}" in self.names
        # Steps that the verifier knows nothing of, such as claims taken back, are neither people nor rows of another.
        self.complete = {READ, STRANGERS, *LATER} <= set(self.steps) and all(
            step in (READ, STRANGERS, *LATER, *self.rejects) or step.startswith(f"{USED}, but ") for step in self.steps)

    def key(self, name: str) -> Key:
        return Key(name, STUDY, self.everyone)

    def rows(self, step: str) -> Key:
        return self.key(f"step_rows|{step}")

    def patients(self, step: str) -> Key:
        return self.key(f"step_patients|{step}")

    def bounds(self) -> Iterator[tuple]:
        """Each row is in one step; who has a row in a step was seen; a member of the roster is no stranger."""
        for step in self.steps:
            yield {self.rows(step): 1.0, self.patients(step): -1.0}, 0, INF, "rows of patients"
            if step != READ:
                yield {self.patients(READ): 1.0, self.patients(step): -1.0}, 0, INF, "patients seen"
                yield {self.rows(READ): 1.0, self.rows(step): -1.0}, 0, INF, "rows of a step"
            if step.startswith(f"{USED}, but "):
                yield {self.patients(USED): 1.0, self.patients(step): -1.0}, 0, INF, "patients used"
                yield {self.rows(USED): 1.0, self.rows(step): -1.0}, 0, INF, "rows used"
        ends = [STRANGERS, *LATER, *self.rejects]
        if self.complete:
            yield dict.fromkeys(map(self.rows, ends), 1.0) | {self.rows(READ): -1.0}, 0, 0, "rows add up"
            # A patient whose rows are all rejected may be counted nowhere else.
            if not self.rejects:
                together = dict.fromkeys(map(self.patients, ends), 1.0)
                yield together | {self.patients(READ): -1.0}, 0, INF, "patients of some step"
        if self.roster:
            yield from self.members()

    def members(self) -> Iterator[tuple]:
        """The roster holds everybody with rows but strangers; each of its people has an accepted row of it."""
        seen = {self.patients(READ): 1.0, self.patients(STRANGERS): -1.0}
        for step in LATER:
            yield seen | {self.patients(step): -1.0}, 0, INF, "members with rows"
        # A rejected row may be a stranger's, who is none by the account.
        unknown = dict.fromkeys(map(self.rows, self.rejects), -1.0)
        yield seen | unknown | {self.key("roster"): -1.0}, -INF, 0, "members of the roster"
        lost = [self.key(name) for name in self.names if name.startswith(f"step_rows|{ROSTER}{REJECTED}")]
        rows = {self.rows(ROSTER + READ): 1.0, self.key("roster"): -1.0}
        yield rows | dict.fromkeys(lost, -1.0), 0, INF, "rows of the roster"

    def links(self, counted: list[Key]) -> Iterator[tuple]:
        """A fill that is counted was used, and who has one is among the patients used. Fills of one class are different
        fills in each interval."""
        fills = collections.defaultdict(list)
        for key in counted:
            if key.name.startswith(FILLERS):
                yield {self.patients(USED): 1.0, key: -1.0}, 0, INF, "users among the patients used"
            if key.name.startswith(SUPPLIED) and OUTSIDE in self.steps:
                supplied = {self.patients(USED): 1.0, self.patients(OUTSIDE): 1.0, key: -1.0}
                yield supplied, 0, INF, "people with supply among the patients used or outside observation"
            if key.name.startswith("fills|"):
                fills[key.name].append(key)
            if key.name in PERSONS and self.roster == (key.name == "persons"):
                everybody = self.key("roster") if self.roster else self.patients(READ)
                yield {everybody: 1.0, key: -1.0}, 0, INF, "persons of an interval"
        for keys in fills.values():
            yield dict.fromkeys(keys, -1.0) | {self.rows(USED): 1.0}, 0, INF, "fills among the rows used"

    def apart(self, counted: list[Key], source: Release) -> Iterator[tuple]:
        """Fills of classes without a common drug are different fills. Where each used fill is of one of the classes and in
        one interval, they are the rows used, and each patient used uses a class."""
        fills, users = ([key for key in counted if key.name in {f"{head}|{name}" for name in source.apart}]
                        for head in ("fills", "users"))
        complete = source.complete and {key.name for key in fills} == {f"fills|{name}" for name in source.apart}
        if fills:
            least = -INF if not complete else 0
            yield dict.fromkeys(fills, 1.0) | {self.rows(USED): -1.0}, least, 0, "fills of all classes among the rows used"
        if source.complete and users and {key.name for key in users} == {f"users|{name}" for name in source.apart}:
            yield dict.fromkeys(users, 1.0) | {self.patients(USED): -1.0}, 0, INF, "patients used are users"

    def differences(self, counted: list[Key]) -> Iterator[tuple]:
        """Counts of people that two or three figures make: a whole, a part, a word, and what is added to the whole."""
        if f"step_patients|{USED}" not in self.names:
            return
        yield self.patients(READ), self.patients(USED), "no row used", ()
        for key in counted:
            if key.name.startswith(FILLERS):
                yield self.patients(USED), key, "users of others only", ()
            if key.name in PERSONS and self.roster:
                yield self.key("roster"), key, "members not of the interval", ()
        if self.roster:
            yield self.patients(READ), self.patients(STRANGERS), "members with rows", ()
            if not self.rejects:
                yield self.key("roster"), self.patients(READ), "members without rows", (self.patients(STRANGERS),)
