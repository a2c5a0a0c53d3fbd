"""Is a PDF digitally signed? One that is must never be rewritten: any change to its bytes breaks the signature."""

from enum import Enum

import pikepdf

_SIGNATURES_EXIST = 1  # bit of /SigFlags, ISO 32000-1, table 219
_DEEPEST = 32  # fields within fields


class Untouched(Enum):
    """Why no archive copy is made of a scan. The value is what the clerk reads; the scan itself is what is kept."""

    SIGNED = "Tệp PDF có chữ ký số nên được giữ nguyên bản gốc, không tạo bản hai lớp (ghi lại sẽ làm hỏng chữ ký)."
    UNFIT = "Bản hai lớp không đạt chuẩn PDF/A nên không được ghi; bản gốc được giữ nguyên. Hãy quét lại giấy tờ."


def is_signed(document: pikepdf.Pdf) -> bool:
    """Whether it has a signature field, signed or waiting to be, a signature, or leave granted by one (/Perms)."""
    form = document.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        flags = form.get("/SigFlags", 0)
        if isinstance(flags, int) and flags & _SIGNATURES_EXIST:
            return True
        if _has_signature(form.get("/Fields")):
            return True
    return "/Perms" in document.Root or any(_is_signature(thing) for thing in document.objects)


def _has_signature(fields: object, depth: int = 0) -> bool:
    """Fields may stand in the form itself, where no list of the file's objects shows them."""
    if not isinstance(fields, pikepdf.Array) or depth > _DEEPEST:
        return False
    held = [field for field in fields if isinstance(field, pikepdf.Dictionary)]
    return any(_is_signature(field) or _has_signature(field.get("/Kids"), depth + 1) for field in held)


def _is_signature(thing: object) -> bool:
    if not isinstance(thing, pikepdf.Dictionary):
        return False
    named = (thing.get("/FT"), thing.get("/Type"))
    return str(named[0]) == "/Sig" or str(named[1]) in ("/Sig", "/DocTimeStamp") or "/ByteRange" in thing
