"""What is told of a record as a whole, worked out from its fields: days, identity code, metadata, codes of units, and
the other numbers of its holder. What a kind of paper gives stands in `data/describing.toml`; nothing is guessed.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources

from extractors.form import form
from extractors.reading import AlternativeKind, FieldReading
from extractors.titles import form_title
from extractors.values.addresses import parse_address, parse_address_text
from extractors.values.units import UnitList
from matching.reasons import Reason
from reuse.catalogue import catalogue
from reuse.held import Subject, Whose, day, days_on
from reuse.papers import PERSON, PaperKind
from reuse.strict import checked, word
from storage.descriptions import Days, Describe, Description, UnitCode
from storage.document_codes import CodeTemplate
from storage.people import Alias, AliasKind, is_number
from storage.records import Record, RecordField
from storage.settled import Paper


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """Of a kind of paper, beside what reuse needs of it."""

    issuer: tuple[str, ...] = ()
    abstract: str = ""
    scope: str = ""
    void_from: date | None = None
    void_by: str = ""


@dataclass(frozen=True, slots=True)
class AliasField:
    paper: str
    field: str
    kind: AliasKind
    since: str = ""
    until: str = ""
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What `data/describing.toml` says."""

    papers: Mapping[str, PaperFacts] = field(default_factory=dict)
    aliases: tuple[AliasField, ...] = ()
    versions: Mapping[str, tuple[str, date | None]] = field(default_factory=dict)  # of a list: its act and first day


def describer(template: CodeTemplate, papers: Sequence[Paper] = ()) -> Describe:
    """Describes the records of one load. `papers`: where the units of its addresses were looked up already."""
    looked_up = {(one.stored.id, each.field): each for one in papers for each in one.stored.document.readings}
    return lambda records: described(records, template, looked_up)


def described(
    records: Sequence[Record], template: CodeTemplate, looked_up: Mapping[tuple[str, str], FieldReading]
) -> tuple[Description, ...]:
    """One for each record, in order. They are of one load: the record of the person tells whose the papers are."""
    subject = Subject.of(records)
    return tuple(_described(one, subject, template, looked_up) for one in records)


def _described(
    one: Record, subject: Subject, template: CodeTemplate, looked_up: Mapping[tuple[str, str], FieldReading]
) -> Description:
    kind = catalogue().papers.get(one.kind) or PaperKind(one.kind, form_title(one.kind))
    facts = describing().papers.get(one.kind, PaperFacts())
    own = one.kind == PERSON or subject.whose(one, kind) is Whose.OWN
    days, issued = _days(one, kind, facts)
    number, type_code = one.value(kind.number), kind.national_code or kind.code
    owner = _owner_number(one, kind, subject, own=own)
    name, birth = (subject.names[:1], subject.births[:1]) if own else _named(one, kind)
    return Description(
        days,
        type_code,
        kind.title,
        code="" if one.kind == PERSON else template.code(owner, type_code, number),
        owner_number=owner,
        owner_name="" if owner else "".join(name),
        owner_birth_date="" if owner else "".join(birth),
        number=number,
        issued=issued,
        issuer=_first(one, facts.issuer),
        abstract=one.value(facts.abstract),
        term=_term(one, kind, days),
        scope=facts.scope,
        void_by=facts.void_by,
        units=tuple(_units(one, looked_up)),
        aliases=tuple(_aliases(one)) if one.kind == PERSON or subject.names_itself_on(one, kind) else (),
    )


def _days(one: Record, kind: PaperKind, facts: PaperFacts) -> tuple[Days, str]:
    """The days, and the day of issue as far as it is known."""
    issued, expires = days_on(one, kind)
    known = not kind.issued or issued is not None or expires is not None
    return Days(issued, expires, facts.void_from, known), _first(one, kind.issued)


def _owner_number(one: Record, kind: PaperKind, subject: Subject, *, own: bool) -> str:
    """The 12 digits of whose paper it is; "" where they are not known: the subject's number is no guess for another."""
    if own and subject.numbers:
        return subject.numbers[-1]
    said = one.value(kind.holder)
    return said if is_number(said) else ""


def _named(one: Record, kind: PaperKind) -> tuple[list[str], list[str]]:
    said = [one.value(name) for name in kind.named]
    return said[:1], said[1:2]


def _first(one: Record, names: Sequence[str]) -> str:
    return next((value for name in names if (value := one.value(name))), "")


def _term(one: Record, kind: PaperKind, days: Days) -> str:
    """In the words of a clerk; what the paper says in words ("Không thời hạn") is kept as it is."""
    said = one.value(kind.expires)
    if said and day(said) is None:
        return said
    return f"đến hết ngày {days.valid_to:%d/%m/%Y}" if days.valid_to else ""


# --- the units that its addresses name


def _units(one: Record, looked_up: Mapping[tuple[str, str], FieldReading]) -> Iterator[UnitCode]:
    for each in one.fields:
        if each.field in _address_fields(one.kind):
            for held in _codes(one, each, looked_up):
                which, _, code = held.partition(":")
                version, first = describing().versions[which]
                yield UnitCode(each.field, code, which, version, first)


def _codes(one: Record, each: RecordField, looked_up: Mapping[tuple[str, str], FieldReading]) -> list[str]:
    """ "current:22.06712"; several where a name fits several units. What was read is not looked up again."""
    read = looked_up.get((one.document_id or "", each.field))
    if read is not None and read.value == each.value:
        return [str(other.value) for other in read.alternatives if other.kind is AlternativeKind.UNIT]
    address = parse_address(each.value)
    if not address.units or address.list is None:
        return []
    chain = ".".join(unit.code for unit in address.units)
    return [f"{'legacy' if address.list is UnitList.LEGACY else 'current'}:{chain}"]


@cache
def _address_fields(kind: str) -> frozenset[str]:
    held = form(kind)
    return frozenset(one.name for one in held.fields if one.parse is parse_address_text) if held else frozenset()


# --- the other numbers of its holder


def _aliases(one: Record) -> Iterator[Alias]:
    for row in describing().aliases:
        held = next((each for each in one.fields if each.field == row.field), None) if row.paper == one.kind else None
        if held and _sure(held, row.kind):
            ended = day(one.value(row.ended_by))
            until = ended - timedelta(days=1) if ended else day(one.value(row.until))
            yield Alias(row.kind, held.value, day(one.value(row.since)), until)
    for each in one.fields:
        if each.reason is Reason.OLD_CMND and each.written and _sure_number(each.written, AliasKind.CMND):
            yield Alias(AliasKind.CMND, each.written)


def _sure(held: RecordField, kind: AliasKind) -> bool:
    """A number of 12 digits joins people, so a register must have confirmed it; of an old one only the paper knows."""
    if kind is AliasKind.PIN and held.verified_against is None:
        return False
    return _sure_number(held.value, kind)


def _sure_number(value: str, kind: AliasKind) -> bool:
    digits = "".join(sign for sign in value if sign.isalnum())
    return kind not in _LENGTHS or (digits.isdigit() and len(digits) == _LENGTHS[kind])


_LENGTHS = {AliasKind.PIN: 12, AliasKind.CMND: 9}


# --- the data file


@cache
def describing() -> Facts:
    """The file that is delivered with this version. Raises ValueError where it is not understood."""
    return parse_facts(resources.files("reuse").joinpath("data/describing.toml").read_text(encoding="utf-8"))


def parse_facts(text: str) -> Facts:
    """Raises ValueError."""
    held = checked(tomllib.loads(text), "describing", {"paper", "alias", "list"})
    papers = {}
    for code, row in held["paper"].items():
        where = f"paper {code}"
        checked(row, where, {"source"}, {"issuer", "abstract", "scope", "void_from", "void_by"})
        if ("void_from" in row) != ("void_by" in row):
            raise ValueError(f"{where}: void_from and void_by go together")
        told = {key: value for key, value in row.items() if key != "source"}
        papers[code] = PaperFacts(**{**told, "issuer": tuple(row.get("issuer", ()))})
    return Facts(papers, tuple(_alias_field(row) for row in held["alias"]), dict(_versions(held["list"])))


def _alias_field(row: Mapping[str, str]) -> AliasField:
    where = f"alias {row.get('paper')}.{row.get('field')}"
    checked(row, where, {"paper", "field", "kind", "source"}, {"since", "until", "ended_by"})
    if "until" in row and "ended_by" in row:
        raise ValueError(f"{where}: until or ended_by, not both")
    told = {key: value for key, value in row.items() if key not in ("source", "kind")}
    return AliasField(**told, kind=word(AliasKind, row["kind"], where))


def _versions(rows: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, tuple[str, date | None]]]:
    for name, row in rows.items():
        checked(row, f"list {name}", {"version", "source"}, {"first", "last"})
        if name.upper() not in UnitList.__members__:
            raise ValueError(f"list {name}: no such list of units")
        first = row.get("first")
        yield name, (str(row["version"]), first if isinstance(first, date) else None)
