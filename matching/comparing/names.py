"""Names compared as people write them: the ladder of keys, and in which way two names agree or differ."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from rapidfuzz.distance import OSA, Hamming

from extractors.folded import plain
from extractors.values.name_keys import NameKeys, name_keys
from matching.reasons import Reason
from matching.resolution import Level

__all__ = ["NameAgreement", "NameParts", "compare_names", "has_marks", "keys", "parts"]


_PUNCTUATION = " .-'’"
_NO_PUNCTUATION = str.maketrans("", "", _PUNCTUATION)
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


_MISSING = NameAgreement(Level.MISSING)
_FORMER = NameAgreement(Level.CLOSE, Reason.FORMER_NAME)


@lru_cache(maxsize=16384)
def keys(name: str) -> NameKeys:
    """The keys of a name, kept for those asked last. Without marks y and i are one letter, wherever they stand.

    Keys of a name are those of its syllables side by side, for no rule of `name_keys` looks beyond a space; and some
    thousand syllables make all names.
    """
    made = [_syllable_keys(syllable) for syllable in name.split()]
    if len(made) == 1:
        return made[0]
    rungs = [(one.k0, one.k1, one.k2, one.k3, one.k4) for one in made]
    k0, k1, k2, k3, k4 = map(" ".join, zip(*rungs, strict=True)) if rungs else ("",) * 5
    return NameKeys(k0, k1, k2, k3, k4, "".join([one.k5 for one in made]))


@lru_cache(maxsize=32768)
def _syllable_keys(syllable: str) -> NameKeys:
    ladder = name_keys(syllable)
    return replace(ladder, k4=ladder.k4.replace("y", "i"), k5=ladder.k5.replace("y", "i"))


def has_marks(name: str) -> bool:
    """The name is written with at least one Vietnamese mark or đ."""
    k1 = keys(name).k1
    return k1 != plain(k1)


@lru_cache(maxsize=16384)
def parts(key: str) -> NameParts:
    """First, middle and last syllables of a key; a name of one syllable is all given name."""
    syllables = key.split()
    if len(syllables) < 2:
        return NameParts("", "", key)
    return NameParts(syllables[0], " ".join(syllables[1:-1]), syllables[-1])


def compare_names(written: str, held: str, former: str = "") -> NameAgreement:
    """The first way in which the two names agree, from identity down to a single misread letter."""
    if not written.strip() or not held.strip():
        return _MISSING
    agreement = _compare(written, held)
    if former and agreement.level is Level.DIFFERENT and former.strip() and keys(written).k4 == keys(former).k4:
        return _FORMER
    return agreement


@lru_cache(maxsize=16384)
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


def may_be_close(written: str) -> Callable[[str], bool]:
    """Whether a held name, given as its key k4, is worth comparing: False only where `compare_names` cannot say CLOSE
    or nearer.

    Few letters apart lie a slip, a group of letters read as another, and misread ones; abbreviations and dropped middle
    names keep the given name and the first letter; spacing keeps the letters. Where a held name has other signs than
    letters and spaces, it is compared.
    """
    ladder = keys(written)
    syllables = _syllables(ladder.k4)
    ours, letters = " ".join(syllables), ladder.k5
    head, given = ours[:1], syllables[-1] if syllables else ""
    most = max(_MOST_SHAPES, _letter_groups()[1])

    def may(held: str) -> bool:
        if (held[:1] == head and held.endswith(given)) or OSA.distance(ours, held, score_cutoff=most) <= most:
            return True
        bare = held.replace(" ", "")
        return bare == letters or not (bare.isalnum() and bare.isascii())

    return may


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


@lru_cache(maxsize=16384)
def _syllables(key: str) -> tuple[str, ...]:
    return tuple(re.sub(r"[.\-'’]", " ", key).split())


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
    groups, widest = _letter_groups()
    distance = OSA.distance(ours, theirs, score_cutoff=widest)
    if distance <= 1 or distance > widest:  # a group for another changes at most as many letters as the longer has
        return distance <= 1
    for there, here in groups:
        at = ours.find(there) if len(ours) - len(there) + len(here) == len(theirs) else -1
        while at >= 0:
            if ours[:at] + here + ours[at + len(there) :] == theirs:
                return True
            at = ours.find(there, at + len(there))
    return False


@lru_cache(maxsize=1)
def _letter_groups() -> tuple[tuple[tuple[str, str], ...], int]:
    """Groups of letters taken for one another, both ways, and how long the longest is."""
    both = tuple(pair for seen, meant in _lookalikes("groups") for pair in ((seen, meant), (meant, seen)))
    return both, max((len(group) for pair in both for group in pair), default=1)


def _few_shapes_apart(ours: str, theirs: str) -> bool:
    """Up to three letters differ, each from one of nearly its shape: what recognition does, and hardly another name."""
    if len(ours) != len(theirs):
        return False
    if Hamming.distance(ours, theirs, score_cutoff=_MOST_SHAPES) > _MOST_SHAPES:
        return False
    return all(a == b or (a, b) in _alike() for a, b in zip(ours, theirs, strict=True))


@lru_cache(maxsize=1)
def _alike() -> frozenset[tuple[str, str]]:
    return frozenset(pair for a, b in _lookalikes("letters") for pair in ((a, b), (b, a)))


@lru_cache(maxsize=2)
def _lookalikes(kind: str) -> tuple[tuple[str, str], ...]:
    """Pairs of letters, or groups of letters ("rn" and "m"), that look alike, from the data file."""
    data = json.loads(resources.files("matching").joinpath("data/lookalikes.json").read_text(encoding="utf-8"))
    return tuple((a, b) for a, b in data[kind])
