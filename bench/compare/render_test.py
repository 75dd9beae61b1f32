#!/usr/bin/env python3
"""Tests of the tables in Markdown and of the picture."""

import re
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import picture
import render
from fixture import EVIL, LOST, cell, peer, results


class Tables(unittest.TestCase):
    def text(self, *cells):
        return render.measured_text(results(*cells))

    def test_lost_is_what_is_lost_beyond_the_noise(self):
        noisy = peer(100)
        noisy["values"] = [90, 105, 110, 99, 101, 108]
        text = self.text(cell(parley=peer(100), ws=noisy, bare=peer(150)))
        lost, even = text.split("### Cells that are lost")[1].split("Within noise")
        self.assertIn("bare, ×0.67", lost)
        self.assertNotIn("ws", lost)
        self.assertIn("ws, ≈×", even)
        self.assertRegex(text, r"\(≈×0\.9\d, 0\.\d\d–1\.\d\d\)")
        self.assertRegex(text, r"\(\*\*×0\.67\*\*, 0\.6\d–0\.6\d\)")

    def test_says_errors_in_place_of_a_number(self):
        text = self.text(cell(parley=peer(100), ws=peer(None, [LOST])))
        self.assertIn("| 100 × 20 B × 1 | 100 | errors |", text)
        self.assertIn("ws, errors: `3 lost", text)

    def test_says_how_many_rounds_failed(self):
        some = peer(50, [{"round": 1, "kind": "failed", "why": "no end within 15 s"}])
        some["values"][0] = None
        self.assertIn("50, 1 of 6 rounds failed (×2.00", self.text(cell(parley=peer(100), ws=some)))

    def test_states_every_target(self):
        text = self.text(cell(parley=peer(100), bare=peer(150)))
        self.assertRegex(text, r"Echo up to 1 KiB: .* \| ×0\.67, .* \| 0 of 1 met \| \*\*missed\*\* \|")
        self.assertRegex(text, r"Handshakes: 2\.5 times ws .*\| not measured \|")

    def test_reads_what_older_versions_wrote(self):
        old = cell(parley={"values": [100] * 3, "median": 100}, ws={"values": [50] * 3, "median": 50})
        self.assertIn("50 (×2.00)", self.text(old))

    def test_renews_only_what_is_between_the_markers(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "benchmarks.md"
            path.write_text("# A\n\n" + "\nold\n".join(render.MARKERS) + "\n\nlast\n", encoding="utf-8")
            render.write(results(cell(parley=peer(1), ws=peer(1))), Path(folder))
            text = path.read_text(encoding="utf-8")
        self.assertTrue(text.startswith("# A") and text.endswith("last\n") and "old" not in text)


class Picture(unittest.TestCase):
    def test_is_whole_and_tells_1_from_more_and_less(self):
        drawn = picture.draw(results(cell(parley=peer(110), bare=peer(100)), cell("less", parley=peer(90), bare=peer(100)),
                                     cell("much", parley=peer(1000), ws=peer(10)),
                                     cell(EVIL, parley=peer(1), bare=peer(None))))
        ElementTree.fromstring(drawn)
        bars = r'p-(?:won|lost)" x="[\d.]+" y="\d+" width="([\d.]+)" height="9"><title'
        widths = [float(width) for width in re.findall(bars, drawn)]
        self.assertEqual(len(widths), 3)
        self.assertGreater(min(widths), 3)
        for label in (">1.10<", ">0.90<", ">100<"):
            self.assertIn(label, drawn)

    def test_without_cells(self):
        ElementTree.fromstring(picture.draw(results()))


if __name__ == "__main__":
    unittest.main()
