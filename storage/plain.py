"""What may stand where no personal value may, in the audit, in events and in logs: codes, and ids of ours."""

import re
from uuid import UUID

DIGEST = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:/-]{0,99}")
_ID = re.compile(r"(?<![0-9A-Za-z-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9A-Za-z-])")
_PERSONAL = re.compile(r"(?<!\d)\d{9,12}(?!\d)")  # as a personal number or a phone would stand


def plain(value: str) -> str:
    """The value, when it is a code or an id of ours. Raises ValueError, without it, for what may be personal."""
    ours = is_id(value) or DIGEST.fullmatch(value)
    rest = _ID.sub("", value)  # an id may by chance hold nine digits in a row
    if not _CODE.fullmatch(value) or (not ours and _PERSONAL.search(rest)):
        raise ValueError("only a code or an id of ours may stand here")
    return value


def id_in(text: str) -> str | None:
    """The id that is written, as we write it; None where it is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return None


def is_id(text: str) -> bool:
    """Whether it is an id of a person, dossier, document or record of ours, in the form in which we write it."""
    return id_in(text) == text
