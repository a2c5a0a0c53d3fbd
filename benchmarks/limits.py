"""What a count of errors proves: the exact upper limit of their rate."""

import math

_STEPS = 80


def upper_limit(errors: int, of: int, sure: float = 0.95) -> float:
    """The rate, 0..1, above which as few errors would be seen in less than 1 - `sure` of all such samples.

    Clopper and Pearson, one-sided: no error in n gives about 3/n.
    """
    if errors >= of:
        return 1.0
    low, high = errors / of, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(errors, of, middle) > 1 - sure else (low, middle)
    return high


def _at_most(errors: int, of: int, rate: float) -> float:
    """The chance of so many errors or fewer at a rate."""
    if rate <= 0.0:
        return 1.0
    hit, miss = math.log(rate), math.log1p(-rate)
    ways = (math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1) for k in range(errors + 1))
    return sum(math.exp(way + k * hit + (of - k) * miss) for k, way in enumerate(ways))
