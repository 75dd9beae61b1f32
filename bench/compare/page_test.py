#!/usr/bin/env python3
"""Tests of the page."""

import json
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

import page
from fixture import EVIL, LOST, cell, peer, results


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href", "xlink:href")]


class Page(unittest.TestCase):
    def test_holds_all_servers_and_works_alone(self):
        text = page.html(results(cell(parley=peer(1000), ws=peer(100), bare=peer(1100)),
                                 cell("50", "handshakes", parley=peer(5))))
        for words in ("×10", "×0.91", "missed", "met", "<svg", "prefers-color-scheme", "Handshakes"):
            self.assertIn(words, text)
        self.assertEqual(Tags(text).links, [])
        self.assertEqual(Tags(page.html(results(), "curves.html")).links, ["curves.html"])
        self.assertNotRegex(text, r"url\(|@import")

    def test_escapes_what_it_is_told(self):
        text = page.html(results(cell(EVIL, parley=peer(10), ws=peer(None, [LOST])),
                                 cell(parley=peer(1), **{EVIL: peer(2)})))
        self.assertNotIn("script", Tags(text).tags)
        self.assertNotIn(EVIL, text)

    def test_reads_what_older_versions_wrote(self):
        old = cell(parley={"values": [100] * 3, "median": 100}, ws={"values": [50] * 3, "median": 50})
        self.assertIn("×2.00", page.html(results(old)))

    def test_shows_google_benchmark_too(self):
        runs = [{"name": EVIL, "cpu_time": time, "real_time": 9 * time, "time_unit": "us", "bytes_per_second": 2e9}
                for time in (1, 2, 3)]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "mask_bench.json"
            path.write_text(json.dumps({"benchmarks": runs}), encoding="utf-8")
            text = page.html(results(), micro_files=[path])
        self.assertIn("mask_bench", text)
        self.assertRegex(text, "2 µs.*1 µs – 3 µs.*2 GB/s")
        self.assertNotIn(EVIL, text)


if __name__ == "__main__":
    unittest.main()
