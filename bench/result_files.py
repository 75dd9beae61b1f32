"""Reads result files, of whatever kind, into {Metric: [value of each repetition]}."""

import json
from dataclasses import dataclass


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


def read_parley(document):
    runs = document.get("runs", [document])
    results = {}
    for run in runs:
        prefix = f"{run['url']} " if len(runs) > 1 else ""
        repetitions = [each["values"] for each in run.get("repetitions", [])]
        open_loop = run["plan"]["rate"] is not None
        for values in repetitions:
            for name, value in values.items():
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


def read(path, clock):
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        if "benchmarks" in document:
            return read_google(document, clock)
        if "runs" in document or "plan" in document:
            return read_parley(document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"{path}: {error!r}") from error
    raise Unreadable(f"{path}: neither of Google Benchmark nor of parley bench")
