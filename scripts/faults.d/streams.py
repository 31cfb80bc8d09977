"""Standard streams that are full, closed or gone."""
import os
import subprocess

import rig as rigs


def check(rig, verdicts):
    """R-06."""
    complaints = []
    for command in (["codes"], ["codes", "list", "--csv"], ["check", rig.study]):
        words = " ".join([rig.rxuse, *command])
        for redirection, codes in ((">/dev/full", (74,)), (">&-", (74,)), ("| head -c1 >/dev/null", (0, 141))):
            outcome = shell(f"{words} {redirection}")
            if outcome.code not in codes or (outcome.code == 74 and "standard output" not in outcome.message):
                complaints.append(f"{words} {redirection}: {outcome}")
    verdicts.add("R-06", "standard output full, closed, gone", complaints, cases=9)
    complaints = []
    run = " ".join(rig.command())
    for closed in ("<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-", "2>/dev/full"):
        rig.reset()
        complaints += [f"{closed}: {text}" for text in rig.faults(shell(f"{run} {closed}"), (0,), state="new")]
    verdicts.add("R-06", "a run with closed streams has the same result", complaints, cases=6)
    complaints = []
    for closed in ("2>&-", "<&- >&- 2>&-"):
        rig.reset()
        outcome = shell(f"{run} --memory 64k --tmp-dir /nowhere {closed}")
        if outcome.code != 74 or rig.state() != "old":
            complaints.append(f"{closed}: {outcome}, the output {rig.state()}")
    verdicts.add("R-06", "a message to a closed stream goes into no other file", complaints, cases=2)
    rig.reset()


def shell(text):
    """Runs a line of bash; a pipe's exit code is that of what fails first."""
    return rigs.finish(["bash", "-c", f"set -o pipefail; {text}"], env={**os.environ, "LC_ALL": "C"}, stdout=subprocess.DEVNULL)
