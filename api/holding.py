"""Finds a person or a record and what is held, for a question that is written into the audit first.

Absent, not agreeing and not to be seen are one answer, after the same work: the person of nobody is looked for as
anybody else is, and no refusal goes out before the time that an answer may take is over.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from typing import Any, TypeVar

from fastapi import Request

from api.answers.asked import PersonAsked
from api.caller import Caller
from api.door import Purpose, purpose_of, service_of
from api.limits import counted
from api.needs import needed, why_left
from api.problems import Kind, Problem, hidden
from api.service import Service
from errors import NotHeld
from matching.comparing.names import keys
from reuse.agreeing import same
from reuse.catalogue import catalogue
from reuse.catalogue import procedure as procedure_of
from reuse.components import Procedure
from reuse.held import HeldRecord, Whose, held_of
from reuse.papers import PERSON
from storage.audit.reading import ReadPurpose, read_logged
from storage.of_person import Loaded, loaded, of_person
from storage.people import AliasKind, find_person
from storage.record_heads import Head, head_of

NOBODY = "00000000-0000-4000-8000-000000000000"  # whom nobody is: looked for where a number is not held
EVENLY_S = 0.06  # no refusal about a person or record goes out earlier
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held about one person. Holds personal values: never for a log."""

    person_id: str
    loaded: tuple[Loaded, ...] = attribute(repr=False)

    @property
    def held(self) -> tuple[HeldRecord, ...]:
        return held_of(self.loaded, catalogue().papers)

    @property
    def whose(self) -> Mapping[str, Whose]:
        """By id of the record; a paper that lay in the person's dossier and is somebody else's is left out."""
        return {one.id: one.whose for one in self.held}


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks, why, and from when on: made once at the door of a route."""

    service: Service
    caller: Caller
    purpose: ReadPurpose
    began: float = attribute(default_factory=time.monotonic)

    @property
    def today(self) -> date:
        return self.service.today

    @property
    def procedure(self) -> Procedure:
        """That of the purpose, as it stands today."""
        return procedure_of(self.purpose.procedure, self.today)

    def refused(self) -> Problem:
        """The one refusal about what is held, no sooner than any other."""
        time.sleep(max(0.0, self.began + EVENLY_S - time.monotonic()))
        return hidden()

    def asked_for(self, code: str, on: date) -> Procedure:
        """The procedure of a question on a day. Raises Problem where it is not that of the purpose, or not known."""
        try:
            found = procedure_of(code, on)
        except NotHeld:
            raise Problem(Kind.PURPOSE_REFUSED, "no such procedure stands on that day", part="procedure") from None
        if found.family != self.procedure.family:
            raise Problem(Kind.PURPOSE_REFUSED, "the purpose names another procedure", part="procedure")
        return found


def question_of(request: Request, caller: Caller, told: Purpose) -> Question:
    """Raises Problem PURPOSE_REFUSED."""
    began = time.monotonic()
    service = service_of(request)
    return Question(service, caller, purpose_of(service, caller, told), began)


def of_asked(
    question: Question,
    asked: PersonAsked,
    what: str,
    fields: Sequence[str] = (),
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    stands_on: date | None = None,
    places: bool = True,
) -> Holding:
    """What is held about a person. `what`: of the audit's row, "reuse.prefill"; `fields`: names of those looked at;
    days, moment and places: as for `storage.of_person`.

    Raises Problem HIDDEN where nobody is held, or what was stated of the person does not agree; BUDGET_SPENT.
    """
    person_id = _counted(question, lambda connection: _asked_in(connection, asked), _somebody)

    def load(connection: Any) -> tuple[Loaded, ...]:
        return of_person(connection, person_id, as_of, known_at, stands_on=stands_on, places=places)

    found = looked_at(question, what, person_id, fields, load)
    if not found or not agrees(asked, found):
        raise question.refused()
    return Holding(person_id, found)


def of_record(
    question: Question,
    record_id: str,
    what: str = "record",
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Loaded:
    """One record, when the purpose's procedure needs such a paper. Raises Problem HIDDEN, BUDGET_SPENT."""
    seen = seen_head(question, lambda connection: head_of(connection, record_id))
    fields = open_names(question, seen.kind) if seen else ()

    def load(connection: Any) -> Loaded | None:
        return loaded(connection, record_id if seen else NOBODY, as_of, known_at)

    found = looked_at(question, what, record_id, fields or ("none",), load)
    if found is None:
        raise question.refused()
    return found


def open_names(question: Question, kind: str) -> list[str]:
    """The fields of such a paper that the caller may see, by name."""
    procedure = question.procedure
    names = sorted(needed(procedure).get(kind, ()))
    return [one for one in names if why_left(question.caller, procedure, kind, one) is None]


def may_see(question: Question, kind: str) -> bool:
    """Whether the purpose's procedure needs a paper of this kind."""
    return kind in needed(question.procedure)


def agrees(asked: PersonAsked, found: tuple[Loaded, ...]) -> bool:
    """Whether name and birth date, where they are stated, are those of the person's own record: the name without
    regard to marks, the date as far as it is known."""
    own = [one.record for one in found if one.record.kind == PERSON]
    names = [keys(name).k4 for one in own if (name := one.value("full_name"))]
    births = [born for one in own if (born := one.value("birth_date"))]
    named = asked.full_name is None or keys(asked.full_name).k4 in names
    return named and (asked.birth_date is None or any(same(asked.birth_date, born) for born in births))


def person_asked(question: Question, asked: PersonAsked) -> str:
    """Id of the person, or of nobody; no value is read."""
    with question.service.warehouse.looking(question.purpose.procedure) as connection:
        return _asked_in(connection, asked)


def _asked_in(connection: Any, asked: PersonAsked) -> str:
    if asked.person_id is not None:
        return str(asked.person_id)
    number = asked.id_number or ""
    return find_person(connection, AliasKind.PIN if len(number) == 12 else AliasKind.CMND, number) or NOBODY


def seen_head(
    question: Question, find: Callable[[Any], Head | None], may: Callable[[Head], bool] = lambda _: True
) -> Head | None:
    """The head that `find` finds, where the caller may see such a paper: what may not be seen is not read either. One
    read about its person is counted. Raises Problem BUDGET_SPENT."""

    def seen(connection: Any) -> Head | None:
        head = find(connection)
        return head if head and may_see(question, head.kind) and may(head) else None

    return _counted(question, seen, lambda head: _somebody((head.person_id if head else None) or NOBODY))


def _counted(question: Question, find: Callable[[Any], Read], about: Callable[[Read], str]) -> Read:
    return counted(question.service, question.caller, question.purpose, find, about)


def _somebody(person_id: str) -> str:
    """Strangers are not one person whose allowance could be spent."""
    return "" if person_id == NOBODY else person_id


def looked_at(question: Question, what: str, subject: str, fields: Sequence[str], load: Callable[[Any], Read]) -> Read:
    """What `load` reads by a connection, once the read is written down. `subject`: id of ours of what is read.

    Raises ReadNotLogged.
    """
    service, reader = question.service, question.caller.client_id
    return read_logged(service.warehouse, question.purpose, what, subject, load, reader=reader, fields=fields)
