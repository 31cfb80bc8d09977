#!/usr/bin/env python3
"""Turns CHANGELOG.md (standard input) into a changelog as Debian writes it (standard output)."""
import datetime
import re
import sys

for entry in re.split(r"(?m)^## ", sys.stdin.read())[1:]:
    title, _, body = entry.partition("\n")
    version, _, date = title.partition(" - ")
    if not date:
        continue  # what is not released yet
    day = datetime.date.fromisoformat(date.strip())
    print(f"rxuse ({version.strip()}) stable; urgency=medium\n")
    # An item can go over several lines.
    for item in re.findall(r"(?ms)^- (.*?)(?=^- |^#|\Z)", body) or ["This version."]:
        print(f"  * {' '.join(item.split())}")
    print(f"\n -- The rxuse authors <rxuse@example.org>  {day:%a, %d %b %Y} 00:00:00 +0000\n")
