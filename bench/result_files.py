"""Reads result files, of whatever kind, into {Metric: [value of each repetition]}."""

import json
import math
from dataclasses import dataclass

FAILED = math.inf  # worse than any number; below all of them where more is better


@dataclass(frozen=True)
class Metric:
    name: str
    higher_is_better: bool


class Unreadable(Exception):
    """A file that is no result file; says why."""


def read_google(document, clock):
    """{Metric: [value of each repetition]}"""
    results = {}
    for run in document["benchmarks"]:
        if run.get("run_type", "iteration") != "iteration" or run.get("error_occurred"):
            continue
        name = run.get("run_name", run["name"])
        for key, higher in (("bytes_per_second", True), ("items_per_second", True), (f"{clock}_time", False)):
            if key in run:
                results.setdefault(Metric(f"{name} {key}", higher), []).append(float(run[key]))
                break  # the rates follow from the times
    return results


def runs_of(document):
    """Of `parley bench`: one URL makes one report, several an array of them."""
    return document.get("runs", [document])


def read_parley(document):
    """Runs are known by their place and workload: a server's port may change from one file to the next."""
    results = {}
    for place, run in enumerate(runs_of(document), start=1):
        prefix = f"{run['plan']['workload']} #{place} "
        open_loop = run["plan"]["rate"] is not None
        for repetition in run.get("repetitions", []):
            for name, value in repetition["values"].items():
                metric = parley_metric(prefix, name, open_loop)
                if metric:
                    results.setdefault(metric, []).append(float(value))
    return results


def parley_metric(prefix, name, open_loop):
    """None of what is neither good nor bad, or follows from something else."""
    if name in ("messages_received", "connections_opened"):
        return None if open_loop else Metric(prefix + name, True)
    if name == "capacity":
        return Metric(prefix + name, True)
    if name.endswith(".max") or name.startswith("gap.") or name == "messages_sent":
        return None  # one value rules a maximum; more messages have shorter gaps
    return Metric(prefix + name, False)


def read_comparison(document):
    """Of bench/compare/compare.py: each server in each cell. A round that failed is the worst that there is."""
    results = {}
    for cell in document["cells"]:
        higher = not cell["lower_is_better"]
        for name, peer in cell["peers"].items():
            metric = Metric(f"{cell['kind']}, {cell['name']}: {name}, {cell['unit']}", higher)
            results[metric] = [(-FAILED if higher else FAILED) if value is None else value for value in peer["values"]]
    return results


@dataclass(frozen=True)
class Results:
    values: dict  # {Metric: [value of each repetition]}
    urls: tuple = ()  # of the runs


def results_of(document, clock):
    if "benchmarks" in document:
        return Results(read_google(document, clock))
    if "runs" in document or "plan" in document:
        return Results(read_parley(document), tuple(run["url"] for run in runs_of(document)))
    if "cells" in document:
        return Results(read_comparison(document))
    raise Unreadable("neither of Google Benchmark nor of parley bench nor of compare.py")


def read(path, clock):
    try:
        with open(path, encoding="utf-8") as file:
            return results_of(json.load(file), clock)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"{path}: {error!r}") from error
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from error
