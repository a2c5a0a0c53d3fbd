"""What a question rests on, gathered for the screen; and which questions an officer may have."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ocr.page import Page
from review.door import Officer
from review.shapes import Ask, Wish
from review.showing.asked import ask_of
from review.showing.item import Known, ShownPage
from review.showing.places import PageOf, SeenPlace, places_of
from review.viewing import purpose_of
from storage import readings
from storage.audit.reading import note_reads
from storage.review import sight
from storage.review.questions import ROUNDS_OF_ALL, ROUNDS_OF_SENIORS, Item, Wanted
from storage.staff.posts import EVERYWHERE, StaffRole
from storage.states import Owner
from storage.warehouse import Warehouse

SCAN = "scan"  # in what a question was told: id of the scan that it is about
_MOST_PAGES = 60
_SENIORS = {StaffRole.SECOND_READER, StaffRole.SUPERVISOR}


def wanted_of(officer: Officer, wish: Wish | None = None) -> Wanted:
    """What of the queue this officer may answer, each role where it is held, and of it what is wished for."""
    seniors, supervises = officer.offices_as(*_SENIORS), officer.offices_as(StaffRole.SUPERVISOR)
    owners = (Owner.REVIEWER, *([Owner.SUPERVISOR] if supervises else []))
    offices = () if EVERYWHERE in officer.offices else officer.offices
    wanted = Wanted(
        offices=offices,
        person=officer.staff_id,
        rounds=ROUNDS_OF_SENIORS if seniors else ROUNDS_OF_ALL,
        owners=owners,
        senior_at=() if EVERYWHERE in seniors else seniors,
        supervises=() if EVERYWHERE in supervises else supervises,
    )
    if wish is None:
        return wanted
    chosen = (wish.office,) if wish.office and (not offices or wish.office in offices) else offices
    return replace(
        wanted,
        offices=chosen,
        procedure=wish.procedure,
        kinds=tuple(wish.kinds),
        older_than_days=wish.older_than_days,
        mine=wish.mine,
    )


def note_view(warehouse: Warehouse, item: Item, officer: Officer, action: str = "question.read") -> None:
    """Written down before anything is shown. Raises ReadNotLogged."""
    purpose = purpose_of(item.procedure or "", item.dossier_id)
    fields = [item.question.field] if item.question.field else []
    note_reads(warehouse, purpose, action, [item.task_id], reader=officer.staff_id, fields=fields)


def known(connection: Any, item: Item, today: date) -> Known:
    """All that the screen shows of a question. `connection`: of the warehouse, as its modules take it."""
    page_of = _pages(connection)
    documents = readings.documents(connection, item.dossier_id)
    places = places_in(connection, item, page_of)
    ask = ask_of(item.question)
    return Known(
        item=item,
        documents=documents,
        decision=None if ask in (Ask.PAPER, Ask.FILE) else sight.decision(connection, item.dossier_id),
        places=places,
        pages=shown_pages(connection, item, {one.at for one in places}, page_of),
        siblings=sight.siblings(connection, item.dossier_id),
        today=today,
    )


def places_in(connection: Any, item: Item, page_of: PageOf | None = None) -> tuple[SeenPlace, ...]:
    """The marked places of a question, in the order in which the screen numbers them."""
    digests = {one.id: one.digest for one in sight.scan_files(connection, item.dossier_id)}
    about_all = ask_of(item.question) is Ask.PERSON
    documents = readings.documents(connection, item.dossier_id) if about_all else ()
    return places_of(item, documents, digests, page_of or _pages(connection))


def shown_pages(
    connection: Any, item: Item, marked: Collection[tuple[str, int]] = (), page_of: PageOf | None = None
) -> tuple[ShownPage, ...]:
    """The pages that may be looked at for a question. Of a paper to be told they are numbered as in its scan."""
    files = sight.scan_files(connection, item.dossier_id)
    number_of = {one.id: number for number, one in enumerate(files, start=1)}
    ask = ask_of(item.question)
    seen = sight.seen_pages(connection, _scans(connection, item, ask, [one.id for one in files]))[:_MOST_PAGES]
    shown = []
    for number, one in enumerate(seen, start=1):
        at = (one.scan_digest, one.number)
        page = page_of(*at) if page_of and at in marked else None
        named = one.number if ask is Ask.PAPER else number
        shown.append(ShownPage(named, one, number_of[one.scan_id], page.width if page else 0))
    return tuple(shown)


def _scans(connection: Any, item: Item, ask: Ask, files: Sequence[str]) -> Sequence[str]:
    told = (item.question.told or {}).get(SCAN)
    if item.document is not None:
        return [item.document.scan_id]
    if isinstance(told, str) and told in files:
        return [told]
    if ask is Ask.FILE:
        return sight.scans_with(connection, item.dossier_id, item.question.kind) or files
    return files


def _pages(connection: Any) -> PageOf:
    """Each page is opened once for a question."""
    held: dict[tuple[str, int], Page | None] = {}

    def page_of(digest: str, number: int) -> Page | None:
        if (digest, number) not in held:
            held[digest, number] = sight.read_page(connection, digest, number)
        return held[digest, number]

    return page_of
