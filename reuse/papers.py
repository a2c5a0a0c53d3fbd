"""What a kind of paper is to reuse: its national code, when it was issued, until when it holds: `data/papers.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from reuse.strict import checked

PERSON = "person"  # the record that the population register has confirmed


@dataclass(frozen=True, slots=True)
class PaperKind:
    code: str  # of the form, as in extractors/forms, where it can be read
    title: str
    national_code: str = ""  # alias: the result code of the national database of procedures
    issuer: str = ""  # who issues it: where a citizen gets a new one
    readable: bool = True  # False: no form here reads it yet, so that none is ever held
    number: str = ""  # field that holds its number
    issued: tuple[str, ...] = ()  # fields that hold the day of issue; the first that is held counts
    expires: str = ""  # field that holds its last day
    lasts_months: int | None = None  # where the paper itself prints no last day
    one_in_force: bool = False  # one later issued takes its place
    holder: str = ""  # field with the number of the person whose paper it is
    named: tuple[str, ...] = ()  # fields with that person's name and birth date, in this order
    or_holder: str = ""  # the same of a second person, where it is the paper of two
    or_named: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()  # fields with the names of others whom the paper proves to be kin of its holder
    compared: tuple[str, ...] = ()  # fields in which two papers of the kind must agree

    @property
    def holders(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Whose paper it may be, of each: field with the number, and those with name and birth date."""
        second = ((self.or_holder, self.or_named),) if self.or_holder or self.or_named else ()
        return ((self.holder, self.named), *second)


_KEYS = {
    "national_code", "issuer", "readable", "number", "issued", "expires", "lasts_months", "one_in_force", "holder",
    "compared", "named", "or_holder", "or_named", "kin",
}  # fmt: skip
_LISTS = ("issued", "compared", "named", "or_named", "kin")


def parse_papers(text: str) -> Mapping[str, PaperKind]:
    """The kinds by their code. Raises ValueError."""
    kinds = {}
    for code, row in tomllib.loads(text).items():
        checked(row, f"paper {code}", {"title"}, _KEYS)
        kinds[code] = PaperKind(code, **(row | {name: tuple(row.get(name, ())) for name in _LISTS}))
    return kinds
