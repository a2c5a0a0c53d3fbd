"""Under whose key a value is sealed. To destroy that key is to destroy the value, in every copy and backup."""

from dataclasses import dataclass
from enum import Enum


class OwnerKind(Enum):
    PERSON = "person"  # a subject of records
    DOSSIER = "dossier"  # what was handed in and read, before and beside any record
    OBJECT = "object"  # one original or picture, and what was read off it
    EXTRACT = "extract"  # one extract of the population register
    STAFF = "staff"  # who works here: name and account
    SYSTEM = "system"  # what is about nobody in particular, or kept for hours only


@dataclass(frozen=True, slots=True)
class Owner:
    kind: OwnerKind
    id: str  # of ours: a UUID, a digest, a number

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.id}"


def of_person(person_id: str) -> Owner:
    return Owner(OwnerKind.PERSON, person_id)


def of_dossier(dossier_id: str) -> Owner:
    return Owner(OwnerKind.DOSSIER, dossier_id)


def of_object(digest: str) -> Owner:
    return Owner(OwnerKind.OBJECT, digest)


def of_extract(extract_id: int) -> Owner:
    return Owner(OwnerKind.EXTRACT, str(extract_id))


def of_staff(staff_id: str) -> Owner:
    return Owner(OwnerKind.STAFF, staff_id)


SYSTEM = Owner(OwnerKind.SYSTEM, "1")
LOOKUP = Owner(OwnerKind.SYSTEM, "lookup")  # its one key keys the blind index: never rotated, never erased
