"""An invalid scenario must be refused before anything is played: check_refused.py PARLEY FILE.json

The exit status must be 2, and each line of FILE.expected must stand in what the program says.
"""
import pathlib
import subprocess
import sys


def main(parley, file):
    path = pathlib.Path(file)
    expected = [line for line in path.with_suffix(".expected").read_text(encoding="utf-8").splitlines() if line.strip()]
    if not expected:
        sys.exit(f"{path.with_suffix('.expected')} expects nothing")
    done = subprocess.run([parley, "run", "--no-color", path.name], cwd=path.parent, capture_output=True, text=True)
    said = done.stdout + done.stderr
    print(said)
    missing = [line for line in expected if line not in said]
    for line in missing:
        print(f"expected, but not said: {line}")
    if done.returncode != 2:
        print(f"expected exit status 2, got {done.returncode}")
    sys.exit(1 if missing or done.returncode != 2 else 0)


main(*sys.argv[1:])
