#!/usr/bin/env python3
"""compare.py: sets Parley's server beside others, in interleaved rounds, and its generator beside a bare one.

Every server runs pinned to one processor, the generator to another; a round measures each server once, one after the
other, so that what disturbs the machine disturbs all of them. Reported are medians, and the median of the rounds'
ratios.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

import render
from cells import GRIDS, selected
from machine import describe_machine
from peers import DEFLATE, PLAIN, Running, TLS, all_peers, make_certificate


TIMEOUT = 15  # seconds for a measurement: a server that does not answer must not hold up the others


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parley", required=True, type=Path, help="the program")
    parser.add_argument("--programs", required=True, type=Path, help="folder of the other servers")
    parser.add_argument("--modules", type=Path, help="node_modules with ws")
    parser.add_argument("--grid", choices=sorted(GRIDS), default="quick")
    parser.add_argument("--only", action="append", metavar="CELLS", default=[],
                        help="cells of these kinds (echo,broadcast,…), or that are called so, or whose name contains "
                             "this; may be repeated")
    parser.add_argument("--peers", help="these peers: parley,bare,…")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--milliseconds", type=int, default=300, help="of one measurement")
    parser.add_argument("--realtime", action="store_true",
                        help="run everything with the scheduler's real-time priority, where others use the machine")
    parser.add_argument("--rest", type=int, default=0, metavar="MILLISECONDS",
                        help="sleep between measurements, so that those others get their turn")
    parser.add_argument("--json", type=Path, help="write the results")
    parser.add_argument("--reports", type=Path, metavar="FOLDER",
                        help="keep here what `parley bench` reports of Parley's own server, for `parley report`")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write benchmarks.md and its picture")
    parser.add_argument("--render", type=Path, metavar="JSON", help="measure nothing: show these results")
    return parser.parse_args()


class Bench:
    """Runs measurements."""

    def __init__(self, args, folder):
        self.args = args
        self.bare_client = args.programs / "bare_client"
        realtime = ["chrt", "-f", "20"] if args.realtime else []
        last = (os.cpu_count() or 1) - 1
        self.server_pin = [*realtime, "taskset", "-c", "0"]
        self.client_pin = [*realtime, "taskset", "-c", str(last)]
        self.report = Path(folder) / "bench.json"

    def bare(self, cell, server):
        answers = "copies" if server.peer.copies else "frames"
        command = [self.bare_client, server.port, "/echo", cell.connections, cell.payload, cell.depth, 100,
                   self.args.milliseconds, answers]
        out = subprocess.run([*self.client_pin, *map(str, command)], check=True, capture_output=True, timeout=TIMEOUT)
        return [float(number) for number in out.stdout.split()]

    def parley(self, cell, server, path, *more):
        scheme = "wss" if cell.setup == TLS else "ws"
        command = [self.args.parley, "bench", f"{scheme}://127.0.0.1:{server.port}{path}", "-d",
                   f"{self.args.milliseconds}ms", "--warmup", "100ms", "--payload", cell.payload, "--json", self.report,
                   "--threshold", "errors<1000000000", *more]
        if cell.setup == TLS:
            command.append("-k")
        if cell.setup == DEFLATE:
            command += ["--compression", "--text"]
        out = subprocess.run([*self.client_pin, *map(str, command)], capture_output=True, timeout=TIMEOUT)
        if out.returncode > 1:
            raise RuntimeError((out.stderr or out.stdout).decode(errors="replace").strip()[-300:])
        if self.args.reports and server.peer.name == "parley":
            name = re.sub(r"[^\w]+", "-", f"{cell.kind} {cell}".replace("×", "x"))
            shutil.copy(self.report, self.args.reports / f"{name}.json")  # the last round's stays
        return json.loads(self.report.read_text())["result"]

    def measure(self, cell, server):
        """One number. For every kind but latency and memory: so many a second."""
        with self.awake(server):
            return self.measure_awake(cell, server)

    @contextmanager
    def awake(self, server):
        server.wake()
        try:
            yield
        finally:
            server.settle()
            server.sleep()
            time.sleep(self.args.rest / 1000)

    def measure_awake(self, cell, server):
        load = ["-c", cell.connections, "--depth", cell.depth]
        if cell.kind == "echo" and cell.setup == PLAIN:
            return self.bare(cell, server)[0]
        if cell.kind == "echo":
            return self.parley(cell, server, "/echo", *load)["per_second"]["messages_received"]
        if cell.kind == "generator":  # the bare client is the other "peer"
            return self.parley(cell, server, "/echo", *load)["per_second"]["messages_received"]
        if cell.kind == "latency":
            times = self.parley(cell, server, "/echo", *load)["times"]
            return times["latency"]["p999_ns"] if "latency" in times else None  # nothing came in the time
        if cell.kind == "broadcast":
            more = ["-w", "broadcast", "-c", cell.connections + 1, "--depth", cell.depth]
            return self.parley(cell, server, "/broadcast", *more)["per_second"]["messages_received"]
        if cell.kind.startswith("handshake"):
            result = self.parley(cell, server, "/echo", "-w", "connect", "-c", cell.connections, "--pid",
                                 server.process.pid)
            if cell.kind == "handshakes":
                return result["per_second"]["connections_opened"]
            used = result["peer"]["end"]["cpu_ns"] - result["peer"]["ready"]["cpu_ns"]
            return used / 1000 / result["traffic"]["connections_opened"]
        for connections in (20, cell.connections):  # what the first ones bring into memory is not each one's
            held = self.parley(cell, server, "/echo", "-w", "connect", "--hold", "-c", connections, "--pid",
                               server.process.pid)
        return held["peer"]["bytes_per_connection"]


def run_cell(bench, cell, servers, rounds):
    """{name: [number, …]}; None where a measurement failed."""
    results = {server.peer.name: [] for server in servers}
    for _ in range(1 if cell.kind == "memory" else rounds):
        for server in servers:
            try:
                results[server.peer.name].append(bench.measure(cell, server))
            except (RuntimeError, subprocess.SubprocessError, KeyError, ValueError) as error:
                why = getattr(error, "stderr", None) or str(error).encode()
                print(f"  {server.peer.name}, {cell}: {why.decode(errors='replace').strip()[-200:]}{server.end()}",
                      file=sys.stderr)
                results[server.peer.name].append(None)
    return results


def run_generator_cell(bench, cell, server, rounds):
    """`parley bench` and the bare client in turn, against the native engine."""
    index = 3 if cell.kind == "latency" else 0
    results = {"parley bench": [], "bare client": []}
    for _ in range(rounds):
        results["parley bench"].append(bench.measure(cell, server))
        with bench.awake(server):
            results["bare client"].append(bench.bare(cell, server)[index])
    return results


def takes_part(peer, cell):
    if cell.setup not in peer.setups or (cell.kind == "broadcast" and not peer.broadcasts):
        return False
    # `parley bench` is strict: it cannot be answered by copies.
    return not (peer.copies and cell.kind in ("broadcast", "latency", "generator", "handshakes", "handshake cost"))


def summary(cell, results):
    base_name = next(iter(results))
    base = results[base_name]
    summed = {}
    for name, values in results.items():
        known = [value for value in values if value is not None]
        ratios = [b / v for b, v in zip(base, values) if b and v]
        summed[name] = {
            "values": values,
            "median": statistics.median(known) if known else None,
            f"{base_name}_is_times": statistics.median(ratios) if ratios else None,
        }
    return {"kind": cell.kind, "setup": cell.setup, "connections": cell.connections, "payload": cell.payload,
            "depth": cell.depth, "name": str(cell), "unit": cell.unit, "base": base_name,
            "lower_is_better": cell.lower_is_better, "peers": summed}


def line(result):
    def shown(name, peer):
        ratio = peer[f"{result['base']}_is_times"]
        number = "failed" if peer["median"] is None else f"{peer['median']:,.0f}"
        return f"{name} {number}" + (f" (×{ratio:.2f})" if ratio and name != result["base"] else "")

    return f"{result['kind']:11} {result['name']:34} " + "  ".join(shown(n, p) for n, p in result["peers"].items())


def measure_all(args):
    with tempfile.TemporaryDirectory() as folder:
        certificate = make_certificate(folder)
        peers = all_peers(args.parley, args.programs, args.modules, certificate)
        wanted = args.peers.split(",") if args.peers else [peer.name for peer in peers]
        skipped = {peer.name: peer.missing for peer in peers if peer.missing}
        for name, why in skipped.items():
            print(f"{name} is skipped: {why}", file=sys.stderr)
        peers = [peer for peer in peers if not peer.missing and (peer.name in wanted or peer.name == "parley")]
        cells = selected(GRIDS[args.grid], args.only)
        results = list(results_of(args, folder, peers, cells))
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "machine": describe_machine(args.parley),
        "grid": args.grid, "rounds": args.rounds, "milliseconds": args.milliseconds,
        "about": {peer.name: peer.about for peer in peers}, "skipped": skipped, "cells": results,
    }


def results_of(args, folder, peers, cells):
    bench = Bench(args, folder)
    for setup in (PLAIN, TLS, DEFLATE):
        of_setup = [cell for cell in cells if cell.setup == setup and cell.kind != "memory"]
        if of_setup:
            servers = [Running(peer, setup, bench.server_pin, args.modules) for peer in peers if setup in peer.setups]
            try:
                for cell in of_setup:
                    yield shown(run_and_sum(bench, cell, servers, args.rounds))
            finally:
                for server in servers:
                    server.__exit__()
    for cell in (cell for cell in cells if cell.kind == "memory"):  # each on a server that has seen nothing else
        results = {}
        for peer in (peer for peer in peers if takes_part(peer, cell)):
            with Running(peer, cell.setup, bench.server_pin, args.modules) as server:
                results |= run_cell(bench, cell, [server], 1)
        yield shown(summary(cell, results))


def run_and_sum(bench, cell, servers, rounds):
    if cell.kind in ("generator", "latency"):
        return summary(cell, run_generator_cell(bench, cell, servers[0], rounds))
    return summary(cell, run_cell(bench, cell, [s for s in servers if takes_part(s.peer, cell)], rounds))


def shown(result):
    print(line(result), flush=True)
    return result


def main():
    args = arguments()
    started = time.monotonic()
    results = json.loads(args.render.read_text()) if args.render else measure_all(args)
    if args.json:
        args.json.parent.mkdir(parents=True, exist_ok=True)
        args.json.write_text(json.dumps(results, indent=1) + "\n")
    if args.write:
        render.write(results, args.write)
    if not args.render:
        print(f"{len(results['cells'])} cells in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
