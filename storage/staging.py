"""Where files of the counter wait until they are handed in: sealed, told by their digest, and gone after a day.

A basket is a folder of its own: its list, and each file under its digest, all of it sealed. Whatever dies when, a name
always stands for whole bytes; one basket is changed by one at a time.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from errors import NotHeld, SealBroken
from ocr.files.scan_finding import ScanFinding
from ocr.verdict.codec import verdict_from_json, verdict_to_json
from ocr.verdict.verdict import ScanVerdict
from storage.disk import disk_told
from storage.objects import digest_of, proven
from storage.plain import DIGEST, is_id
from storage.sealed_objects import SealedObjects
from storage.sealing.owner import SYSTEM, Owner
from storage.sealing.sealer import Sealer, vault_of
from storage.warehouse import Warehouse

KEPT = timedelta(days=1)  # a basket that nobody has touched for so long is given up
_USE, _PLACE = "counter.staging", "counter.basket"


@dataclass(frozen=True, slots=True)
class StagedFile:
    number: int  # 1.. in order of arrival; never given twice in a basket
    digest: str
    name: str = field(repr=False)  # NFC, "/" between folders
    size: int  # bytes
    kind: str  # media type by content
    pages: int
    findings: tuple[ScanFinding, ...] = ()
    verdict: ScanVerdict | None = None  # None until its pages were looked at; repeats name files by their `number`


@dataclass(frozen=True, slots=True)
class Basket:
    """What one member of staff has scanned of one dossier and not yet handed in."""

    id: str
    person: str  # staff id
    made_at: datetime
    files: tuple[StagedFile, ...] = ()  # in the order in which they are to be handed in
    last: int = 0  # number of the file that came last
    receipt: str = ""  # under which it was handed in; its files are gone then

    def file(self, digest: str) -> StagedFile:
        """Raises NotHeld."""
        one = next((file for file in self.files if file.digest == digest), None)
        if one is None:
            raise NotHeld("no file of this digest is in the basket")
        return one

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def pages(self) -> int:
        return sum(file.pages for file in self.files)


@dataclass(frozen=True, slots=True)
class _Key:
    """The one key of the staging place. No file has a key of its own here: what is never handed in leaves none."""

    cipher: AESGCM = field(repr=False)
    id: bytes = b"counter.staging."

    def key_of(self, owner: Owner) -> "_Key":
        return self

    def key_by_id(self, key_id: bytes) -> "_Key":
        return self


class Staging:
    """Baskets below one folder. What nobody holds, and what is another's, raises NotHeld."""

    def __init__(self, folder: Path, vault: Sealer) -> None:
        self._folder = folder
        self._vault = vault
        self._sealer = SealedObjects(_Key(AESGCM(vault.lookup_secret(_USE))))

    def begin(self, person: str, now: datetime) -> Basket:
        """A new, empty one."""
        basket = Basket(str(uuid4()), person, now)
        with _told():
            (self._folder / basket.id).mkdir(mode=0o700, parents=True)
            self._save(basket)
        return basket

    def basket(self, basket_id: str, person: str) -> Basket:
        basket = self._load(basket_id)
        if basket.person != person:
            raise NotHeld("no such basket is held")
        return basket

    def of(self, person: str) -> tuple[Basket, ...]:
        """Those with files that wait to be handed in, the newest first."""
        found = [basket for basket in self._all() if basket.person == person and basket.files and not basket.receipt]
        return tuple(sorted(found, key=lambda basket: basket.made_at, reverse=True))

    def add(self, basket_id: str, person: str, content: bytes, new: StagedFile, instead_of: str = "") -> Basket:
        """With the file at the end, or in the place of another. One that is there already changes nothing.

        `new`: its number is given here. The bytes are on the disk before the list names them.
        """

        def added(basket: Basket) -> Basket:
            if any(file.digest == new.digest for file in basket.files):
                return basket
            self._write(basket_id, new.digest, self._sealer.seal(new.digest, content))
            numbered = replace(new, number=basket.last + 1)
            files = [numbered if file.digest == instead_of else file for file in basket.files]
            if numbered not in files:
                files.append(numbered)
            return replace(basket, files=tuple(files), last=numbered.number)

        return self._changed(basket_id, person, added)

    def content(self, basket_id: str, person: str, digest: str) -> bytes:
        """The bytes as they came."""
        self.basket(basket_id, person).file(digest)
        with _told():
            sealed = (self._folder / basket_id / digest).read_bytes()
        return proven(b"".join(self._sealer.opened(digest, [sealed])), digest)

    def judged(self, basket_id: str, person: str, digest: str, verdict: ScanVerdict) -> Basket:
        """With what was told of a file's pages."""
        return self._each(basket_id, person, lambda one: replace(one, verdict=verdict) if one.digest == digest else one)

    def remove(self, basket_id: str, person: str, digest: str) -> Basket:
        """Without the file; where it is not there any more, nothing changes."""

        def without(basket: Basket) -> Basket:
            return replace(basket, files=tuple(file for file in basket.files if file.digest != digest))

        return self._changed(basket_id, person, without)

    def arrange(self, basket_id: str, person: str, digests: Sequence[str]) -> Basket:
        """The files in this order; those that are not named come after them, names of none are passed over."""
        place = {digest: number for number, digest in enumerate(digests)}

        def arranged(basket: Basket) -> Basket:
            order = sorted(basket.files, key=lambda file: place.get(file.digest, len(place)))
            return replace(basket, files=tuple(order))

        return self._changed(basket_id, person, arranged)

    def handed_in(self, basket_id: str, person: str, receipt: str) -> Basket:
        """The files are kept elsewhere now. That it was handed in is known for a day: an answer may have been lost."""
        return self._changed(basket_id, person, lambda basket: replace(basket, files=(), receipt=receipt))

    def drop(self, basket_id: str, person: str) -> None:
        """All of it is gone."""
        self.basket(basket_id, person)
        shutil.rmtree(self._folder / basket_id, ignore_errors=True)

    def sweep(self, now: datetime) -> int:
        """Take away what nobody has touched for a day; how many baskets."""
        swept = 0
        for place in self._places():
            with _told():
                touched = max((one.stat().st_mtime for one in (place, *place.glob("list"))), default=0)
                if datetime.fromtimestamp(touched, UTC) < now - KEPT:
                    shutil.rmtree(place, ignore_errors=True)
                    swept += 1
        return swept

    # --- the list of a basket

    def _each(self, basket_id: str, person: str, think: Callable[[StagedFile], StagedFile]) -> Basket:
        return self._changed(
            basket_id, person, lambda basket: replace(basket, files=tuple(think(file) for file in basket.files))
        )

    def _changed(self, basket_id: str, person: str, think: Callable[[Basket], Basket]) -> Basket:
        self.basket(basket_id, person)
        with self._alone(basket_id):
            before = self.basket(basket_id, person)
            after = think(before)
            if after != before:
                self._save(after)
            for digest in {file.digest for file in before.files} - {file.digest for file in after.files}:
                (self._folder / basket_id / digest).unlink(missing_ok=True)
        return after

    @contextmanager
    def _alone(self, basket_id: str) -> Iterator[None]:
        with _told(), (self._folder / basket_id / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _save(self, basket: Basket) -> None:
        self._write(basket.id, "list", self._vault.seal(SYSTEM, _PLACE, json.dumps(_written(basket)).encode()).encode())

    def _load(self, basket_id: str) -> Basket:
        if not is_id(basket_id):
            raise NotHeld("no such basket is held")
        try:
            with _told():
                sealed = (self._folder / basket_id / "list").read_bytes()
            return _read(basket_id, json.loads(self._vault.unseal(_PLACE, sealed.decode())))
        except SealBroken:
            raise NotHeld("no such basket is held") from None

    def _all(self) -> Iterator[Basket]:
        for place in self._places():
            try:
                yield self._load(place.name)
            except NotHeld:
                continue

    def _places(self) -> list[Path]:
        return [one for one in self._folder.iterdir() if is_id(one.name)] if self._folder.is_dir() else []

    def _write(self, basket_id: str, name: str, sealed: bytes) -> None:
        """Beside its place, synced, then renamed."""
        place = self._folder / basket_id / name
        part = place.with_name(f"{name}.{uuid4().hex}")
        with _told():
            try:
                with part.open("xb") as file:
                    os.fchmod(file.fileno(), 0o600)
                    file.write(sealed)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(place)
            finally:
                part.unlink(missing_ok=True)


def open_staging(folder: Path, warehouse: Warehouse) -> Staging:
    """Sealed by the keys of this warehouse."""
    with warehouse.looking() as connection:
        return Staging(folder, vault_of(connection.dialect))


def staged(content: bytes, name: str, kind: str, pages: int, findings: tuple[ScanFinding, ...]) -> StagedFile:
    """A file that is to be added."""
    return StagedFile(0, digest_of(content), name, len(content), kind, pages, findings)


def _written(basket: Basket) -> dict[str, Any]:
    return {
        "person": basket.person,
        "made_at": basket.made_at.isoformat(),
        "last": basket.last,
        "receipt": basket.receipt,
        "files": [
            {
                **{name: getattr(file, name) for name in ("number", "digest", "name", "size", "kind", "pages")},
                "findings": [finding.name for finding in file.findings],
                "verdict": verdict_to_json(file.verdict) if file.verdict else None,
            }
            for file in basket.files
        ],
    }


def _read(basket_id: str, held: dict[str, Any]) -> Basket:
    files = tuple(
        StagedFile(
            **{name: file[name] for name in ("number", "digest", "name", "size", "kind", "pages")},
            findings=tuple(ScanFinding[name] for name in file["findings"]),
            verdict=verdict_from_json(file["verdict"]) if file["verdict"] else None,
        )
        for file in held["files"]
        if DIGEST.fullmatch(file["digest"])
    )
    made_at = datetime.fromisoformat(held["made_at"])
    return Basket(basket_id, held["person"], made_at, files, held["last"], held["receipt"])


@contextmanager
def _told() -> Iterator[None]:
    """The system's errors as ours, without the path that the system names."""
    with disk_told("the disk of the counter's staging place", "the counter's staging place"):
        try:
            yield
        except FileNotFoundError:
            raise NotHeld("no such basket is held") from None
