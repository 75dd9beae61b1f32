#!/usr/bin/env python3
"""npm_generators.py: sets `parley bench` beside load generators of npm, against the same server.

Each drives 100 connections on a processor of its own with messages of 20 bytes, as fast as it can. What counts is what
the server has received, by its own count (/metrics): so all are measured in the same way, whatever they report.
"""

import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from peers import PLAIN, Running, parley

CONNECTIONS = 100
PAYLOAD = 20
PLENTY = 1_000_000  # messages on each connection: more than any of them sends in the time
LOOK = 0.05  # seconds between looks at the count

# thor takes ws and another package from GitHub; from the registry come the versions of its time.
PACKAGE = {
    "private": True,
    "dependencies": {"thor": "1.0.0", "artillery": "2.0.34"},
    "overrides": {"thor": {"ws": "1.1.5", "fast-stats": "0.0.7"}},
}

ARTILLERY = """config:
  target: "{url}"
  phases:
    - duration: 1
      arrivalCount: {connections}
scenarios:
  - engine: ws
    flow:
      - loop:
          - send: "{message}"
        count: {plenty}
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parley", required=True, type=Path, help="the program")
    parser.add_argument("--modules", required=True, type=Path, help="where the npm packages are, or are put")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5, help="of one measurement")
    return parser.parse_args()


def fetch(folder):
    wanted = json.dumps(PACKAGE)
    stamp = folder / "installed.json"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(wanted)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional"], cwd=folder,
                   check=True)
    stamp.write_text(wanted)


def commands(args, url, folder):
    """In pairs: those that wait for each answer, and those that do not. Parley's is the first, and checks what comes."""
    bench = [args.parley, "bench", url, "-c", CONNECTIONS, "--payload", PAYLOAD, "-d", "1h"]
    spec = Path(folder, "artillery.yml")
    spec.write_text(ARTILLERY.format(url=url, connections=CONNECTIONS, message="x" * PAYLOAD, plenty=PLENTY))
    programs = args.modules / "node_modules" / ".bin"
    thor = [programs / "thor", "--amount", CONNECTIONS, "--messages", PLENTY, "--buffer", PAYLOAD, "--masked",
            "--workers", 1, url]
    return [
        {"parley bench": bench, "thor": thor},
        {"parley bench --depth 64": [*bench, "--depth", 64], "artillery": [programs / "artillery", "run", spec]},
    ]


def received(server):
    """Messages so far."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    return int(re.search(r'^parley_messages_received_total{path="/echo".*} (\d+)$', text, re.MULTILINE)[1])


def measure(server, command, seconds):
    """Messages a second, from the first one on."""
    last = str((os.cpu_count() or 1) - 1)
    tool = subprocess.Popen(["taskset", "-c", last, *map(str, command)], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        before, give_up = received(server), time.monotonic() + 60
        while received(server) == before:
            if tool.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"{command[0]} sends nothing; exit status {tool.poll()}")
            time.sleep(LOOK)
        time.sleep(0.5)  # all its connections are open, and its code is compiled
        first, start = received(server), time.monotonic()
        time.sleep(seconds)
        return (received(server) - first) / (time.monotonic() - start)
    finally:
        os.killpg(tool.pid, signal.SIGKILL)  # with what it has started itself
        tool.wait()
        server.settle()


def main():
    args = arguments()
    if not shutil.which("npm"):
        sys.exit("npm is not installed")
    fetch(args.modules)
    print("| Generator | messages a second | Parley's is |\n|---|---:|---:|")
    peer = parley("parley", "Parley's native engine", args.parley, "native", certificate=("", ""))
    with tempfile.TemporaryDirectory() as folder, Running(peer, PLAIN, ["taskset", "-c", "0"], None) as server:
        server.wake()
        for tools in commands(args, f"ws://127.0.0.1:{server.port}/echo", folder):
            rates = {name: [] for name in tools}
            for _ in range(args.rounds):
                for name, command in tools.items():
                    rates[name].append(measure(server, command, args.seconds))
            ours = next(iter(rates.values()))
            for name, values in rates.items():
                times = "" if values is ours else f"×{statistics.median(b / v for b, v in zip(ours, values)):.1f}"
                print(f"| {name} | {statistics.median(values):,.0f} | {times} |", flush=True)


if __name__ == "__main__":
    main()
