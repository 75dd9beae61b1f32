"""One measurement of one server: a number, or why there is none."""

import json
import math
import os
import re
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from peers import DEFLATE, PLAIN, TLS

TIMEOUT = 15  # seconds for a measurement: a server that does not answer must not hold up the others
DRAIN = 10  # of them for the answers that are still to come in the end: slow servers are slow, and lose nothing
WARMUP = 100  # milliseconds
LEAST_COST = 2000  # milliseconds: the kernel tells processor time in hundredths of a second


class NoNumber(Exception):
    """kind says what stands in its place: "errors" (answers were wrong or lost), "nothing" (none came), "failed"."""

    def __init__(self, kind, why):
        super().__init__(why)
        self.kind = kind
        self.why = why


class Bench:
    """Runs generators, pinned to the last processor."""

    def __init__(self, args, folder):
        self.args = args
        self.bare_client = args.programs / "bare_client"
        realtime = ["chrt", "-f", "20"] if args.realtime else []
        last = (os.cpu_count() or 1) - 1
        self.server_pin = [*realtime, "taskset", "-c", "0"]
        self.client_pin = [*realtime, "taskset", "-c", str(last)]
        self.report = Path(folder) / "bench.json"
        self.busy = None

    def measure(self, cell, server):
        """The number, and which part of its time `parley bench` was busy (None: the bare client measured)."""
        self.busy = None
        with self.awake(server):
            return number_of(self, cell, server), self.busy

    def measure_bare(self, cell, server):
        """The same by the bare client, for the cells that set it beside `parley bench`."""
        with self.awake(server):
            return self.bare(cell, server)[3 if cell.kind == "latency" else 0], None

    @contextmanager
    def awake(self, server):
        server.wake()
        try:
            yield
        except NoNumber as error:
            error.why += server.end()
            if error.kind == "failed":
                server.kill()  # whatever state it is in: the next measurement starts it anew
            raise
        finally:
            server.settle()
            server.sleep()
            time.sleep(self.args.rest / 1000)

    def run(self, command, seconds=TIMEOUT):
        try:
            return subprocess.run([*self.client_pin, *map(str, command)], capture_output=True, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise NoNumber("failed", f"no end within {seconds} s") from error

    def bare(self, cell, server):
        """Messages a second, and the percentiles 50, 99 and 99.9 of the round trip."""
        answers = "copies" if server.peer.copies else "frames"
        out = self.run([self.bare_client, server.port, "/echo", cell.connections, cell.payload, cell.depth, WARMUP,
                        self.args.milliseconds, answers])
        if out.returncode != 0:
            why = last_words(out)
            raise NoNumber("errors" if "is not the message" in why else "failed", why)
        return [something(float(number)) if place == 0 else float(number)
                for place, number in enumerate(out.stdout.split())]

    def parley(self, cell, server, *more, milliseconds=None):
        """What `parley bench` reports, once no error is in it."""
        self.report.unlink(missing_ok=True)
        out = self.run(self.parley_command(cell, server, *more, milliseconds=milliseconds))
        # 1: there were errors, or the load could not go on, or nothing came back.
        if out.returncode > 1 or not self.report.exists():
            raise NoNumber("failed", last_words(out))
        report = json.loads(self.report.read_text(encoding="utf-8"))
        self.busy = report["result"]["generator_busy"]
        refuse_errors(report["result"])
        if report["result"]["cut_short"]:
            raise NoNumber("failed", report["result"]["cut_short"])
        return report

    def parley_command(self, cell, server, *more, milliseconds=None):
        scheme = "wss" if cell.setup == TLS else "ws"
        path = "/broadcast" if cell.kind == "broadcast" else "/echo"
        warmup = 0 if cell.kind == "handshake cost" else WARMUP
        command = [self.args.parley, "bench", f"{scheme}://127.0.0.1:{server.port}{path}", "-d",
                   f"{milliseconds or self.args.milliseconds}ms", "--warmup", f"{warmup}ms", "--timeout", f"{DRAIN}s",
                   "--payload", cell.payload, "--json", self.report, *load_of(cell, server), *more]
        if cell.setup == TLS:
            command.append("-k")
        if cell.setup == DEFLATE:
            command += ["--compression", "--text"]
        return command

    def keep_report(self, cell, server, rounds):
        """Of `parley bench` with as many repetitions, for check.py and `parley report`."""
        name = re.sub(r"[^\w]+", "-", f"{cell.kind} {cell}".replace("×", "x"))
        with self.awake(server):
            command = self.parley_command(cell, server, "--repeat", rounds)
            out = self.run(command, TIMEOUT + rounds * (self.args.milliseconds / 1000 + 1))
        if out.returncode > 1 or not self.report.exists():
            raise NoNumber("failed", last_words(out))
        self.report.replace(self.args.reports / f"{name}.json")


def load_of(cell, server):
    if cell.kind == "broadcast":
        return ["-w", "broadcast", "-c", cell.connections + 1, "--depth", cell.depth]
    if cell.kind.startswith("handshake"):
        return ["-w", "connect", "-c", cell.connections, "--pid", server.process.pid]
    if cell.kind == "memory":
        return ["-w", "connect", "--hold", "--pid", server.process.pid]
    return ["-c", cell.connections, "--depth", cell.depth]


def number_of(bench, cell, server):
    """For every kind but latency, cost and memory: so many a second."""
    if cell.kind == "echo" and cell.setup == PLAIN:
        return bench.bare(cell, server)[0]
    if cell.kind == "memory":
        return memory(bench, cell, server)
    if cell.kind == "handshake cost":
        return handshake_cost(bench.parley(cell, server, milliseconds=max(LEAST_COST, bench.args.milliseconds))["result"])
    result = bench.parley(cell, server)["result"]
    if cell.kind == "handshakes":
        return something(result["per_second"]["connections_opened"])
    if cell.kind == "latency":
        return something(result["times"].get("latency", {}).get("p999_ns", 0))
    return something(result["per_second"]["messages_received"])


def handshake_cost(result):
    """Microseconds of the server's processor time, from before the first connection until the load had ended: in both
    moments it is idle, so it does not matter when exactly its time is read. There is no warm-up, so all connections of
    this time are counted."""
    used = result["peer"]["end"]["cpu_ns"] - result["peer"]["before"]["cpu_ns"]
    return something(used) / 1000 / something(result["traffic"]["connections_opened"])


def memory(bench, cell, server):
    for connections in (20, cell.connections):  # what the first ones bring into memory is not each one's
        held = bench.parley(cell, server, "-c", connections)
    return something(held["result"]["peer"]["bytes_per_connection"])


def refuse_errors(result):
    errors = [f"{error['count']} {error['kind']}: {error['example']}" for error in result["errors"]]
    if result["connections_without_deflate"]:
        errors.append(f"{result['connections_without_deflate']} connections did not agree on permessage-deflate")
    if errors:
        raise NoNumber("errors", "; ".join(errors))


def something(value):
    if not value or math.isnan(value):
        raise NoNumber("nothing", "nothing came back while it was measured")
    return value


def last_words(out):
    return (out.stderr or out.stdout).decode(errors="replace").strip()[-300:] or f"exit status {out.returncode}"
