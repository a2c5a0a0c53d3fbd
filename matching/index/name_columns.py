"""The keys of all names of an extract at once: the ladder is worked out for each syllable, not for each name.

A register of millions is written with some thousands of syllables. A name in which a syllable is no plain one goes
through `names.keys` as a whole, so that the keys are those of `names.keys` for every name.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matching.comparing.names import keys, parts
from matching.index.keys import DAY_BITS, SPREAD

_NAME_BITS = np.int64(-(1 << DAY_BITS))


@dataclass(frozen=True, slots=True)
class Ladder:
    """Keys k2 and k4 of a list of distinct names, as texts."""

    k2: pa.Array
    k4: pa.Array


@dataclass(frozen=True, slots=True)
class Cut:
    """Surname, middle and given names of a list of keys, as `names.parts` cuts them."""

    surname: pa.Array
    middle: pa.Array
    given: pa.Array


def ladder_of(distinct: pa.Array) -> Ladder:
    """The keys of each of these names."""
    split = pc.split_pattern(distinct, " ")
    syllables = split.flatten().dictionary_encode()
    folded = [keys(syllable) for syllable in syllables.dictionary.to_pylist()]
    odd = np.array([not ladder.k4 or not ladder.k2 or " " in ladder.k2 for ladder in folded], dtype=np.bool_)
    offsets = split.offsets
    joined = []
    for texts in ([ladder.k2 for ladder in folded], [ladder.k4 for ladder in folded]):
        flat = pa.array(texts, pa.string()).take(syllables.indices)
        joined.append(pc.binary_join(_lists(offsets, flat), " "))
    at = _owners(offsets)[odd[syllables.indices.to_numpy()]] if odd.any() else np.empty(0, np.int64)
    rows = np.unique(at)
    whole = [keys(name) for name in distinct.take(pa.array(rows)).to_pylist()]
    return Ladder(_put(joined[0], rows, [one.k2 for one in whole]), _put(joined[1], rows, [one.k4 for one in whole]))


def cut_of(texts: pa.Array) -> Cut:
    """Keys cut as `names.parts` cuts them: a key of one syllable is all given name."""
    split = pc.split_pattern(texts, " ")
    starts, ends = split.offsets.to_numpy()[:-1], split.offsets.to_numpy()[1:]
    syllables, several = split.flatten(), ends - starts > 1
    first = syllables.take(pa.array(starts))
    surname = pc.if_else(pa.array(several), first, "")
    middle_starts = np.where(several, starts + 1, ends)
    inner = np.concatenate([middle_starts[:, None], np.where(several, ends - 1, ends)[:, None]], axis=1).ravel()
    spans = _lists(pa.array(np.append(inner, ends[-1] if len(ends) else 0)), syllables)
    middle = pc.binary_join(spans, " ").take(pa.array(np.arange(0, len(inner), 2)))
    given = syllables.take(pa.array(ends - 1))
    odd = np.flatnonzero(pc.match_substring_regex(texts, "^ | $|  ").to_numpy(zero_copy_only=False))
    cuts = [parts(text) for text in texts.take(pa.array(odd)).to_pylist()]
    return Cut(
        _put(surname, odd, [cut.surname for cut in cuts]),
        _put(middle, odd, [cut.middle for cut in cuts]),
        _put(given, odd, [cut.given for cut in cuts]),
    )


def text_keys(texts: pa.Array) -> NDArray[np.int64]:
    """`keys.text_key` of each text."""
    made = b"".join(blake2b(text.encode(), digest_size=8).digest() for text in texts.to_pylist())
    return np.frombuffer(made, dtype=">i8").astype(np.int64)


def short_keys(cut: Cut) -> NDArray[np.int64]:
    """`keys.text_key` of the surname and the given name of each."""
    pairs = pc.binary_join_element_wise(cut.surname, cut.given, "\n").dictionary_encode()
    return text_keys(pairs.dictionary)[pairs.indices.to_numpy()]


def joined_keys(texts: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.int64]:
    """`keys.joined_key` of each text's key with the date `days` (yyyymmdd)."""
    years, months, day = days // 10_000, days // 100 % 100, days % 100
    spread = np.int64(SPREAD - (1 << 64))
    mixed: NDArray[np.int64] = (texts ^ (years * spread)) & _NAME_BITS | months << 5 | day
    return mixed


def _lists(offsets: pa.Array, values: pa.Array) -> pa.Array:
    return pa.ListArray.from_arrays(offsets.cast(pa.int32()), values)


def _owners(offsets: pa.Array) -> NDArray[np.int64]:
    bounds = offsets.to_numpy()
    return np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))


def _put(texts: pa.Array, rows: NDArray[np.int64], values: list[str]) -> pa.Array:
    if not len(rows):
        return texts
    mask = np.zeros(len(texts), np.bool_)
    mask[rows] = True
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(values, texts.type))
