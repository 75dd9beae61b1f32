"""Whether two lists of values differ by more than noise: as in harness/load/statistics.cpp."""

import math
import statistics

MOST_EXACT = 20  # values of each: above, the normal distribution is near enough


def mann_whitney_counts(n, m):
    """For each u, how many of the ways to mix n and m values have u pairs in the wrong order."""
    ways = [[1] for _ in range(m + 1)]
    for i in range(1, n + 1):
        following = [[1]]
        for j in range(1, m + 1):
            row = [0] * (i * j + 1)
            for u, count in enumerate(following[j - 1]):
                row[u] += count
            for u, count in enumerate(ways[j]):
                row[u + j] += count
            following.append(row)
        ways = following
    return ways[m]


def p_value(a, b):
    """Of a two-sided Mann-Whitney test that a and b are of one distribution. Ties count as half."""
    n, m = len(a), len(b)
    u = sum((x > y) + (x == y) / 2 for x in a for y in b)
    least = min(u, n * m - u)
    if n <= MOST_EXACT and m <= MOST_EXACT:
        counts = mann_whitney_counts(n, m)
        below = sum(counts[: math.floor(least) + 1]) if least == int(least) else sum(counts[: math.ceil(least) + 1])
        return min(1.0, 2 * below / sum(counts))
    deviation = math.sqrt(n * m * (n + m + 1) / 12)
    z = (n * m / 2 - least - 0.5) / deviation
    return min(1.0, math.erfc(z / math.sqrt(2)))


def least_p_value(n, m):
    """What p_value is at best for so many values: nothing smaller can come out, however much they differ."""
    return 2 / math.comb(n + m, n)


def ratio(a, b):
    """How many times a is b: the median of all pairs (Hodges and Lehmann). None where values of 0 or less, or
    infinite ones, forbid it."""
    if min(a) <= 0 or min(b) < 0 or math.isinf(max(a + b)):
        return None
    return statistics.median(y / x for x in a for y in b)


def rises(a, b):
    """Whether b has the higher ranks: what the test's p value is about."""
    return sum((y > x) - (y < x) for x in a for y in b) > 0
