"""Sorted 64-bit keys with the rows they stand for: a look-up is two binary searches in arrays that may lie on disk."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.index.keys import DAY_BITS

Keys = NDArray[np.int64]
Arrays = Mapping[str, NDArray[np.generic]]

_NEAR = 16  # entries; fewer share nearly every key
_GROUPED_FROM = 1.5  # entries of one key on average, from which the key is kept once; starts cost 4 bytes a key


class SortedIndex:
    """Rows by key; one key may have many rows. 12 bytes an entry, towards 4 where many share a key."""

    __slots__ = ("_bounds", "_keys", "_most", "_rows", "_sorted")

    def __init__(self, keys: Keys, rows: NDArray[np.int32], bounds: NDArray[np.int32] | None = None) -> None:
        """`keys` ascend. With `bounds`, each key stands once and its rows are those from its bound to the next."""
        self._keys, self._rows, self._bounds = keys, rows, bounds
        self._sorted: Sequence[int] = memoryview(keys)  # type: ignore[arg-type]
        self._most = len(keys)

    @classmethod
    def of(cls, arrays: Arrays, name: str) -> "SortedIndex":
        """From the arrays that `entries` made."""
        return cls(arrays[f"{name}.keys"], arrays[f"{name}.rows"], arrays.get(f"{name}.bounds"))  # type: ignore[arg-type]

    def find(self, key: int) -> list[int]:
        """Rows of one key, in the order of the register."""
        return self._between(key, key)

    def find_year(self, key: int) -> list[int]:
        """Rows of one name and year, whatever the day; `key` is that of the year alone."""
        return self._between(key, key | ((1 << DAY_BITS) - 1))

    def find_any(self, keys: Iterable[int]) -> list[int]:
        """Rows of any of many keys (a neighbourhood has some hundred), found in one pass."""
        wanted = np.array(sorted(set(keys)), np.int64)
        low = self._keys.searchsorted(wanted)
        low[low == len(self._keys)] = 0
        hits = wanted[self._keys[low] == wanted] if len(self._keys) else wanted[:0]
        return [row for key in hits.tolist() for row in self._between(key, key)]

    def _between(self, first: int, last: int) -> list[int]:
        keys = self._sorted
        low = bisect_left(keys, first)
        if low == self._most or keys[low] > last:
            return []
        high = _end(keys, last, low)
        if self._bounds is not None:
            low, high = int(self._bounds[low]), int(self._bounds[high])
        found: list[int] = self._rows[low:high].tolist()
        return found


class SortedColumn:
    """An index that costs nothing: the column by which the rows themselves are sorted. Rows of a key are neighbours."""

    __slots__ = ("_offset", "_sorted", "_values")

    def __init__(self, values: Keys, offset: int) -> None:
        """A key stands in `values` as key + `offset`."""
        self._values, self._offset = values, offset
        self._sorted: Sequence[int] = memoryview(values)  # type: ignore[arg-type]

    def find(self, key: int) -> list[int]:
        """Rows of one key."""
        wanted, values = key + self._offset, self._sorted
        low = bisect_left(values, wanted)
        if low == len(values) or values[low] != wanted:
            return []
        return list(range(low, _end(values, wanted, low)))

    def find_any(self, keys: Iterable[int]) -> list[int]:
        """Rows of any of the keys, found in one pass."""
        wanted = np.array(sorted(set(keys)), np.int64) + self._offset
        low = self._values.searchsorted(wanted)
        inside = low < len(self._values)
        wanted, low = wanted[inside], low[inside]
        hits = np.flatnonzero(self._values[low] == wanted)
        found = zip(wanted[hits].tolist(), low[hits].tolist(), strict=True)
        return [row for key, first in found for row in range(first, _end(self._sorted, key, first))]


def _end(keys: Sequence[int], last: int, low: int) -> int:
    """Where keys up to `last` end; mostly a step or two behind `low`, where they begin."""
    near = min(low + _NEAR, len(keys))
    high = bisect_right(keys, last, low, near)
    return high if high < near else bisect_right(keys, last, high)


class YearIndex:
    """The look-up by name and year in an index by name and day: one array serves both."""

    __slots__ = ("_by_day",)

    def __init__(self, by_day: SortedIndex) -> None:
        self._by_day = by_day

    def find(self, key: int) -> list[int]:
        """Rows of one name and year, in the order of the register."""
        return sorted(self._by_day.find_year(key))

    def find_any(self, keys: Iterable[int]) -> list[int]:
        """Rows of any of the keys."""
        return [row for key in sorted(set(keys)) for row in self.find(key)]


def entries(name: str, keys: Keys, rows: NDArray[np.int32]) -> dict[str, NDArray[np.generic]]:
    """The arrays of a `SortedIndex` over entries in the order of the register."""
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order].astype(np.int32, copy=False)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, np.int64)
    if len(keys) < _GROUPED_FROM * max(len(starts), 1):
        return {f"{name}.keys": keys, f"{name}.rows": rows}
    bounds = np.concatenate((starts, [len(keys)])).astype(np.int32)
    return {f"{name}.keys": keys[starts], f"{name}.rows": rows, f"{name}.bounds": bounds}
