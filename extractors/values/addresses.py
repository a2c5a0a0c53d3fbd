"""Addresses: which units of which list they name."""

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.findings import Finding
from extractors.folded import fold, plain
from extractors.reading import Alternative, AlternativeKind, Problem
from extractors.values.parsed import Answer, Parsed, or_else
from extractors.values.syllables import LEGIBLE, syllable_share
from extractors.values.texts import parse_text
from extractors.values.unit_lookup import LEVELS, TYPE_WORD, Found, Named, find_unit, hyphened, is_guess, respelled
from extractors.values.units import Unit, UnitList, commune_chains, provinces

GUESSED = 0.55  # factor on an address of which a unit is near to one of the list and is none: as written it is misread

_TYPES = frozenset(("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"))


@dataclass(frozen=True, slots=True)
class Address:
    """An address and the units found in it, the largest first. Nothing is corrected: `spelled` is a proposal."""

    text: str
    list: UnitList | None  # None: no province was recognised
    province: Named | None = None
    district: Named | None = None  # legacy list only
    commune: Named | None = None
    detail: str = ""  # house, street, hamlet: what stands before the units
    alternatives: tuple[str, ...] = ()  # codes of the present communes that it may lie in now
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
    legacy, current = (_look_up(text, parts, which) for which in (UnitList.LEGACY, UnitList.CURRENT))
    if legacy.district and current.commune and current.commune.written == legacy.district.written:
        # a present commune bears the name of the old district: an old commune before it settles which is meant
        return legacy if legacy.commune else replace(current, ambiguous=True)
    return max(legacy, current, key=_wholeness)


def parse_address_text(text: str) -> Answer:
    """An address as written; units nearly spelled as in the list are spelled so, with SPELLING_FROM_LIST.

    Codes are alternatives: UNIT, "legacy:22.194.06712" or "current:22.06712", of the smallest unit named; UNIT_NOW, of
    every present commune in which a place of the legacy list may lie. The wording before the list's spelling is kept
    as a alternative too, and so is the name of the list where the written one is too far from it to be spelled so.
    """
    plain_text = parse_text(text)
    if not isinstance(plain_text, Parsed):
        return plain_text
    line = str(plain_text.value)
    address = parse_address(line)
    if not address.units and syllable_share(line) < LEGIBLE:
        return Problem.UNREADABLE
    if not address.units:
        return Parsed(line, 0.7 * plain_text.strictness, (*plain_text.findings, Finding.UNIT_UNKNOWN))
    strictness = min(unit.likeness for unit in address.units) * (1.0 if address.commune else 0.8)
    guessed = [unit for unit in address.units if is_guess(unit)]
    strictness *= GUESSED if guessed else 1.0
    others = [line] if address.spelled != line else []
    others += [address.spelled.replace(unit.written, unit.name) for unit in guessed]
    alternatives = (*_codes(address), *or_else(*others))
    findings = (*plain_text.findings, *_findings(address, line))
    return Parsed(address.spelled, strictness * plain_text.strictness, findings, alternatives)


def _findings(address: Address, line: str) -> list[Finding]:
    told = {
        Finding.UNIT_SUPERSEDED: address.list is UnitList.LEGACY and address.commune is not None,
        Finding.UNIT_DIVIDED: address.list is UnitList.LEGACY and len(address.alternatives) > 1,
        Finding.UNIT_AMBIGUOUS: address.ambiguous,
        Finding.SPELLING_FROM_LIST: address.spelled != line,
        Finding.UNIT_UNKNOWN: address.commune is None,
    }
    return [finding for finding, is_so in told.items() if is_so]


def _codes(address: Address) -> tuple[Alternative, ...]:
    """Codes of the units named, and of those in which the place may lie now, each with the name of its list."""
    which = "legacy" if address.list is UnitList.LEGACY else "current"
    chain = [unit.code for unit in address.units]
    last = address.units[-1]
    named = [".".join((*chain[:-1], code)) for code in (last.code, *last.rivals)]
    held = [Alternative(AlternativeKind.UNIT, f"{which}:{codes}") for codes in named]
    if address.list is UnitList.LEGACY:
        now = (commune_chains().get(code, code) for code in address.alternatives)
        held += [Alternative(AlternativeKind.UNIT_NOW, f"current:{codes}") for codes in now]
    return tuple(held)


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
        cuts |= set(_type_words(bare.lower(), text))
    cuts |= {match.end() for match in re.finditer(r"[,;]|\s[-–]\s", text) if not _within_name(text, match)}
    edges = sorted(cuts)
    parts: list[str] = []
    for begin, end in pairwise(edges):
        if parts and not fold(parts[-1]):  # spaces and signs alone go with what follows them
            parts[-1] += text[begin:end]
        else:
            parts.append(text[begin:end])
    return parts


def _type_words(bare: str, text: str) -> list[int]:
    """Where words that tell the type of a unit begin. One that no name follows is a name itself: "tỉnh Hà Tĩnh".

    Of two that follow each other at once one is a name, "phường Phương Liên": the one that has other marks than the
    word of the type, else the second.
    """
    found: list[re.Match[str]] = []
    for match in TYPE_WORD.finditer(bare):
        named = bare[match.end() :].lstrip()[:1]
        if not named or named in ",;.)":
            continue
        if found and not bare[found[-1].end() : match.start()].strip(" ."):
            before, here = (text[one.start() : one.end()].casefold() in _TYPES for one in (found[-1], match))
            if before or not here:
                continue
            found.pop()
        found.append(match)
    return [match.start() for match in found]


def _within_name(text: str, dash: re.Match[str]) -> bool:
    """Whether a dash stands within the name of a unit: "Bà Rịa - Vũng Tàu"."""
    if dash[0] in ",;":
        return False
    before, after = fold(text[: dash.start()]), fold(text[dash.end() :])
    return any(f" {before}".endswith(f" {one}") and f"{after} ".startswith(f"{other} ") for one, other in hyphened())


def _look_up(text: str, parts: list[str], which: UnitList) -> Address:
    """Province in the last parts, then level by level to the left, each level within the one found before."""
    address = Address(text, which, spelled=text)
    level, at = provinces(which), len(parts)
    for depth in range(3 if which is UnitList.LEGACY else 2):
        found = find_unit(level, parts, at, LEVELS[which][depth])
        if found is None and depth == 1 and which is UnitList.LEGACY:
            continue  # a paper may leave the district out: the commune is then sought in the whole province
        if found is None and depth == 2 and address.district is None:
            found = find_unit(_all_communes(level), parts, at, LEVELS[which][depth])
        if found is None:
            break
        at = found.at
        parts = [*parts[:at], respelled(parts[at], found.unit, found.named), *parts[at + 1 :]]
        address = _with(address, which, depth, found)
        level = found.unit.below
    if address.province is None:
        return Address(text, None, detail=text, spelled=text)
    if which is UnitList.CURRENT and address.commune:
        address = replace(address, alternatives=(address.commune.code, *address.commune.rivals))
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


def _with(address: Address, which: UnitList, depth: int, found: Found) -> Address:
    """The address with one unit more; of several that fit, all their present communes are alternatives."""
    became = tuple(dict.fromkeys(code for unit in found.units for code in unit.became))
    address = replace(
        address,
        ambiguous=address.ambiguous or len(found.units) > 1,
        alternatives=became or address.alternatives,
    )
    if depth == 0:
        return replace(address, province=found.named)
    if depth == 1 and which is UnitList.LEGACY:
        return replace(address, district=found.named)
    return replace(address, commune=found.named)
