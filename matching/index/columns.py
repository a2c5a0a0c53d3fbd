"""Columns of texts packed into arrays that may lie on disk: a value is unpacked only when it is asked for.

Three forms, chosen by what the column holds: digits as integers (with a letter or two before them, as household
numbers have), codes into a list of distinct texts, or the texts themselves.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[np.generic]]
_UNPACKED = 5000

Column = Callable[[int], str]
"""The text of one row."""


def opened(arrays: Arrays, form: Mapping[str, Any], name: str) -> Column:
    """The column `name`, as `column_packing.packed` has left it; `form` is its entry in the header."""
    if form["form"] == "digits":
        return _digits(memoryview(arrays[name]), str(form["prefix"]))  # type: ignore[arg-type]
    texts = opened_texts(arrays, str(form["texts"]))
    if form["form"] == "texts":
        return texts
    return _coded(memoryview(arrays[name]), texts, len(arrays[f"{form['texts']}.ends"]) - 1)  # type: ignore[arg-type]


def kept_texts(arrays: Arrays, name: str, most: int) -> Column:
    """The same, with so many of them kept: of texts that many rows share, as names."""
    return lru_cache(maxsize=most)(opened_texts(arrays, name))


def opened_texts(arrays: Arrays, name: str) -> Column:
    """A list of texts by their place in it."""
    ends = memoryview(arrays[f"{name}.ends"])  # type: ignore[arg-type]
    letters = memoryview(arrays[f"{name}.letters"])  # type: ignore[arg-type]
    return lambda at: str(letters[ends[at] : ends[at + 1]], "utf-8")


def _digits(numbers: memoryview, prefix: str) -> Column:
    """A 1 before the digits keeps the noughts at their head; 0 is the empty text."""

    def text(row: int) -> str:
        number = numbers[row]
        return prefix + str(number)[1:] if number else ""

    return text


def _coded(codes: memoryview, texts: Column, distinct: int) -> Column:
    """A short list of distinct texts is unpacked when it is opened; of a long one the first, mostly the empty one."""
    if distinct <= _UNPACKED:
        known = [texts(at) for at in range(distinct)]
        return lambda row: known[codes[row]]
    first = texts(0)
    return lambda row: texts(codes[row]) if codes[row] else first
