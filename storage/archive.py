"""ZIPs as they come from counters: opened in memory, within limits, nothing written anywhere by its name."""

import io
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath

from errors import ScanRefused
from ocr.files.refusal import Refusal

MOST_FILES = 2_000
MOST_BYTES = 2 * 1024**3  # unpacked, of all files together
MOST_RATIO = 200  # unpacked to packed; white pages without compression of their own reach 150
SMALL = 64 * 1024**2  # bytes unpacked: below it no ratio does harm
DEEPEST = 12  # folders within folders
CENTRAL_ENTRY = b"PK\x01\x02"  # of each file once in the archive's directory
SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
OFFICE_PARTS = (
    "[Content_Types].xml",
    "mimetype",
    "META-INF/MANIFEST.MF",
)  # office papers, programs
# all that zipfile lets out of damaged archives
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, ValueError, LookupError, OSError, RuntimeError, MemoryError, OverflowError),
)
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
SYMLINK = 0o120000


def is_archive(content: bytes) -> bool:
    """Whether these bytes are a ZIP of files, whatever their name. A .docx is none, although packed the same way."""
    if not content.startswith(SIGNATURES):
        return False
    if _crowded(content):
        return True  # `members` says so
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return not any(part in archive.NameToInfo for part in OFFICE_PARTS)
    except _DAMAGED:
        return True  # a broken archive: `members` says so


def members(content: bytes) -> dict[str, Callable[[], bytes]]:
    """A reader for each file, by its name in NFC with "/" between folders.

    Raises ScanRefused, here for the whole archive or there for one file: UNSAFE_ARCHIVE for a path that leads out, a
    link, two files of one name or a bomb; NESTED_ARCHIVE for a ZIP within, which is not opened; ENCRYPTED; TRUNCATED.
    """
    if _crowded(content):
        raise ScanRefused(Refusal.UNSAFE_ARCHIVE, f"more than {MOST_FILES} files")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except _DAMAGED:
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


def _crowded(content: bytes) -> bool:
    """More files than are ever taken, found out before a million of them become objects. Folders are entries too."""
    return content.count(CENTRAL_ENTRY) > 2 * MOST_FILES


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)  # no more than this is ever unpacked
    if len(entries) > MOST_FILES or unpacked > MOST_BYTES:
        raise ScanRefused(Refusal.UNSAFE_ARCHIVE, f"{len(entries)} files, {unpacked} bytes unpacked")
    if unpacked > SMALL and unpacked > MOST_RATIO * packed:
        raise ScanRefused(Refusal.UNSAFE_ARCHIVE, f"{unpacked} bytes packed into {packed}")


def _name(entry: zipfile.ZipInfo) -> str:
    """In NFC and with "/" between folders, so that two names that look alike are one."""
    return unicodedata.normalize("NFC", _decoded(entry)).replace("\\", "/")


def _decoded(entry: zipfile.ZipInfo) -> str:
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
    parts = PurePosixPath(name).parts
    leads_out = name.startswith("/") or ".." in parts or name[1:2] == ":" or not name.strip() or "\0" in name
    if leads_out or len(parts) > DEEPEST or (entry.external_attr >> 16) & 0o170000 == SYMLINK:
        raise ScanRefused(Refusal.UNSAFE_ARCHIVE, "a path that leads out, or a link")


def _reader(content: bytes, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise ScanRefused(Refusal.ENCRYPTED, "a file of the archive")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                unpacked = archive.read(entry)
        except _DAMAGED:
            raise ScanRefused(Refusal.TRUNCATED, "a file of the archive cannot be unpacked") from None
        if is_archive(unpacked):
            raise ScanRefused(Refusal.NESTED_ARCHIVE, "a ZIP within a ZIP")
        return unpacked

    return read
