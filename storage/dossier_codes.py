"""Codes of dossiers as the law forms them: agency, day of reception, running number."""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path

FORMS = Path(__file__).with_name("data") / "dossier_codes.toml"
AGENCY = re.compile(r"[A-Z]\d{2}(?:\.\d{2,3}){0,3}")  # QĐ 20/2020/QĐ-TTg
_DASHES = str.maketrans("‐‑–—−", "-----")


def parse_dossier_code(text: str) -> str | None:
    """The code that is written, in capitals and without blanks; None where it is none, or its day never was."""
    code = "".join(text.split()).upper().translate(_DASHES)
    return code if any(_is_day(found["day"]) for form in _forms() if (found := form.fullmatch(code))) else None


def made_code(office: str, day: date, number: int) -> str | None:
    """The code of an office's dossier of a day; None for an office whose own code is no agency's."""
    return f"{office}-{day:%y%m%d}-{number:04}" if AGENCY.fullmatch(office) else None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    held = tomllib.loads(FORMS.read_text(encoding="utf-8"))
    return tuple(re.compile(form["pattern"], re.ASCII) for form in held["form"])


def _is_day(text: str) -> bool:
    try:
        datetime.strptime(text, "%y%m%d")
    except ValueError:
        return False
    return True
