"""One file of the counter on its way into a basket: its name, its bytes, and what it is."""

import unicodedata
from urllib.parse import unquote_to_bytes

from errors import HandInRefused, ScanRefused
from ocr.files.refusal import Refusal
from ocr.files.sandbox import inspect_confined
from storage.archive import is_archive
from storage.incoming import wanted
from storage.objects import digest_of
from storage.staging import Basket, Staging, staged

MOST_FILE = 60 * 1024**2  # bytes
MOST_DOSSIER = 300 * 1024**2  # bytes of all files
MOST_FILES = 100
MOST_PAGES = 500
LONGEST_NAME = 200  # characters
UNNAMED = "Tệp không tên"
CUT = "Tệp đến chưa trọn vẹn hoặc bị thay đổi trên đường truyền. Hãy gửi lại."
ARCHIVE = "Tệp nén (ZIP) không nhận ở quầy. Hãy giải nén rồi chọn cả thư mục."
LITTER = "Tệp ẩn hoặc tệp của hệ điều hành, không phải giấy tờ. Đã bỏ qua."
TOO_LARGE = f"Tệp lớn hơn {MOST_FILE // 1024**2} MB. Hãy quét lại ở 200 đến 300 dpi hoặc tách thành nhiều tệp."
TOO_MUCH = f"Hồ sơ vượt quá {MOST_DOSSIER // 1024**2} MB. Hãy bớt tệp, hoặc nộp qua thư mục tiếp nhận."
TOO_MANY = f"Hồ sơ có quá {MOST_FILES} tệp. Hãy ghép các trang của một giấy tờ vào một tệp PDF."
TOO_LONG = f"Hồ sơ có quá {MOST_PAGES} trang. Hãy nộp qua thư mục tiếp nhận."
HANDED_IN = "Hồ sơ này đã nộp rồi. Hãy bắt đầu hồ sơ mới."


def arrive(staging: Staging, basket: Basket, content: bytes, *, name: str, digest: str, instead_of: str = "") -> Basket:
    """The basket with the file in it. Raises HandInRefused, and ScanRefused for what cannot be read: nothing is kept.

    `digest`: as whoever sent it counted it. A file that is there already is not taken twice.
    """
    if any(file.digest == digest for file in basket.files):
        return basket
    refuse_beyond(basket, len(content), instead_of)
    if digest_of(content) != digest:
        raise HandInRefused(CUT, "file")
    if not wanted(name):
        raise HandInRefused(LITTER, "file")
    if is_archive(content):
        raise HandInRefused(ARCHIVE, "file")
    facts = inspect_confined(content)
    left = [file.pages for file in basket.files if file.digest != instead_of]
    if sum(left) + facts.pages > MOST_PAGES:
        raise HandInRefused(TOO_LONG, "file")
    new = staged(content, name, str(facts.kind.value), facts.pages, facts.findings)
    return staging.add(basket.id, basket.person, content, new, instead_of)


def refuse_beyond(basket: Basket, size: int, instead_of: str = "") -> None:
    """Raises HandInRefused where a file of this size is too much, by itself or with the others."""
    if basket.receipt:
        raise HandInRefused(HANDED_IN)
    left = [file.size for file in basket.files if file.digest != instead_of]
    if not size:
        raise ScanRefused(Refusal.EMPTY)
    if size > MOST_FILE:
        raise HandInRefused(TOO_LARGE, "file")
    if len(left) >= MOST_FILES:
        raise HandInRefused(TOO_MANY, "file")
    if sum(left) + size > MOST_DOSSIER:
        raise HandInRefused(TOO_MUCH, "file")


def named(sent: str) -> str:
    """The name of a file within its dossier, from what a browser sends of it (percent-encoded UTF-8): NFC, no way out
    of the folder, nothing that cannot be shown."""
    text = unicodedata.normalize("NFC", unquote_to_bytes(sent).decode("utf-8", "replace"))
    text = "".join("\ufffd" if unicodedata.category(sign) in _UNSHOWN else sign for sign in text)
    kept = _within("/".join(_within(text.replace("\\", "/")))[-LONGEST_NAME:])  # cut, "a.." may have become ".."
    return "/".join(kept) or UNNAMED


def _within(path: str) -> list[str]:
    """Its parts, but for those that lead anywhere else."""
    parts = (part.strip() for part in path.split("/"))
    return [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]


_UNSHOWN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")  # controls, marks of direction, halves of pairs, breaks of lines
