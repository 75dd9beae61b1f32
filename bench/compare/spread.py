"""How many times better the base is than another server, round by round, and how sure that is."""

import math
import statistics
from dataclasses import dataclass

FEWEST = 5  # rounds: with fewer, chance alone puts all of them on one side too often (one time in eight of four)
COVERAGE = 0.95  # of the interval, as soon as there are rounds enough; five cover 94 %


@dataclass(frozen=True)
class Spread:
    """The median of values, and the interval that covers the true one."""

    median: float
    low: float
    high: float
    rounds: int

    def verdict(self, wanted=1.0):
        """The true value is above ("above") or below what is wanted, or cannot be told from it ("noise", "few")."""
        if self.rounds < FEWEST:
            return "few"
        if self.low > wanted:
            return "above"
        return "below" if self.high < wanted else "noise"


def spread(values):
    """From the order of the values alone, whatever their distribution. None of none."""
    if not values:
        return None
    values = sorted(values)
    rounds = len(values)
    outside = next(k for k in range(rounds) if k + 1 > (rounds - 1) // 2 or coverage(rounds, k + 1) < COVERAGE)
    return Spread(statistics.median(values), values[outside], values[rounds - 1 - outside], rounds)


def coverage(rounds, outside):
    """How often the median lies between the values that are left when so many are taken from each end."""
    return 1 - 2 * sum(math.comb(rounds, k) for k in range(outside + 1)) / 2**rounds


def both(cell, name):
    """The rounds that base and the other have in common: [(base, other), …]"""
    base, other = cell["peers"][cell["base"]]["values"], cell["peers"][name]["values"]
    return [(b, o) for b, o in zip(base, other) if b is not None and o is not None]


def times_better(cell, name):
    """Above 1 the base wins: more messages, or fewer bytes or nanoseconds."""
    pairs = [(b, o) for b, o in both(cell, name) if b > 0 and o > 0]
    return spread([o / b if cell["lower_is_better"] else b / o for b, o in pairs])


def excess(cell, name):
    """By how much the base is above the other."""
    return spread([b - o for b, o in both(cell, name)])
