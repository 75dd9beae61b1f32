#!/usr/bin/env python3
"""Tests of targets.py."""

import unittest

from targets import TARGETS, judge, verdict

STEADY = (1.0, 1.01, 0.99, 1.02, 0.98)


def cell(kind="echo", setup="plain", connections=100, payload=20, depth=64, base="parley", lower=False, **medians):
    peers = {name.replace("_", " "): {"values": [median * noise for noise in STEADY]} for name, median in medians.items()}
    return {"kind": kind, "setup": setup, "connections": connections, "payload": payload, "depth": depth, "name": kind,
            "unit": "", "base": base, "lower_is_better": lower, "peers": peers}


def verdicts(*cells):
    """{beginning of the target: verdict} of those that were measured."""
    judged = {target.text: judge(target, {"cells": cells}) for target in TARGETS}
    return {text.split(":")[0] + text.split(":")[-1][:9]: verdict(found) for text, found in judged.items() if found}


class Targets(unittest.TestCase):
    def test_small_echoes(self):
        found = verdicts(cell(parley=100, bare=102, websocketpp=9, ws=2, beast=2, libwebsockets=3))
        self.assertEqual(found, {
            "Echo up to 1 KiB 0.95 of ": "met", "Echo faster t": "met", "100 × 20 B × 64 10 times": "met",
            "100 × 20 B × 64 40 times": "missed"})

    def test_one_cell_that_misses_it_misses_it(self):
        found = verdicts(cell(depth=1, parley=100, bare=100), cell(depth=16, parley=90, bare=100))
        self.assertEqual(found["Echo up to 1 KiB 0.95 of "], "missed")

    def test_within_noise_is_neither(self):
        noisy = cell(depth=1, parley=95, bare=100)
        noisy["peers"]["bare"]["values"] = [90, 110, 95, 105, 100]
        self.assertEqual(verdicts(noisy)["Echo up to 1 KiB 0.95 of "], "within noise")

    def test_few_rounds_have_their_median(self):
        short = cell(depth=1, parley=50, bare=100)
        for peer in short["peers"].values():
            peer["values"] = peer["values"][:3]
        self.assertEqual(verdicts(short)["Echo up to 1 KiB 0.95 of "], "missed at the median, too few rounds")
        short["peers"]["bare"]["values"] = [50, 50, 50]
        self.assertEqual(verdicts(short)["Echo up to 1 KiB 0.95 of "], "met at the median, too few rounds")

    def test_latency_may_be_above_by_so_much(self):
        def found(ours):
            one = cell("latency", depth=1, base="parley bench", lower=True, parley_bench=ours, bare_client=100_000)
            return list(verdicts(one).values())
        self.assertEqual(found(120_000), ["met"])
        self.assertEqual(found(90_000), ["met"])
        self.assertEqual(found(160_000), ["missed"])

    def test_the_worst_comes_first(self):
        faster = next(target for target in TARGETS if target.text.startswith("Echo: faster"))
        found = judge(faster, {"cells": [cell(parley=100, ws=50, beast=80)]})
        self.assertEqual([one.against for one in found], ["beast", "ws"])

    def test_a_server_that_failed_is_not_judged(self):
        failed = cell(depth=1, parley=100, bare=100)
        failed["peers"]["bare"]["values"] = [None] * 5
        self.assertEqual(verdicts(failed), {})

    def test_where_parley_itself_failed_it_misses(self):
        failed = cell(depth=1, parley=100, bare=100)
        failed["peers"]["parley"]["values"] = [None] * 5
        self.assertEqual(verdicts(failed)["Echo up to 1 KiB 0.95 of "], "missed")


if __name__ == "__main__":
    unittest.main()
