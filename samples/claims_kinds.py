"""The kinds of claims: each takes people out of a register and gives a case with its truth, or None where none fits."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import numpy as np

from samples.claims_case import Case, case_of
from samples.claims_register import Entry, Register
from samples.claims_slips import DAY_SLIPS, ID_SLIPS, NAME_SLIPS, WRITING_ONLY, digit_confused, digit_other
from samples.claims_strangers import Strangers
from samples.world import LIVING
from samples.world_telco import unmarked

_FIELDS = {
    **dict.fromkeys(ID_SLIPS, "id_number"),
    **dict.fromkeys(NAME_SLIPS, "full_name"),
    **dict.fromkeys(DAY_SLIPS, "dob"),
}
_ON_FILE = 0.6  # share of former names that the register holds


class Kinds:
    """Makes cases of each kind of the mixes."""

    def __init__(self, random: Random, register: Register) -> None:
        self._random = random
        self._register = register
        self._strangers = Strangers(random, register)
        self._special: dict[str, Callable[[str], Case | None]] = {
            "clean": self._plain, "compound": self._compound, "id_hit_other": self._hit, "id_missing": self._missing,
            "id_cmnd": self._cmnd, "id_cmnd_ocr": self._cmnd, "gender_wrong": self._gender, "name_change": self._change,
            "same_name_dob_id": self._namesake, "same_name_dob_idocr": self._namesake,
            "same_name_dob_noid": self._namesake,
            "relative_id": self._of_parent, "spouse_id": self._of_spouse, "twin_swap": self._of_twin,
            "deceased": self._deceased, "fraud_name": self._new_name, "fraud_dob": self._new_day,
            "fraud_invented": self._invented, "fraud_other_real": self._other_real, "nomatch_plain": self._stranger,
            "nomatch_noid": self._stranger, "nomatch_near": self._near, "nomatch_sibling": self._sibling,
        }  # fmt: skip

    def make(self, kind: str) -> Case | None:
        """One case of this kind, or None: try again with another chance."""
        if kind in _FIELDS:
            case = self._plain(kind)
            return case if self.slip(case, kind) else None
        return self._special[kind](kind)

    def slip(self, case: Case, kind: str) -> bool:
        """Spoil one field of a case by one kind of slip; False, and nothing done, where it cannot go wrong that way."""
        random, what = self._random, _FIELDS[kind]
        assert case.person is not None
        if what == "id_number":
            wrong = ID_SLIPS[kind](random, case.number) if case.number == case.person.cccd else None
            if wrong is None or wrong == case.number or wrong in self._kin_numbers(case.person):
                return False
            case.number = wrong
            case.correct("id_number", case.person.cccd)
        elif what == "full_name":
            wrong = NAME_SLIPS[kind](random, case.name)
            if wrong is None:
                return False
            case.name = wrong
            if kind not in WRITING_ONLY:
                case.correct("full_name", case.person.full_name)
        else:
            wrong = DAY_SLIPS[kind](random, case.day) if len(case.day) == 10 and case.day == case.person.dob else None
            if wrong is None:
                return False
            case.day = wrong
            case.correct("dob", case.person.dob)
        return True

    def _kin_numbers(self, one: Entry) -> set[str]:
        return one.kin_numbers - {one.cccd}

    def _one_of(self, indexes: np.ndarray) -> Entry | None:
        return self._register.entry(int(indexes[self._random.randrange(len(indexes))])) if len(indexes) else None

    def _plain(self, kind: str) -> Case:
        return case_of(kind, self._register.anybody(self._random))

    def _compound(self, kind: str) -> Case | None:
        """Two errors, in two of number, name and birth date."""
        case = self._plain(kind)
        tables = self._random.sample(
            [ID_SLIPS, {k: s for k, s in NAME_SLIPS.items() if k not in WRITING_ONLY}, DAY_SLIPS], 2
        )
        for table in tables:
            one = self._random.choice(list(table))
            if not self.slip(case, one):
                return None
            case.labels.append(one)
        return case

    def _hit(self, kind: str) -> Case | None:
        """A digit misread, and the number is that of another living person, no kin."""
        case = self._plain(kind)
        for _ in range(60):
            slip = digit_confused if self._random.random() < 0.7 else digit_other
            wrong = slip(self._random, case.number)
            other = self._register.by_number(wrong) if wrong else None
            if wrong and other and other.status == LIVING and not _related(case.person, other):
                case.number = wrong
                case.correct("id_number", case.person.cccd if case.person else "")
                return case
        return None

    def _missing(self, kind: str) -> Case:
        case = self._plain(kind)
        return self._without_number(case)

    def _without_number(self, case: Case) -> Case:
        assert case.person is not None
        case.number = ""
        case.correct("id_number", case.person.cccd)
        return case

    def _cmnd(self, kind: str) -> Case | None:
        """The old number, one in eight of which the register does not have; for id_cmnd_ocr misread besides."""
        case = self._plain(kind)
        assert case.person is not None
        number = case.person.cmnd
        if not number and case.person.dob < "2000" and self._random.random() < 0.7:
            number = f"92{self._random.randrange(10**7):07d}"
        if not number:
            return None
        case.number = str(digit_confused(self._random, number)) if kind == "id_cmnd_ocr" else number
        case.correct("id_number", case.person.cccd)
        return case

    def _gender(self, kind: str) -> Case:
        case = self._plain(kind)
        case.correct("gender", case.gender)
        case.gender = "Nam" if case.gender == "Nữ" else "Nữ"
        return case

    def _change(self, kind: str) -> Case | None:
        """The name of before a change, however near the new one: where it is not on file, a person must look."""
        if self._random.random() < _ON_FILE:
            one = self._one_of(self._register.renamed)
            if one is None:
                return None
            case = case_of(kind, one)
            case.name = one.other_name
            case.labels.append("name_change_recorded")
        else:
            case = self._plain(kind)
            case.name = self._strangers.former_name(case.name, case.gender, case.day)
            case.review("forbidden")
        assert case.person is not None
        if case.name == case.person.full_name:
            return None
        case.correct("full_name", case.person.full_name)
        return case

    def _namesake(self, kind: str) -> Case | None:
        """Somebody with whom another shares name and birth date."""
        one = self._one_of(self._register.doubles)
        if one is None:
            return None
        case = case_of(kind, one)
        if kind == "same_name_dob_noid":
            return self._without_number(case)
        return case if kind == "same_name_dob_id" or self.slip(case, "id_sub_ocr") else None

    def _of_parent(self, kind: str) -> Case | None:
        case = self._plain(kind)
        assert case.person is not None
        numbers = [number for number in (case.person.father_cccd, case.person.mother_cccd) if number]
        return self._with_number_of(case, self._random.choice(numbers)) if numbers else None

    def _of_spouse(self, kind: str) -> Case | None:
        case = self._plain(kind)
        assert case.person is not None
        return self._with_number_of(case, case.person.spouse_cccd) if case.person.spouse_cccd else None

    def _of_twin(self, kind: str) -> Case | None:
        one = self._one_of(self._register.twins)
        twin = self._register.twin(one) if one else None
        if one is None or twin is None or unmarked(one.full_name) == unmarked(twin.full_name):
            return None
        return self._with_number_of(case_of(kind, one), twin.cccd)

    def _with_number_of(self, case: Case, number: str) -> Case:
        assert case.person is not None
        case.number = number
        case.correct("id_number", case.person.cccd)
        return case.review("tolerated")

    def _deceased(self, kind: str) -> Case | None:
        one = self._one_of(self._register.deceased)
        return case_of(kind, one).review("forbidden") if one else None

    def _new_name(self, kind: str) -> Case | None:
        """Right number and birth date, another's name."""
        case = self._plain(kind)
        assert case.person is not None
        case.name = self._strangers.name(case.gender, case.day)
        if _alike(case.name, case.person.full_name) or _alike(case.name, case.person.other_name):
            return None
        case.correct("full_name", case.person.full_name)
        return case.review("forbidden")

    def _new_day(self, kind: str) -> Case | None:
        """Right number and name, a birth date of years away."""
        case = self._plain(kind)
        assert case.person is not None
        if len(case.day) != 10:
            return None
        away = self._random.choice((-1, 1)) * self._random.randint(900, 5000)
        day = (date.fromisoformat(case.day) + timedelta(days=away)).isoformat()
        if day > "2026-10-01" or sum(one != two for one, two in zip(day, case.day, strict=True)) < 4:
            return None
        case.day = day
        case.correct("dob", case.person.dob)
        return case.review("forbidden")

    def _invented(self, kind: str) -> Case | None:
        """A living person's number under a made-up identity."""
        owner = self._register.anybody(self._random)
        case = self._strangers.case(kind)
        if case is None or _alike(case.name, owner.full_name) or case.day == owner.dob:
            return None
        case.number, case.decision = owner.cccd, "review"
        return case

    def _other_real(self, kind: str) -> Case | None:
        """One registered person's number, another's identity."""
        owner, other = self._register.anybody(self._random), self._register.anybody(self._random)
        near = sum(one != two for one, two in zip(owner.cccd, other.cccd, strict=True)) < 3
        if near or _related(owner, other) or _alike(owner.full_name, other.full_name):
            return None
        case = case_of(kind, other)
        case.person, case.number = None, owner.cccd
        lines = self._register.lines(other)
        case.line = lines[0] if lines else None
        return case.review("forbidden")

    def _stranger(self, kind: str) -> Case | None:
        case = self._strangers.case(kind)
        if case is not None and kind == "nomatch_noid":
            case.number = ""
        return case

    def _near(self, kind: str) -> Case | None:
        """Unregistered, with the name, the birth year and the village of somebody registered."""
        one = self._register.anybody(self._random)
        return self._strangers.near(kind, one) if len(one.dob) == 10 else None

    def _sibling(self, kind: str) -> Case | None:
        """An unregistered twin: birthday, parents and home of somebody registered, another given name and number."""
        one = self._register.anybody(self._random)
        ready = len(one.dob) == 10 and one.father_name and one.mother_name
        return self._strangers.sibling(kind, one) if ready else None


def _related(one: Entry | None, other: Entry) -> bool:
    if one is None:
        return False
    parents = {one.father_cccd, one.mother_cccd} & {other.father_cccd, other.mother_cccd} - {""}
    return bool(
        one.household_no == other.household_no
        or other.cccd in one.kin_numbers
        or one.cccd in other.kin_numbers
        or parents
    )


def _alike(one: str, other: str) -> bool:
    """Two names that share more than the surname: no other person's for certain."""
    ours, theirs = unmarked(one).split(), unmarked(other).split()
    return bool(ours and theirs) and (ours[-1] == theirs[-1] or len(set(ours) & set(theirs)) > 1)
