#!/usr/bin/env python3
"""Tests of check.py."""

import io
import json
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import check

NOISE = (1.0, 1.01, 0.99, 1.02, 0.98)


def google(times, name="BM_Mask/64"):
    """As Google Benchmark writes it, with the aggregates that it adds."""
    runs = [{"name": name, "run_name": name, "run_type": "iteration", "repetition_index": i, "real_time": 2 * time,
             "cpu_time": time, "time_unit": "ns"} for i, time in enumerate(times)]
    mean = {"name": f"{name}_mean", "run_name": name, "run_type": "aggregate", "cpu_time": 1, "real_time": 1}
    return {"context": {}, "benchmarks": [*runs, mean]}


def parley(rates, p99s, rate=None):
    repetitions = [{"started": "2026-11-21T07:15:02.031Z", "values": {"messages_received": a, "latency.p99": b, "errors": 0}}
                   for a, b in zip(rates, p99s)]
    return {"plan": {"workload": "echo", "rate": rate}, "url": "ws://a/", "repetitions": repetitions}


def at(url, document):
    return document | {"url": url}


def several(*runs):
    return {"parley_version": "1", "runs": list(runs)}


def comparison(kind="echo", unit="messages/s", **peers):
    """As bench/compare/compare.py writes it."""
    lower = kind in ("latency", "memory", "handshake cost")
    cell = {"kind": kind, "name": "100 × 20 B × 1", "unit": unit, "lower_is_better": lower, "base": "parley",
            "peers": {name: {"values": values} for name, values in peers.items()}}
    return {"grid": "quick", "cells": [cell]}


def with_values(document, name, values):
    for repetition, value in zip(document["repetitions"], values):
        repetition["values"][name] = value
    return document


def around(value):
    return [value * noise for noise in NOISE]


class Check(unittest.TestCase):
    def run_check(self, before, after, *options):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for name, document in (("before.json", before), ("after.json", after)):
                path = Path(folder) / name
                path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
                paths.append(str(path))
            out, err = io.StringIO(), io.StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                status = check.main([*paths, *options])
        return status, out.getvalue() + err.getvalue()

    def test_flags_what_takes_longer(self):
        status, text = self.run_check(google(around(100)), google(around(120)))
        self.assertEqual(status, 1)
        self.assertRegex(text, r"worse +BM_Mask/64 cpu_time +× 1\.2")

    def test_passes_noise_and_what_is_faster(self):
        status, text = self.run_check(google(around(100)), google(around(100.5)))
        self.assertEqual((status, "1 the same" in text), (0, True), text)
        status, text = self.run_check(google(around(100)), google(around(80)))
        self.assertEqual((status, "1 better" in text), (0, True), text)

    def test_leaves_small_changes_alone_however_certain(self):
        exact = [100, 100.001, 100.002, 100.003, 100.004]
        one_percent = [value * 1.01 for value in exact]
        self.assertEqual(self.run_check(google(exact), google(one_percent))[0], 0)
        self.assertEqual(self.run_check(google(exact), google(one_percent), "--tolerance", "0.5")[0], 1)

    def test_says_where_repetitions_are_too_few(self):
        status, text = self.run_check(google([100, 101, 102]), google([200, 201, 202]))
        self.assertEqual(status, 0)
        self.assertIn("1 with too few repetitions", text)

    def test_reads_parley_bench(self):
        status, text = self.run_check(parley(around(1000), around(5e6)), parley(around(900), around(5e6)))
        self.assertEqual(status, 1)
        self.assertRegex(text, r"worse +echo #1 messages_received")
        self.assertRegex(text, r"same +echo #1 latency\.p99")
        self.assertRegex(text, r"same +echo #1 errors")

    def test_minds_only_latency_in_an_open_loop(self):
        before, after = (parley(around(rate), around(p99), 1000) for rate, p99 in ((1000, 5e6), (900, 7e6)))
        status, text = self.run_check(before, after)
        self.assertEqual(status, 1)
        self.assertNotIn("messages_received", text)

    def test_errors_out_of_nothing_are_worse(self):
        after = with_values(parley(around(1000), around(5e6)), "errors", [3] * 5)
        status, text = self.run_check(parley(around(1000), around(5e6)), after)
        self.assertRegex(text, r"worse +.*errors +0 → 3")
        self.assertEqual(status, 1)

    def test_errors_that_are_gone_are_better(self):
        before = with_values(parley(around(1000), around(5e6)), "errors", [5] * 5)
        status, text = self.run_check(before, parley(around(1000), around(5e6)))
        self.assertRegex(text, r"better +.*errors +5 → 0")
        self.assertEqual(status, 0)

    def test_a_collapse_to_nothing_is_worse(self):
        after = with_values(parley(around(1000), around(5e6)), "messages_received", [0] * 5)
        status, text = self.run_check(parley(around(1000), around(5e6)), after)
        self.assertRegex(text, r"worse +.*messages_received +1000 → 0 ")
        self.assertEqual(status, 1)
        self.assertRegex(self.run_check(after, parley(around(1000), around(5e6)))[1], r"better +.*messages_received")

    def test_one_zero_does_not_turn_the_direction(self):
        for count in range(1, 5):
            after = with_values(parley(around(1000), around(5e6)), "messages_received",
                                [0] + [500 + i for i in range(count)] + [990] * (4 - count))
            self.assertNotRegex(self.run_check(parley(around(1000), around(5e6)), after)[1], "better +.*messages", count)

    def test_values_below_zero_are_compared_by_rank(self):
        name = "peer.bytes_per_connection"  # less memory with the connections than before them
        before = with_values(parley(around(1000), around(5e6)), name, [-3, -2, -1, -2, -4])
        after = with_values(parley(around(1000), around(5e6)), name, around(900))
        self.assertRegex(self.run_check(before, after)[1], rf"worse +.*{name} +-2 → 900 ")
        self.assertRegex(self.run_check(after, before)[1], rf"better +.*{name} +900 → -2 ")

    def test_compares_runs_of_several_urls_each_with_itself(self):
        def document(rate):
            return several(parley(around(1000), around(5e6)), at("ws://b/", parley(around(rate), around(5e6))))
        text = self.run_check(document(1000), document(500))[1]
        self.assertRegex(text, r"worse +echo #2 messages_received")
        self.assertRegex(text, r"same +echo #1 messages_received")

    def test_runs_are_matched_by_place_not_by_url(self):
        def document(rate, port):
            return several(at(f"ws://a:{port}/", parley(around(1000), around(5e6))),
                           at(f"ws://b:{port}/", parley(around(rate), around(5e6))))
        text = self.run_check(document(1000, 8081), document(500, 9001))[1]
        self.assertRegex(text, r"worse +echo #2 messages_received")
        self.assertIn("#2 is ws://b:8081/, then ws://b:9001/", text)

    def test_one_run_is_compared_with_the_first_of_several(self):
        one = parley(around(1000), around(5e6))
        both = several(parley(around(500), around(5e6)), at("ws://b/", parley(around(1000), around(5e6))))
        self.assertRegex(self.run_check(one, both)[1], r"worse +echo #1 messages_received")
        status, text = self.run_check(both, one)
        self.assertRegex(text, r"better +echo #1 messages_received")
        self.assertRegex(text, r"gone +echo #2 messages_received")

    def test_other_workloads_are_not_compared(self):
        other = parley(around(1000), around(5e6))
        other["plan"]["workload"] = "push"
        self.assertEqual(self.run_check(parley(around(1000), around(5e6)), other)[0], 2)

    def test_reads_a_comparison(self):
        before = comparison(parley=around(1000), ws=around(100))
        status, text = self.run_check(before, comparison(parley=around(800), ws=around(100)))
        self.assertEqual(status, 1)
        self.assertRegex(text, r"worse +echo, 100 × 20 B × 1: parley, messages/s +× 0\.8")
        self.assertRegex(text, r"same +echo, 100 × 20 B × 1: ws, messages/s")
        self.assertEqual(self.run_check(before, before)[0], 0)

    def test_less_is_better_of_latency_memory_and_cost(self):
        for kind in ("latency", "memory", "handshake cost"):
            before, after = comparison(kind, parley=around(100)), comparison(kind, parley=around(50))
            self.assertRegex(self.run_check(before, after)[1], "better +" + kind)
            self.assertEqual(self.run_check(after, before)[0], 1, kind)

    def test_a_round_that_failed_is_the_worst_there_is(self):
        for kind in ("echo", "latency"):
            before, after = comparison(kind, parley=around(100)), comparison(kind, parley=[None] * 5)
            status, text = self.run_check(before, after)
            self.assertEqual(status, 1, text)
            self.assertRegex(text, "worse .*100 → failed")
            self.assertRegex(self.run_check(after, before)[1], "better .*failed → 100")
            self.assertRegex(self.run_check(after, after)[1], "same .*failed → failed")

    def test_names_what_is_gone(self):
        before = google(around(100))
        before["benchmarks"] += google(around(5), "BM_Old")["benchmarks"]
        self.assertRegex(self.run_check(before, google(around(100)))[1], r"gone +BM_Old cpu_time")

    def test_filters(self):
        self.assertEqual(self.run_check(google(around(100)), google(around(200)), "--filter", "Utf8")[0], 2)

    def test_refuses_other_files(self):
        for text in ("", "{}", "[]", '{"benchmarks": 5}', '{"benchmarks": []}', '{"plan": {}}', '{"cells": [{}]}'):
            self.assertEqual(self.run_check(text, google([1, 2]))[0], 2, text)


if __name__ == "__main__":
    unittest.main()
