"""What the numbers are to reach, and whether they do."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from spread import FEWEST, Spread, excess, times_better
from wording import interval, times

FEW_MISS, FEW_MEET = (f"{told} at the median, too few rounds" for told in ("missed", "met"))
BY_WEIGHT = ("missed", FEW_MISS, "within noise", FEW_MEET, "met")
OTHERS = ("ws", "beast", "libwebsockets", "websocketpp")


@dataclass(frozen=True)
class Target:
    text: str
    cells: Callable  # which ones it is about
    against: tuple  # names of the others
    wanted: float = 1.0  # how many times better than each of them, in each cell
    most_excess: float | None = None  # or: by how much it may be above them, in the cell's unit


@dataclass(frozen=True)
class Judged:
    cell: dict
    against: str
    spread: Spread | None  # None: the base failed
    verdict: str

    @property
    def meets(self):
        return self.verdict in ("met", FEW_MEET)


def echo(setup):
    return lambda cell: cell["kind"] == "echo" and cell["setup"] == setup


def plain(smallest, largest):
    return lambda cell: echo("plain")(cell) and smallest <= cell["payload"] <= largest


def pipelined(cell):
    return echo("plain")(cell) and (cell["connections"], cell["payload"], cell["depth"]) == (100, 20, 64)


def kind(name, depth=None):
    return lambda cell: cell["kind"] == name and depth in (None, cell["depth"])


TARGETS = (
    Target("Echo up to 1 KiB: 0.95 of the bare server", plain(0, 1 << 10), ("bare",), 0.95),
    Target("Echo above 1 KiB: 0.8 of the bare server", plain((1 << 10) + 1, 1 << 40), ("bare",), 0.8),
    Target("Echo: faster than each of the others", echo("plain"), OTHERS),
    Target("100 × 20 B × 64: 10 times websocketpp", pipelined, ("websocketpp",), 10),
    Target("100 × 20 B × 64: 40 times ws, Beast and libwebsockets", pipelined, ("ws", "beast", "libwebsockets"), 40),
    Target("Broadcast, each waits for the last receiver: 1.8 times ws", kind("broadcast", 1), ("ws",), 1.8),
    Target("Broadcast, each waits for the last receiver: twice websocketpp", kind("broadcast", 1), ("websocketpp",), 2),
    Target("Broadcast, publishers do not wait: 5 times ws and websocketpp", kind("broadcast", 64), ("ws", "websocketpp"), 5),
    Target("Handshakes: 2.5 times ws", kind("handshakes"), ("ws",), 2.5),
    Target("Handshakes: 1.8 times websocketpp", kind("handshakes"), ("websocketpp",), 1.8),
    Target("wss: faster than each of the others", echo("tls"), OTHERS),
    Target("permessage-deflate: faster than each of the others", echo("deflate"), OTHERS),
    Target("The generator drives as many messages as the server answers (the bare client, which counts bytes, shows how "
           "many)", kind("generator"), ("bare client",), 1.0),
    Target("The generator's own latency: p99.9 within 50 µs of the bare client's", kind("latency"), ("bare client",),
           most_excess=50_000),
)


def judge(target, results):
    """One Judged for each cell and server that was measured, those that miss it first, and the worst of them."""
    found = []
    for cell in filter(target.cells, results["cells"]):
        for name in target.against:
            if name in cell["peers"]:
                found += judge_one(target, cell, name)
    sign = 1 if target.most_excess is None else -1
    return sorted(found, key=lambda one: (BY_WEIGHT.index(one.verdict), sign * one.spread.median if one.spread else -math.inf))


def judge_one(target, cell, name):
    if not known(cell, cell["base"]):
        return [Judged(cell, name, None, "missed")] if known(cell, name) else []
    if target.most_excess is None:
        measured, wanted, sign = times_better(cell, name), target.wanted, 1
    else:
        measured, wanted, sign = excess(cell, name), target.most_excess, -1
    return [Judged(cell, name, measured, told(measured, wanted, sign))] if measured else []


def told(measured, wanted, sign):
    """Of a sign below 0, less is better."""
    found = measured.verdict(wanted)
    if found == "few":
        return FEW_MEET if sign * measured.median >= sign * wanted else FEW_MISS
    if found == "noise":
        return "within noise"
    return "met" if (found == "above") == (sign > 0) else "missed"


def known(cell, name):
    return any(value is not None for value in cell["peers"][name]["values"])


def verdict(judged):
    """Of all cells: one that misses it misses it for all."""
    return judged[0].verdict if judged else "not measured"


def measured_text(target, judged):
    """The cell that comes nearest to missing it."""
    if not judged:
        return ""
    worst = judged[0]
    where = f"{worst.against}, {worst.cell['name']}"
    if worst.spread is None:
        return f"failed ({where})"
    if target.most_excess is not None:
        low, high, median = (round(value / 1000) for value in (worst.spread.low, worst.spread.high, worst.spread.median))
        median, span = f"{median:+d} µs", f"{low:+d} to {high:+d}"
    else:
        median, span = times(worst.spread.median), interval(worst.spread)
    return f"{median}, {span} ({where})" if worst.spread.rounds >= FEWEST else f"{median} ({where})"
