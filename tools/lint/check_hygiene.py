"""Checks what a reader should not have to: check_hygiene.py [ROOT]

Text is UTF-8 with one newline at its end, without tabs and trailing spaces; C++ files stay short; nothing names the
machine it was written on; JSON can be read; scripts can be parsed; an open end names its issue.
"""
import json
import re
import subprocess
import sys

from tree import Tree, report

LONGEST_SOURCE = 400  # lines; most should have half of that

# Written in two parts, so that this file does not find itself.
MACHINE_PATHS = re.compile("|".join(["(?<![\\w.])/wo" "rk/", "/ho" "me/\\w", "(?<![\\w.])/ro" "ot/", "\\.\\./sha" "red"]))
OPEN_END = re.compile("TO" "DO(?!\\(#\\d+\\))|FIX" "ME|XX" "X:")


def is_data(name):
    return "/corpus/" in name or name.startswith("scenarios/invalid/")


def text_problems(name, text):
    if text and not text.endswith("\n"):
        yield f"{name}: no newline at the end"
    if text.endswith("\n\n"):
        yield f"{name}: empty lines at the end"
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            yield f"{name}:{number}: a tab"
        if line.endswith((" ", "\r")):
            yield f"{name}:{number}: white space at the end"
        if MACHINE_PATHS.search(line):
            yield f"{name}:{number}: a path of somebody's machine"
        if OPEN_END.search(line):
            yield f"{name}:{number}: an open end without an issue; write TO" "DO(#7)"
    if name.endswith((".cpp", ".hpp")) and text.count("\n") > LONGEST_SOURCE:
        yield f"{name}: {text.count(chr(10))} lines; more than {LONGEST_SOURCE} are too many ideas for one file"


def format_problems(tree, name, text):
    if name.endswith(".json"):
        try:
            json.loads(text)
        except ValueError as error:
            yield f"{name}: {error}"
    if re.match("#!.*\\bbash\\b", text):
        parsed = subprocess.run(["bash", "-n", tree.root / name], capture_output=True, text=True)
        if parsed.returncode != 0:
            yield f"{name}: {parsed.stderr.strip()}"


def problems_of(tree, name):
    try:
        text = tree.text(name)
    except UnicodeDecodeError:
        yield f"{name}: not UTF-8"
        return
    yield from text_problems(name, text)
    yield from format_problems(tree, name, text)


def check(root):
    tree = Tree(root)
    names = [name for name in tree.files() if not is_data(name)]
    return [problem for name in names for problem in problems_of(tree, name)]


if __name__ == "__main__":
    sys.exit(report(check(sys.argv[1] if len(sys.argv) > 1 else ".")))
