"""What lies in an inbox, dossier by dossier: a folder, a ZIP or a single file each. Nothing is stored here."""

import os
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from minio import Minio

from errors import NotHeld, NotSetUp, ScanRefused
from ocr.files.refusal import Refusal
from storage.archive import is_archive, members
from storage.s3 import read_object
from storage.s3_errors import told

MANIFEST = "manifest.json"
LITTER = ("thumbs.db", "desktop.ini")  # left by file managers, lower case


@dataclass(frozen=True, slots=True)
class IncomingFile:
    name: str = field(repr=False)  # within the dossier, NFC, "/" between folders
    read: Callable[[], bytes]  # raises ScanRefused when its bytes cannot be had


@dataclass(frozen=True, slots=True)
class IncomingDossier:
    """One dossier as it lies there; its bytes are read file by file."""

    label: str = field(repr=False)  # name of the folder, archive or file
    files: tuple[IncomingFile, ...]  # in order of names; without the manifest
    manifest: Callable[[], bytes] | None = None
    archive: bytes | None = field(default=None, repr=False)  # the ZIP itself, when it came in one


def open_dossiers(source: Path | str, s3: Minio | None = None) -> Iterator[IncomingDossier]:
    """The dossiers of an inbox, in order of names: each folder, ZIP or single file in it is one.

    A source that is itself a file, or a folder with a manifest.json, is one dossier. `s3://bucket/prefix` needs the
    client `s3`. Raises NotHeld when there is no such source.
    """
    if str(source).startswith("s3://"):
        if s3 is None:
            raise NotSetUp("an inbox in S3 needs the address and the keys of the service in the settings")
        yield from _in_bucket(s3, str(source).removeprefix("s3://"))
        return
    inbox = Path(source).resolve()
    if inbox.is_file():
        yield _single(inbox.name, _reader(inbox))
    elif inbox.is_dir():
        yield from [_folder(inbox)] if (inbox / MANIFEST).is_file() else _in_folder(inbox)
    else:
        raise NotHeld("there is no such inbox, folder or file")


def open_dossier(path: Path) -> IncomingDossier:
    """One dossier: a folder, a ZIP or a file. Raises NotHeld."""
    path = path.resolve()
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise NotHeld("there is no such folder or file")
    return _single(path.name, _reader(path))


def _in_folder(inbox: Path) -> Iterator[IncomingDossier]:
    for path in sorted(inbox.iterdir(), key=lambda path: clean(path.name)):
        if wanted(clean(path.name)):
            yield _folder(path) if path.is_dir() and not path.is_symlink() else _single(path.name, _reader(path))


def _folder(folder: Path) -> IncomingDossier:
    found: dict[str, Callable[[], bytes]] = {}
    for top, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(top, name)
            found[_free(clean(path.relative_to(folder).as_posix()), found)] = _reader(path)
        for name in folders:
            path = Path(top, name)
            if path.is_symlink():  # not entered by os.walk, but not lost either
                found[_free(clean(path.relative_to(folder).as_posix()), found)] = _reader(path)
    return _dossier(clean(folder.name), found)


def _single(name: str, read: Callable[[], bytes]) -> IncomingDossier:
    """A ZIP is opened, any other file is the only scan of its dossier."""
    name = clean(name)
    try:
        content = read()
    except ScanRefused:
        return _dossier(name, {name: read})
    if not is_archive(content):
        return _dossier(name, {name: lambda: content})
    try:
        found = {clean(member): reader for member, reader in members(content).items()}
    except ScanRefused as refused:  # the archive stands for its dossier, and is put aside with the reason
        return IncomingDossier(name, (IncomingFile(name, _refused(refused)),), archive=content)
    inside = _dossier(name, _without_top(found))
    return IncomingDossier(name, inside.files, inside.manifest, archive=content)


def _without_top(found: dict[str, Callable[[], bytes]]) -> dict[str, Callable[[], bytes]]:
    """An archive of one folder is an archive of what is in it."""
    tops = {name.partition("/")[0] for name in found if wanted(name)}
    nested = all("/" in name for name in found if wanted(name))
    if len(tops) != 1 or not nested:
        return found
    return {name.partition("/")[2]: read for name, read in found.items() if wanted(name)}


def _dossier(label: str, found: dict[str, Callable[[], bytes]]) -> IncomingDossier:
    files = tuple(IncomingFile(name, found[name]) for name in sorted(found) if wanted(name) and name != MANIFEST)
    return IncomingDossier(label, files, found.get(MANIFEST))


def _in_bucket(s3: Minio, source: str) -> Iterator[IncomingDossier]:
    bucket, _, prefix = source.partition("/")
    prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
    with told():
        keys = [str(found.object_name) for found in s3.list_objects(bucket, prefix, recursive=True) if not found.is_dir]
    dossiers: dict[str, dict[str, Callable[[], bytes]]] = {}
    for key in keys:
        top, _, rest = key.removeprefix(prefix).partition("/")
        if wanted(clean(top)) and not key.endswith("/"):
            found = dossiers.setdefault(top, {})
            found[_free(clean(rest), found)] = _bucket_reader(s3, bucket, key)
    if prefix + MANIFEST in keys:
        everything = {clean(key.removeprefix(prefix)): _bucket_reader(s3, bucket, key) for key in keys}
        yield _dossier(clean(PurePosixPath(prefix).name or bucket), everything)
        return
    for top in sorted(dossiers, key=clean):
        found = dossiers[top]
        yield _single(top, found[""]) if "" in found else _dossier(clean(top), found)


def clean(name: str) -> str:
    """A file's name as text that can be stored: NFC, what is no UTF-8 replaced."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _free(name: str, taken: dict[str, Callable[[], bytes]]) -> str:
    """The name, numbered when another file has it: two names may differ only in how their letters are encoded."""
    if name not in taken:
        return name
    path = PurePosixPath(name)
    numbered = (str(path.with_name(f"{path.stem} ({number}){path.suffix}")) for number in range(2, len(taken) + 3))
    return next(one for one in numbered if one not in taken)


def wanted(name: str) -> bool:
    """Whether a file is part of the dossier: not hidden, not left behind by a file manager."""
    parts = name.split("/")
    return not any(part.startswith(".") or part == "__MACOSX" or part.lower() in LITTER for part in parts)


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            if path.is_symlink():  # never followed: it may lead out of the inbox. What is kept is where it points
                return os.fsencode(path.readlink())
            return path.read_bytes()
        except OSError as error:
            raise ScanRefused(Refusal.TRUNCATED, f"the file cannot be read ({type(error).__name__})") from None

    return read


def _bucket_reader(s3: Minio, bucket: str, key: str) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with told():
                return read_object(s3, bucket, key)
        except NotHeld:  # taken away since the bucket was listed
            raise ScanRefused(Refusal.TRUNCATED, "the object is gone") from None

    return read


def _refused(refused: ScanRefused) -> Callable[[], bytes]:
    def read() -> bytes:
        raise ScanRefused(refused.reason, "the archive was not opened")

    return read
