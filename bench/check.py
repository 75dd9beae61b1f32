#!/usr/bin/env python3
"""Compares two result files, and flags what became worse by more than noise.

Reads files of Google Benchmark (--benchmark_format=json, with --benchmark_repetitions=5 or more), of `parley bench
--json` (with --repeat 5 or more) and of bench/compare/compare.py (compare.json, with --rounds 5 or more); both of one
kind. Runs of `parley bench` are matched by their place in the file and their workload ("echo #1"), whatever their URLs.
Of a comparison the other servers are compared too: where they became worse as well, the machine did.

Exit status: 0 nothing became worse, 1 something did, 2 the files cannot be read or have nothing in common.
"""

import argparse
import math
import re
import statistics
import sys
from dataclasses import dataclass
from itertools import zip_longest

from result_files import Metric, Unreadable, read
from significance import least_p_value, p_value, ratio, rises


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
        return f"{shown(self.before)} → {shown(self.after)}"


def shown(value):
    return f"{value:.6g}" if math.isfinite(value) else "failed"


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


def name_runs(before, after):
    """What stands behind #1, #2, … where there are several."""
    if max(len(before), len(after)) < 2:
        return
    for place, (first, then) in enumerate(zip_longest(before, after), start=1):
        if first == then:
            print(f"#{place} is {first}")
        else:
            print(f"#{place} is {first or 'not in the first file'}, then {then or 'not in the second'}")


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--alpha", type=float, default=0.01,
                        help="how often noise alone may pass for a difference, for each metric (0.01: takes 5 repetitions)")
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
    findings = compare(before.values, after.values, options.alpha, options.tolerance / 100, options.filter)
    if not findings:
        print("check.py: the files have no repeated metric in common (parley bench --repeat, "
              "--benchmark_repetitions, compare.py --rounds)", file=sys.stderr)
        return 2
    report(findings, [metric for metric in before.values
                      if metric not in after.values and re.search(options.filter, metric.name)])
    name_runs(before.urls, after.urls)
    return 1 if any(finding.verdict == "worse" for finding in findings) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
