"""Addresses compared by commune, in the units of before or after 2025-07-01; words for kinds of units do not count."""

import re
from functools import lru_cache

from extractors.folded import fold
from matching.people import Person
from matching.resolution import Level

_WORDS = (
    "xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh|tp|tx|tt|p|q|h|x|t|"
    "to dan pho|tdp|khu pho|kp|thon|xom|ap|ban|buon"
)
_KINDS = re.compile(rf"^(?:{_WORDS})\b\s*")


@lru_cache(maxsize=16384)
def units(address: str) -> tuple[str, ...]:
    """The parts of an address from small to large, folded, without the word for the kind of unit."""
    found = map(_unit, address.replace(";", ",").split(","))
    return tuple([unit for unit in found if unit])


@lru_cache(maxsize=32768)
def _unit(part: str) -> str:
    """Of one part; "" when nothing is written in it. Kept, for most addresses share their larger units."""
    folded = fold(part)
    return _KINDS.sub("", folded) or folded


@lru_cache(maxsize=16384)
def commune_key(address: str) -> str:
    """Commune and province of an address as the register writes it (two or three levels below one house or village)."""
    found = units(address)
    if len(found) < 2:
        return ""
    commune = found[-3] if len(found) >= 4 else found[-2]
    return f"{commune}, {found[-1]}"


def compare_places(written: str, person: Person) -> Level:
    """EXACT: the same commune in either form; CLOSE: the same province; DIFFERENT: another province."""
    ours = _named(written)
    held = [address for address in (person.address, person.address_old) if address]
    if not ours or not held:
        return Level.MISSING
    for address in held:
        commune, province = _commune(address)
        if commune and commune in ours and (province in ours or len(ours) == 1):
            return Level.EXACT
    return Level.CLOSE if any(unit in ours for address in held for unit in units(address)[-1:]) else Level.DIFFERENT


def is_old_unit(written: str, person: Person) -> bool:
    """The paper names the person's commune as it was before 2025-07-01, and not as it is now."""
    ours = _named(written)
    now, before = (commune_key(address).rpartition(", ")[::2] for address in (person.address, person.address_old))
    return bool(before[0]) and before[0] in ours and (now[0] not in ours or now[1] not in ours)


@lru_cache(maxsize=4096)
def _named(written: str) -> frozenset[str]:
    return frozenset(units(written))


@lru_cache(maxsize=16384)
def _commune(address: str) -> tuple[str, str]:
    """Commune and province of an address, its units folded once more."""
    commune, _, province = commune_key(", ".join(units(address))).rpartition(", ")
    return commune, province
