"""Sorted 64-bit keys with the rows they stand for: one look-up is two binary searches; processes share it by fork."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]


class SortedIndex:
    """Rows by key; one key may have many rows. 12 bytes an entry."""

    __slots__ = ("_keys", "_rows")

    def __init__(self, keys: Keys, rows: NDArray[np.int32] | None = None) -> None:
        order = np.argsort(keys, kind="stable").astype(np.int32)
        self._keys = keys[order]
        self._rows = order if rows is None else rows[order]

    @classmethod
    def of(cls, entries: Iterable[tuple[int, int]]) -> "SortedIndex":
        """From (key, row) pairs, without holding them as Python objects."""
        pairs = np.fromiter(entries, dtype=[("key", np.int64), ("row", np.int32)])
        return cls(pairs["key"], pairs["row"])

    def find(self, key: int) -> list[int]:
        """Rows of one key, in the order of the register."""
        low = int(np.searchsorted(self._keys, key, "left"))
        if low >= len(self._keys) or self._keys[low] != key:
            return []
        high = int(np.searchsorted(self._keys, key, "right"))
        return [int(row) for row in self._rows[low:high]]

    def find_any(self, wanted: Iterable[int]) -> list[int]:
        """Rows of any of many keys (a neighbourhood has some hundred), found in one pass."""
        keys = np.unique(np.fromiter(wanted, dtype=np.int64))
        low = np.searchsorted(self._keys, keys, "left")
        high = np.searchsorted(self._keys, keys, "right")
        hits = np.nonzero(high > low)[0]
        return [int(row) for i in hits for row in self._rows[low[i] : high[i]]]
