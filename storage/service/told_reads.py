"""The reads of what is held about a person, as far as the person may be told of them now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage.service.deferrals import deferrals_of, told
from storage.service.reads import EXPORT, Read, kinds_of, own_dossiers, reads_of, subjects_of


@dataclass(frozen=True, slots=True)
class Told:
    reads: tuple[Read, ...]  # the newest first
    own: frozenset[str]  # those of their dossiers, by id or code, that are the person's and nobody else's


def told_reads(
    connection: Connection, person_id: str, now: datetime, *, before: int | None = None, last: int = 100
) -> Told:
    """Without what is deferred. `before`: only rows of a lower number. To be called within `reading`."""
    subjects, kinds = subjects_of(connection, person_id), kinds_of(connection, person_id)
    deferrals = deferrals_of(connection, person_id)
    found: list[Read] = []
    while len(found) < last:
        page = reads_of(connection, subjects, before=before, last=last)
        seen = told(page, deferrals, now)
        found += [one for one in seen if one.action != EXPORT or _may_hold(one, kinds)]
        if len(page) < last:
            break
        before = page[-1].seq
    named = {one.for_dossier for one in found[:last]} - {""}
    return Told(tuple(found[:last]), own_dossiers(connection, person_id, sorted(named)))


def _may_hold(export: Read, kinds: Mapping[str, datetime]) -> bool:
    """Whether something of the person was there to be exported: of a kind that was asked for, and held by then."""
    return any(since <= export.at for kind, since in kinds.items() if not export.kinds or kind in export.kinds)
