"""Scans with their truth: from a folder that `python -m samples` made, or from a labelled corpus of the same idea.

Two answer sheets, both FOLDER/truth.json, are understood: the samples' own (a list of dossiers, scans below
FOLDER/inbox), and a corpus ({"dossiers": [{"difficulty", "files": [{"file", "pages": [...]}]}]}, scans in FOLDER/file).
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from benchmarks.measures import Kind
from errors import NotSetUp
from samples.dossiers import INBOX, TRUTH
from samples.treatment import Treatment

_KINDS = {"id": Kind.NUMBER, "phone": Kind.NUMBER, "money": Kind.NUMBER, "date": Kind.DATE, "email": Kind.EMAIL}
_MARKS = {  # of a treatment: a damage that no kinder one does
    "telephone": Treatment.TELEPHONE,
    "photocopy": Treatment.COPY,
    "faint": Treatment.BAD,
    "grey": Treatment.OFFICE,
}


class TruthRefused(NotSetUp):
    """An answer sheet is missing or is not understood."""


@dataclass(frozen=True, slots=True)
class FieldTruth:
    name: str  # as in extractors/forms
    value: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class PageTruth:
    number: int  # 1.. within its scan
    form: str
    difficulty: str  # how it was scanned: a treatment of the samples, a level of the corpus
    fill: str  # "typed" or "hand"
    lines: tuple[str, ...]
    fields: tuple[FieldTruth, ...]
    text: str | None = None  # the whole page in reading order; None: its lines one below the other
    turned: int = 0  # degrees clockwise by which the scan must be turned to stand upright
    qr: str = ""  # payload of the QR code printed on it
    mrz: str = ""  # its zone, lines parted by "\n"


@dataclass(frozen=True, slots=True)
class Scan:
    """One scanned file with the truth of each of its pages, in order."""

    path: Path
    pages: tuple[PageTruth, ...]


def scans_in(folder: Path, scratch: Path) -> tuple[Scan, ...]:
    """Every scan that can be opened, each content once; what lies in archives is unpacked to `scratch`.

    Raises TruthRefused.
    """
    try:
        sheet = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
        own = isinstance(sheet, list)
        found = tuple(_each_once(_of_samples(sheet, folder / INBOX, scratch) if own else _of_corpus(sheet, folder)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TruthRefused(
            f"the folder has no {TRUTH} that is understood, or a scan is missing ({type(error).__name__})"
        ) from error
    if not found:
        raise TruthRefused(f"{TRUTH} names no scan that can be opened")
    return found


def chosen(scans: Sequence[Scan], pages: int) -> tuple[Scan, ...]:
    """The first scans of each difficulty in turn, until they hold so many pages; whole scans only. 0: all."""
    if not pages:
        return tuple(scans)
    queues: dict[str, list[Scan]] = {}
    for scan in scans:
        queues.setdefault(scan.pages[0].difficulty, []).append(scan)
    taken: list[Scan] = []
    for scan in (one for turn in zip_longest(*queues.values()) for one in turn if one):
        if sum(len(one.pages) for one in taken) >= pages:
            break
        taken.append(scan)
    return tuple(taken)


def treatment_of(damage: Iterable[str]) -> Treatment:
    """The treatment that leaves such damages on a page."""
    done = set(damage)
    return next((treatment for mark, treatment in _MARKS.items() if mark in done), Treatment.CLEAN)


def kind_of(value: str) -> Kind:
    """The kind of a value that the samples made: their dates are ISO, their numbers digits only."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return Kind.DATE
    return Kind.NUMBER if re.fullmatch(r"\d{9,12}", value) else Kind.EMAIL if "@" in value else Kind.TEXT


def _of_samples(sheet: list[dict[str, Any]], inbox: Path, scratch: Path) -> Iterator[Scan]:
    for dossier in sheet:
        place = inbox / dossier["path"]
        if place.suffix == ".zip":
            place = scratch / dossier["code"]
            with zipfile.ZipFile(inbox / dossier["path"]) as archive:
                archive.extractall(place)
        for file in dossier["files"]:
            pages = tuple(_sample_page(page) for page in file["pages"])
            if pages:
                yield Scan(place if place.is_file() else place / file["name"], pages)


def _sample_page(page: dict[str, Any]) -> PageTruth:
    fields = (FieldTruth(one["name"], one["value"], kind_of(one["value"])) for one in page["fields"])
    difficulty = treatment_of(page["damage"]).name.lower()
    return PageTruth(
        page["number"],
        page["form"],
        difficulty,
        page["fill"],
        tuple(page["lines"]),
        tuple(fields),
        turned=page.get("turned", 0),
        qr=page.get("qr", ""),
        mrz="\n".join(page.get("mrz", ())),
    )


def _of_corpus(sheet: dict[str, Any], folder: Path) -> Iterator[Scan]:
    for dossier in sheet["dossiers"]:
        for file in dossier["files"]:
            pages = (_corpus_page(number, page, dossier) for number, page in enumerate(file["pages"], 1))
            yield Scan(folder / file["file"], tuple(pages))


def _corpus_page(number: int, page: dict[str, Any], dossier: dict[str, Any]) -> PageTruth:
    fields = tuple(
        FieldTruth(name, str(one["value"]), _KINDS.get(one["type"], Kind.TEXT)) for name, one in page["fields"].items()
    )
    return PageTruth(
        number,
        page["form"],
        dossier["difficulty"],
        page["fill"],
        tuple(page["lines"]),
        fields,
        page.get("text"),
        -page.get("rotation", 0) % 360,
        page.get("qr") or "",
        "\n".join(page.get("mrz") or ()),
    )


def _each_once(scans: Iterable[Scan]) -> Iterator[Scan]:
    seen: set[bytes] = set()
    for scan in scans:
        digest = hashlib.sha256(scan.path.read_bytes()).digest()
        if digest not in seen:
            seen.add(digest)
            yield scan
