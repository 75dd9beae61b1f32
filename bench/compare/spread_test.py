#!/usr/bin/env python3
"""Tests of spread.py."""

import random
import statistics
import unittest

from spread import coverage, excess, spread, times_better


def cell(lower_is_better=False, **peers):
    return {"base": "parley", "lower_is_better": lower_is_better,
            "peers": {name: {"values": values} for name, values in peers.items()}}


class SpreadTest(unittest.TestCase):
    def test_knows_the_tables(self):
        # Order statistics around the median, 95 %: of 6 values all, of 9 the second to the eighth, of 15 the fourth on.
        self.assertAlmostEqual(coverage(5, 0), 0.9375)
        for rounds, low in ((5, 1), (6, 1), (8, 1), (9, 2), (12, 3), (15, 4)):
            found = spread(list(range(1, rounds + 1)))
            self.assertEqual((found.low, found.high), (low, rounds + 1 - low), rounds)

    def test_covers_the_true_median(self):
        source = random.Random(4)
        for rounds in (6, 15):
            held = 0
            for _ in range(1000):
                found = spread([source.lognormvariate(0, 0.5) for _ in range(rounds)])
                held += found.low <= 1 <= found.high
            self.assertGreater(held, 930)

    def test_few_values_have_their_whole_range(self):
        for values in ([3.0], [3.0, 1.0], [3.0, 2.0, 1.0]):
            found = spread(values)
            self.assertEqual((found.low, found.high), (min(values), max(values)))
            self.assertEqual(found.median, statistics.median(values))
            self.assertEqual(found.verdict(), "few")
        self.assertIsNone(spread([]))

    def test_is_lost_or_won_beyond_the_noise_only(self):
        self.assertEqual(spread([1.1, 1.2, 1.3, 1.1, 1.2]).verdict(), "above")
        self.assertEqual(spread([0.8, 0.9, 0.7, 0.8, 0.9]).verdict(), "below")
        self.assertEqual(spread([0.8, 0.9, 0.7, 0.8, 1.1]).verdict(), "noise")
        self.assertEqual(spread([1.1, 1.2, 1.3, 1.1, 1.2]).verdict(10), "below")


class Ratios(unittest.TestCase):
    def test_are_of_each_round(self):
        found = times_better(cell(parley=[100, 300, 200], ws=[50, 100, 50]), "ws")
        self.assertEqual((found.low, found.median, found.high), (2, 3, 4))

    def test_are_above_1_where_less_is_better_and_the_base_has_less(self):
        self.assertEqual(times_better(cell(True, parley=[50], ws=[100]), "ws").median, 2)

    def test_leave_out_rounds_that_failed(self):
        self.assertEqual(times_better(cell(parley=[100, None, 100], ws=[50, 50, None]), "ws").rounds, 1)
        self.assertIsNone(times_better(cell(parley=[None], ws=[50]), "ws"))
        self.assertIsNone(times_better(cell(parley=[0], ws=[0]), "ws"))

    def test_excess_is_a_difference(self):
        self.assertEqual(excess(cell(True, parley=[120, 110], bare=[100, 100]), "bare").median, 15)


if __name__ == "__main__":
    unittest.main()
