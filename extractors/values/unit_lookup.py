"""Which unit of a level a part of an address names: its type word, its name, and how well they fit the list."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from extractors.folded import fold, plain
from extractors.values.name_keys import name_keys
from extractors.values.syllables import syllable_share
from extractors.values.tables import rows_of
from extractors.values.units import TYPES, Unit, UnitList, bare_key

NEAR = 84  # likeness, 0..100, for a misread name of a unit within its parent
SPELLED = 90  # likeness from which a commune is spelled by the list; below, it is only guessed at
_CLEAR = 4  # how much likelier, of 100, the best name must be than the next
TYPE_WORD = re.compile(
    r"\b(?:thi tran|thi xa|thanh pho|dac khu|phuong|quan|huyen|tinh|(?<!thi )xa)\b\.?|"
    r"\b(?:tx|tp|tt|p|f|q|h|x|t)\.(?=\s?\w)|\b(?:tx|tp|tt)(?=\s)|\b[pq](?=\s?\d)"
)
# Which written types a level can have; none written fits every level.
PROVINCE, _DISTRICT = {"tinh", "thanh pho", "t", "tp"}, {"quan", "huyen", "thi xa", "thanh pho", "q", "h", "tx", "tp"}
_COMMUNE = {"xa", "phuong", "thi tran", "x", "p", "f", "tt"}
LEVELS = {
    UnitList.LEGACY: (PROVINCE, _DISTRICT, _COMMUNE),
    UnitList.CURRENT: (PROVINCE, (_COMMUNE - {"thi tran", "tt"}) | {"dac khu"}),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A unit that an address names."""

    code: str
    name: str  # as in the list
    written: str  # as on the paper
    likeness: float  # 0..1: 1 = spelled as in the list, marks and all; case and tone place do not count
    rivals: tuple[str, ...] = ()  # codes of other units of the level that the words fit equally well


@dataclass(frozen=True, slots=True)
class Found:
    """A unit, and in which part of the address it stands."""

    at: int
    units: tuple[Unit, ...]  # the one taken first, then its rivals
    named: Named

    @property
    def unit(self) -> Unit:
        return self.units[0]


def find_unit(level: dict[str, list[Unit]], parts: list[str], end: int, types: set[str]) -> Found | None:
    """The rightmost part before `end` that names a unit of a level; parts that name none may stand behind it."""
    reach = 2 if types is PROVINCE else 3
    for at in range(end - 1, max(-1, end - 1 - reach), -1):
        part = parts[at].strip(" ,;.-–")
        # the whole part first: "Quảng Ninh" and "Hương Thủy" begin with what might be "quận" and "phường" misread
        typed = TYPE_WORD.match(plain(part).lower()) and fold(part) not in _aliases()
        whole = None if typed else _exact(level, part, part)
        kind, name = split_type(parts[at])
        if whole is None and kind and kind_of(kind) not in types:
            continue
        found = whole or _nearest(level, name.strip(" ,;.-–"), parts[at])
        if found:
            return Found(at, *found)
    return None


def split_type(part: str) -> tuple[str, str]:
    """Type word as written, with what stands before the name, and the name."""
    bare = plain(part).lower()
    if len(bare) != len(part):
        return "", part
    skipped = len(bare) - len(bare.lstrip(" ,;-–"))
    match = TYPE_WORD.match(bare[skipped:]) or _misread_type(bare[skipped:])
    return (part[: skipped + match.end()], part[skipped + match.end() :]) if match else ("", part)


def kind_of(written: str) -> str:
    """The type that a word means, folded: itself, or the one that it nearly is; "" for none."""
    word = fold(written)
    if word in PROVINCE | _DISTRICT | _COMMUNE | {"dac khu"}:
        return word
    near = process.extractOne(word, TYPES, scorer=fuzz.ratio, score_cutoff=78)
    return near[0] if near and len(word) > 3 and near[0].count(" ") == word.count(" ") else ""


def respelled(part: str, unit: Unit, named: Named) -> str:
    """The part with the unit's name as in the list; case and abbreviations of its type stay as written."""
    if is_guess(named):
        return part
    before, name = split_type(part)
    core = name.strip(" ,;.-–")
    at = name.find(core)
    spelled = core if named.likeness == 1.0 else unit.bare.upper() if core.isupper() and len(core) > 1 else unit.bare
    kind = unit.name[: len(unit.name) - len(unit.bare)].strip()
    written = before.strip(" ,;-–")
    if written and kind_of(written) == fold(kind):
        same_case = kind.upper() if written.isupper() else kind if written[0].isupper() else kind.lower()
        before = before.replace(written, same_case)
    return before + name[:at] + spelled + name[at + len(core) :]


def is_guess(named: Named) -> bool:
    """Whether a name is too far from the list's to be spelled by it.

    Lists of provinces and districts are short and whole. Communes resemble each other, and older papers name such as
    were merged long before the list: one whose syllables are all Vietnamese stays as written, if it differs in more
    than marks.
    """
    if len(named.code) != 5:
        return named.likeness < 0.95 * NEAR / 100
    other = named.likeness < 0.95 and syllable_share(split_type(named.written)[1]) == 1.0
    return other or named.likeness < 0.95 * SPELLED / 100


def _exact(level: dict[str, list[Unit]], name: str, part: str) -> tuple[tuple[Unit, ...], Named] | None:
    """The units whose name this is but for marks, or that have it as another name."""
    key = bare_key(name)
    alias = _aliases().get(fold(name), _aliases().get(key, ""))
    if key not in level and alias not in level:
        return None
    units, known = (level[key], False) if key in level else (level[alias], True)
    same = [unit for unit in units if same_name(unit.bare, bare_of(name))]
    kind = [unit for unit in (same or units) if fold(part).startswith(fold(unit.name))]
    fitting = tuple(kind or same or units)
    rivals = tuple(unit.code for unit in fitting[1:])
    likeness = 1.0 if same or known else 0.95
    return fitting, Named(fitting[0].code, fitting[0].name, part.strip(" ,;"), likeness, rivals)


def _nearest(level: dict[str, list[Unit]], name: str, part: str) -> tuple[tuple[Unit, ...], Named] | None:
    if exact := _exact(level, name, part):
        return exact
    key = bare_key(name)
    if len(key) < 4 or key.isdigit():
        return None
    near = process.extract(key, list(level), scorer=fuzz.ratio, score_cutoff=NEAR, limit=2)
    if not near or (len(near) > 1 and near[0][1] - near[1][1] < _CLEAR):
        return None
    units, likeness = tuple(level[near[0][0]]), near[0][1]
    rivals = tuple(unit.code for unit in units[1:])
    return units, Named(units[0].code, units[0].name, part.strip(" ,;"), 0.95 * likeness / 100, rivals)


def bare_of(name: str) -> str:
    """The name as written, without the word that tells its type."""
    _, rest = split_type(name) if TYPE_WORD.match(plain(name).lower().lstrip(" ,;-–")) else ("", name)
    return rest.strip(" ,;.-–") or name


def same_name(one: str, other: str) -> bool:
    """Whether two names are spelled alike; case, the place of tones, spaces and dashes do not count."""
    return _spelling(one) == _spelling(other)


def _spelling(name: str) -> str:
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name_keys(name).k1))
    return letters.lstrip("0") or letters


@cache
def _aliases() -> dict[str, str]:
    """Folded other name -> folded name of the list."""
    return {fold(row["alias"]): fold(row["name"]) for row in rows_of("unit_aliases")}


@cache
def hyphened() -> frozenset[tuple[str, str]]:
    """What stands on either side of the dash within a name of a unit, folded: ("ba ria", "vung tau")."""
    names = [row[side] for row in rows_of("unit_aliases") for side in ("alias", "name")]
    pairs = [name.split("-") for name in names if name.count("-") == 1]
    return frozenset((fold(one), fold(other)) for one, other in pairs) | {("phan rang", "thap cham")}


def _misread_type(bare: str) -> re.Match[str] | None:
    """The first word or two, when they are nearly the word of a type: "huuen", "phuờg"."""
    for count in (2, 1):
        match = re.match(rf"\w+(?:\s\w+){{{count - 1}}}\b", bare)
        if match and len(match[0]) > 3 and kind_of(match[0]) and len(match[0]) < len(bare):
            return match
    return None
