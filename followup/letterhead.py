"""Who writes: what stands at the head and the foot of every letter and form of one office. What is not told is left
as dots, to be filled in by hand."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from errors import LetterheadRefused

BLANK = "…………………"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """As Nghị định 30/2020/NĐ-CP, Phụ lục I, places them. Every value may be left out."""

    above: str = BLANK  # the agency above: "UBND TỈNH THANH HÓA"
    office: str = "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
    symbol: str = "……"  # of the agency and the unit that writes: "UBND-VHXH"
    place: str = BLANK  # where it is written: "Hoằng Giang"
    signer: str = "……………………"  # the office of who signs: "CHỦ TỊCH"
    address: str = BLANK  # where citizens come to
    phone: str = BLANK  # whom to call
    hours: str = "giờ hành chính"


def read_letterhead(file: Path | None) -> Letterhead:
    """From a TOML file with these keys; None: all dots. Raises LetterheadRefused."""
    if file is None:
        return Letterhead()
    known = {each.name for each in fields(Letterhead)}
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise LetterheadRefused(f"{file.name}: not TOML in UTF-8") from None
    wrong = sorted(key for key, value in held.items() if key not in known or not isinstance(value, str))
    if wrong:
        raise LetterheadRefused(f"{file.name}: unknown keys, or values that are no text: {', '.join(wrong)}")
    return Letterhead(**held)
