"""coverage_test.py PARLEY PAGE MONITORS: every case that the page on coverage names is there, for one role at least.

MONITORS is the source that has the monitors, which are no cases and so not listed."""

import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

CASE = re.compile(r"`((?:\d{4}-\d|performance-)[^`]*)`")


def main(parley, page, monitors):
    cases = set(re.findall(r'"(\d+-[^"]*-monitor-[^"]*)"', Path(monitors).read_text()))
    for role in ([], ["--client"], ["performance"]):
        said = subprocess.run([parley, "list", *role], capture_output=True, check=True).stdout.decode(errors="replace")
        cases.update(line.split()[0] for line in said.splitlines() if line.strip())
    globs = CASE.findall(Path(page).read_text())
    missing = [glob for glob in globs if not any(fnmatchcase(case, glob) for case in cases)]
    if missing or not globs:
        sys.exit("no case is called " + ", ".join(missing or ["anything"]))


main(*sys.argv[1:])
