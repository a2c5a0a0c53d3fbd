"""Where seals lie: a folder of this installation, and one elsewhere that whoever can write here cannot write to."""

import errno
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storage.audit.faults import Fault, Flaw
from storage.audit.seals import Seal, parse_seal, pem
from storage.disk import disk_told, sync_folder

PUBLIC_KEY = "seal-public-key.pem"
SEAL, STAMP = ".json", ".tsr"
_told = partial(disk_told, "the disk of the seals", "a folder of the seals")


class SealFolder:
    """A folder of seals; each file of it is written once, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """Of the seals, without their ending, in order."""
        with _told():
            return sorted(path.stem for path in self._folder.glob(f"*{SEAL}")) if self._folder.is_dir() else []

    def read(self, name: str, ending: str = SEAL) -> bytes | None:
        """The bytes of a seal or of its time stamp; None when there is no such file."""
        with _told(), suppress(FileNotFoundError):
            return (self._folder / f"{name}{ending}").read_bytes()
        return None

    def keep(self, name: str, content: bytes, ending: str = SEAL) -> None:
        """Raises StorageFull or StorageUnavailable. What stands under this name already stays as it is."""
        with _told():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(self._folder / f"{name}{ending}", content)

    def keep_public_key(self, public: bytes) -> None:
        self.keep(PUBLIC_KEY, pem(public), "")

    def _write(self, place: Path, content: bytes) -> None:
        if place.exists():
            return
        descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=".unfinished-")
        unfinished = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fchmod(descriptor, 0o444)
                os.fsync(descriptor)
            _put(unfinished, place)
        finally:
            unfinished.unlink(missing_ok=True)
        sync_folder(self._folder)


def _put(unfinished: Path, place: Path) -> None:
    """Under its name, unless somebody was quicker."""
    try:
        os.link(unfinished, place)
    except FileExistsError:
        pass
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):
            raise
        if not place.exists():  # some network shares have no links
            unfinished.rename(place)


@dataclass(frozen=True, slots=True)
class Held:
    """All seals of all places, and what is wrong with their files."""

    seals: tuple[Seal, ...]  # by number; only those whose signature holds
    faults: tuple[Fault, ...]


def held(places: Sequence[SealFolder], trusted: str) -> Held:
    """`trusted`: `key_id` of the key that signs here. Raises StorageUnavailable when a place is not there."""
    faults: list[Fault] = []
    seals: dict[int, Seal] = {}
    for name in sorted({name for place in places for name in place.names()}):
        copies = [place.read(name) for place in places]
        number = int(name[:6]) if name[:6].isdecimal() else 0
        if None in copies:
            faults.append(Fault(Flaw.SEAL_COPY_MISSING, seal=number))
        if len(set(copies) - {None}) > 1:
            faults.append(Fault(Flaw.SEAL_DIFFERS, seal=number))
        read = [_judged(copy, name, number, trusted) for copy in dict.fromkeys(copies) if copy is not None]
        faults += [one for one in read if isinstance(one, Fault)]
        for one in read:
            if isinstance(one, Seal):
                seals.setdefault(one.number, one)
    return Held(tuple(seals[number] for number in sorted(seals)), (*faults, *_unjoined(seals)))


def _judged(content: bytes, name: str, number: int, trusted: str) -> Seal | Fault:
    try:
        seal = parse_seal(content)
    except ValueError:
        return Fault(Flaw.SEAL_UNREADABLE, seal=number)
    if not seal.genuine or seal.name != name:
        return Fault(Flaw.SEAL_FORGED, seal=number)
    if seal.key != trusted:
        return Fault(Flaw.SEAL_FOREIGN, seal=number)
    return seal


def _unjoined(seals: dict[int, Seal]) -> Iterator[Fault]:
    """Seals that are missing before the last, or do not name the one before them."""
    for number in range(1, max(seals, default=0) + 1):
        seal, before = seals.get(number), seals.get(number - 1)
        if seal is None:
            yield Fault(Flaw.SEAL_LOST, seal=number)
        elif (number == 1 and seal.previous) or (before and seal.previous != before.digest):
            yield Fault(Flaw.SEAL_ORDER, seal=number)


def spread(places: Sequence[SealFolder], trusted: str) -> None:
    """Copy genuine seals to where they are missing: a place that was away catches up. Nothing is written over."""
    for seal in held(places, trusted).seals:
        for ending in (SEAL, STAMP):
            content = next((found for place in places if (found := place.read(seal.name, ending)) is not None), None)
            if content is not None:
                for place in places:
                    place.keep(seal.name, content, ending)
