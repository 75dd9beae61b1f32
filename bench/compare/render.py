"""The table and the picture in docs/benchmarks.md, from the results of a comparison."""

import math
from html import escape

KINDS = {
    "echo": ("Echo", "Messages a second that come back, in a closed loop: connections × payload × messages under way on "
                     "each. Plain ones by the bare client, wss and deflate by `parley bench`, which verifies them."),
    "broadcast": ("Broadcast", "Deliveries a second to all subscribers of one publisher."),
    "handshakes": ("Handshakes", "Opening handshakes a second: TCP, the upgrade and the close."),
    "handshake cost": ("What a handshake costs", "Processor time of the server's process for each of them, in microseconds: "
                                                 "the generator, which connects and closes as often, is the wall above."),
    "memory": ("Memory", "Resident bytes of the server's process for each idle connection, its own allocations only: the "
                         "kernel's are not in it."),
    "generator": ("The generator", "`parley bench`, which verifies every message, and the bare client, which counts bytes, "
                                   "both against Parley's server: messages a second."),
    "latency": ("The generator's own latency", "The 99.9th percentile of the round trip as `parley bench` and as the bare "
                                               "client see it, against the same server."),
}


def short(value, unit):
    if value is None:
        return "failed"
    if unit.startswith("ns"):
        return f"{value / 1000:.0f} µs"
    if unit == "µs":
        return f"{value:.1f} µs"
    if unit == "bytes":
        return f"{value:,.0f} B"
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g} {letter}"
    return f"{value:.3g}"


def ratio_of(cell, peer):
    """How many times better the base is: above 1 it wins."""
    ratio = peer[f"{cell['base']}_is_times"]
    if ratio is None:
        return None
    return 1 / ratio if cell["lower_is_better"] else ratio


def cell_text(cell, name):
    peer = cell["peers"].get(name)
    if peer is None:
        return "–"
    text = short(peer["median"], cell["unit"])
    ratio = ratio_of(cell, peer)
    if name == cell["base"] or ratio is None:
        return text
    shown = f"×{ratio:.2f}" if ratio < 10 else f"×{ratio:.0f}"
    return f"{text} ({f'**{shown}**' if ratio < 1 else shown})"


def table(cells):
    names = list(dict.fromkeys(name for cell in cells for name in cell["peers"]))
    lines = ["| Cell | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    lines += [f"| {cell['name']} | " + " | ".join(cell_text(cell, name) for name in names) + " |" for cell in cells]
    return "\n".join(lines)


def machine_text(results):
    machine = results["machine"]
    text = (f"Measured on {results['date']} with {machine['parley'] or 'parley'} on {machine['system']}, Linux "
            f"{machine['kernel']}: {machine['processors']} processors ({machine['processor']}), {machine['memory_gib']} GiB. "
            f"Each number is the median of {results['rounds']} rounds of {results['milliseconds']} ms.")
    if machine["node"]:
        text += f" Node.js is {machine['node']}."
    if machine["load_at_the_start"] >= 0.5:
        text += (f" The machine had other work to do (a load of {machine['load_at_the_start']}): trust the ratios, which "
                 "are of interleaved rounds, more than the numbers.")
    return text


def lost(results):
    found = []
    for cell in results["cells"]:
        for name, peer in cell["peers"].items():
            ratio = ratio_of(cell, peer)
            if name != cell["base"] and ratio is not None and ratio < 1:
                found.append(f"- {KINDS[cell['kind']][0]}, {cell['name']}: {name}, ×{ratio:.2f}")
    return found


MARKERS = ("<!-- measured: begin -->", "<!-- measured: end -->")


def measured_text(results):
    parts = [machine_text(results), "![Ratios of the echo cells](benchmarks.svg)",
             "\n".join(f"- **{name}**: {about}" for name, about in results["about"].items())]
    if results["skipped"]:
        parts.append("Not compared: " + ", ".join(f"{n} ({why})" for n, why in results["skipped"].items()) + ".")
    for kind, (title, about) in KINDS.items():
        cells = [cell for cell in results["cells"] if cell["kind"] == kind]
        if cells:
            parts.append(f"### {title}\n\n{about}\n\n{table(cells)}")
    parts.append("### Cells that are lost\n\n" + ("\n".join(lost(results)) or "None."))
    return "\n\n".join(parts)


def write(results, folder):
    """Renews what stands between the markers of benchmarks.md, and the picture."""
    page = folder / "benchmarks.md"
    text = page.read_text(encoding="utf-8") if page.exists() else "# Benchmarks\n\n" + "\n".join(MARKERS) + "\n"
    before, rest = text.split(MARKERS[0], 1)
    after = rest.split(MARKERS[1], 1)[1]
    page.write_text(f"{before}{MARKERS[0]}\n\n{measured_text(results)}\n\n{MARKERS[1]}{after}", encoding="utf-8")
    (folder / "benchmarks.svg").write_text(picture(results), encoding="utf-8")


COLOURS = {"bare": "#8c8c8c", "parley-wspp": "#9ecae1", "websocketpp": "#e6550d", "ws": "#fdae6b", "beast": "#31a354",
           "libwebsockets": "#756bb1"}
ROW, BAR, LEFT, WIDTH = 16, 11, 210, 860


def picture(results):
    """Bars of each server's rate as a share of Parley's, in groups of one cell, on a logarithmic scale."""
    cells = [cell for cell in results["cells"] if cell["kind"] == "echo"]
    low, high = 0.001, 2.0
    span = math.log10(high / low)

    def x_of(share):
        return LEFT + (WIDTH - LEFT - 70) * math.log10(min(max(share, low), high) / low) / span

    body, y = [], 46
    for share in (0.001, 0.01, 0.1, 1):
        body.append(f'<line x1="{x_of(share):.1f}" x2="{x_of(share):.1f}" y1="36" y2="HEIGHT" stroke="#ccc"/>'
                    f'<text x="{x_of(share):.1f}" y="30" text-anchor="middle">{share:g}</text>')
    for cell in cells:
        body.append(f'<text x="{LEFT - 8}" y="{y + BAR}" text-anchor="end">{escape(cell["name"])}</text>')
        for name, peer in cell["peers"].items():
            ratio = ratio_of(cell, peer)
            if name == cell["base"] or not ratio:
                continue
            end = x_of(1 / ratio)
            body.append(f'<rect x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="{BAR}" fill="{COLOURS.get(name, "#444")}">'
                        f"<title>{escape(name)}: {1 / ratio:.3f}</title></rect>"
                        f'<text x="{end + 4:.1f}" y="{y + BAR - 1}" class="n">{escape(name)} {1 / ratio:.2g}</text>')
            y += ROW
        y += 8
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 6}" font-family="sans-serif" '
            'font-size="11"><style>.n{font-size:9px;fill:#555}</style><rect width="100%" height="100%" fill="#fff"/>'
            f'<text x="8" y="16" font-size="13">Echo: messages a second, as a share of Parley\'s</text>'
            + "".join(body).replace("HEIGHT", str(y)) + "</svg>\n")
