"""An extract made into an index: columns packed, keys sorted, terms counted, all by whole columns.

Rows go by number and then by the register's key, so that the order of an export's rows changes nothing. Columns are
read and let go one after another: what is held at a time is a fraction of the extract.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matching.comparing.numbers import LENGTH
from matching.index.column_packing import coded, concatenated, numbers_of, packed, texts
from matching.index.counts import count_columns
from matching.index.extract_rows import PHONE_LENGTH, POPULATION_COLUMNS, TELCO_COLUMNS, partial_date
from matching.index.keys import day_key
from matching.index.name_columns import cut_of, joined_keys, ladder_of, short_keys, text_keys
from matching.index.sorted_index import entries

ReadColumn = Callable[[str], pa.Array]
Arrays = dict[str, NDArray[np.generic]]
Part = tuple[Arrays, dict[str, Any]]
"""Arrays, and entries for the header."""

_NAMES = ("full_name", "other_name", "father_name", "mother_name")
_NO_NUMBER = -1


def population_parts(read: ReadColumn) -> Iterator[Part]:
    """The index of a population extract, part by part. `read` gives a column, all text, nothing null."""
    order = row_order(read("cccd"), read("person_id"))

    def column(name: str) -> pa.Array:
        return read(name).take(order)

    for name in POPULATION_COLUMNS:
        if name not in _NAMES:
            arrays, form = packed(name, column(name))
            yield arrays, {f"form.{name}": form}
    yield from _number_parts(column)
    yield _keyed_texts("household", column("household_no"))
    yield from _name_parts(column)


def telco_parts(read: ReadColumn) -> Iterator[Part]:
    """The index of a telco extract."""
    order = row_order(read("phone"), read("subscriber_id"))
    for name in TELCO_COLUMNS:
        arrays, form = packed(name, read(name).take(order))
        yield arrays, {f"form.{name}": form}
    phones = read("phone").take(order)
    if not _are_whole(phones, PHONE_LENGTH):
        yield entries("phone_numbers", *numbers_of(phones)), {}


def row_order(numbers: pa.Array, keys: pa.Array) -> pa.Array:
    """Rows by number; those of one number, or of none, by the register's key."""
    values, rows = numbers_of(numbers)
    of_row = np.full(len(numbers), _NO_NUMBER, np.int64)
    of_row[rows] = values
    order = np.argsort(of_row, kind="stable")
    ranked = of_row[order]
    tied = np.flatnonzero(ranked[1:] == ranked[:-1])
    if len(tied):
        at = np.union1d(tied, tied + 1)
        texts = zip(ranked[at].tolist(), keys.take(pa.array(order[at])).to_pylist(), order[at].tolist(), strict=True)
        order[at] = [row for _, _, row in sorted(texts)]
    return pa.array(order)


def _number_parts(column: ReadColumn) -> Iterator[Part]:
    numbers = column("cccd")
    if not _are_whole(numbers, LENGTH):
        yield entries("number", *numbers_of(numbers)), {}
    yield entries("old_number", *numbers_of(column("cmnd"))), {}
    parents = [numbers_of(column(name)) for name in ("father_cccd", "mother_cccd")]
    keys, rows = (np.concatenate(parts) for parts in zip(*parents, strict=True))
    yield entries("parent", keys, rows), {}


def _are_whole(numbers: pa.Array, length: int) -> bool:
    """All are numbers of that length: then the column by which rows are sorted is the index."""
    long = pc.all(pc.equal(pc.utf8_length(numbers), length)).as_py() is True
    return long and len(numbers_of(numbers)[0]) == len(numbers)


def _keyed_texts(name: str, column: pa.Array) -> Part:
    coded = column.dictionary_encode()
    rows = np.flatnonzero(pc.not_equal(column, "").to_numpy(zero_copy_only=False)).astype(np.int32)
    return entries(name, text_keys(coded.dictionary)[coded.indices.to_numpy()[rows]], rows), {}


def _name_parts(column: ReadColumn) -> Iterator[Part]:
    """The four columns of names share one list of distinct names; keys are made for each distinct name once."""
    columns = {name: column(name) for name in _NAMES}
    distinct = concatenated([pa.array([""], pa.string()), *columns.values()]).unique().cast(pa.string())
    codes: dict[str, NDArray[np.int64]] = {}
    for name, values in columns.items():
        arrays = coded(name, values, distinct)
        codes[name] = arrays[name].astype(np.int64)
        yield arrays, {f"form.{name}": {"form": "codes", "texts": "names"}}
    del columns
    yield texts("names", distinct), {}
    named = pc.not_equal(distinct, "").to_numpy(zero_copy_only=False)
    ladder = ladder_of(distinct)
    yield texts("bare_names", ladder.k4), {}
    days = _days(column("dob"))
    full, short = text_keys(ladder.k4), short_keys(cut_of(ladder.k4))
    for index, name, keys in (
        ("name_and_day", "full_name", full), ("short_name_and_day", "full_name", short),
        ("former_name_and_day", "other_name", full),
    ):  # fmt: skip
        rows = np.flatnonzero(named[codes[name]] & (days > 0)).astype(np.int32)
        yield entries(index, joined_keys(keys[codes[name][rows]], days[rows]), rows), {}
    whole = np.flatnonzero(days % 100).astype(np.int32)
    yield entries("day", days[whole], whole), {}
    places = (column("address"), column("address_old"))
    counts = count_columns(ladder, codes["full_name"], column("gender"), days // 10_000, places, column("cccd"))
    yield counts.arrays, {"frequencies": counts.plain}


def _days(column: pa.Array) -> NDArray[np.int64]:
    """yyyymmdd of each birth date, 0 where there is none."""
    coded = column.dictionary_encode()
    births = [partial_date(text) for text in coded.dictionary.to_pylist()]
    days = np.array([day_key(birth) if birth else 0 for birth in births], np.int64)
    return days[coded.indices.to_numpy()]
