"""Questions that are answered with yes, no or unknown, and never with a value."""

from datetime import date

from pydantic import Field

from api.answers.asked import Asked, Day, Name, PartialDate, PersonalNumber, PersonAsked, Phone
from api.answers.words import Basis, Given, Word
from api.door import Purpose
from reuse.predicates import Predicate


class PredicateAsked(Asked):
    person: PersonAsked
    purpose: Purpose
    on: Day = None


class PhoneAsked(PredicateAsked):
    phone: Phone


class Stated(Asked):
    """What somebody states of a person; all three are needed for a sure answer."""

    id_number: PersonalNumber | None = None
    full_name: Name | None = None
    birth_date: PartialDate | None = None


class SamePersonAsked(PredicateAsked):
    stated: Stated


class PredicateGiven(Given):
    predicate: str
    person_id: str
    on: date
    answer: Word = Field(description="YES, NO, UNKNOWN")
    why: Word
    rests_on: tuple[str, ...] = Field(description="mã bản ghi")
    legal_basis: tuple[Basis, ...]

    @staticmethod
    def of(name: str, person_id: str, on: date, one: Predicate) -> "PredicateGiven":
        return PredicateGiven(
            predicate=name,
            person_id=person_id,
            on=on,
            answer=Word.of(one.answer),
            why=Word.of(one.why),
            rests_on=one.records,
            legal_basis=tuple(Basis.of(law) for law in one.basis),
        )
