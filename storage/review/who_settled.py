"""Who settled what of a dossier: which fields, when, by what action, and on which pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from ocr.page import Box
from storage.paper import Paper
from storage.readings import StoredReading
from storage.review.answers import Decided, decided
from storage.review.given import Action
from storage.schema import PAGE, SCAN


@dataclass(frozen=True, slots=True)
class SeenAt:
    """A place that somebody looked at."""

    scan_digest: str
    picture: str | None  # digest of the upright page in the object store; None: it was read before pictures were kept
    page: int  # 1.. within the scan
    box: Box  # px of the upright page


@dataclass(frozen=True, slots=True)
class SettledField:
    """A field of a paper that people settled; its value is not here."""

    form: str
    field: str
    people: tuple[str, ...]  # staff ids: whose answers count, who gave the value first
    at: datetime
    action: Action | None  # None: it came by another way than the station
    seen: tuple[SeenAt, ...]


@dataclass(frozen=True, slots=True)
class SettledWhole:
    """What people settled of a dossier that is no field: whom it is about, what a paper is, whether a file may be
    used."""

    kind: str
    people: tuple[str, ...]
    at: datetime
    action: Action


def settled_fields(connection: Connection, dossier_id: str, papers: Sequence[Paper]) -> tuple[SettledField, ...]:
    """In the order of the papers and their fields. `papers`: of the dossier, as they are believed."""
    by_answer = {one.answer.id: one for one in decided(connection, dossier_id, gone_on=None)}
    pictures = _pictures(connection, dossier_id)
    return tuple(
        _field(paper, paper.keyed[reading.field], by_answer, pictures)
        for paper in papers
        for reading in paper.stored.document.readings
        if reading.field in paper.keyed
    )


def settled_whole(connection: Connection, dossier_id: str) -> tuple[SettledWhole, ...]:
    """In order of time; what is in effect."""
    found = decided(connection, dossier_id, gone_on=True)
    ours = (one for one in found if one.field is None and one.origin.holds)
    return tuple(SettledWhole(one.kind, one.by, one.answer.at, one.answer.action) for one in ours)


def _field(
    paper: Paper, keyed: StoredReading, by_answer: Mapping[str, Decided], pictures: Mapping[tuple[str, int], str]
) -> SettledField:
    answer = by_answer.get(keyed.answer_id or "")
    digest, reading = paper.scan_digest, paper.stored.document.reading(keyed.field)
    seen = reading.evidence if reading else keyed.seen
    places = tuple(SeenAt(digest, pictures.get((digest, one.page)), one.page, one.box) for one in seen)
    people = (keyed.by, *(one for one in answer.by if one != keyed.by)) if answer else (keyed.by,)
    at = answer.answer.at if answer else keyed.at
    return SettledField(
        paper.stored.document.form, keyed.field, people, at, answer.answer.action if answer else None, places
    )


def _pictures(connection: Connection, dossier_id: str) -> dict[tuple[str, int], str]:
    """By digest of the scan and number of the page: the picture that it was read from last."""
    chosen = select(PAGE.c.scan_digest, PAGE.c.number, PAGE.c.picture)
    chosen = chosen.join(SCAN, SCAN.c.digest == PAGE.c.scan_digest)
    chosen = chosen.where(SCAN.c.dossier_id == dossier_id, PAGE.c.picture.is_not(None))
    ordered = chosen.order_by(PAGE.c.scan_digest, PAGE.c.number, PAGE.c.made_at.desc())
    rows = connection.execute(ordered.ext(distinct_on(PAGE.c.scan_digest, PAGE.c.number)))
    return {(row.scan_digest, row.number): row.picture for row in rows}
