"""The picture of the echo cells: how many times faster Parley is than each other server, as SVG."""

import math
from html import escape

from wording import factor, number_of, ratio_of, verdict_of

LEFT, PANEL, BARS, LABEL, ROW, TOP = 176, 132, 76, 44, 17, 96
STEPS = [digit * 10.0**power for power in range(-3, 5) for digit in (1, 2, 5)]

# Colours that people with any sight of colours can tell apart, by day and by night.
STYLE = """
.p-back{fill:#fff}.p-text{fill:#1c2530}.p-faint{fill:#5d6875}.p-grid{stroke:#dfe4ea}.p-one{stroke:#5d6875}
.p-stripe{fill:#f4f6f8}.p-won{fill:#3b7fc4}.p-lost{fill:#dd6b20}.p-even{fill:#9aa5b1}.p-span{stroke:#1c2530}
@media(prefers-color-scheme:dark){
.p-back{fill:#14181d}.p-text{fill:#e3e8ee}.p-faint{fill:#98a4b1}.p-grid{stroke:#2b323b}.p-one{stroke:#98a4b1}
.p-stripe{fill:#1a1f26}.p-won{fill:#4d94dc}.p-lost{fill:#ee8137}.p-even{fill:#66717d}.p-span{stroke:#e3e8ee}}
"""
CLASSES = {"won": "p-won", "lost": "p-lost"}


class Axis:
    """Logarithmic, from the step below all values to the one above them; 1 is on it."""

    def __init__(self, spreads, x):
        lowest = min([0.5] + [spread.low for spread in spreads])
        highest = max([2.0] + [spread.high for spread in spreads])
        self.low = max(step for step in STEPS if step <= max(lowest, STEPS[0]))
        self.high = min(step for step in STEPS if step >= min(highest, STEPS[-1]))
        self.x = x

    def at(self, value):
        share = math.log(min(max(value, self.low), self.high) / self.low) / math.log(self.high / self.low)
        return self.x + BARS * share


def draw(results):
    cells = [cell for cell in results["cells"] if cell["kind"] == "echo"]
    names = [name for name in dict.fromkeys(name for cell in cells for name in cell["peers"])
             if any(name != cell["base"] for cell in cells)]
    width, height = max(LEFT + PANEL * len(names) + 12, 480), TOP + ROW * len(cells) + 14
    body = [text(12, 22, "Echo: how many times faster Parley is", "p-text", size=15, weight=600), legend()]
    body += [f'<rect class="p-stripe" x="0" y="{TOP + ROW * row}" width="{width}" height="{ROW}"/>'
             for row in range(0, len(cells), 2)]
    body += [text(LEFT - 14, TOP + ROW * row + 12, cell["name"], "p-text", "end") for row, cell in enumerate(cells)]
    for place, name in enumerate(names):
        body += panel(cells, name, LEFT + PANEL * place, height)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-label="Echo: how many times faster Parley is than each other server" '
            f'font-family="system-ui,sans-serif" font-size="11"><style>{STYLE}</style>'
            f'<rect class="p-back" width="100%" height="100%"/>{"".join(body)}</svg>\n')


def panel(cells, name, x, height):
    axis = Axis([spread for cell in cells if name in cell["peers"] and (spread := ratio_of(cell, name))], x)
    yield text(x, 70, f"than {name}", "p-text", weight=600)
    for tick in (axis.low, 1, axis.high):
        yield (f'<line class="{"p-one" if tick == 1 else "p-grid"}" x1="{axis.at(tick):.1f}" x2="{axis.at(tick):.1f}" '
               f'y1="{TOP - 4}" y2="{height - 12}"/>')
        if tick == 1 or abs(axis.at(tick) - axis.at(1)) > 18:
            yield text(axis.at(tick), TOP - 8, f"{tick:g}", "p-faint", "middle", size=9)
    for row, cell in enumerate(cells):
        yield from bar(cell, name, axis, TOP + ROW * row)


def bar(cell, name, axis, y):
    end = axis.x + BARS + LABEL
    spread = ratio_of(cell, name) if name in cell["peers"] else None
    if not spread:
        yield text(end, y + 12, number_of(cell, name) if name in cell["peers"] else "–", "p-faint", "end")
        return
    one, middle = axis.at(1), axis.at(spread.median)
    told = verdict_of(spread)
    yield (f'<rect class="{CLASSES.get(told, "p-even")}" x="{min(one, middle):.1f}" y="{y + 4}" '
           f'width="{max(abs(middle - one), 1):.1f}" height="9"><title>{escape(cell["name"])}, {escape(name)}: '
           f'{spread.median:.2f} ({spread.low:.2f} to {spread.high:.2f}), {told}</title></rect>'
           f'<line class="p-span" x1="{axis.at(spread.low):.1f}" x2="{axis.at(spread.high):.1f}" y1="{y + 8.5}" '
           f'y2="{y + 8.5}"/>')
    yield text(end, y + 12, factor(spread.median), "p-text", "end", weight=600 if told == "lost" else 400)


def legend():
    parts, x = [], 12
    for kind, words, room in (("p-won", "Parley is faster", 112), ("p-lost", "slower", 68),
                              ("p-even", "cannot be told from noise", 172)):
        parts.append(f'<rect class="{kind}" x="{x}" y="35" width="12" height="9"/>' + text(x + 18, 43, words, "p-faint"))
        x += room
    parts.append(f'<line class="p-span" x1="{x}" x2="{x + 14}" y1="39.5" y2="39.5"/>'
                 + text(x + 20, 43, "interval", "p-faint"))
    return "".join(parts)


def text(x, y, words, kind, anchor="start", size=11, weight=400):
    more = "" if anchor == "start" else f' text-anchor="{anchor}"'
    more += "" if size == 11 else f' font-size="{size}"'
    more += "" if weight == 400 else f' font-weight="{weight}"'
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'
