"""Columns of texts packed for an index: the whole column at once, by Arrow and NumPy."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

MOST_DIGITS = 17  # with the leading 1 still within 64 bits
_REPEATED = 0.6  # share of distinct texts up to which codes are smaller than the texts

Packed = dict[str, NDArray[np.generic]]
Form = dict[str, Any]


def packed(name: str, column: pa.Array) -> tuple[Packed, Form]:
    """The arrays of one column of texts and how to read them: whichever form is the smallest."""
    prefix = _prefix(column)
    numbers = _marked_digits(column, prefix)
    if numbers is not None:
        return {name: _narrow(numbers)}, {"form": "digits", "prefix": prefix}
    distinct = column.unique()
    if len(distinct) > _REPEATED * len(column):
        return texts(name, column), {"form": "texts", "texts": name}
    return coded(name, column, distinct) | texts(f"{name}.distinct", distinct), {
        "form": "codes",
        "texts": f"{name}.distinct",
    }


def coded(name: str, column: pa.Array, distinct: pa.Array) -> Packed:
    """The place of each text in the list of distinct ones."""
    return {name: _narrow(pc.index_in(column, value_set=distinct).to_numpy(zero_copy_only=False))}


def texts(name: str, values: pa.Array) -> Packed:
    """Texts one after another, and where each ends."""
    values = pa.concat_arrays([values.cast(pa.large_string())])
    _, offsets, letters = values.buffers()
    ends = np.frombuffer(offsets, np.int64)[: len(values) + 1] if len(values) else np.zeros(1, np.int64)
    data = np.frombuffer(letters, np.uint8)[: ends[-1]] if letters else np.empty(0, np.uint8)
    return {f"{name}.ends": _narrow(ends), f"{name}.letters": data}


def numbers_of(column: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The integers of those texts that are digits, and their rows."""
    found = np.flatnonzero(_is_digits(column))
    values = column.take(pa.array(found)).cast(pa.int64()).to_numpy(zero_copy_only=False)
    return values, found.astype(np.int32)


def _is_digits(column: pa.Array) -> NDArray[np.bool_]:
    right = pc.and_(pc.ascii_is_decimal(column), pc.less_equal(pc.binary_length(column), MOST_DIGITS))
    found: NDArray[np.bool_] = right.to_numpy(zero_copy_only=False)
    return found


def _prefix(column: pa.Array) -> str:
    first = next((value for value in column.slice(0, 1000).to_pylist() if value), "")
    return first[: len(first) - len(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ-"))]


def _marked_digits(column: pa.Array, prefix: str) -> NDArray[np.int64] | None:
    """Each text as the integer of "1" and its digits, 0 for the empty text; None when some text is another."""
    empty = pc.equal(column, "")
    if prefix:
        if not pc.all(pc.or_(empty, pc.starts_with(column, prefix))).as_py():
            return None
        column = pc.utf8_slice_codeunits(column, len(prefix))
    is_digits = _is_digits(column)
    left_out = empty.to_numpy(zero_copy_only=False)
    if not bool(np.all(is_digits | left_out)) or not is_digits.any():
        return None
    marked = pc.binary_join_element_wise("1", column, "").cast(pa.int64()).to_numpy(zero_copy_only=False)
    return np.where(left_out, 0, marked)


def _narrow(numbers: NDArray[Any]) -> NDArray[np.generic]:
    """In the narrowest unsigned type that holds them all; 64 bits stay signed."""
    most = int(numbers.max()) if len(numbers) else 0
    for kind in (np.uint8, np.uint16, np.uint32):
        if most <= np.iinfo(kind).max:
            return numbers.astype(kind)
    return numbers.astype(np.int64)


def concatenated(columns: Sequence[pa.Array]) -> pa.Array:
    """Several columns end to end."""
    return pa.concat_arrays([column.cast(pa.large_string()) for column in columns])
