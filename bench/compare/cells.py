"""What is measured: the cells of the table."""

from dataclasses import dataclass

from peers import DEFLATE, PLAIN, TLS

MOST_UNDER_WAY = 256 << 20  # bytes: beyond it a cell measures memory, not servers


@dataclass(frozen=True)
class Cell:
    kind: str  # echo, generator, latency, broadcast, handshakes, handshake cost, memory
    setup: str = PLAIN
    connections: int = 1
    payload: int = 20
    depth: int = 1

    @property
    def unit(self):
        return {"handshakes": "handshakes/s", "handshake cost": "µs", "memory": "bytes", "latency": "ns p99.9"}.get(self.kind, "messages/s")

    @property
    def lower_is_better(self):
        return self.kind in ("memory", "latency", "handshake cost")

    def __str__(self):
        size = f"{self.payload} B"
        if self.payload >= 1 << 20:
            size = f"{self.payload >> 20} MiB"
        elif self.payload >= 1 << 10:
            size = f"{self.payload >> 10} KiB"
        secure = {PLAIN: "", TLS: "wss, ", DEFLATE: "deflate, "}[self.setup]
        if self.kind in ("handshakes", "handshake cost"):
            return f"{secure}{self.connections} at a time"
        if self.kind == "memory":
            return f"{secure}{self.connections:,} idle connections"
        if self.kind == "broadcast":
            waits = "each waits for the last receiver" if self.depth == 1 else f"{self.depth} under way"
            return f"{self.connections:,} subscribers, {size}, {waits}"
        return f"{secure}{self.connections:,} × {size} × {self.depth}"


def grid(kind, connections, payloads, depths, setup=PLAIN):
    """All combinations that fit into memory."""
    cells = []
    for c in connections:
        for p in payloads:
            for d in depths:
                if c * p * d <= MOST_UNDER_WAY:
                    cells.append(Cell(kind, setup, c, p, d))
    return cells


ECHO_FULL = grid("echo", (1, 100, 1000, 10000), (20, 1 << 10, 16 << 10, 1 << 20), (1, 16, 64))
ECHO_QUICK = [
    Cell("echo", PLAIN, c, p, d)
    for c, p, d in ((1, 20, 1), (100, 20, 1), (100, 20, 64), (1000, 20, 16), (100, 1 << 10, 16), (100, 16 << 10, 16),
                    (1, 1 << 20, 1))
]

OTHERS = [
    Cell("generator", PLAIN, 100, 20, 1),
    Cell("generator", PLAIN, 100, 20, 64),
    Cell("generator", PLAIN, 100, 16 << 10, 16),
    Cell("latency", PLAIN, 1, 20, 1),
    Cell("broadcast", PLAIN, 1000, 20, 1),
    Cell("broadcast", PLAIN, 1000, 20, 64),
    Cell("handshakes", PLAIN, 50),
    Cell("handshake cost", PLAIN, 50),
]

SECURED_FULL = grid("echo", (1, 100), (20, 16 << 10), (1, 16), TLS) + grid("echo", (1, 100), (20, 16 << 10), (1, 16),
                                                                          DEFLATE)
SECURED_QUICK = [Cell("echo", setup, 100, p, 16) for setup in (TLS, DEFLATE) for p in (20, 16 << 10)]

KINDS = ("echo", "generator", "latency", "broadcast", "handshakes", "handshake cost", "memory")

GRIDS = {
    "quick": ECHO_QUICK + SECURED_QUICK + OTHERS + [Cell("memory", PLAIN, 2000)],
    "full": ECHO_FULL + SECURED_FULL + OTHERS + [Cell("memory", PLAIN, 10000)],
}


def selected(cells, texts):
    """Of each text: cells of these kinds, or else the cells that are called so, or else those with it in their name."""
    return [cell for cell in cells if any(cell in matches(cells, text) for text in texts)] if texts else cells


def matches(cells, text):
    kinds = [kind.strip() for kind in text.split(",")]
    if all(kind in KINDS for kind in kinds):
        return [cell for cell in cells if cell.kind in kinds]
    # Names have commas of their own, so a text that is a name is not taken apart.
    found = [cell for cell in cells if str(cell) == text] or [cell for cell in cells if text in str(cell)]
    if not found:
        raise LookupError(f'no cell of this grid is called "{text}"; the kinds are {", ".join(KINDS)}')
    return found
