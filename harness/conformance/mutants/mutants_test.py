"""Puts mutant peers, each with one deliberate fault, to the suite: mutants_test.py PROGRAM ROLE TABLE [GROUP]

Each must be accused by the cases that are there to find it (`caught_by`), and by none that has nothing to do with its
fault (`within`). GROUP is a heading of --list-faults, "masking" for instance; without it the table itself is checked.
"""
import fnmatch
import json
import pathlib
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

AT_A_TIME = 3  # they wait more than they compute
LONGEST = 500  # seconds; what does not answer costs a few
ACCUSATIONS = ("fail", "warning", "disputed", "error")
KEYS = {"caught_by", "within", "legal", "leniently", "exclude"}


def known_faults(program, role):
    """The faults of a role by their groups."""
    command = [program, "serve" if role == "server" else "echo", "--list-faults"]
    groups, group = {}, None
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        if line.startswith("  "):
            groups[group].append(line.split()[0])
        elif line and not line.startswith("none "):
            group = line
            groups[group] = []
    return groups


def check_table(table, groups):
    faults = {fault for group in groups.values() for fault in group}
    errors = [f"{fault}: the table has no row" for fault in sorted(faults - table.keys())]
    errors += [f"{fault}: there is no such fault" for fault in sorted(table.keys() - faults)]
    for fault, row in table.items():
        errors += [f"{fault}: unknown key {key}" for key in sorted(row.keys() - KEYS)]
        if ("caught_by" in row) == ("legal" in row):
            errors.append(f"{fault}: expected either caught_by or legal")
        if "legal" in row and "within" in row:
            errors.append(f"{fault}: nobody may accuse what is legal")
    return errors


class Server:
    """A server of its own for each mutant: its memory is watched."""

    def __init__(self, program):
        self.process = subprocess.Popen([program, "serve", "--port", "0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.base = self.process.stdout.readline().split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def play(program, role, fault, exclude):
    """What the suite says about a mutant."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "report.json")
        options = ["--json", str(file), "--jobs", "128"]
        for glob in exclude:
            options += ["--exclude", glob]
        if role == "server":
            with Server(program) as server:
                command = [program, "check", "server", f"{server.base}/fault/{fault}", "--pid", str(server.process.pid)]
                done = subprocess.run(command + options, capture_output=True, text=True, timeout=LONGEST)
        else:
            driver = f"'{program}' echo --driver {{base}} --jobs 64 --fault {fault}"
            command = [program, "check", "client", "--exec-once", driver]
            done = subprocess.run(command + options, capture_output=True, text=True, timeout=LONGEST)
        if not file.exists():
            raise RuntimeError(f"no report: {done.stderr}")
        return json.loads(file.read_text(encoding="utf-8"))["entries"]


def fits(pattern, entry, needs):
    if pattern.startswith("group:"):
        return entry["group"] == pattern[6:]
    if pattern.startswith("needs:"):
        return pattern[6:] in needs.get(entry["id"], ())
    return fnmatch.fnmatchcase(entry["id"], pattern)


def judge(row, entries, needs):
    """What is wrong with the suite's verdict on a mutant."""
    accusations = [entry for entry in entries if entry["verdict"] in ACCUSATIONS]
    lenient = [entry for entry in entries if entry["verdict"] == "pass-lenient"]
    caught_by = row.get("caught_by", [])
    errors = []
    for pattern in caught_by:
        if not any(fits(pattern, entry, needs) for entry in accusations):
            errors.append(f"{pattern} does not accuse it")
    for pattern in row.get("leniently", []):
        if not any(fits(pattern, entry, needs) for entry in lenient):
            errors.append(f"{pattern} does not pass it leniently")
    expected = caught_by + row.get("within", [])
    for pattern in expected:
        if not any(fits(pattern, entry, needs) for entry in entries):
            errors.append(f"{pattern} names no case")
    for entry in accusations:
        if not any(fits(pattern, entry, needs) for pattern in expected):
            errors.append(f"{entry['id']} accuses it ({entry['verdict']}): {entry['why'][:200]}")
    return errors


def needs_by_id(program, role):
    command = [program, "list", "--json"] + (["--client"] if role == "client" else [])
    cases = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {case["id"]: case["needs"] for case in cases}


def main(program, role, table_file, group=None):
    document = json.loads(pathlib.Path(table_file).read_text(encoding="utf-8"))
    groups = known_faults(program, role)
    if group is None:
        sys.exit("\n".join(check_table(document["faults"], groups)) or 0)
    needs = needs_by_id(program, role)
    faults = groups[group]
    assert faults, group

    def try_one(fault):
        row = document["faults"].get(fault, {})
        try:
            entries = play(program, role, fault, row.get("exclude", document["exclude"]))
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            return fault, [str(error)]
        return fault, judge(row, entries, needs)

    failed = 0
    with ThreadPoolExecutor(AT_A_TIME) as executor:
        for fault, errors in executor.map(try_one, faults):
            failed += bool(errors)
            for error in errors[:20]:
                print(f"{fault}: {error}")
            if len(errors) > 20:
                print(f"{fault}: and {len(errors) - 20} more")
    print(f"{len(faults)} mutants, {failed} with a wrong verdict")
    sys.exit(1 if failed else 0)


main(*sys.argv[1:])
