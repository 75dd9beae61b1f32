"""Puts other implementations to the suite.

  compare.py write DOCS     plays all peers that are installed, and writes the tables and the baselines
  compare.py check NAME ROLE [CASE…]   plays one against its baseline: 0 nothing new, 77 it is not installed

Before: --parley PROGRAM, and where the peers are: --programs FOLDER (of CMake), --modules FOLDER (of npm).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

from peers import HERE, Tools, all_peers

SKIPPED = 77
BASELINES = HERE / "baselines"
FINDINGS = json.loads((HERE / "findings.json").read_text())
NOTHING = "·"
JUDGED = ("pass", "pass-lenient", "fail")


def finding_of(peer, case):
    """What was found out about a failure; nothing when nobody has looked into it yet."""
    for entry in FINDINGS:
        if peer.name in entry.get("peers", [peer.name]) and any(fnmatch(case, glob) for glob in entry["cases"]):
            return entry["finding"]
    return ""


def played(peer, tools):
    """The entries of the peer's report."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        run = subprocess.run(peer.check(tools.parley, "--json", str(report)), stdout=subprocess.DEVNULL, check=False)
        if not report.exists():
            sys.exit(f"{peer.key}: no report; exit status {run.returncode}")
        return json.loads(report.read_text())["entries"]


def failures(entries):
    return [entry for entry in entries if entry["verdict"] == "fail"]


def baseline_file(peer):
    return BASELINES / f"{peer.key}.json"


def write_baseline(peer, entries):
    if not failures(entries):
        return
    known = {entry["id"]: finding_of(peer, entry["id"]) for entry in failures(entries)}
    text = json.dumps({"schema_version": 1, "known": known}, indent=2, ensure_ascii=False)
    baseline_file(peer).write_text(text + "\n")


def cell(entries):
    """How many musts of these were kept, and what else there is to say."""
    musts = [entry for entry in entries if entry["level"] == "must" and entry["verdict"] in JUDGED]
    kept = sum(entry["verdict"] != "fail" for entry in musts)
    return f"{kept}/{len(musts)}" if musts else NOTHING


def lasts(entry):
    """Warnings of the group exhaustion come and go with the machine's load."""
    return entry["group"] != "exhaustion" or entry["verdict"] != "warning"


def table(peers, reports):
    groups = list(dict.fromkeys(entry["group"] for peer in peers for entry in reports[peer.key]))
    lines = ["| Musts kept | " + " | ".join(f"{peer.name} {peer.version}" for peer in peers) + " |",
             "|---|" + "---|" * len(peers)]
    for group in groups:
        cells = [cell([e for e in reports[peer.key] if e["group"] == group]) for peer in peers]
        if any(text != NOTHING for text in cells):
            lines.append(f"| {group} | " + " | ".join(cells) + " |")
    totals = [cell(reports[peer.key]) for peer in peers]
    lines.append("| **all** | " + " | ".join(f"**{total}**" for total in totals) + " |")
    counts = [Counter(entry["verdict"] for entry in reports[peer.key] if lasts(entry)) for peer in peers]
    for verdict, name in (("warning", "shoulds, quality, without exhaustion"), ("disputed", "disputed"),
                          ("skipped", "skipped")):
        lines.append(f"| {name} | " + " | ".join(str(of_peer[verdict] or NOTHING) for of_peer in counts) + " |")
    return lines


def details(peer, entries):
    """The failures of a peer, by what was found."""
    by_finding = {}
    for entry in failures(entries):
        by_finding.setdefault(finding_of(peer, entry["id"]), []).append(entry["id"])
    lines = [f"### {peer.name} {peer.version}, {peer.role}", ""]
    if not by_finding:
        return [*lines, "No must is broken.", ""]
    for finding, ids in by_finding.items():
        lines += [f"- {finding}", f"  <details><summary>{len(ids)} case{'s' * (len(ids) > 1)}</summary>", "",
                  *(f"  `{case}`" for case in ids), "  </details>"]
    return [*lines, ""]


def write_page(folder, peers, reports):
    servers = [peer for peer in peers if peer.role == "server"]
    clients = [peer for peer in peers if peer.role == "client"]
    lines = ["<!-- Written by `./dev peers`; the text is in tests/peers/compare.py and findings.json. -->",
             "# Other implementations, put to the suite", "",
             "Each failure of a must was looked into by hand, against the sentence that is named. Another version may do"
             " better: these are the ones of Debian 12 and of npm. What a peer was not built or asked to do, such as"
             " permessage-deflate in libwebsockets, is skipped; Chromium is not put to the group `exhaustion`, and nobody"
             " to cases that it passes in one run and not in another (peers.py names them). All are reached by ws: of the"
             " group `tls` no must is left, and the tables have no row for it; Parley's own server and client are put to it by a"
             " test (`CheckTest.LooksBelowAtTls`).", "",
             "## Servers", "", *table(servers, reports), "", "## Clients", "", *table(clients, reports), "",
             "## What was found", ""]
    for peer in (*servers, *clients):
        lines += details(peer, reports[peer.key])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "peers.md").write_text("\n".join(lines).rstrip() + "\n")


def write(tools, folder):
    peers = [peer for peer in all_peers(tools) if peer.version]
    reports, unknown = {}, []
    for peer in peers:
        print(peer.key, flush=True)
        reports[peer.key] = played(peer, tools)
        unknown += [f"{peer.key}  {e['id']}: {e['why']}" for e in failures(reports[peer.key])
                    if not finding_of(peer, e["id"])]
        write_baseline(peer, reports[peer.key])
    write_page(folder, peers, reports)
    if unknown:
        sys.exit("\n".join(["Nobody has looked into these yet (findings.json):", *unknown]))


def check(tools, name, role, cases):
    there = [peer for peer in all_peers(tools) if (peer.name, peer.role) == (name, role) and peer.version]
    known = [peer for peer in there if baseline_file(peer).exists()]
    if not known:
        print(f"skipped: {name} is not installed, or is another version than that of the baseline")
        sys.exit(SKIPPED)
    for peer in known:
        status = subprocess.run(peer.check(tools.parley, "--baseline", str(baseline_file(peer)), *cases), check=False)
        if status.returncode != 0:
            sys.exit(status.returncode)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parley", required=True)
    parser.add_argument("--programs", default="")
    parser.add_argument("--modules", default="")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("write").add_argument("docs", type=Path)
    of_check = verbs.add_parser("check")
    of_check.add_argument("name")
    of_check.add_argument("role", choices=("server", "client"))
    of_check.add_argument("cases", nargs="*")
    arguments = parser.parse_args()
    tools = Tools(arguments.parley, arguments.programs, arguments.modules)
    if arguments.verb == "write":
        write(tools, arguments.docs)
    else:
        check(tools, arguments.name, arguments.role, arguments.cases)


if __name__ == "__main__":
    main()
