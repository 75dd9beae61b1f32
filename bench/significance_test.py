#!/usr/bin/env python3
"""Tests of significance.py."""

import random
import unittest

import significance


class Statistics(unittest.TestCase):
    def test_counts_the_orders(self):
        # 10 ways to mix 2 and 3 values; the table is in every textbook.
        self.assertEqual(significance.mann_whitney_counts(2, 3), [1, 1, 2, 2, 2, 1, 1])
        self.assertEqual(sum(significance.mann_whitney_counts(5, 5)), 252)

    def test_knows_the_tables(self):
        self.assertAlmostEqual(significance.p_value([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]), 2 / 252)
        # U = 2 is the critical value of 5 and 5 at 5 %, two-sided; at U = 3 it is not reached.
        self.assertLessEqual(significance.p_value([1, 2, 3, 4, 7], [5, 6, 8, 9, 10]), 0.05)
        self.assertGreater(significance.p_value([1, 2, 3, 4, 8], [5, 6, 7, 9, 10]), 0.05)
        self.assertEqual(significance.p_value([1, 1, 1], [1, 1, 1]), 1.0)

    def test_rejects_no_more_often_than_it_says(self):
        source = random.Random(3)
        draw = lambda size: [source.lognormvariate(0, 0.3) for _ in range(size)]
        for size in (6, 30):
            rejected = sum(significance.p_value(draw(size), draw(size)) <= 0.05 for _ in range(1000))
            self.assertTrue(15 <= rejected <= 70, (size, rejected))

    def test_ratio_is_of_the_middle(self):
        self.assertAlmostEqual(significance.ratio([1, 1, 100], [2, 2, 2]), 2)


if __name__ == "__main__":
    unittest.main()
