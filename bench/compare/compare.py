#!/usr/bin/env python3
"""compare.py: sets Parley's server beside others, in interleaved rounds, and its generator beside a bare one.

Every server runs pinned to one processor, the generator to another; a round measures each server once, one after the
other, so that what disturbs the machine disturbs all of them. Reported are medians, and the median of the rounds'
ratios with the interval that covers it. A measurement that fails has its reason in the results; the others go on.
"""

import argparse
import json
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import datetime, timezone
from pathlib import Path

import page
import render
from cells import GRIDS, selected
from machine import describe_machine
from measure import Bench
from peers import DEFLATE, PLAIN, Running, TLS, all_peers, make_certificate
from rounds import line, run_rounds, summary


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parley", type=Path, help="the program")
    parser.add_argument("--programs", type=Path, help="folder of the other servers")
    parser.add_argument("--modules", type=Path, help="node_modules with ws")
    parser.add_argument("--grid", choices=sorted(GRIDS), default="quick")
    parser.add_argument("--only", action="append", metavar="CELLS", default=[],
                        help="cells of these kinds (echo,broadcast,…), or that are called so, or whose name contains "
                             "this; may be repeated")
    parser.add_argument("--peers", help="these peers: parley,bare,…")
    parser.add_argument("--rounds", type=int, default=6, help="5 at least, if anything is to be told from noise (6)")
    parser.add_argument("--milliseconds", type=int, default=300, help="of one measurement")
    parser.add_argument("--realtime", action="store_true",
                        help="run everything with the scheduler's real-time priority, where others use the machine")
    parser.add_argument("--rest", type=int, default=0, metavar="MILLISECONDS",
                        help="sleep between measurements, so that those others get their turn")
    parser.add_argument("--json", type=Path, help="write the results, after each cell")
    parser.add_argument("--html", type=Path, help="write them as a page")
    parser.add_argument("--curves", default="", metavar="PAGE", help="to which that page has a link")
    parser.add_argument("--micro", type=Path, nargs="*", default=[], metavar="JSON",
                        help="of Google Benchmark, to be shown on that page")
    parser.add_argument("--reports", type=Path, metavar="FOLDER",
                        help="keep here what `parley bench` reports of Parley's own server, with as many repetitions")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write benchmarks.md and its picture")
    parser.add_argument("--render", type=Path, metavar="JSON", help="measure nothing: show these results")
    args = parser.parse_args()
    if not args.render and not (args.parley and args.programs):
        parser.error("--parley and --programs are needed to measure")
    return args


def measure_all(args, cells):
    """The results so far, after each cell."""
    with tempfile.TemporaryDirectory() as folder:
        peers = all_peers(args.parley, args.programs, args.modules, make_certificate(folder))
        wanted = args.peers.split(",") if args.peers else [peer.name for peer in peers]
        skipped = {peer.name: peer.missing for peer in peers if peer.missing}
        for name, why in skipped.items():
            print(f"{name} is skipped: {why}", file=sys.stderr)
        peers = [peer for peer in peers if not peer.missing and (peer.name in wanted or peer.name == "parley")]
        results = {
            "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
            "machine": describe_machine(args.parley),
            "grid": args.grid, "rounds": args.rounds, "milliseconds": args.milliseconds, "realtime": args.realtime,
            "about": {peer.name: peer.about for peer in peers}, "skipped": skipped, "cells": [],
        }
        bench = Bench(args, folder)
        for setup in (PLAIN, TLS, DEFLATE):
            of_setup = [cell for cell in cells if cell.setup == setup]
            for result in results_of_setup(bench, setup, peers, of_setup):
                results["cells"].append(result)
                print(line(result), flush=True)
                yield results


def results_of_setup(bench, setup, peers, cells):
    with ExitStack() as stack:
        servers = [stack.enter_context(Running(peer, setup, bench.server_pin, bench.args.modules))
                   for peer in peers if setup in peer.setups]
        for cell in cells:
            yield summary(cell, run_rounds(bench, cell, contenders(bench, cell, servers)))
            keep_report(bench, cell, servers[0])


def contenders(bench, cell, servers):
    """{name: (server, what measures it)}"""
    if cell.kind in ("generator", "latency"):  # two generators, against the native engine
        return {"parley bench": (servers[0], bench.measure), "bare client": (servers[0], bench.measure_bare)}
    return {server.peer.name: (server, bench.measure) for server in servers if takes_part(server.peer, cell)}


def takes_part(peer, cell):
    if cell.kind == "broadcast" and not peer.broadcasts:
        return False
    # `parley bench` is strict: it cannot be answered by copies.
    return not (peer.copies and cell.kind in ("broadcast", "handshakes", "handshake cost"))


def keep_report(bench, cell, server):
    if not bench.args.reports or cell.kind in ("memory", "handshake cost") or (cell.kind == "echo" and cell.setup == PLAIN):
        return  # the bare client measured it, or it has no curve
    try:
        bench.keep_report(cell, server, bench.args.rounds)
    except Exception as error:  # a curve less: no reason to lose the cells to come
        print(f"  no report of {cell.kind}, {cell}: {error}", file=sys.stderr)


def save(results, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    new.replace(path)  # at no time is there half a file


def show(results, args):
    if args.html:
        page.write(results, args.html, args.curves, args.micro)
    if args.write:
        render.write(results, args.write)


def main():
    args = arguments()
    if args.render:
        return show(json.loads(args.render.read_text(encoding="utf-8")), args)
    try:
        cells = selected(GRIDS[args.grid], args.only)
    except LookupError as error:
        sys.exit(f"compare.py: {error.args[0]}")
    started, results = time.monotonic(), None
    try:
        for results in measure_all(args, cells):
            if args.json:
                save(results, args.json)
    finally:  # interrupted, too: what was measured is shown
        if results:
            show(results, args)
            print(f"{len(results['cells'])} of {len(cells)} cells in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
