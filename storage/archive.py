"""ZIPs as they come from counters: opened in memory, within limits, nothing written anywhere by its name."""

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath

from errors import ScanRefused
from ocr.refusal import Refusal

MOST_FILES = 2_000
MOST_BYTES = 2 * 1024**3  # unpacked, of all files together
MOST_RATIO = 200  # unpacked to packed; white pages without compression of their own reach 150
SMALL = 64 * 1024**2  # bytes unpacked: below it no ratio does harm
SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
OFFICE_PARTS = (
    "[Content_Types].xml",
    "mimetype",
    "META-INF/MANIFEST.MF",
)  # office papers, programs
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
SYMLINK = 0o120000


def is_archive(content: bytes) -> bool:
    """Whether these bytes are a ZIP of files, whatever their name. A .docx is none, although packed the same way."""
    if not content.startswith(SIGNATURES):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return not any(part in archive.NameToInfo for part in OFFICE_PARTS)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RecursionError):
        return True  # a broken archive: `members` says so


def members(content: bytes) -> dict[str, Callable[[], bytes]]:
    """A reader for each file, by its name. Raises ScanRefused, here for the whole archive or there for one file:
    UNSAFE_ARCHIVE for a path that leads out, a link or a bomb, ENCRYPTED, TRUNCATED."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ScanRefused(Refusal.TRUNCATED, "the archive cannot be opened") from None
    _refuse_bomb(entries, len(content))
    found: dict[str, Callable[[], bytes]] = {}
    for entry in entries:
        name = _name(entry)
        _refuse_unsafe(entry, name)
        if name in found:
            raise ScanRefused(Refusal.UNSAFE_ARCHIVE, "two files of one name")
        found[name] = _reader(content, entry)
    return found


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)  # no more than this is ever unpacked
    if len(entries) > MOST_FILES or unpacked > MOST_BYTES:
        raise ScanRefused(Refusal.UNSAFE_ARCHIVE, f"{len(entries)} files, {unpacked} bytes unpacked")
    if unpacked > SMALL and unpacked > MOST_RATIO * packed:
        raise ScanRefused(Refusal.UNSAFE_ARCHIVE, f"{unpacked} bytes packed into {packed}")


def _name(entry: zipfile.ZipInfo) -> str:
    """Archives of older programs name no encoding: UTF-8 if it is, else Vietnamese Windows, else as it stands."""
    if entry.flag_bits & UTF8_FLAG:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _refuse_unsafe(entry: zipfile.ZipInfo, name: str) -> None:
    plain = name.replace("\\", "/")
    leads_out = plain.startswith("/") or ".." in PurePosixPath(plain).parts or plain[1:2] == ":" or not plain.strip()
    if leads_out or (entry.external_attr >> 16) & 0o170000 == SYMLINK:
        raise ScanRefused(Refusal.UNSAFE_ARCHIVE, "a path that leads out, or a link")


def _reader(content: bytes, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise ScanRefused(Refusal.ENCRYPTED, "a file of the archive")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
            raise ScanRefused(Refusal.TRUNCATED, "a file of the archive cannot be unpacked") from None

    return read
