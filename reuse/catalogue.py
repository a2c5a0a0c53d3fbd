"""The procedures that are known, read once from `data/` and checked as a whole.

A change of law is a change of these files: an edition ends, the next begins on the following day.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from errors import NotHeld
from reuse.components import (
    Accepted,
    Circumstance,
    Component,
    FormField,
    Need,
    Origin,
    Procedure,
    Register,
    TakenAs,
    WhoHas,
)
from reuse.law import Law, parse_laws
from reuse.papers import PaperKind, parse_papers
from reuse.strict import checked, word

_CODE = re.compile(r"(\d\.\d{6})(?:\.\d{3}\.\d{2}\.\d{2}(?:\.[A-Z]\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the data files say. It holds no personal value."""

    laws: Mapping[str, Law]
    papers: Mapping[str, PaperKind]
    procedures: tuple[Procedure, ...]  # every edition, by family and day


@cache
def catalogue() -> Catalogue:
    """The files that are delivered with this version. Raises ValueError where one is not understood."""
    data = resources.files("reuse").joinpath("data")
    files = sorted((one for one in data.joinpath("procedures").iterdir() if one.name.endswith(".toml")), key=str)
    laws = parse_laws(data.joinpath("laws.toml").read_text(encoding="utf-8"))
    papers = parse_papers(data.joinpath("papers.toml").read_text(encoding="utf-8"))
    read = (each for one in files for each in parse_procedures(one.read_text(encoding="utf-8"), laws, papers))
    return Catalogue(laws, papers, without_overlap(read))


def procedure(code: str, on: date) -> Procedure:
    """The procedure of a code, short or full ("1.001193.000.00.00.H56"), or of a family, as it stands on a day.

    Raises NotHeld.
    """
    found = _CODE.fullmatch(code)
    short = found[1] if found else code
    for one in catalogue().procedures:
        if one.in_force(on) and (short in one.codes or short == one.family):
            return one
    raise NotHeld(f"no components of procedure {code} are known on {on}")


def procedures(on: date) -> tuple[Procedure, ...]:
    """All that stand on a day."""
    return tuple(one for one in catalogue().procedures if one.in_force(on))


def without_overlap(read: Iterable[Procedure]) -> tuple[Procedure, ...]:
    """In order of family and day. Raises ValueError where two editions of a procedure hold on the same day."""
    ordered = tuple(sorted(read, key=lambda one: (one.family, one.valid_from)))
    for code in sorted({code for one in ordered for code in (*one.codes, one.family)}):
        editions = [one for one in ordered if code in (*one.codes, one.family)]
        for before, after in pairwise(sorted(editions, key=lambda one: one.valid_from)):
            if before.valid_to is None or before.valid_to >= after.valid_from:
                raise ValueError(f"{code}: two editions hold on {after.valid_from}")
    return ordered


def parse_procedures(text: str, laws: Mapping[str, Law], papers: Mapping[str, PaperKind]) -> tuple[Procedure, ...]:
    """The editions of one file. Raises ValueError for anything that is not understood."""
    head = tomllib.loads(text)
    where = str(head.get("family", "a procedure"))
    checked(head, where, {"family", "name", "codes", "office", "subject", "edition"}, {"unverified_codes", "form"})
    reader = _Reader(laws, papers, where)
    return tuple(reader.edition(head, row) for row in head["edition"])


@dataclass(frozen=True, slots=True)
class _Reader:
    laws: Mapping[str, Law]
    papers: Mapping[str, PaperKind]
    where: str

    def edition(self, head: Mapping[str, Any], row: Mapping[str, Any]) -> Procedure:
        checked(row, self.where, {"valid_from", "law", "component", "field"}, {"valid_to", "form"})
        ends: date | None = row.get("valid_to")
        if ends and ends < row["valid_from"]:
            raise ValueError(f"{self.where}: an edition ends before it begins")
        unverified = tuple(head.get("unverified_codes", ()))
        made = Procedure(
            family=head["family"],
            name=head["name"],
            codes=(*head["codes"], *unverified),
            unverified_codes=unverified,
            office=head["office"],
            subject=head["subject"],
            form=row.get("form", head.get("form", "")),
            valid_from=row["valid_from"],
            valid_to=ends,
            law=self._laws(row["law"]),
            components=tuple(self._component(each) for each in row["component"]),
            fields=tuple(self._field(each) for each in row["field"]),
        )
        for what, names in (("component", [c.code for c in made.components]), ("field", [f.name for f in made.fields])):
            if len(names) != len(set(names)):
                raise ValueError(f"{self.where}: a {what} stands twice")
        return made

    def _component(self, row: Mapping[str, Any]) -> Component:
        where = f"{self.where}, component {row.get('code')}"
        checked(row, where, {"code", "name", "need", "taken_as", "law"}, {"not_asked", "accepted", "circumstance"})
        need = word(Need, row["need"], where)
        circumstance = self._circumstance(row["circumstance"], where) if "circumstance" in row else None
        if (need is Need.CONDITIONAL) != (circumstance is not None):
            raise ValueError(f"{where}: conditional and circumstance go together")
        return Component(
            code=row["code"],
            name=row["name"],
            need=need,
            taken_as=tuple(word(TakenAs, each, where) for each in row["taken_as"]),
            required_by=self._laws(row["law"]),
            not_asked_by=self._laws(row.get("not_asked", ())),
            accepted=tuple(self._accepted(each, where) for each in row.get("accepted", ())),
            circumstance=circumstance,
        )

    def _accepted(self, row: Mapping[str, Any], where: str) -> Accepted:
        checked(row, where, {"paper", "fields"}, {"valid_months", "of_kin", "against"})
        against = word(Register, row["against"], where) if "against" in row else None
        paper, months, kin = self._paper(row["paper"]), row.get("valid_months"), row.get("of_kin", False)
        return Accepted(paper, tuple(row["fields"]), months, kin, against)

    def _circumstance(self, row: Mapping[str, Any], where: str) -> Circumstance:
        checked(row, where, {"code", "sentence"}, {"paper", "field", "values"})
        if "paper" in row:
            self._paper(row["paper"])
        return Circumstance(**(dict(row) | {"values": tuple(row.get("values", ()))}))

    def _field(self, row: Mapping[str, Any]) -> FormField:
        where = f"{self.where}, field {row.get('name')}"
        checked(row, where, {"name", "label", "who_has"}, {"from", "required", "unshared", "fresh_days"})
        return FormField(
            name=row["name"],
            label=row["label"],
            who_has=word(WhoHas, row["who_has"], where),
            origins=tuple(self._origin(each) for each in row.get("from", ())),
            required=row.get("required", True),
            unshared=row.get("unshared", False),
            fresh_days=row.get("fresh_days"),
        )

    def _origin(self, written: str) -> Origin:
        paper, _, field = written.partition(".")
        return Origin(self._paper(paper).code, field)

    def _paper(self, code: str) -> PaperKind:
        if code not in self.papers:
            raise ValueError(f"{self.where}: no paper is called {code}")
        return self.papers[code]

    def _laws(self, codes: Iterable[str]) -> tuple[Law, ...]:
        unknown = [code for code in codes if code not in self.laws]
        if unknown:
            raise ValueError(f"{self.where}: no law is called {', '.join(unknown)}")
        return tuple(self.laws[code] for code in codes)
