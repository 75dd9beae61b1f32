"""The tables in docs/benchmarks.md, from the results of a comparison."""

import picture
import targets
from wording import (KINDS, RATIOS_TEXT, busy_text, given_to, interval, machine_text, number_of, ratio_of, servers_of,
                     times, verdict_of, without_number)


def ratio_text(spread):
    told = verdict_of(spread)
    ratio = times(spread.median)
    shown = {"lost": f"**{ratio}**", "within noise": f"≈{ratio}"}.get(told, ratio)
    return shown if told == "too few rounds to tell" else f"{shown}, {interval(spread)}"


def cell_text(cell, name):
    if name not in cell["peers"]:
        return "–"
    ratio = ratio_of(cell, name)
    return number_of(cell, name) + (f" ({ratio_text(ratio)})" if ratio else "")


def table(cells):
    names = servers_of(cells)
    lines = ["| Cell | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    lines += [f"| {cell['name']} | " + " | ".join(cell_text(cell, name) for name in names) + " |" for cell in cells]
    return "\n".join(lines)


def targets_table(results):
    lines = ["| Target | Measured, at worst | Cells | |", "|---|---|---:|---|"]
    for target in targets.TARGETS:
        judged = targets.judge(target, results)
        met = sum(one.meets for one in judged)
        cells = f"{met} of {len(judged)} met" if judged else ""
        lines.append(f"| {target.text} | {targets.measured_text(target, judged)} | {cells} | "
                     f"{marked(targets.verdict(judged))} |")
    return "\n".join(lines)


def marked(told):
    return f"**{told}**" if told == "missed" else told


def ratio_list(found):
    return "\n".join(f"- {KINDS[cell['kind']][0]}, {cell['name']}: {name}, {ratio_text(spread).replace('*', '')}" for cell, name, spread in found) or "None."


def failure_list(results):
    return "\n".join(f"- {KINDS[cell['kind']][0]}, {cell['name']}: {name}, {failure['kind']}: `{one_line(failure['why'])}`"
                     for cell, name, failure in without_number(results))


def one_line(text):
    return " ".join(text.replace("`", "'").split())[:200]


def measured_text(results):
    parts = [machine_text(results), RATIOS_TEXT, "![Ratios of the echo cells](benchmarks.svg)",
             "\n".join(f"- **{name}**: {about}" for name, about in results["about"].items())]
    if results["skipped"]:
        parts.append("Not compared: " + ", ".join(f"{n} ({why})" for n, why in results["skipped"].items()) + ".")
    parts.append("### Targets\n\nOf each, the cell that comes nearest to missing it. \"Within noise\": the interval has the "
                 "target in it.\n\n" + targets_table(results))
    for kind, (title, about) in KINDS.items():
        cells = [cell for cell in results["cells"] if cell["kind"] == kind]
        if cells:
            busy = busy_text(cells) if kind.startswith("handshake") else ""
            parts.append(f"### {title}\n\n{about} {busy}".rstrip() + f"\n\n{table(cells)}")
    parts.append("### Cells that are lost\n\nBeyond the noise:\n\n" + ratio_list(given_to(results, "lost")))
    if found := given_to(results, "within noise"):
        parts.append(f"Within noise, so neither lost nor won:\n\n{ratio_list(found)}")
    if found := [each for each in given_to(results, "too few rounds to tell") if each[2].median < 1]:
        parts.append(f"Below 1 at the median, of too few rounds to be told from noise:\n\n{ratio_list(found)}")
    if failures := failure_list(results):
        parts.append(f"### What could not be measured\n\n{failures}")
    return "\n\n".join(parts)


MARKERS = ("<!-- measured: begin -->", "<!-- measured: end -->")


def write(results, folder):
    """Renews what stands between the markers of benchmarks.md, and the picture."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "benchmarks.md"
    text = page.read_text(encoding="utf-8") if page.exists() else "# Benchmarks\n\n" + "\n".join(MARKERS) + "\n"
    before, rest = text.split(MARKERS[0], 1)
    after = rest.split(MARKERS[1], 1)[1]
    page.write_text(f"{before}{MARKERS[0]}\n\n{measured_text(results)}\n\n{MARKERS[1]}{after}", encoding="utf-8")
    (folder / "benchmarks.svg").write_text(picture.draw(results), encoding="utf-8")
