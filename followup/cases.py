"""What follow-up needs to know of one dossier: values in, so that letters and lists are made without a warehouse."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from extractors.values.addresses import parse_address
from extractors.values.units import UnitList, provinces
from followup.proposals import named_person
from matching.people import Claim
from matching.remedies import Actor, Remedy, remedies_for, remedy_for
from matching.resolution import Outcome, Resolution
from storage.dossiers import Dossier
from storage.vietnam_time import day_of

ELSEWHERE = "Chưa rõ xã, phường"


@dataclass(frozen=True, slots=True)
class Case:
    """One dossier as matched last. Holds personal values: for paper and screen of who may see them, never for a log."""

    dossier: Dossier
    claim: Claim = field(repr=False)  # what its papers say
    resolution: Resolution | None = field(repr=False)

    @property
    def code(self) -> str:
        """As the citizen knows it; a dossier without a code is named by the beginning of its id."""
        return self.dossier.manifest.dossier_code or self.dossier.id[:8]

    @property
    def received_on(self) -> date:
        return day_of(self.dossier.received_at)

    @property
    def linked(self) -> bool:
        return self.resolution is not None and self.resolution.outcome is Outcome.LINKED

    @property
    def name(self) -> str:
        """As the papers spell it: what the register holds is told to nobody before the person is settled."""
        return self.claim.full_name

    @property
    def address(self) -> str:
        """As the papers say; else, of a settled person, as the register says."""
        person = named_person(self.resolution) if self.resolution is not None and self.linked else None
        return self.claim.address or (person.address if person else "")

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What is to be done, the gravest first. The phone of a person who is not settled is no concern yet."""
        if self.resolution is None:
            return ()
        of_phone = () if self.linked else self.resolution.phone.reasons
        return tuple(one for one in remedies_for(self.resolution) if one.reason not in of_phone)

    @property
    def clerk_first(self) -> bool:
        """Nobody is sent for as long as this stands: the gravest reason is a clerk's, or one that may be somebody's
        misuse of another's papers."""
        if self.resolution is None or self.linked:
            return False
        rows = [remedy_for(reason) for reason in self.resolution.reasons]
        return any(row.clerk_first for row in rows) or (bool(rows) and rows[0].actor is Actor.CLERK)


@dataclass(frozen=True, slots=True, order=True)
class Commune:
    """A commune as it is today, where that can be told; else as the address names it."""

    province: str
    name: str
    code: str  # 5 digits of the present list, or of the list of before 2025-07-01; "" when not recognised


def commune_of(address: str) -> Commune:
    """Where somebody lives. An old commune that was divided stays the old one: nobody can tell which part is meant."""
    found = parse_address(address)
    if found.commune is None or found.province is None:
        return Commune(found.province.name if found.province else "", ELSEWHERE, "")
    if found.list is UnitList.LEGACY and len(found.alternatives) == 1:
        return _present().get(found.alternatives[0]) or Commune(found.province.name, found.commune.name, "")
    return Commune(found.province.name, found.commune.name, found.commune.code)


@cache
def _present() -> dict[str, Commune]:
    """The communes of the present list by their code."""
    return {
        unit.code: Commune(province.name, unit.name, unit.code)
        for group in provinces(UnitList.CURRENT).values()
        for province in group
        for units in province.below.values()
        for unit in units
    }
