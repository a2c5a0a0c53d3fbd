"""What the papers of a dossier, and what was declared, say of the same person: agreement, and who is believed.

A person who looked, QR code > machine-readable zone > two papers that agree > one (of equals neither). Nothing is
corrected: every value stays as its paper has it, with a finding that says what bears it out or speaks against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import prod

from extractors.agreement.persons import Named, Role, Says, day_of, namesakes, persons_on, same_day, same_person
from extractors.folded import fold
from extractors.papers import SURE_ENOUGH
from extractors.reading import Document, Evidence, FieldReading, PartialDate, Source
from extractors.values.name_keys import name_keys
from ocr.page import Box

DISPUTED = 0.6  # factor on the confidence of a value that as good or better a witness contradicts
GAINSAID = 0.85  # factor on the combined confidence of a value that a weaker witness contradicts
LEAST_HEARD = 0.5  # a dispute lowers no confidence below this: who was heard stays a contradiction
DECLARED = -1  # index of what was declared, among the documents
OF_DECLARED = 0.9  # confidence in what was declared: keyed by people, checked by nobody

# papers of other years may lawfully differ in these
MAY_CHANGE = (Says.RESIDENCE, Says.PHONE, Says.ORIGIN, Says.OLD_NUMBER, Says.ISSUED)
_NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Declared:
    """What the one who handed the dossier in declared of the person who asks; "" or None where nothing."""

    full_name: str = ""
    id_number: str = ""
    birth_date: PartialDate | None = None
    sex: str = ""  # "Nam" or "Nữ"
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """One paper, or the declaration, and what it says."""

    document: int  # index within the dossier; DECLARED
    role: Role
    reading: FieldReading

    @property
    def strength(self) -> int:
        """3 a person who looked or a QR code, 2 a machine-readable zone, 0 print or declaration; two that agree: 1.

        A person reads a paper as surely as a code does; who wrote the paper may err all the same.
        """
        sure = self.reading.confidence >= SURE_ENOUGH  # else the rest of its card gainsays the code
        return {Source.KEYED: 3, Source.QR: 3, Source.MRZ: 2}.get(self.reading.source, 0) if sure else 0


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is best known of one thing about a person."""

    says: Says
    reading: FieldReading  # of the best witness, as it stands on its paper
    witnesses: tuple[Witness, ...]  # who say the same, the best first
    against: tuple[Witness, ...]  # who say otherwise
    undecided: bool  # as good witnesses stand against each other: for a person to decide
    confidence: float  # 0..1, of all witnesses together


@dataclass(frozen=True, slots=True)
class Individual:
    """One person of a dossier, over all its papers."""

    named: tuple[Named, ...]
    agreed: tuple[Agreed, ...]

    def told(self, says: Says) -> Agreed | None:
        return next((one for one in self.agreed if one.says is says), None)

    @property
    def roles(self) -> tuple[Role, ...]:
        """As what the papers name the person, each once."""
        return tuple(dict.fromkeys(one.role for one in self.named))


def individuals(documents: Sequence[Document], declared: Declared | None = None) -> tuple[Individual, ...]:
    """The persons whom a dossier names, in the order of the papers, and what is agreed of each.

    Two namesakes whom nothing tells apart stay two persons. Pure; raises nothing for any documents.
    """
    named = [person for index, document in enumerate(documents) for person in persons_on(index, document)]
    if declared and (said := _declaration(declared)):
        named.append(said)
    return tuple(Individual(tuple(group), _agreements(group)) for group in _by_person(named))


def _declaration(declared: Declared) -> Named | None:
    values = {
        Says.FULL_NAME: declared.full_name,
        Says.ID_NUMBER if len(declared.id_number) != 9 else Says.OLD_NUMBER: declared.id_number,
        Says.BIRTH_DATE: declared.birth_date,
        Says.SEX: declared.sex,
        Says.PHONE: declared.phone,
    }
    said = {
        says: FieldReading(says.value, value, (Evidence(0, _NOWHERE, "", OF_DECLARED),))
        for says, value in values.items()
        if value
    }
    return Named(DECLARED, Role.DECLARED, 0, said) if said else None


# --- who is who


def _by_person(named: Sequence[Named]) -> list[list[Named]]:
    """Mentions of one person together: first where number, or name and birth date, say so; then lone namesakes."""
    groups: list[list[Named]] = []
    for one in sorted(named, key=lambda each: not each.number):
        homes = [group for group in groups if any(same_person(one, other) for other in group)]
        if len(homes) == 1:
            homes[0].append(one)
        else:
            groups.append([one])
    while pair := _lone_namesakes(groups):
        pair[0].extend(pair[1])
        groups = [group for group in groups if group is not pair[1]]
    order = {id(one): at for at, one in enumerate(named)}
    for group in groups:
        group.sort(key=lambda one: order[id(one)])
    return sorted(groups, key=lambda group: order[id(group[0])])


def _lone_namesakes(groups: list[list[Named]]) -> tuple[list[Named], list[Named]] | None:
    """Two groups that may be one person, when neither may be one with any other."""
    may = {
        at: [
            other
            for other in range(len(groups))
            if other != at
            and all(namesakes(a, b) for a in groups[at] for b in groups[other] if a.name and b.name)
            and any(namesakes(a, b) for a in groups[at] for b in groups[other])
        ]
        for at in range(len(groups))
    }
    for at, others in may.items():
        if len(others) == 1 and may[others[0]] == [at] and _not_side_by_side(groups[at], groups[others[0]]):
            return groups[at], groups[others[0]]
    return None


def _not_side_by_side(group: list[Named], other: list[Named]) -> bool:
    """Rows of one table, husband and wife, parent and child of one paper are not one person by name alone."""
    seats = {(one.document, one.role) for one in group}
    alone = {Role.APPLICANT, Role.HEAD, Role.DECLARED}  # who may be named on the same paper in another role too
    return not any(
        here == there and role not in alone and one_role not in alone
        for here, role in seats
        for there, one_role in ((one.document, one.role) for one in other)
    )


# --- what is agreed


def _agreements(group: Sequence[Named]) -> tuple[Agreed, ...]:
    found = []
    for says in Says:
        told = [Witness(one.document, one.role, one.readings[says]) for one in group if says in one.readings]
        if told:
            found.append(_agreed(says, told))
    return tuple(found)


def _agreed(says: Says, told: Sequence[Witness]) -> Agreed:
    parties: list[list[Witness]] = []
    for witness in sorted(told, key=lambda one: _worth(says, one), reverse=True):
        home = next((party for party in parties if same_value(says, party[0].reading, witness.reading)), None)
        if home is None:
            parties.append([witness])
        else:
            home.append(witness)
    parties.sort(key=lambda party: _standing(says, party), reverse=True)
    best, *others = parties
    against = tuple(witness for party in others for witness in party)
    heard = bool(others) and (_heard(others[0]) or not _heard(best))
    undecided = heard and says not in MAY_CHANGE and _rank(best) == _rank(others[0])
    return Agreed(says, best[0].reading, tuple(best), against, undecided, _combined(best, bool(against), undecided))


def _worth(says: Says, witness: Witness) -> tuple[int, int, float]:
    """Order within those who say the same: the best means, then the value that says most, then confidence."""
    value = witness.reading.value
    whole = 0
    if isinstance(day := day_of(witness.reading), PartialDate) and says is Says.BIRTH_DATE:
        whole = bool(day.month) + bool(day.day)
    elif says is Says.FULL_NAME:
        whole = fold(str(value)) != str(value).casefold()  # written with its marks
    return (witness.strength if says is not Says.FULL_NAME or whole else 0), whole, witness.reading.sureness


def _papers(party: Sequence[Witness]) -> int:
    return len({witness.document for witness in party})


def _rank(party: Sequence[Witness]) -> int:
    return max(max(witness.strength for witness in party), int(_papers(party) > 1))


def _heard(party: Sequence[Witness]) -> bool:
    return max(witness.reading.sureness for witness in party) >= LEAST_HEARD


def _standing(says: Says, party: Sequence[Witness]) -> tuple[int, int, int, float]:
    return _rank(party), _papers(party), _worth(says, party[0])[1], max(one.reading.sureness for one in party)


def _combined(party: Sequence[Witness], gainsaid: bool, undecided: bool) -> float:
    """One minus the chance that every paper is wrong by itself; pulled down by those who say otherwise."""
    by_paper = groupby(sorted(party, key=lambda one: one.document), key=lambda one: one.document)
    doubts = [1 - max(one.reading.sureness for one in group) for _, group in by_paper]
    sure = min(0.995, 1 - prod(doubts))
    return round(sure * (DISPUTED if undecided else GAINSAID if gainsaid else 1.0), 4)


def same_value(says: Says, one: FieldReading, other: FieldReading) -> bool:
    """Whether two readings say the same: a year denies no day, a name without marks denies no marks."""
    ours, theirs = str(one.value), str(other.value)
    if says is Says.FULL_NAME:
        first, second = name_keys(ours), name_keys(theirs)
        bare = first.k0 == first.k4 or second.k0 == second.k4
        return first.k5 == second.k5 if bare else first.k2 == second.k2
    if says is Says.BIRTH_DATE:
        born, other_born = day_of(one), day_of(other)
        return born is not None and other_born is not None and same_day(born, other_born)
    return fold(ours) == fold(theirs)
