"""The report of a comparison as a page: one file, which works without a network, by day and by night."""

from html import escape

import micro
import picture
import targets
from wording import (KINDS, RATIOS_TEXT, busy_text, given_to, interval, machine_text, number_of, ratio_of, servers_of,
                     times, verdict_of, without_number)

STYLE = """
:root{color-scheme:light dark;--back:#fff;--card:#f6f8fa;--text:#1c2530;--faint:#5d6875;--line:#dfe4ea;--won:#1d6b35;
--lost:#b3470b;--accent:#2a6db3}
@media(prefers-color-scheme:dark){:root{--back:#14181d;--card:#1a1f26;--text:#e3e8ee;--faint:#98a4b1;--line:#2b323b;
--won:#6fcf8b;--lost:#ff9a57;--accent:#6cb0f5}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1180px;padding:28px 24px 60px;background:var(--back);color:var(--text);
font:15px/1.5 system-ui,sans-serif}
h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:36px 0 4px}p{margin:6px 0;max-width:90ch}
.faint,small{color:var(--faint)}small{font-size:12px;white-space:nowrap}a{color:var(--accent)}
.wide{overflow-x:auto;margin:12px 0;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:6px 12px;text-align:right;border-top:1px solid var(--line);vertical-align:top}
tr:first-child>th{border-top:0}th{font-weight:600;background:var(--card)}
td:first-child,th:first-child,.left{text-align:left}td:first-child{white-space:nowrap}
.words td:first-child{white-space:normal}
td small{display:block}.won{color:var(--won)}.lost{color:var(--lost);font-weight:600}
.chip{display:inline-block;padding:0 9px;border-radius:10px;border:1px solid currentColor;font-size:13px;
white-space:nowrap}
details{margin:8px 0}summary{cursor:pointer}
.picture svg{display:block;max-width:100%;height:auto;margin:auto}code{font-size:13px}
"""

CHIPS = {"met": "won", "missed": "lost", targets.FEW_MISS: "lost"}


def heading(results, curves):
    link = f"<p><a href='{escape(curves)}'>Curves and time series of Parley's own runs</a></p>" if curves else ""
    about = "".join(f"<li><b>{escape(name)}</b>: {escape(text)}</li>" for name, text in results["about"].items())
    skipped = "".join(f"<li><b>{escape(name)}</b> was not compared: {escape(why)}</li>"
                      for name, why in results["skipped"].items())
    return (f"<h1>Parley beside other servers</h1><p class='faint'>{escape(machine_text(results))}</p>"
            f"<p>{escape(RATIOS_TEXT)}</p><ul>{about}{skipped}</ul>{link}")


def targets_part(results):
    rows = []
    for target in targets.TARGETS:
        judged = targets.judge(target, results)
        told = targets.verdict(judged)
        met = f"{sum(one.meets for one in judged)} of {len(judged)}" if judged else ""
        rows.append(f"<tr><td>{escape(target.text)}</td><td class='left'>{escape(targets.measured_text(target, judged))}</td>"
                    f"<td>{met}</td><td class='left'><span class='chip {CHIPS.get(told, 'faint')}'>{told}</span></td></tr>")
    return ("<h2>Targets</h2><p class='faint'>Of each, the cell that comes nearest to missing it.</p>"
            "<div class='wide'><table class='words'><tr><th>Target</th><th class='left'>Measured, at worst</th>"
            "<th>Cells that meet it</th><th class='left'>Verdict</th></tr>" + "".join(rows) + "</table></div>")


def cell_html(cell, name):
    if name not in cell["peers"]:
        return "<td class='faint'>–</td>"
    ratio = ratio_of(cell, name)
    failed = escape("; ".join(failure["why"] for failure in cell["peers"][name].get("failures", [])), quote=True)
    number = escape(number_of(cell, name))
    if failed:
        number = f'<span title="{failed}">{number}</span>'
    if not ratio:
        return f"<td>{number}</td>"
    told = verdict_of(ratio)
    shown = ("≈" if told == "within noise" else "") + times(ratio.median)
    kind = told if told in ("won", "lost") else "faint"
    span = "" if told == "too few rounds to tell" else f" ({interval(ratio)})"
    return f"<td>{number}<small title='{told}'><span class='{kind}'>{shown}</span>{span}</small></td>"


def tables(results):
    for kind, (title, about) in KINDS.items():
        cells = [cell for cell in results["cells"] if cell["kind"] == kind]
        if not cells:
            continue
        names = servers_of(cells)
        busy = busy_text(cells) if kind.startswith("handshake") else ""
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        rows = "".join(f"<tr><td>{escape(cell['name'])}</td>" + "".join(cell_html(cell, name) for name in names) + "</tr>"
                       for cell in cells)
        yield (f"<h2>{title}</h2><p class='faint'>{marked_up(about)} {marked_up(busy)}</p>"
               f"<div class='wide'><table><tr><th>Cell</th>{head}</tr>{rows}</table></div>")


def marked_up(text):
    """Escaped, with `code` as such."""
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(escape(text).split("`")))


def lost_part(results):
    items = [f"<li>{KINDS[cell['kind']][0]}, {escape(cell['name'])}: {escape(name)}, <span class='lost'>"
             f"{times(spread.median)}</span> ({interval(spread)})</li>" for cell, name, spread in given_to(results, "lost")]
    failed = [f"<li>{KINDS[cell['kind']][0]}, {escape(cell['name'])}: {escape(name)}, {escape(failure['kind'])}: "
              f"<code>{escape(failure['why'])}</code></li>" for cell, name, failure in without_number(results)]
    text = "<h2>Cells that are lost beyond the noise</h2>" + (f"<ul>{''.join(items)}</ul>" if items else "<p>None.</p>")
    return text + (f"<h2>What could not be measured</h2><ul>{''.join(failed)}</ul>" if failed else "")


def html(results, curves="", micro_files=()):
    """`curves` is the page that `parley report` made of its own runs, beside this one."""
    return ("<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
            f"<title>Parley beside other servers</title><style>{STYLE}</style><body>{heading(results, curves)}"
            f"{targets_part(results)}<h2>Picture</h2><div class='wide picture'>{picture.draw(results)}</div>"
            f"{''.join(tables(results))}{lost_part(results)}{micro.part(micro_files)}</body></html>\n")


def write(results, path, curves="", micro_files=()):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html(results, curves, micro_files), encoding="utf-8")
