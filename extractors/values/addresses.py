"""Addresses: which units of which list they name."""

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz, process

from extractors.findings import Finding
from extractors.folded import fold, plain
from extractors.reading import Problem
from extractors.values.parsed import Parsed
from extractors.values.syllables import LEGIBLE, syllable_share
from extractors.values.texts import parse_text
from extractors.values.units import TYPES, Unit, UnitList, bare_key, provinces

NEAR = 84  # likeness, 0..100, for a misread name of a unit within its parent
SPELLED = 90  # likeness from which a commune is spelled by the list; below, it is only guessed at
_TYPE_WORD = re.compile(
    r"\b(?:thi tran|thi xa|thanh pho|dac khu|phuong|quan|huyen|tinh|(?<!thi )xa)\b\.?|"
    r"\b(?:tx|tp|tt|p|f|q|h|x|t)\.(?=\s?\w)|\b(?:tx|tp)(?=\s)|\b[pq](?=\s?\d)"
)
# Which written types a level can have; none written fits every level.
_PROVINCE, _DISTRICT = {"tinh", "thanh pho", "t", "tp"}, {"quan", "huyen", "thi xa", "thanh pho", "q", "h", "tx", "tp"}
_COMMUNE = {"xa", "phuong", "thi tran", "x", "p", "f", "tt"}
_LEVELS = {
    UnitList.LEGACY: (_PROVINCE, _DISTRICT, _COMMUNE),
    UnitList.CURRENT: (_PROVINCE, (_COMMUNE - {"thi tran", "tt"}) | {"dac khu"}),
}
# Folded names in use beside those of the lists. The legacy list is that of 2025, when Thừa Thiên Huế was Huế already.
_ALIASES = {
    "hcm": "ho chi minh",
    "tphcm": "ho chi minh",
    "sai gon": "ho chi minh",
    "brvt": "ba ria vung tau",
    "thua thien hue": "hue",
    "tt hue": "hue",
    "dac lac": "dak lak",
    "dak lac": "dak lak",
    "dac nong": "dak nong",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A unit that an address names."""

    code: str
    name: str  # as in the list
    written: str  # as on the paper
    likeness: float  # 0..1: 1 = spelled as in the list, marks and all; case and tone place do not count


@dataclass(frozen=True, slots=True)
class Address:
    """An address and the units found in it, the largest first. Nothing is corrected: `spelled` is a proposal."""

    text: str
    list: UnitList | None  # None: no province was recognised
    province: Named | None = None
    district: Named | None = None  # legacy list only
    commune: Named | None = None
    detail: str = ""  # house, street, hamlet: what stands before the units
    candidates: tuple[str, ...] = ()  # codes of the present communes that it may lie in now
    spelled: str = ""  # the text with the units spelled as in the list
    ambiguous: bool = False  # whether a name fits several units equally well

    @property
    def units(self) -> tuple[Named, ...]:
        return tuple(unit for unit in (self.province, self.district, self.commune) if unit)


def parse_address(text: str) -> Address:
    """The units that an address names, looked up from the province down in both lists; the list that tells more wins.

    Without a province nothing is looked up: names of communes repeat all over the country. A commune of before
    2025-07-01 gives the present ones that it may lie in now: one, or several where it was divided.
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    parts = _parts(text)
    found = [_look_up(text, parts, which) for which in UnitList]
    return max(found, key=_wholeness)


def parse_address_text(text: str) -> Parsed | Problem:
    """An address as written; units nearly spelled as in the list are spelled so, with SPELLING_FROM_LIST."""
    plain_text = parse_text(text)
    if isinstance(plain_text, Problem):
        return plain_text
    address = parse_address(str(plain_text.value))
    if not address.units and syllable_share(str(plain_text.value)) < LEGIBLE:
        return Problem.UNREADABLE
    if not address.units:
        return Parsed(plain_text.value, 0.7 * plain_text.strictness, (Finding.UNIT_UNKNOWN,))
    findings = []
    if address.list is UnitList.LEGACY and address.commune:
        findings.append(Finding.UNIT_SUPERSEDED)
    if address.ambiguous:
        findings.append(Finding.UNIT_AMBIGUOUS)
    if address.spelled != plain_text.value:
        findings.append(Finding.SPELLING_FROM_LIST)
    if address.commune is None:
        findings.append(Finding.UNIT_UNKNOWN)
    strictness = min(unit.likeness for unit in address.units) * (1.0 if address.commune else 0.8)
    return Parsed(address.spelled, strictness * plain_text.strictness, tuple(findings))


def is_whole(text: str) -> bool:
    """Whether an address has reached its end: its last part names a province, and a smaller unit stands before it."""
    parts = _parts(" ".join(unicodedata.normalize("NFC", text).split()).strip(" .,;"))
    if len(parts) < 2:
        return False
    address = parse_address("".join(parts))
    province = address.province
    return (
        province is not None
        and len(address.units) > 1
        and province.likeness >= 0.95
        and parts[-1].endswith(province.written)
    )


def _wholeness(address: Address) -> tuple[float, int]:
    """How much of what its list asks for an address names, and how well; of two whole ones the finer."""
    asked = 3 if address.list is UnitList.LEGACY else 2
    return sum(unit.likeness for unit in address.units) / asked, len(address.units)


def _parts(text: str) -> list[str]:
    """The address cut at commas, and before each word that tells the type of a unit, should a comma be lost."""
    cuts = {0, len(text)}
    bare = plain(text)
    if len(bare) == len(text):
        cuts |= {match.start() for match in _TYPE_WORD.finditer(bare.lower())}
    cuts |= {match.end() for match in re.finditer(r"[,;]|\s[-–]\s", text)}
    edges = sorted(cuts)
    parts: list[str] = []
    for begin, end in pairwise(edges):
        if parts and not fold(parts[-1]):  # spaces and signs alone go with what follows them
            parts[-1] += text[begin:end]
        else:
            parts.append(text[begin:end])
    return parts


def _look_up(text: str, parts: list[str], which: UnitList) -> Address:
    """Province in the last parts, then level by level to the left, each level within the one found before."""
    address = Address(text, which, spelled=text)
    level, at = provinces(which), len(parts)
    for depth in range(3 if which is UnitList.LEGACY else 2):
        found = _find(level, parts, at, _LEVELS[which][depth])
        if found is None and depth == 1 and which is UnitList.LEGACY:
            continue  # a paper may leave the district out: the commune is then sought in the whole province
        if found is None and depth == 2 and address.district is None:
            found = _find(_all_communes(level), parts, at, _LEVELS[which][depth])
        if found is None:
            break
        at, unit, named, several = found
        parts = [*parts[:at], _respelled(parts[at], unit, named), *parts[at + 1 :]]
        address = _with(address, which, depth, named, several)
        level = unit.below
        if unit.became:
            address = replace(address, candidates=unit.became)
    if address.province is None:
        return Address(text, None, detail=text, spelled=text)
    if which is UnitList.CURRENT and address.commune:
        address = replace(address, candidates=(address.commune.code,))
    detail = "".join(parts[:at]).strip(" ,;-–")
    return replace(address, detail=detail, spelled="".join(parts).strip(" ,;"))


def _all_communes(districts: dict[str, list[Unit]]) -> dict[str, list[Unit]]:
    """Bare name -> communes of a whole province."""
    found: dict[str, list[Unit]] = {}
    for units in districts.values():
        for district in units:
            for key, communes in district.below.items():
                found.setdefault(key, []).extend(communes)
    return found


def _with(address: Address, which: UnitList, depth: int, named: Named, several: bool) -> Address:
    ambiguous = address.ambiguous or several
    if depth == 0:
        return replace(address, province=named, ambiguous=ambiguous)
    if depth == 1 and which is UnitList.LEGACY:
        return replace(address, district=named, ambiguous=ambiguous)
    return replace(address, commune=named, ambiguous=ambiguous)


def _find(
    level: dict[str, list[Unit]], parts: list[str], end: int, types: set[str]
) -> tuple[int, Unit, Named, bool] | None:
    """The rightmost part before `end` that names a unit of a level; parts that name none may stand behind it."""
    reach = 2 if types is _PROVINCE else 3
    for at in range(end - 1, max(-1, end - 1 - reach), -1):
        kind, name = _split(parts[at])
        if kind and _kind(kind) not in types:
            continue
        found = _nearest(level, name.strip(" ,;.-–"), parts[at])
        if found:
            return (at, *found)
    return None


def _nearest(level: dict[str, list[Unit]], name: str, part: str) -> tuple[Unit, Named, bool] | None:
    key = bare_key(name)
    alias = key not in level and _ALIASES.get(key, "") in level
    key = _ALIASES[key] if alias else key
    likeness = 100.0
    if key not in level:
        if len(key) < 4 or key.isdigit():
            return None
        near = process.extract(key, list(level), scorer=fuzz.ratio, score_cutoff=NEAR, limit=2)
        if not near or (len(near) > 1 and near[0][1] - near[1][1] < 4):
            return None
        key, likeness, _ = near[0]
    units = level[key]
    same = [unit for unit in units if _same(unit.bare, name)]
    kind = [unit for unit in (same or units) if fold(part).startswith(fold(unit.name))]
    unit = (kind or same or units)[0]
    exact = bool(same)
    several = len(kind or same or units) > 1
    sure = 1.0 if exact or alias else 0.95 * likeness / 100
    return unit, Named(unit.code, unit.name, part.strip(" ,;"), sure), several


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one).casefold() == other.casefold()


def _split(part: str) -> tuple[str, str]:
    """Type word as written, with what stands before the name, and the name."""
    bare = plain(part).lower()
    if len(bare) != len(part):
        return "", part
    skipped = len(bare) - len(bare.lstrip(" ,;-–"))
    match = _TYPE_WORD.match(bare[skipped:]) or _misread_type(bare[skipped:])
    return (part[: skipped + match.end()], part[skipped + match.end() :]) if match else ("", part)


def _misread_type(bare: str) -> re.Match[str] | None:
    """The first word or two, when they are nearly the word of a type: "huuen", "phuờg"."""
    for count in (2, 1):
        match = re.match(rf"\w+(?:\s\w+){{{count - 1}}}\b", bare)
        if match and len(match[0]) > 3 and _kind(match[0]) and len(match[0]) < len(bare):
            return match
    return None


def _kind(written: str) -> str:
    """The type that a word means, folded: itself, or the one that it nearly is; "" for none."""
    word = fold(written)
    if word in _PROVINCE | _DISTRICT | _COMMUNE | {"dac khu"}:
        return word
    near = process.extractOne(word, TYPES, scorer=fuzz.ratio, score_cutoff=78)
    return near[0] if near and len(word) > 3 and near[0].count(" ") == word.count(" ") else ""


def _respelled(part: str, unit: Unit, named: Named) -> str:
    """The part with the unit's name as in the list; case and abbreviations of its type stay as written."""
    # Lists of provinces and districts are short and whole; communes resemble each other.
    if named.likeness < 0.95 * (SPELLED if len(unit.code) == 5 else NEAR) / 100:
        return part
    before, name = _split(part)
    core = name.strip(" ,;.-–")
    at = name.find(core)
    spelled = core if named.likeness == 1.0 else unit.bare.upper() if core.isupper() and len(core) > 1 else unit.bare
    kind = unit.name[: len(unit.name) - len(unit.bare)].strip()
    written = before.strip(" ,;-–")
    if written and _kind(written) == fold(kind):
        same_case = kind.upper() if written.isupper() else kind if written[0].isupper() else kind.lower()
        before = before.replace(written, same_case)
    return before + name[:at] + spelled + name[at + len(core) :]
