"""The card's number and its issuer: print without a colon, the number alone on its line behind "Số"."""

import re

from extractors.evidence import printed
from extractors.geometry.layout import Row, Token, text_of
from extractors.reading import FieldReading
from extractors.values.id_papers import parse_issuer
from extractors.values.parsed import Parsed
from extractors.values.personal_id import parse_any_id
from ocr.page import Page

_ISSUER = re.compile(r"giam doc\s+(?=ca|cong an)")


def with_number(
    pages: tuple[Page, ...], rows: tuple[Row, ...], readings: tuple[FieldReading, ...]
) -> tuple[FieldReading, ...]:
    """The readings with the only number of nine or twelve digits, and with the issuer out of the signature."""
    held = {one.field: one for one in readings}
    if "so_cmnd" not in held or held["so_cmnd"].value is None:
        found = [one for row in rows if (one := _number(row))]
        if len({str(reading.value) for reading in found}) == 1:
            held["so_cmnd"] = found[0]
    if "noi_cap" not in held or held["noi_cap"].value is None:
        held |= {one.field: one for row in rows if (one := _issuer(row))}
    return tuple(held.values())


def _number(row: Row) -> FieldReading | None:
    tokens = [token for token in row.tokens if any(map(str.isdigit, token.text)) and "/" not in token.text]
    answer = parse_any_id(text_of(tokens)) if tokens else None
    return printed("so_cmnd", answer, tokens, row.page, 0.8) if isinstance(answer, Parsed) else None


def _issuer(row: Row) -> FieldReading | None:
    """ "GIÁM ĐỐC CA TỈNH ...": the words behind the office."""
    match = _ISSUER.search(row.folded)
    if not match:
        return None
    tokens: list[Token] = [
        token for token, start in zip(row.tokens, row.starts, strict=True) if start >= match.end() and token.folded
    ]
    answer = parse_issuer(text_of(tokens)) if tokens else None
    return printed("noi_cap", answer, tokens, row.page, 0.9) if isinstance(answer, Parsed) else None
