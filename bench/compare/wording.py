"""What a cell's numbers are called and how they are written, on the page and in the report."""

from spread import times_better

KINDS = {
    "echo": ("Echo", "Messages a second that come back, in a closed loop: connections × payload × messages under way on "
                     "each. Plain ones by the bare client, wss and deflate by `parley bench`, which verifies them."),
    "broadcast": ("Broadcast", "Deliveries a second to all subscribers of one publisher."),
    "handshakes": ("Handshakes", "Opening handshakes a second: TCP, the upgrade and the close. Where the generator's processor "
                                 "was busy nearly all the time it was the limit, and what a handshake costs says more."),
    "handshake cost": ("What a handshake costs", "Processor time of the server's process for each of them, in microseconds, "
                                                 "over at least 2 s in which all of them are counted: the time that the "
                                                 "kernel spends for the process is in it."),
    "memory": ("Memory", "Resident bytes of the server's process for each idle connection, its own allocations only: the "
                         "kernel's are not in it."),
    "generator": ("The generator", "`parley bench`, which verifies every message, and the bare client, which counts bytes, "
                                   "both against Parley's server: messages a second."),
    "latency": ("The generator's own latency", "The 99.9th percentile of the round trip as `parley bench` and as the bare "
                                               "client see it, against the same server."),
}

VERDICTS = {"above": "won", "below": "lost", "noise": "within noise", "few": "too few rounds to tell"}


def short(value, unit):
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


def factor(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def times(value):
    return f"×{factor(value)}"


def interval(spread):
    return f"{factor(spread.low)}–{factor(spread.high)}"


def ratio_of(cell, name):
    """How many times better the base is, as a Spread; none of the base itself, and of what failed."""
    return None if name == cell["base"] else times_better(cell, name)


def verdict_of(spread):
    return VERDICTS[spread.verdict()]


def failures_of(peer):
    return peer.get("failures", [])


def number_of(cell, name):
    """The median, or what stands in its place."""
    peer = cell["peers"][name]
    if peer["median"] is None:
        return failures_of(peer)[-1]["kind"] if failures_of(peer) else "failed"
    text = short(peer["median"], cell["unit"])
    failed = len(failures_of(peer))
    return f"{text}, {failed} of {len(peer['values'])} rounds failed" if failed else text


def servers_of(cells):
    return list(dict.fromkeys(name for cell in cells for name in cell["peers"]))


def busy_text(cells):
    """How much of its processor `parley bench` used meanwhile."""
    parts = []
    for cell in cells:
        for name, peer in cell["peers"].items():
            known = [value for value in peer.get("generator_busy", []) if value is not None]
            if known:
                parts.append(f"{name} {100 * sum(known) / len(known):.0f} %")
    return "So busy was `parley bench`: " + ", ".join(parts) + "." if parts else ""


def machine_text(results):
    machine = results["machine"]
    text = (f"Measured on {results['date']} with {machine['parley'] or 'parley'} on {machine['system']}, Linux "
            f"{machine['kernel']}: {machine['processors']} processors ({machine['processor']}), {machine['memory_gib']} GiB. "
            f"Each number is the median of {results['rounds']} rounds of {results['milliseconds']} ms.")
    if machine["node"]:
        text += f" Node.js is {machine['node']}."
    if results.get("realtime"):
        text += " Servers and generators ran at real-time priority."
    if machine["load_at_the_start"] >= 0.5:
        text += (f" The machine had other work to do (a load of {machine['load_at_the_start']}): trust the ratios, which "
                 "are of interleaved rounds, more than the numbers.")
    return text


RATIOS_TEXT = ("Beside a number stands how many times better Parley was: the median of the rounds' ratios, which need not be "
               "the ratio of the medians, and the interval that covers the true one (19 times of 20; of 5 rounds, all of "
               "them, 15 of 16). Where 1 lies in it, neither has won: ≈.")


def given_to(results, told):
    """[(cell, name, spread)] of one verdict, the worst first."""
    found = [(cell, name, ratio_of(cell, name)) for cell in results["cells"] for name in cell["peers"]]
    found = [each for each in found if each[2] and verdict_of(each[2]) == told]
    return sorted(found, key=lambda each: each[2].median)


def without_number(results):
    """[(cell, name, its last failure)]"""
    return [(cell, name, failures_of(peer)[-1]) for cell in results["cells"] for name, peer in cell["peers"].items()
            if failures_of(peer)]
