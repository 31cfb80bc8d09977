"""The files of samples/nightly: valid for those that read them."""
import getpass
import os
import shutil

from nights import missing, read, said, write


def check(nights, verdicts):
    """systemd's units and logrotate's file; cron's lines and Prometheus' rules are tried where runs are."""
    units(nights, verdicts)
    rotation(nights, verdicts)


def units(nights, verdicts):
    """The units with the program of this place, without which they can't be verified."""
    if missing(verdicts, nights, "systemd-analyze", "samples", "units for systemd-analyze"):
        return
    folder = nights.place("units")
    names = [name for name in os.listdir(os.path.join(nights.samples, "nightly")) if name.endswith((".service", ".timer"))]
    for name in names:
        write(read(nights.samples, "nightly", name).replace("/usr/bin/rxuse", nights.rxuse), folder, name)
    done = said(["systemd-analyze", "verify", *sorted(names)], cwd=folder)
    complaints = [str(done)] if done.code or done.errors or done.output else []
    security = said(["systemd-analyze", "security", "--offline=true", "./rxuse.service"], cwd=folder)
    level = next((word for word in security.output.split("exposure level for rxuse.service:")[-1].split()), "") if not security.code else str(security)
    verdicts.add("samples", "units for systemd-analyze", complaints, units=len(names), exposure=level)


def rotation(nights, verdicts):
    """A log that a run has written is rotated, and the next run begins a new one."""
    if missing(verdicts, nights, "logrotate", "samples", "logrotate"):
        return
    folder = nights.sample("rotation", 200)
    os.mkdir(os.path.join(folder, "log"))
    me = getpass.getuser()
    text = read(nights.samples, "nightly", "logrotate").replace("/var/log/rxuse", f"{folder}/log").replace("rxuse rxuse", f"{me} {me}")
    write(text, folder, "logrotate.conf")
    os.chmod(os.path.join(folder, "logrotate.conf"), 0o644)
    nights.must(folder, "--log", "log/rxuse.log", "--quiet")
    first = read(folder, "log", "rxuse.log")
    tried = said([nights.tools["logrotate"], "-d", "logrotate.conf"], cwd=folder)
    done = said([nights.tools["logrotate"], "-f", "-s", "state", "logrotate.conf"], cwd=folder)
    nights.must(folder, "--log", "log/rxuse.log", "--quiet")
    found = sorted(os.listdir(os.path.join(folder, "log")))
    complaints = [str(outcome) for outcome in (tried, done) if outcome.code or "error" in outcome.errors]
    if len(found) != 2 or read(folder, "log", found[1]) != first or first in read(folder, "log", "rxuse.log"):
        complaints.append(f"after it there are {found}")
    shutil.rmtree(folder)
    verdicts.add("samples", "logrotate takes the log, and the next run begins another", complaints)
