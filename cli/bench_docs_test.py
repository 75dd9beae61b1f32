#!/usr/bin/env python3
"""Every option of parley bench and parley report stands in the documents: bench_docs_test.py PARLEY DOCUMENT..."""

import re
import subprocess
import sys
from pathlib import Path


def options_of(parley, command):
    text = subprocess.run([parley, command, "--help"], capture_output=True, text=True, timeout=60, check=True).stdout
    return set(re.findall(r"^ +(?:-\w,)?(--[a-z][a-z-]+)", text, re.MULTILINE)) - {"--help"}


def main(parley, documents):
    text = "\n".join(Path(name).read_text(encoding="utf-8") for name in documents)
    missing = []
    for command in ("bench", "report"):
        options = options_of(parley, command)
        assert len(options) > 3, f"parley {command} --help lists options"
        missing += [f"{command} {option}" for option in sorted(options) if not re.search(rf"{option}(?![a-z-])", text)]
    for option in missing:
        print(f"not documented: parley {option}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
