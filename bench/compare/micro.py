"""What the Google Benchmark programs measured, as a part of the page."""

import json
import statistics
from html import escape

from spread import spread

SCALES = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}  # of Google Benchmark's units, in nanoseconds
RATES = {"bytes_per_second": "B/s", "items_per_second": "/s"}


def times_of(document):
    """{name: ([nanoseconds of each repetition], [(rate, unit) of each])}"""
    found = {}
    for run in document["benchmarks"]:
        if run.get("run_type", "iteration") != "iteration" or run.get("error_occurred"):
            continue
        times, rates = found.setdefault(run.get("run_name", run["name"]), ([], []))
        times.append(run[clock_of(run["name"])] * SCALES[run["time_unit"]])
        rates += [(run[key], unit) for key, unit in RATES.items() if key in run][:1]
    return found


def clock_of(name):
    """Processor time, which others who use the machine disturb less; but for what waits for other threads."""
    return "real_time" if "/real_time" in name else "cpu_time"


def scaled(value, steps):
    """With the largest of these steps, [(size, unit), …], that it reaches."""
    size, unit = next((step for step in steps if value >= step[0]), steps[-1])
    return f"{value / size:.3g} {unit}"


def time_text(nanoseconds):
    return scaled(nanoseconds, [(1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns")])


def rate_text(rates):
    if not rates:
        return ""
    unit = rates[0][1]
    steps = [(1e9, "G" + unit), (1e6, "M" + unit), (1e3, "k" + unit), (1, unit)]
    return scaled(statistics.median(rate for rate, _ in rates), steps)


def row(name, times, rates):
    found = spread(times)
    return (f"<tr><td>{escape(name)}</td><td>{time_text(found.median)}</td>"
            f"<td class='faint'>{time_text(found.low)} – {time_text(found.high)}</td><td>{rate_text(rates)}</td></tr>")


def table(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    rows = "".join(row(name, *found) for name, found in times_of(document).items())
    return (f"<details><summary>{escape(path.stem)}</summary><div class='wide'><table><tr><th>Benchmark</th><th>Time</th>"
            f"<th>Interval</th><th>Rate</th></tr>{rows}</table></div></details>")


def part(paths):
    if not paths:
        return ""
    return ("<h2>Single functions</h2><p class='faint'>Google Benchmark: the median of the repetitions, and the interval that "
            f"covers it.</p>{''.join(map(table, paths))}")
