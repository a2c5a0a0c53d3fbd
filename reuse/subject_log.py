"""Who read what is held about a person, when and why: in words that the person understands.

A read for a dossier that is not the person's own would tell them of somebody else (whose dossier, what for, which of
their values mattered there): of such an entry only the organisation and the purpose are told.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

from errors import NotHeld
from extractors.titles import field_title
from reuse.catalogue import catalogue
from reuse.catalogue import procedure as procedure_of
from reuse.strict import checked
from storage.plain import is_id
from storage.service.reads import Read
from storage.vietnam_time import day_of

OWN_VIEW = "subject-access"  # purpose under which a person looks at this very log
_NO_PURPOSE = "không nêu thủ tục"
_TITLES = {
    "id_number": "Số định danh cá nhân",
    "full_name": "Họ, chữ đệm và tên",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
    "phone": "Số điện thoại",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One read. It names no person but by the organisation that they work for."""

    at: datetime
    organisation: str
    did: str  # "đã xem một bản ghi về ông/bà"
    purpose: str  # "thủ tục Đăng ký khai sinh (1.001193)"
    dossier: str  # code of the person's own dossier that it was for; "" where it was none of theirs
    basis: str  # the law as it is cited; "" where none was named
    fields: tuple[str, ...]  # as the person knows them; none: all, or not told
    shielded: bool = False  # for a dossier that is not known to be the person's alone: told no further
    seq: int = 0  # of its row, for going on from here; not for the person

    @property
    def sentence(self) -> str:
        """ "20/11/2026 08:15: UBND xã A đã xem một bản ghi về ông/bà, để làm thủ tục ..." """
        fields = f", gồm: {', '.join(self.fields)}" if self.fields else ""
        own = f", cho hồ sơ {self.dossier}" if self.dossier else ""
        shielded = ", cho một hồ sơ mà kho không biết là của ông/bà" if self.shielded else ""
        basis = f". Căn cứ: {self.basis}" if self.basis else ""
        return f"{self.organisation} {self.did}{fields}, {self.purpose}{own}{shielded}{basis}."


def entries(reads: Sequence[Read], own: Set[str], organisation: Callable[[str], str]) -> tuple[Entry, ...]:
    """In the order of the reads. `own` as `storage.service.told_reads` gives it; `organisation`: of a reader."""
    return tuple(entry_of(one, organisation(one.reader), own) for one in reads)


def entry_of(read: Read, organisation: str, own: Set[str]) -> Entry:
    """`own`: the dossiers, by id or code, that are the person's and nobody else's."""
    dossier, day = read.for_dossier, day_of(read.at)
    purpose, said = purpose_of(read.procedure, day), saying(read.action)
    law = catalogue().laws.get(read.basis)
    if dossier and dossier not in own:
        return Entry(read.at, organisation, saying(""), purpose, "", "", (), True, read.seq)
    fields = tuple(dict.fromkeys(title_of(name) for name in read.fields))
    shown = dossier if dossier and not is_id(dossier) else ""
    return Entry(read.at, organisation, said, purpose, shown, law.cited if law else "", fields, False, read.seq)


def purpose_of(code: str, day: date) -> str:
    """The procedure in words; its bare code where the catalogue does not have it."""
    if code == OWN_VIEW:
        return "theo yêu cầu của chính ông/bà"
    if not code:
        return _NO_PURPOSE
    try:
        held = procedure_of(code, day)
    except NotHeld:
        return f"để làm thủ tục {code}"
    return f"để làm thủ tục {held.name} ({code})"


def title_of(name: str) -> str:
    """ "Họ, chữ đệm và tên" for "person.full_name" or "full_name"; the printed label for "cccd.ngay_cap"."""
    kind, _, field = name.rpartition(".")
    kind = kind.rpartition(".")[2]
    return _TITLES.get(field) or field_title(kind, field)


def saying(action: str) -> str:
    """What was done, in plain words."""
    said = _sayings()
    parts = action.removesuffix(".read").split(".")
    wider = (".".join(parts[:end]) + ".read" for end in range(len(parts), 0, -1))
    return next((said[one] for one in (action, *wider) if one in said), said[""])


@cache
def _sayings() -> Mapping[str, str]:
    text = resources.files("reuse").joinpath("data", "subject_log.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    rows = {"": read["default"], **read["action"]}
    return {action: checked(row, f"action {action}", {"says", "source"})["says"] for action, row in rows.items()}


def readers(entries: Sequence[Entry]) -> Mapping[str, int]:
    """How many reads of each organisation."""
    counted: dict[str, int] = {}
    for one in entries:
        counted[one.organisation] = counted.get(one.organisation, 0) + 1
    return counted
