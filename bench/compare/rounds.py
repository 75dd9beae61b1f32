"""The rounds of one cell, and what they come to."""

import statistics
import sys

from measure import NoNumber
from spread import times_better

GIVE_UP = 2  # failures one after the other: a server that hangs takes its 15 seconds each time


def run_rounds(bench, cell, contenders):
    """{name: {"values": [number of each round, None: none], "generator_busy": […], "failures": […]}}"""
    results = {name: {"values": [], "generator_busy": [], "failures": []} for name in contenders}
    for place in range(1, bench.args.rounds + 1):
        for name, (server, measure) in contenders.items():
            result = results[name]
            value, busy = None, None
            if not given_up(result):
                if cell.kind == "memory":
                    server.kill()  # each on a server that has seen nothing else
                try:
                    value, busy = measure(cell, server)
                except Exception as error:  # whatever it is, the other cells are to be measured
                    failure = {"round": place, "kind": getattr(error, "kind", "failed"), "why": why(error)}
                    result["failures"].append(failure)
                    print(f"  {name}, {cell.kind}, {cell}: {failure['kind']}: {failure['why']}", file=sys.stderr)
            result["values"].append(value)
            result["generator_busy"].append(busy)
    for result in results.values():
        if has_errors(result):  # whoever loses or spoils messages has no number at all, of no round
            result["values"] = [None] * len(result["values"])
    return results


def why(error):
    return " ".join((error.why if isinstance(error, NoNumber) else f"{type(error).__name__}: {error}").split())


def has_errors(result):
    return any(failure["kind"] == "errors" for failure in result["failures"])


def given_up(result):
    return has_errors(result) or result["values"][-GIVE_UP:] == [None] * GIVE_UP


def summary(cell, results):
    summed = {name: result | {"median": median(result)} for name, result in results.items()}
    return {"kind": cell.kind, "setup": cell.setup, "connections": cell.connections, "payload": cell.payload,
            "depth": cell.depth, "name": str(cell), "unit": cell.unit, "base": next(iter(results)),
            "lower_is_better": cell.lower_is_better, "peers": summed}


def median(result):
    """Of the rounds that went well."""
    known = [value for value in result["values"] if value is not None]
    return statistics.median(known) if known else None


def line(result):
    """For people who watch."""

    def shown(name, peer):
        if peer["median"] is None:
            return f"{name} {peer['failures'][-1]['kind'] if peer['failures'] else '–'}"
        ratio = times_better(result, name)
        number = f"{name} {peer['median']:,.0f}"
        return number if name == result["base"] or not ratio else f"{number} (×{ratio.median:.2f})"

    return f"{result['kind']:14} {result['name']:34} " + "  ".join(shown(n, p) for n, p in result["peers"].items())
