"""Plays the whole suite against the reference server and client again and again: soak.py PROGRAM [--runs N] [--load]

No verdict may ever differ: not side by side (--jobs 64 every other time), not while the machine is busy (--load). Nor
may a sanitizer find anything, where the program was built with one.
"""
import argparse
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import time

LONGEST = 600  # seconds for a run
BAD = ("fail", "error", "warning", "disputed")
KNOWN = ("6455-10.4-inflates-to-512-mib",)  # of its memory a sanitizer takes a multiple


def verdicts(program, role, jobs, folder):
    file = pathlib.Path(folder, "report.json")
    file.unlink(missing_ok=True)
    if role == "server":
        command = [program, "check", "server", "ws://127.0.0.1:{{port}}/echo",
                   "--exec-server", f"'{program}' serve --port {{{{port}}}}"]
    else:
        # The driver's 64 connections wait in line for the cases that are played alone, longer than its usual 10 s.
        driver = f"'{program}' echo --driver {{base}} --jobs {jobs} --timeout {LONGEST // 2}s"
        command = [program, "check", "client", "--exec-once", driver]
    options = ["--jobs", str(jobs), "--json", str(file), "--strict"]
    entries, wrong = [], []
    try:
        done = subprocess.run(command + options, capture_output=True, text=True, timeout=LONGEST, env=watched(folder))
        if done.returncode not in (0, 1):  # 1: verdicts, which are looked at one by one
            wrong.append(f"exit status {done.returncode}: {done.stderr[-1000:]}")
        entries = json.loads(file.read_text(encoding="utf-8"))["entries"]
    except (subprocess.TimeoutExpired, OSError, ValueError) as error:
        wrong.append(f"no report: {error}")
    return {entry["id"]: entry for entry in entries}, wrong + found_by_sanitizers(folder)


def watched(folder):
    """An environment in which sanitizers, where the program was built with them, write to files in the folder."""
    names = ("ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS")
    return os.environ | {name: f"{os.environ.get(name, '')}:log_path={folder}/sanitizer" for name in names}


def found_by_sanitizers(folder):
    """What they wrote about the suite, or about its peer."""
    reports = list(pathlib.Path(folder).glob("sanitizer.*"))
    texts = [report.read_text(encoding="utf-8", errors="replace") for report in reports]
    for report in reports:
        report.unlink()
    return texts


def differences(first, now):
    """Lines that say which verdicts are others than those of the first run, or bad ones."""
    for name in sorted(first.keys() | now.keys()):
        before, after = first.get(name), now.get(name)
        if before is None or after is None:
            yield f"{name}: only in {'this' if before is None else 'the first'} run"
        elif after["verdict"] in BAD and name not in KNOWN:
            yield f"{name}: {after['verdict']}: {after['why']}"
        elif before["verdict"] != after["verdict"] and not was_too_busy(before) and not was_too_busy(after):
            yield f"{name}: {before['verdict']}, now {after['verdict']}: {after['why'] or before['why']}"


def was_too_busy(entry):
    """This machine, and not the peer: the case was not judged."""
    return entry["verdict"] == "skipped" and "this machine is too busy" in entry["why"]


def burn():
    while True:
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=50, help="of each role (50)")
    parser.add_argument("--load", action="store_true", help="with two busy processes for each processor beside it")
    arguments = parser.parse_args()
    busy = [multiprocessing.Process(target=burn, daemon=True) for _ in range(2 * os.cpu_count() * arguments.load)]
    for process in busy:
        process.start()
    first, failed, start = {}, 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for run in range(arguments.runs):
            before = failed
            for role in ("server", "client"):
                now, wrong = verdicts(arguments.program, role, (32, 64)[run % 2], folder)
                if now:
                    first.setdefault(role, now)
                    wrong += differences(first[role], now)
                for line in wrong:
                    failed += 1
                    print(f"run {run + 1}, {role}: {line}", flush=True)
            print(f"run {run + 1} of {arguments.runs}: {failed - before} faults, {time.monotonic() - start:.0f} s so far",
                  flush=True)
    cases = sum(len(entries) for entries in first.values())
    took = time.monotonic() - start
    print(f"{arguments.runs} runs of {cases} cases in {took:.0f} s: {failed} faults")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
