"""Names compared as people write them: the ladder of keys, and in which way two names agree or differ."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from rapidfuzz.distance import OSA

from extractors.folded import plain
from extractors.values.name_keys import NameKeys, name_keys
from matching.reasons import Reason
from matching.resolution import Level

__all__ = ["NameAgreement", "NameParts", "compare_names", "has_marks", "keys", "parts"]


_MOST_SHAPES = 3  # letters of one name that may have been misread


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name cut where registers count it: surname, middle, given. Only for frequencies, never for display."""

    surname: str
    middle: str
    given: str


@dataclass(frozen=True, slots=True)
class NameAgreement:
    """How a written name stands to a registered one."""

    level: Level
    reason: Reason | None = None


@lru_cache(maxsize=65536)
def keys(name: str) -> NameKeys:
    """The keys of a name, kept for those asked last. Without marks y and i are one letter, wherever they stand."""
    ladder = name_keys(name)
    return replace(ladder, k4=ladder.k4.replace("y", "i"), k5=ladder.k5.replace("y", "i"))


def has_marks(name: str) -> bool:
    """The name is written with at least one Vietnamese mark or đ."""
    k1 = keys(name).k1
    return k1 != plain(k1)


def parts(key: str) -> NameParts:
    """First, middle and last syllables of a key; a name of one syllable is all given name."""
    syllables = key.split()
    if len(syllables) < 2:
        return NameParts("", "", key)
    return NameParts(syllables[0], " ".join(syllables[1:-1]), syllables[-1])


def compare_names(written: str, held: str, former: str = "") -> NameAgreement:
    """The first way in which the two names agree, from identity down to a single misread letter."""
    if not written.strip() or not held.strip():
        return NameAgreement(Level.MISSING)
    agreement = _compare(written, held)
    if agreement.level is Level.DIFFERENT and former.strip():
        ours, theirs = keys(written), keys(former)
        if ours.k4 == theirs.k4:
            return NameAgreement(Level.CLOSE, Reason.FORMER_NAME)
    return agreement


@lru_cache(maxsize=65536)
def _compare(written: str, held: str) -> NameAgreement:
    ours, theirs = keys(written), keys(held)
    same = _same_but_for_marks(ours, theirs)
    if same is not None:
        return same
    mine, yours = _syllables(ours.k4), _syllables(theirs.k4)
    if _is_abbreviated(mine, yours):
        return NameAgreement(Level.CLOSE, Reason.NAME_ABBREVIATED)
    if _drops_middle(mine, yours):
        return NameAgreement(Level.CLOSE, Reason.NAME_MIDDLE_DROPPED)
    if _one_letter_apart(mine, yours):
        return NameAgreement(Level.CLOSE, Reason.NAME_LETTER_MISREAD)
    if _few_shapes_apart(" ".join(mine), " ".join(yours)):
        return NameAgreement(Level.CLOSE, Reason.NAME_LETTERS_MISREAD)
    if len(mine) > 1 and len(yours) > 1 and mine[0] == yours[0] and mine[-1] == yours[-1]:
        return NameAgreement(Level.DIFFERENT, Reason.NAME_MIDDLE_DIFFERS)
    return NameAgreement(Level.DIFFERENT, Reason.NAME_CONFLICT)


def _same_but_for_marks(ours: NameKeys, theirs: NameKeys) -> NameAgreement | None:
    if ours.k0 == theirs.k0:
        return NameAgreement(Level.EXACT)
    if ours.k1 == theirs.k1:
        return NameAgreement(Level.VARIANT, Reason.NAME_TONE_PLACEMENT)
    if ours.k2 == theirs.k2:
        return NameAgreement(Level.VARIANT, Reason.NAME_I_Y)
    if ours.k4 == theirs.k4:
        return NameAgreement(
            Level.CLOSE, Reason.NAME_NO_MARKS if ours.k1 == plain(ours.k1) else Reason.NAME_MARK_DIFFERS
        )
    if ours.k5 == theirs.k5:
        return NameAgreement(Level.CLOSE, Reason.NAME_SPACING)
    return None


def _syllables(key: str) -> list[str]:
    return re.sub(r"[.\-'’]", " ", key).split()


def _is_abbreviated(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Some syllables but the given name are written as their first letter; the others are all there."""
    if len(mine) != len(yours) or len(mine) < 2 or mine[-1] != yours[-1]:
        return False
    pairs = list(zip(mine, yours, strict=True))
    return all(a == b or (len(a) == 1 and b.startswith(a)) for a, b in pairs) and any(a != b for a, b in pairs)


def _drops_middle(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Surname and given name are there, what stands between is a part of the registered middle name, in its order."""
    if not 2 <= len(mine) < len(yours) or mine[0] != yours[0] or mine[-1] != yours[-1]:
        return False
    rest = iter(yours[1:-1])
    return all(syllable in rest for syllable in mine[1:-1])


def _one_letter_apart(mine: Sequence[str], yours: Sequence[str]) -> bool:
    ours, theirs = " ".join(mine), " ".join(yours)
    if OSA.distance(ours, theirs, score_cutoff=1) <= 1:
        return True
    for seen, meant in _lookalikes("groups"):
        for there, here in ((seen, meant), (meant, seen)):
            if any(ours[: at.start()] + here + ours[at.end() :] == theirs for at in re.finditer(there, ours)):
                return True
    return False


def _few_shapes_apart(ours: str, theirs: str) -> bool:
    """Up to three letters differ, each from one of nearly its shape: what recognition does, and hardly another name."""
    if len(ours) != len(theirs):
        return False
    alike = frozenset(pair for a, b in _lookalikes("letters") for pair in ((a, b), (b, a)))
    differing = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    return len(differing) <= _MOST_SHAPES and all(pair in alike for pair in differing)


@lru_cache(maxsize=2)
def _lookalikes(kind: str) -> tuple[tuple[str, str], ...]:
    """Pairs of letters, or groups of letters ("rn" and "m"), that look alike, from the data file."""
    data = json.loads(resources.files("matching").joinpath("lookalikes.json").read_text(encoding="utf-8"))
    return tuple((a, b) for a, b in data[kind])
