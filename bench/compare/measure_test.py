#!/usr/bin/env python3
"""Tests of measurements and rounds, with a program that plays `parley bench`."""

import io
import json
import tempfile
import unittest
from argparse import Namespace
from contextlib import redirect_stderr
from pathlib import Path

from cells import Cell
from measure import Bench, NoNumber, handshake_cost
from peers import PLAIN, Peer, Running
from rounds import run_rounds, summary

# Writes the report that stands beside it, and ends as the real one does when errors==0 does not hold.
FAKE = """#!/bin/sh
here=$(dirname "$0")
while [ $# -gt 0 ]; do [ "$1" = --json ] && report=$2; shift; done
[ -f "$here/report.json" ] && cp "$here/report.json" "$report"
cat "$here/words" >&2
exit $(cat "$here/status")
"""


def report(errors=(), **more):
    result = {"per_second": {"messages_received": 5000}, "errors": list(errors), "connections_without_deflate": 0,
              "generator_busy": 0.5, "cut_short": ""}
    return {"result": result | more, "series": []}


class WithFake(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        program = self.folder / "parley"
        program.write_text(FAKE)
        program.chmod(0o755)
        args = Namespace(parley=program, programs=self.folder, milliseconds=1, realtime=False, rest=0, rounds=6)
        self.bench = Bench(args, folder.name)
        self.bench.client_pin = []
        server = Peer("server", "", lambda setup: ["sh", "-c", "echo 1; exec sleep 60"])
        self.server = Running(server, PLAIN, [], None)
        self.addCleanup(self.server.__exit__)

    def answers(self, document, status=0, words=""):
        (self.folder / "status").write_text(str(status))
        (self.folder / "words").write_text(words)
        if document:
            (self.folder / "report.json").write_text(json.dumps(document))

    def measured(self):
        cell = Cell("generator")
        with redirect_stderr(io.StringIO()):
            contenders = {"parley": (self.server, self.bench.measure), "other": (self.server, lambda *_: (100, None))}
            return summary(cell, run_rounds(self.bench, cell, contenders))["peers"]


class Errors(WithFake):
    def test_a_number_without_errors(self):
        self.answers(report())
        self.assertEqual(self.measured()["parley"]["median"], 5000)
        self.assertEqual(self.measured()["parley"]["generator_busy"], [0.5] * 6)

    def test_lost_messages_are_no_number(self):
        self.answers(report([{"kind": "lost", "count": 3, "example": "message 5"}]), status=1)
        found = self.measured()
        self.assertEqual(found["parley"]["values"], [None] * 6)
        self.assertIsNone(found["parley"]["median"])
        self.assertEqual(found["parley"]["failures"], [{"round": 1, "kind": "errors", "why": "3 lost: message 5"}])
        self.assertEqual(found["other"]["median"], 100)

    def test_who_did_not_compress_is_not_compared_as_if(self):
        self.answers(report(connections_without_deflate=2))
        self.assertEqual(self.measured()["parley"]["failures"][0]["kind"], "errors")

    def test_nothing_that_came_is_no_number(self):
        self.answers(report(per_second={"messages_received": 0}), status=1)
        found = self.measured()["parley"]
        self.assertEqual([failure["kind"] for failure in found["failures"]], ["nothing"] * 2)

    def test_neither_is_one_that_the_bare_client_cannot_tell(self):
        client = self.folder / "bare_client"  # it never came to its turn between warm-up and end
        client.write_text("#!/bin/sh\necho -nan 0 0 0\n")
        client.chmod(0o755)
        with self.assertRaisesRegex(NoNumber, "nothing came back"):
            self.bench.measure(Cell("echo"), self.server)

    def test_a_run_that_was_cut_short_is_no_number(self):
        self.answers(report(cut_short="no descriptors left"), status=1)
        self.assertEqual(self.measured()["parley"]["failures"][0]["why"], "no descriptors left")

    def test_a_generator_that_fails_has_its_words_kept(self):
        self.answers(None, status=3, words="no connection could be made")
        found = self.measured()["parley"]
        self.assertEqual(found["failures"][0], {"round": 1, "kind": "failed", "why": "no connection could be made"})
        self.assertEqual(len(found["failures"]), 2, "given up after two")
        self.assertEqual(found["values"], [None] * 6)


class Servers(WithFake):
    def test_that_ended_begin_again(self):
        self.answers(report())
        self.measured()
        first = self.server.process.pid
        self.server.kill()
        self.assertEqual(self.measured()["parley"]["median"], 5000)
        self.assertNotEqual(self.server.process.pid, first)

    def test_that_do_not_start_do_not_stop_the_others(self):
        self.server.command = ["sh", "-c", "echo no port >&2; exit 1"]
        found = self.measured()
        for failure in found["parley"]["failures"]:
            self.assertRegex(failure["why"], "did not start: no port$")
        self.assertEqual(found["other"]["median"], 100)


class HandshakeCost(WithFake):
    def test_time_and_connections_are_of_the_same_interval(self):
        result = {"peer": {"before": {"cpu_ns": 100_000_000}, "ready": {"cpu_ns": 300_000_000},
                           "end": {"cpu_ns": 1_100_000_000}}, "traffic": {"connections_opened": 20_000}}
        self.assertAlmostEqual(handshake_cost(result), 50)
        self.server.wake()
        command = list(map(str, self.bench.parley_command(Cell("handshake cost"), self.server)))
        self.assertEqual(command[command.index("--warmup") + 1], "0ms")  # its connections are not in the count

    def test_without_connections_there_is_none(self):
        usage = {"cpu_ns": 5}
        with self.assertRaises(NoNumber):
            handshake_cost({"peer": {"before": usage, "end": {"cpu_ns": 9}}, "traffic": {"connections_opened": 0}})


if __name__ == "__main__":
    unittest.main()
