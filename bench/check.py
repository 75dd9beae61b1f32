#!/usr/bin/env python3
"""Compares two result files, and flags what became worse by more than noise.

Reads what Google Benchmark writes (--benchmark_format=json, with --benchmark_repetitions=5 or more) and what
`parley bench --json` writes (with --repeat 5 or more); both files of one kind. Exit status: 0 nothing became worse,
1 something did, 2 the files cannot be read or have nothing in common.
"""

import argparse
import json
import math
import re
import statistics
import sys
from dataclasses import dataclass

MOST_EXACT = 20  # values of each: above, the normal distribution is near enough


@dataclass(frozen=True)
class Metric:
    name: str
    higher_is_better: bool


class Unreadable(Exception):
    """A file that is no result file; says why."""


# --- statistics, as in harness/load/statistics.cpp ------------------------------------------------------------------


def mann_whitney_counts(n, m):
    """For each u, how many of the ways to mix n and m values have u pairs in the wrong order."""
    ways = [[1] for _ in range(m + 1)]
    for i in range(1, n + 1):
        following = [[1]]
        for j in range(1, m + 1):
            row = [0] * (i * j + 1)
            for u, count in enumerate(following[j - 1]):
                row[u] += count
            for u, count in enumerate(ways[j]):
                row[u + j] += count
            following.append(row)
        ways = following
    return ways[m]


def p_value(a, b):
    """Of a two-sided Mann-Whitney test that a and b are of one distribution. Ties count as half."""
    n, m = len(a), len(b)
    u = sum((x > y) + (x == y) / 2 for x in a for y in b)
    least = min(u, n * m - u)
    if n <= MOST_EXACT and m <= MOST_EXACT:
        counts = mann_whitney_counts(n, m)
        below = sum(counts[: math.floor(least) + 1]) if least == int(least) else sum(counts[: math.ceil(least) + 1])
        return min(1.0, 2 * below / sum(counts))
    deviation = math.sqrt(n * m * (n + m + 1) / 12)
    z = (n * m / 2 - least - 0.5) / deviation
    return min(1.0, math.erfc(z / math.sqrt(2)))


def least_p_value(n, m):
    """What p_value is at best for so many values: nothing smaller can come out, however much they differ."""
    return 2 / math.comb(n + m, n)


def ratio(a, b):
    """How many times a is b: the median of all pairs (Hodges and Lehmann). None where values of 0 or less forbid it."""
    if min(a) <= 0 or min(b) < 0:
        return None
    return statistics.median(y / x for x in a for y in b)


def rises(a, b):
    """Whether b has the higher ranks: what the test's p value is about."""
    return sum((y > x) - (y < x) for x in a for y in b) > 0


# --- files ----------------------------------------------------------------------------------------------------------


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


# --- verdict --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    metric: Metric
    before: float  # medians
    after: float
    ratio: float | None  # None: there is none, or it says nothing
    p: float
    verdict: str  # worse, better, same, few

    @property
    def change(self):
        if self.ratio:
            return f"× {self.ratio:.3f}"
        return f"{self.before:.6g} → {self.after:.6g}"


def judge(metric, before, after, alpha, tolerance):
    p, change = p_value(before, after), ratio(before, after)
    if len(set(before + after)) == 1:
        verdict = "same"
    elif least_p_value(len(before), len(after)) > alpha:
        verdict = "few"
    elif p > alpha or (change is not None and abs(change - 1) <= tolerance):
        verdict = "same"
    else:
        verdict = "better" if rises(before, after) == metric.higher_is_better else "worse"
    return Finding(metric, statistics.median(before), statistics.median(after), change, p, verdict)


def compare(before, after, alpha, tolerance, pattern=""):
    common = [metric for metric in before if metric in after and re.search(pattern, metric.name)]
    return [judge(metric, before[metric], after[metric], alpha, tolerance) for metric in common]


def report(findings, gone):
    width = max(len(finding.metric.name) for finding in findings)
    change_width = max(len(finding.change) for finding in findings)
    for finding in sorted(findings, key=lambda each: ("worse", "better", "few", "same").index(each.verdict)):
        print(f"{finding.verdict:7} {finding.metric.name:{width}}  {finding.change:{change_width}}  p = {finding.p:.4f}")
    for metric in gone:
        print(f"{'gone':7} {metric.name}")
    count = {verdict: sum(each.verdict == verdict for each in findings) for verdict in ("worse", "better", "same", "few")}
    print(f"{count['worse']} worse, {count['better']} better, {count['same']} the same within noise"
          + (f", {count['few']} with too few repetitions to tell" if count["few"] else ""))


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--alpha", type=float, default=0.01,
                        help="how often noise alone may pass for a difference, for each metric (0.01: needs 5 repetitions)")
    parser.add_argument("--tolerance", type=float, default=2, metavar="PERCENT",
                        help="a change up to this is none, however certain (2)")
    parser.add_argument("--filter", default="", metavar="REGEX", help="only metrics whose name it matches")
    parser.add_argument("--clock", choices=("cpu", "real"), default="cpu", help="of Google Benchmark (cpu)")
    return parser.parse_args(arguments)


def main(arguments):
    options = parse_arguments(arguments)
    try:
        before, after = read(options.before, options.clock), read(options.after, options.clock)
    except Unreadable as error:
        print(f"check.py: {error}", file=sys.stderr)
        return 2
    findings = compare(before, after, options.alpha, options.tolerance / 100, options.filter)
    if not findings:
        print("check.py: the files have no repeated metric in common (parley bench --repeat, "
              "--benchmark_repetitions)", file=sys.stderr)
        return 2
    report(findings, [metric for metric in before if metric not in after and re.search(options.filter, metric.name)])
    return 1 if any(finding.verdict == "worse" for finding in findings) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
