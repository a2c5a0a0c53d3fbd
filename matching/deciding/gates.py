"""The first gate: rules that keep the machine from deciding. They fail closed: what is not known lifts none of them.

Each rule is one function over the situation and gives the reason why a person must look, or None. The order of `GATES`
is that of gravity. The second gate, the posterior, stands in `trace`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from matching.comparing.names import compare_names
from matching.comparing.numbers import slip_between
from matching.deciding.unseen_rivals import rivals_are_seen
from matching.people import Claim, LifeStatus, Person
from matching.phones.subscribers import Ties, tie_between
from matching.reasons import Reason
from matching.resolution import Level
from matching.weighing.posterior import Hypothesis
from matching.weighing.weights import Weights

_SAME = (Level.EXACT, Level.VARIANT)
_RANK = {Level.EXACT: 0, Level.VARIANT: 0, Level.CLOSE: 2, Level.DIFFERENT: 3, Level.MISSING: 4}
_RANK_WITHOUT_MARKS = 1  # nearer than a name with another letter
_DATES_BY_CHANCE = (
    Reason.DATE_DIGIT_WRONG, Reason.REGISTER_YEAR_ONLY, Reason.DATE_PLACEHOLDER, Reason.DATE_YEAR_ONLY,
)  # fmt: skip
_BARE = (None, Reason.NAME_TONE_PLACEMENT, Reason.NAME_I_Y, Reason.NAME_NO_MARKS, Reason.NAME_MARK_DIFFERS)


@dataclass(frozen=True, slots=True)
class Situation:
    """The best candidate of a claim with all that competes."""

    claim: Claim
    best: Hypothesis
    rivals: tuple[Hypothesis, ...]
    weights: Weights
    doubts: tuple[Reason, ...] = ()  # of the papers themselves
    doubt: float = 1.0  # 1 - posterior of the best, 0..1; nothing is lifted by a posterior that is not told
    rivals_seen: bool = False  # the register shows others who fit; else nobody but the person who was asked for

    @property
    def person(self) -> Person:
        """The best candidate's entry."""
        return self.best.candidate.person

    @property
    def vouched(self) -> bool:
        """Something of the person's own speaks too: the phone is registered to them, or the card's issue date fits."""
        return Level.EXACT in (self.best.level("phone_owner"), self.best.level("card_issued_on"))

    @property
    def family_vouches(self) -> bool:
        """The parents and the home fit, and no brother or sister born the same day is among the candidates."""
        fits = self.best.level("parents") is Level.EXACT and self.best.level("address") is Level.EXACT
        return fits and not any(is_twin(rival.candidate.person, self.person) for rival in self.rivals)

    @property
    def firm_number(self) -> bool:
        """The number alone tells this person from others."""
        row = self.best.comparison("id_number")
        if row.level is not Level.CLOSE or row.reason is Reason.ID_DIGITS_MISREAD:
            return row.level in _SAME
        return self.claim.id_number.count("?") <= self.weights.most_unreadable


Gate = Callable[[Situation], Reason | None]


def state_of_life(now: Situation) -> Reason | None:
    """The register answers for a living person under a valid number."""
    by_state = {LifeStatus.DECEASED: Reason.DECEASED, LifeStatus.CANCELLED: Reason.CANCELLED_NUMBER}
    return by_state.get(now.person.status)


def owner_of_number(now: Situation) -> Reason | None:
    """The written number is the person's own, not that of kin or of a stranger.

    A stranger's number is let pass when it is one slip away from the person's own and the stranger shares neither
    household nor name nor birth date with the claim: then it was misread into another living person's number.
    """
    if now.best.level("id_number") in _SAME:
        return None
    for rival in now.rivals:
        if rival.level("id_number") not in _SAME:
            continue
        owner = rival.candidate.person
        ties = tie_between(owner, now.person)
        if ties is Ties.SPOUSE:
            return Reason.SPOUSES_NUMBER
        if ties is not Ties.NONE:
            return Reason.RELATIVES_NUMBER
        if not (_is_stranger(rival, now) and _one_slip(now)):
            return Reason.NUMBER_OF_OTHER
    return None


def _is_stranger(owner: Hypothesis, now: Situation) -> bool:
    """Neither name nor birth date of the number's owner is the written one.

    Where name and date are wholly those of the best, a part of the owner's date may be the written one by chance: near
    numbers share the birth year. An owner of the very name, born another day, is a stranger where something of the
    person's own speaks.
    """
    date = owner.comparison("birth_date")
    other_day = date.level is Level.DIFFERENT
    whole = all(now.best.level(rule) in _SAME for rule in ("full_name", "birth_date"))
    if owner.level("full_name") is not Level.DIFFERENT:
        return whole and other_day and now.vouched
    return other_day or (whole and date.reason in _DATES_BY_CHANCE)


def _one_slip(now: Situation) -> bool:
    held = (now.person.id_number, *now.person.old_numbers)
    return any(slip_between(now.claim.id_number, one) not in (None, Reason.ID_DIGITS_MISREAD) for one in held)


def same_name(now: Situation) -> Reason | None:
    """The name on the paper can be the registered one."""
    row = now.best.comparison("full_name")
    if row.level is Level.MISSING:
        return Reason.NAME_MISSING
    return row.reason or Reason.NAME_CONFLICT if row.level is Level.DIFFERENT else None


def same_birth_date(now: Situation) -> Reason | None:
    """The birth date on the paper can be the registered one."""
    level = now.best.level("birth_date")
    if level is Level.MISSING:
        return Reason.DATE_MISSING
    return Reason.DATE_CONFLICT if level is Level.DIFFERENT else None


def explained_number(now: Situation) -> Reason | None:
    """A number that is written is the person's, or explained by one slip."""
    row = now.best.comparison("id_number")
    return (row.reason or Reason.UNEXPLAINED_NUMBER) if row.level is Level.DIFFERENT else None


def fewer_than_two_differ(now: Situation) -> Reason | None:
    """At most one of number, name and birth date differs, or something else of the person's own speaks too.

    A name without any marks is a way of writing and counts as no difference. Family evidence is shared by brothers and
    sisters, so it helps only where the number is the person's; and nothing helps where number and name differ and the
    written name is one that others bear: twins have neighbouring numbers. Two slips that no other person explains are
    let pass when the posterior is surer than it must be of one slip (`most_doubt_of_two`); three never are.
    """
    name = now.best.comparison("full_name").reason
    differing = {rule for rule in ("id_number", "full_name", "birth_date") if now.best.level(rule) not in _SAME}
    if name is Reason.NAME_NO_MARKS and now.firm_number:
        differing.discard("full_name")
    if len(differing) < 2:
        return None
    if {"id_number", "full_name"} <= differing and name is Reason.NAME_OTHER_IN_USE:
        return Reason.TWO_FIELDS_DIFFER
    family = "id_number" not in differing and now.family_vouches
    sure = len(differing) == 2 and now.doubt <= now.weights.most_doubt_of_two
    return None if now.vouched or family or sure else Reason.TWO_FIELDS_DIFFER


def firm_without_number(now: Situation) -> Reason | None:
    """Without a number that singles the person out, name and birth date are as registered, or the phone is theirs.

    A name without any marks is as registered where the posterior is as sure as of two slips.
    """
    if now.firm_number or now.vouched:
        return None
    name = now.best.comparison("full_name")
    bare = name.reason is Reason.NAME_NO_MARKS and now.doubt <= now.weights.most_doubt_of_two
    whole = (bare or name.level in _SAME) and now.best.level("birth_date") is Level.EXACT
    return None if whole else Reason.NO_FIRM_NUMBER


def nobody_in_household_fits_better(now: Situation) -> Reason | None:
    """No kinsman or housemate of the person bears the written name more exactly; no twin bears it as exactly, where the
    number is not the person's own."""
    mine = _rank(now.best)
    own = now.best.level("id_number") in _SAME
    for rival in now.rivals:
        theirs = rival.candidate.person
        if tie_between(theirs, now.person) is Ties.NONE:
            continue
        twin = is_twin(theirs, now.person)
        if _rank(rival) < mine + (twin and not own):
            return Reason.TWIN if twin else Reason.HOUSEHOLD_FITS_BETTER
    named = (now.person.father_name, now.person.mother_name)
    if mine and any(compare_names(now.claim.full_name, name).level in _SAME for name in named if name):
        return Reason.HOUSEHOLD_FITS_BETTER
    return None


def _rank(one: Hypothesis) -> int:
    """How near the written name is to the person's; 0 = the same."""
    name = one.comparison("full_name")
    return _RANK_WITHOUT_MARKS if name.reason is Reason.NAME_NO_MARKS else _RANK[name.level]


def no_namesake(now: Situation) -> Reason | None:
    """Without a firm number, nobody else of the same name and birth date is registered."""
    if now.firm_number:
        return None
    for rival in now.rivals:
        name = rival.comparison("full_name")
        same = name.level is not Level.MISSING and name.reason in _BARE
        if same and rival.candidate.person.birth_date == now.person.birth_date:
            return Reason.TWIN if is_twin(rival.candidate.person, now.person) else Reason.NAMESAKE
    return None


def is_twin(one: Person, other: Person) -> bool:
    """Linked by family or household, and born the same day."""
    return one.birth_date == other.birth_date and tie_between(one, other) is not Ties.NONE


def one_holder(now: Situation) -> Reason | None:
    """An old number that was issued more than once singles nobody out, unless the name does."""
    if now.best.comparison("id_number").reason is not Reason.OLD_CMND or now.best.level("full_name") in _SAME:
        return None
    shared = any(rival.comparison("id_number").reason is Reason.OLD_CMND for rival in now.rivals)
    return Reason.OLD_CMND_SHARED if shared else None


def papers_agree(now: Situation) -> Reason | None:
    """The papers of the dossier say the same of the person."""
    return Reason.PAPERS_DISAGREE if Reason.PAPERS_DISAGREE in now.doubts else None


GATES: tuple[Gate, ...] = (
    state_of_life, owner_of_number, same_name, same_birth_date, nobody_in_household_fits_better, explained_number,
    firm_without_number, no_namesake, one_holder, fewer_than_two_differ, rivals_are_seen,
    papers_agree,
)  # fmt: skip


def reasons_to_review(now: Situation) -> tuple[Reason, ...]:
    """Why a person must look, the gravest first; empty when the machine may decide."""
    fired = [reason for gate in GATES if (reason := gate(now)) is not None]
    return tuple(dict.fromkeys(fired))
