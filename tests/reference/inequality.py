"""Reference numbers for tests/fairness_vectors.rs, straight from the definitions.

Every sum over pairs is written as a sum over pairs, in exact fractions; logarithms and
roots are taken with 50 digits. Run it with any Python 3: no packages needed. The first
vector is the example of the R package `ineq` (Gini 0.4620911).
"""

from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 50

VECTORS = {
    "incomes": [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261],
    "ties and zeros": [0, 0, 0, 5, 5, 10, 10, 10, 100, 1000],
    "gains and losses": [-300, -300, -100, 0, 0, 50, 250, 1000],
    "losses only": [-5, -1, -1, -3],
    "all equal": [7, 7, 7],
    "two people": [1, 3],
}


def decimal(fraction):
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def pairs(x):
    return sum(abs(a - b) for a in x for b in x)


def held_by_poorest(x, share):
    """Linear interpolation of the Lorenz curve, not divided by the total."""
    position, held = share * len(x), Fraction(0)
    for amount in sorted(x):
        part = min(position, Fraction(1))
        held += part * amount
        position -= part
    return held


def report(x):
    n, total = len(x), sum(x)
    positive = sum(a for a in x if a > 0)
    negative = -sum(a for a in x if a < 0)
    if n > 1 and positive + negative > 0:
        yield "gini_net", decimal(Fraction(pairs(x), 2 * (n - 1) * (positive + negative)))
    if total <= 0 or negative > 0:
        return
    mean = Fraction(total, n)
    yield "gini", decimal(Fraction(pairs(x)) / (2 * n * n * mean))
    yield "hoover", decimal(sum(abs(a - mean) for a in x) / (2 * total))
    ratios = [decimal(a / mean) for a in x]
    yield "theil", sum((r * r.ln() for r in ratios if r > 0), Decimal(0)) / n
    root = sum((r.sqrt() for r in ratios), Decimal(0)) / n
    yield "atkinson_05", 1 - root * root
    if min(x) > 0:
        yield "atkinson_1", 1 - (sum(r.ln() for r in ratios) / n).exp()
    bottom = held_by_poorest(x, Fraction(2, 5))
    top = total - held_by_poorest(x, Fraction(9, 10))
    yield "top01", decimal((total - held_by_poorest(x, Fraction(99, 100))) / total)
    yield "top10", decimal(top / total)
    yield "bottom50", decimal(held_by_poorest(x, Fraction(1, 2)) / total)
    if bottom > 0:
        yield "palma", decimal(top / bottom)


for name, vector in VECTORS.items():
    print(name, vector)
    for measure, value in report(vector):
        print(f"    {measure:12} {value:.15f}")
