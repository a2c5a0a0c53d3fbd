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


@lru_cache(maxsize=65536)
def units(address: str) -> tuple[str, ...]:
    """The parts of an address from small to large, folded, without the word for the kind of unit."""
    folded = (fold(part) for part in re.split(r"[,;]", address))
    return tuple(_KINDS.sub("", part) or part for part in folded if part)


def commune_key(address: str) -> str:
    """Commune and province of an address as the register writes it (two or three levels below one house or village)."""
    found = units(address)
    if len(found) < 2:
        return ""
    commune = found[-3] if len(found) >= 4 else found[-2]
    return f"{commune}, {found[-1]}"


def compare_places(written: str, person: Person) -> Level:
    """EXACT: the same commune in either form; CLOSE: the same province; DIFFERENT: another province."""
    ours = set(units(written))
    held = [units(address) for address in (person.address, person.address_old) if address]
    if not ours or not held:
        return Level.MISSING
    for theirs in held:
        commune, province = commune_key(", ".join(theirs)).rpartition(", ")[::2]
        if commune and commune in ours and (province in ours or len(ours) == 1):
            return Level.EXACT
    return Level.CLOSE if any(theirs[-1] in ours for theirs in held) else Level.DIFFERENT
