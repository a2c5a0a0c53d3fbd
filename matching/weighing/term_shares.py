"""Shares of the terms of a register in sorted arrays: a million names take 12 bytes each and nothing to load."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.index.keys import text_key
from matching.weighing.frequencies import Frequencies

_KEPT = 8192  # terms of each kind, those asked for last: most claims name common ones

Term = str | tuple[str | int, ...]


class TermShares:
    """What a dict of shares is asked for: `get`. Terms are known by their keys alone."""

    __slots__ = ("_counts", "_kept", "_keys", "_whole")

    def __init__(self, keys: NDArray[np.int64], counts: NDArray[np.uint32], whole: int = 1) -> None:
        """`keys` ascend; a share is the count over `whole`."""
        self._keys, self._counts, self._whole = keys, counts, whole
        self._kept = lru_cache(maxsize=_KEPT)(self._share)

    def get(self, term: Term, default: float) -> float:
        """The share of a term, `default` when it was never counted."""
        share = self._kept(term)
        return default if share is None else share

    def _share(self, term: Term) -> float | None:
        key = np.int64(term_key(term))
        at = int(self._keys.searchsorted(key))
        if at == len(self._keys) or self._keys[at] != key:
            return None
        return int(self._counts[at]) / self._whole


def term_key(term: Term) -> int:
    """Of a text, or of several parts."""
    return text_key(term if isinstance(term, str) else "\n".join(map(str, term)))


def opened_frequencies(arrays: Mapping[str, NDArray[Any]], plain: Mapping[str, Any]) -> Frequencies:
    """The frequencies again, from what `index_counts.count_columns` gave."""
    persons = int(plain["persons"])
    whole = max(persons, 1)

    def shares(kind: str, of: int = whole) -> TermShares:
        return TermShares(arrays[f"{kind}.terms"], arrays[f"{kind}.counts"], of)

    return Frequencies(
        persons=persons,
        surnames={term: n / whole for term, n in plain["surname"]},
        middles=shares("middle"),
        givens={term: n / whole for term, n in plain["given"]},
        givens_of=shares("given_of", 1),
        cells={(sex, decade): n for sex, decade, n in plain["cells"]},
        full=shares("full"),
        years={year: n / whole for year, n in plain["years"]},
        communes=shares("commune"),
        prefixes=dict(plain["prefix"]),
    )
