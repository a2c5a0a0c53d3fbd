"""The frequencies of an extract counted by columns: the same shares as `frequencies.count` gives row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matching.comparing.places import commune_key, units
from matching.index.name_columns import Ladder, cut_of, text_keys

Numbers = NDArray[np.int64]
Arrays = dict[str, NDArray[np.generic]]

_SEXES = ("Nam", "Nữ")
_TWICE = 2  # a whole name borne once says no more than its parts: it is not kept
_KEPT_AS_KEYS = ("middle", "given_of", "full", "commune")


@dataclass(frozen=True, slots=True)
class Counts:
    """Arrays of those terms of which there are many, and the few others plainly, for the header."""

    arrays: Arrays
    plain: dict[str, Any]


def count_columns(
    ladder: Ladder, names: Numbers, sexes: pa.Array, years: Numbers, addresses: tuple[pa.Array, pa.Array], ids: pa.Array
) -> Counts:
    """`names` are the places of the persons' names in the ladder; the other columns go by person, as exported."""
    male, female = (pc.equal(sexes, sex).to_numpy(zero_copy_only=False) for sex in _SEXES)
    cells = (years // 10) * 3 + np.where(male, 1, np.where(female, 2, 0))
    counts = _names(ladder, names, cells)
    communes, borne = _communes(*addresses)
    counts["commune"] = (communes, borne)
    arrays: Arrays = {}
    for kind in _KEPT_AS_KEYS:
        texts, borne = counts.pop(kind)
        keys = text_keys(texts)
        order = np.argsort(keys)
        arrays |= {f"{kind}.terms": keys[order], f"{kind}.counts": borne[order].astype(np.uint32)}
    plain: dict[str, Any] = {kind: _pairs(*tally) for kind, tally in counts.items()}
    plain["prefix"] = _pairs(*_tally(pc.utf8_slice_codeunits(ids, 0, 6)))
    plain["years"] = _number_pairs(years)
    plain["cells"] = [[*_cell(cell), n] for cell, n in _number_pairs(cells)]
    plain["persons"] = len(names)
    return Counts(arrays, plain)


_Tally = tuple[pa.Array, Numbers]


def _names(ladder: Ladder, names: Numbers, cells: Numbers) -> dict[str, _Tally]:
    """Every name counts under its k2, and under its k4 where that is another."""
    keys = pa.concat_arrays([ladder.k2, ladder.k4]).dictionary_encode()
    codes = keys.indices.to_numpy().astype(np.int64)
    k2, k4 = codes[: len(ladder.k2)], codes[len(ladder.k2) :]
    bare = names[(k2 != k4)[names]]
    borne = np.bincount(k2[names], minlength=len(keys.dictionary)) + np.bincount(
        k4[bare], minlength=len(keys.dictionary)
    )
    cut = cut_of(keys.dictionary)
    tallies = {kind: _weighted(part, borne) for kind, part in (("surname", cut.surname), ("middle", cut.middle))}
    given = cut.given.dictionary_encode()
    of_key = given.indices.to_numpy().astype(np.int64)
    tallies["given"] = _weighted(cut.given, borne)
    tallies["full"] = (keys.dictionary.filter(pa.array(borne >= _TWICE)), borne[borne >= _TWICE])
    bare_cells = cells[(k2 != k4)[names]]
    pairs = np.concatenate(
        (cells * len(given.dictionary) + of_key[k2[names]], bare_cells * len(given.dictionary) + of_key[k4[bare]])
    )
    found, times = np.unique(pairs, return_counts=True)
    places, givens = np.divmod(found, max(len(given.dictionary), 1))
    heads = ["\n".join(map(str, _cell(place))) for place in places.tolist()]
    terms = pc.binary_join_element_wise(pa.array(heads, pa.string()), given.dictionary.take(pa.array(givens)), "\n")
    return tallies | {"given_of": (terms, times)}


def _communes(now: pa.Array, before: pa.Array) -> _Tally:
    """Each person counts once for a commune, in whichever form the address names it."""
    keyed = [_commune_codes(column) for column in (now, before)]
    both = pa.concat_arrays([texts for texts, _ in keyed]).dictionary_encode()
    codes = both.indices.to_numpy().astype(np.int64)
    first = codes[keyed[0][1]]
    second = codes[len(keyed[0][0]) + keyed[1][1]]
    tally = np.bincount(np.concatenate((first, second[second != first])), minlength=len(both.dictionary))
    named = np.array([text != "" for text in both.dictionary.to_pylist()], dtype=np.bool_) & (tally > 0)
    return both.dictionary.filter(pa.array(named)), tally[named]


def _commune_codes(column: pa.Array) -> tuple[pa.Array, Numbers]:
    coded = column.dictionary_encode()
    of = commune_keys()
    texts = pa.array([of(address) for address in coded.dictionary.to_pylist()], pa.string())
    return texts, coded.indices.to_numpy().astype(np.int64)


def commune_keys() -> Callable[[str], str]:
    """`places.commune_key`, worked out once for all addresses that end in the same three parts."""
    by_tail: dict[str, str | None] = {}

    def key(address: str) -> str:
        parts = address.rsplit(",", 3)
        if len(parts) < 4 or ";" in address or not any(sign.isascii() and sign.isalnum() for sign in parts[0]):
            return commune_key(address)
        tail = ",".join(parts[1:])
        if tail not in by_tail:
            whole = "x," + tail
            by_tail[tail] = commune_key(whole) if len(units(whole)) == 4 else None
        found = by_tail[tail]
        return commune_key(address) if found is None else found

    return key


def _cell(cell: int) -> tuple[str, int]:
    decade, sex = divmod(cell, 3)
    return ("", *_SEXES)[sex], decade


def _weighted(terms: pa.Array, weights: Numbers) -> _Tally:
    coded = terms.dictionary_encode()
    tally = np.bincount(coded.indices.to_numpy(), weights=weights, minlength=len(coded.dictionary)).astype(np.int64)
    return coded.dictionary, tally


def _tally(terms: pa.Array) -> _Tally:
    return _weighted(terms, np.ones(len(terms), np.int64))


def _pairs(terms: pa.Array, tally: Numbers) -> list[tuple[str, int]]:
    return sorted(zip(terms.to_pylist(), tally.tolist(), strict=True))


def _number_pairs(values: Numbers) -> list[tuple[int, int]]:
    found, times = np.unique(values, return_counts=True)
    return list(zip(found.tolist(), times.tolist(), strict=True))
