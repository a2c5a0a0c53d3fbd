"""Acts on which an answer rests, each with its article and the days on which it is in force: `data/laws.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reuse.strict import checked
from storage.dated import Dated


@dataclass(frozen=True, slots=True)
class Law(Dated):
    """One provision. It holds no personal value."""

    code: str
    act: str  # "Nghị định 216/2026/NĐ-CP"
    article: str  # "Điều 6 khoản 4"; "" where the act is cited as a whole
    says: str  # one sentence, in the words of a clerk
    valid_from: date
    valid_to: date | None = None  # the last day; None: in force until something else is known
    unverified: bool = False  # cited from memory or a second hand: to be held against the text before it is relied on
    note: str = ""  # what of it is not verified

    @property
    def cited(self) -> str:
        """ "Nghị định 216/2026/NĐ-CP, Điều 6 khoản 4", said to be unverified where it is."""
        named = ", ".join(part for part in (self.act, self.article) if part)
        return f"{named} (chưa kiểm chứng)" if self.unverified else named


def parse_laws(text: str) -> Mapping[str, Law]:
    """The provisions by their code. Raises ValueError."""
    laws: dict[str, Law] = {}
    for code, row in tomllib.loads(text).items():
        where = f"law {code}"
        checked(row, where, {"act", "says", "valid_from"}, {"article", "valid_to", "unverified", "note"})
        law = Law(code, **({"article": ""} | row))
        if law.valid_to and law.valid_to < law.valid_from:
            raise ValueError(f"{where}: it ends before it begins")
        if law.unverified != bool(law.note):
            raise ValueError(f"{where}: unverified and note go together")
        laws[code] = law
    return laws
