"""What a sample proves about the share that is wrong: exact limits, never by the normal curve. From values to values.

`upper` and `lower` are Clopper and Pearson's one-sided limits (Biometrika 26, 1934) for a share that goes on being
drawn from. `upper_of_lot` is the same for a lot of known size, by the hypergeometric law: looking at all of it leaves
no doubt. A limit of confidence 0.95 is below the true share in at most one sample of twenty.
"""

from fractions import Fraction
from math import comb, exp, inf, lgamma, log, log1p

_STEPS = 80  # of halving: beyond what a double can tell apart


def upper(wrong: int, looked: int, confidence: float) -> float:
    """0..1: at most this share is wrong. Nothing looked at proves nothing: 1."""
    _checked(wrong, looked, confidence)
    if wrong == looked:
        return 1.0
    return _share_at(wrong, looked, 1 - confidence)


def lower(wrong: int, looked: int, confidence: float) -> float:
    """0..1: at least this share is wrong."""
    _checked(wrong, looked, confidence)
    return 0.0 if wrong == 0 else 1.0 - upper(looked - wrong, looked, confidence)


def upper_of_lot(size: int, wrong: int, looked: int, confidence: float) -> float:
    """0..1: at most this share of a lot of `size` is wrong, of which `looked` were drawn without putting back.

    The greatest number of wrong ones under which so few would still be found more often than not allowed for.
    """
    _checked(wrong, looked, confidence)
    if looked > size:
        raise ValueError("no more can be looked at than there are")
    if size == 0:
        return 0.0
    allowed = (1 - Fraction(str(confidence))) * comb(size, looked)
    low, high = wrong, size - (looked - wrong)  # as many as were found at least, and all that were not looked at
    while low < high:
        middle = (low + high + 1) // 2
        if _ways_to_find(size, middle, looked, wrong) > allowed:
            low = middle
        else:
            high = middle - 1
    return low / size


def least_looked(size: int, wrong: int, most: float, confidence: float) -> int | None:
    """At how many of a lot to look so that no more than `wrong` among them prove at most the share `most`; None where
    even all of them would not."""
    if size and wrong / size > most:
        return None
    low, high = min(wrong, size), size
    while low < high:
        middle = (low + high) // 2
        if upper_of_lot(size, min(wrong, middle), middle, confidence) <= most:
            high = middle
        else:
            low = middle + 1
    return low


def _ways_to_find(size: int, bad: int, looked: int, wrong: int) -> int:
    """Of all samples those in which at most `wrong` are found where `bad` are wrong: exact."""
    return sum(comb(bad, found) * comb(size - bad, looked - found) for found in range(min(wrong, bad, looked) + 1))


def _share_at(wrong: int, looked: int, allowed: float) -> float:
    """The share under which at most `wrong` are found with just the probability `allowed`."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(wrong, looked, middle) > allowed:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, looked: int, share: float) -> float:
    """The probability of at most `wrong` among `looked`; the terms by their logarithms, for they may be very small."""
    if share >= 1.0:
        return 0.0
    terms = [_log_term(found, looked, share) for found in range(wrong + 1)]
    highest = max(terms)
    return 0.0 if highest == -inf else exp(highest) * sum(exp(term - highest) for term in terms)


def _log_term(found: int, looked: int, share: float) -> float:
    if share <= 0.0:
        return 0.0 if found == 0 else -inf
    ways = lgamma(looked + 1) - lgamma(found + 1) - lgamma(looked - found + 1)
    return ways + found * log(share) + (looked - found) * log1p(-share)


def _checked(wrong: int, looked: int, confidence: float) -> None:
    if not 0 <= wrong <= looked:
        raise ValueError("no more can be wrong than were looked at")
    if not 0.5 < confidence < 1:
        raise ValueError("a confidence lies between one half and 1")
