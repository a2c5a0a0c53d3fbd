"""The identity code of a digitised document (Thông tư 01/2023/TT-VPCP, Điều 10): the identifier of its owner and the
code of its type, made by a template of the settings.

The circular's own figure is a picture in every copy that was seen: order and separators are not verified. Where the
owner's identifier is not known its part stays blank.
"""

import string
import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from errors import NotSetUp
from storage.schema_records import RECORD_DESCRIPTION
from storage.sealing.blind import blind_of

CODE = "DOCUMENT_CODE"  # its kind in the blind index
PARTS = ("owner", "type", "number")


@dataclass(frozen=True, slots=True)
class CodeTemplate:
    """ "{owner}-{type}-{number}": owner and type must stand in it. Raises NotSetUp for what is not understood."""

    text: str

    def __post_init__(self) -> None:
        try:
            named = [name for _, name, form, how in string.Formatter().parse(self.text) if name is not None]
            plain = all(not form and not how for _, name, form, how in string.Formatter().parse(self.text) if name)
        except ValueError:
            named, plain = [], False
        if not plain or not {"owner", "type"} <= set(named) <= set(PARTS) or len(named) != len(set(named)):
            raise NotSetUp("HOSO_DOCUMENT_CODE must name {owner} and {type}, may name {number}, each once")

    def code(self, owner: str, type_code: str, number: str = "") -> str:
        """`owner`: "" where it is not known."""
        return self.text.format(owner=owner, type=type_code, number=number)


def normal_code(code: str) -> str:
    """As codes are compared: without spaces, in capitals."""
    return "".join(unicodedata.normalize("NFC", code).split()).upper()


def find_by_code(connection: Connection, code: str) -> tuple[str, ...]:
    """Ids of the records that bear this identity code now, the latest loaded last; two scans of a paper both do."""
    latest = select(RECORD_DESCRIPTION).ext(distinct_on(RECORD_DESCRIPTION.c.record_id))
    table = RECORD_DESCRIPTION.c
    blind = blind_of(connection, CODE, normal_code(code))
    ever = select(table.record_id).where(table.code_blind == blind)
    rows = latest.where(table.record_id.in_(ever)).order_by(table.record_id, table.number.desc()).subquery("latest")
    chosen = select(rows.c.record_id).where(rows.c.code_blind == blind).order_by(rows.c.made_at, rows.c.record_id)
    return tuple(connection.scalars(chosen))
