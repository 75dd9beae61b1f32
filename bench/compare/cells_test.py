#!/usr/bin/env python3
"""Tests of cells.py."""

import unittest

from cells import GRIDS, KINDS, selected


def names(*texts, grid="full"):
    return [f"{cell.kind}: {cell}" for cell in selected(GRIDS[grid], texts)]


class Selected(unittest.TestCase):
    def test_all_without_a_text(self):
        self.assertEqual(len(selected(GRIDS["quick"], [])), len(GRIDS["quick"]))

    def test_kinds(self):
        self.assertEqual({name.split(":")[0] for name in names("echo,handshake cost")}, {"echo", "handshake cost"})
        for kind in KINDS:
            self.assertTrue(names(kind), kind)

    def test_a_name_with_a_comma_is_one_name(self):
        self.assertEqual(names("1,000 × 20 B × 16"), ["echo: 1,000 × 20 B × 16"])
        self.assertEqual(names("wss, 100 × 20 B × 16"), ["echo: wss, 100 × 20 B × 16"])
        self.assertEqual(len(names("1,000 × 20 B")), 3)
        self.assertEqual(len(names("1,000 subscribers, 20 B, each waits for the last receiver")), 1)

    def test_a_whole_name_is_that_cell_alone(self):
        self.assertEqual(names("100 × 20 B × 1"), ["echo: 100 × 20 B × 1", "generator: 100 × 20 B × 1"])
        self.assertEqual(names("1 × 1 MiB × 1"), ["echo: 1 × 1 MiB × 1"])

    def test_several_texts_add_up_in_the_order_of_the_grid(self):
        self.assertEqual(names("memory", "1 × 1 MiB × 1", "1 × 1 MiB × 1"),
                         ["echo: 1 × 1 MiB × 1", "memory: 10,000 idle connections"])

    def test_refuses_what_is_not_there(self):
        with self.assertRaisesRegex(LookupError, 'no cell .*"ecco"'):
            names("ecco")


if __name__ == "__main__":
    unittest.main()
