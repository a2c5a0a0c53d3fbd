"""What the counter's two pages say: what is to be filled in, and what became of what was handed in."""

from collections.abc import Sequence
from typing import Any

from errors import NotHeld
from ocr.codes.drawing import qr_svg
from reuse.catalogue import procedures
from review.door import Officer
from review.problems import hidden
from review.receiving.arriving import MOST_DOSSIER, MOST_FILE, MOST_FILES, MOST_PAGES
from review.station import Station
from storage import counter
from storage.counter import Receipt
from storage.staff.posts import EVERYWHERE
from storage.staging import Basket

_IN_HEAD = 4  # signs of a group of the printed signature
_LATEST = 8


def of_counter(station: Station, officer: Officer, waiting: Sequence[Basket]) -> dict[str, Any]:
    """For the page on which files are brought."""
    with station.warehouse.looking() as connection:
        latest = counter.latest(connection, _seen(officer), _LATEST)
    known = named_procedures(station)
    return {
        "offices": offices(station, officer),
        "procedures": known,
        "procedure": station.settings.procedure if station.settings.procedure in known else "",
        "waiting": waiting,
        "latest": latest,
        "not_found": False,
        "limits": {"file": MOST_FILE, "dossier": MOST_DOSSIER, "files": MOST_FILES, "pages": MOST_PAGES},
    }


def of_receipt(station: Station, officer: Officer, receipt: Receipt) -> dict[str, Any]:
    """For a receipt's page: the sheet to print, and above it where the dossier stands."""
    dossier = None
    if receipt.dossier_id is not None:
        try:
            dossier = station.seen_from((receipt.office,)).dossier(receipt.dossier_id)
        except NotHeld:
            raise hidden() from None
    with station.warehouse.looking() as connection:
        genuine = counter.genuine(connection, receipt)
    signs = receipt.printed
    return {
        "receipt": receipt,
        "dossier": dossier,
        "genuine": genuine,
        "procedure": named_procedures(station).get(receipt.procedure, ""),
        "printed": " ".join(signs[at : at + _IN_HEAD] for at in range(0, len(signs), _IN_HEAD)),
    }


def receipt(station: Station, officer: Officer, number: str) -> Receipt:
    """Raises Problem HIDDEN for one that is not there, or is of an office where this officer does not work."""
    with station.warehouse.looking() as connection:
        try:
            held = counter.receipt(connection, number)
        except NotHeld:
            raise hidden() from None
    if not serves(station, officer, held.office):
        raise hidden()
    return held


def found(station: Station, officer: Officer, said: str) -> Receipt | None:
    """By number, code, or what a scanner reads off the QR code."""
    with station.warehouse.looking() as connection:
        return counter.found(connection, said, _seen(officer))


def qr(held: Receipt) -> bytes:
    return qr_svg(held.qr)


def offices(station: Station, officer: Officer) -> tuple[str, ...]:
    """Where this officer may take in: by name, or the installation's own for one who works everywhere."""
    named = tuple(one for one in officer.offices if one != EVERYWHERE)
    own = (station.settings.office,) if EVERYWHERE in officer.offices else ()
    return tuple(dict.fromkeys((*own, *named)))


def serves(station: Station, officer: Officer, office: str) -> bool:
    return EVERYWHERE in officer.offices or office in officer.offices


def named_procedures(station: Station) -> dict[str, str]:
    """Name by short code, as they stand today; the installation's own comes first even where nothing tells its name."""
    own = {station.settings.procedure: ""}
    return own | {code: one.name for one in procedures(station.today) for code in one.codes}


def _seen(officer: Officer) -> tuple[str, ...] | None:
    return None if EVERYWHERE in officer.offices else officer.offices
