"""Which questions to an all-or-nothing register are worth asking, the most valuable first. Nothing is asked here.

The register wants number, name and birth date together and never says which of them misses. So what may be true is
weighed beforehand: each guess of the three with its share, the number's prefix as a witness to sex and birth year, and
what nobody can guess. A question is worth the chance that it hits, given that all before it missed; when the best one
is worth too little, none is asked: each is a use of personal data.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.reading import PartialDate
from extractors.values.personal_id import provinces_of_birth
from matching.comparing.numbers import LENGTH, prefix_fits, year_told
from matching.gateway.guesses import Guess, NumberGuess, Values, dates, is_number, names, numbers, standard_values
from matching.gateway.inquiry import Supposition
from matching.people import Claim, Sex
from matching.registers import Why
from matching.weighing.weights import Weights, standard_weights

_LONGEST_NAME = 200  # letters; what is longer is no name but a misread page, and the register takes no such question
_LEAST_SHARE = 1e-5  # what is less likely beforehand is not weighed
_OF_PREFIX = (Supposition.DIGIT_LOOKALIKE, Supposition.DIGIT_WRONG, Supposition.DIGITS_TRANSPOSED)


@dataclass(frozen=True, slots=True)
class Question:
    """One question that the register understands."""

    number: str  # 12 digits, or 9 of an old CMND
    full_name: str
    birth_date: PartialDate  # a full day, or the year alone
    supposition: Supposition
    why: Why  # how a person found by it was found
    value: float = 1.0  # 0..1, that it hits, given that those before it missed


def questions(
    claim: Claim, weights: Weights | None = None, values: Values | None = None, least_value: float | None = None
) -> Iterator[Question]:
    """Different questions about one claim, the most valuable first, down to `least_value` (that of `values`).

    None without a name, a birth year and a number: the register cannot be asked then, which says nothing of the person.
    Of another register's record, which was typed and not read from a scan, the one question that it is.
    """
    if not 0 < len(claim.full_name.strip()) <= _LONGEST_NAME or claim.birth_date is None:
        return
    held = values or standard_values()
    least = held.least_value if least_value is None else least_value
    belief = _belief(claim, claim.birth_date, weights or standard_weights(), held, least)
    while (best := belief.best()) is not None:
        question = belief.question(best)
        if question.value < least:
            return
        yield question
        best.missed(question.birth_date)
        if not claim.dossier_id:
            return


@dataclass(slots=True)
class _Line:
    """A number, a name and a birth year that may all be true, with the days of that year; day None: the register knows
    the year alone. Each day has its mass, which is not normalised."""

    number: NumberGuess
    name: Guess[str]
    year: int
    days: dict[PartialDate, float]
    year_finds: float  # 0..1, how surely the year alone finds one of whom the full date is held
    year_asked: bool = False
    best: tuple[float, PartialDate] = (0.0, PartialDate(1))  # the question that hits most of the mass, and how much

    def __post_init__(self) -> None:
        self.weigh()

    def weigh(self) -> None:
        """Find the best question that is still open; of equal ones, the earlier day."""
        year = PartialDate(self.year)
        open_ones = [(-mass, str(day), day) for day, mass in self.days.items() if day.day]
        if not self.year_asked:
            alone = self.days.get(year, 0.0)
            whole = sum(mass for day, mass in self.days.items() if day.day)
            open_ones.append((-alone - whole * self.year_finds, str(year), year))
        mass, _, day = min(open_ones, default=(0.0, "", year))
        self.best = -mass, day

    def missed(self, asked: PartialDate) -> None:
        """The register had nobody: what the question would have found is not true."""
        for day in self.days:
            if day == asked:
                self.days[day] = 0.0
            elif not asked.day:
                self.days[day] *= 1.0 - self.year_finds
        self.year_asked |= not asked.day
        self.weigh()


@dataclass(slots=True)
class _Belief:
    """What may be true, each with its mass, and the mass of all that no question finds. Not normalised."""

    claim: Claim
    born: dict[PartialDate, Supposition]
    rest: float
    lines: list[_Line]

    def best(self) -> _Line | None:
        """Whose question hits most of what is left; of equal ones, that of the smaller number. None when none hits."""
        first = min(
            self.lines,
            key=lambda line: (-line.best[0], line.number.value, str(line.best[1]), line.name.value),
            default=None,
        )
        return first if first is not None and first.best[0] > 0 else None

    def question(self, line: _Line) -> Question:
        """The best question of a line, worth its part of all that may still be true."""
        mass, day = line.best
        value = mass / (self.rest + sum(sum(each.days.values()) for each in self.lines))
        supposed = self._supposition(line, day)
        return Question(line.number.value, line.name.value, day, supposed, line.number.why, round(value, 4))

    def _supposition(self, line: _Line, day: PartialDate) -> Supposition:
        """What the question supposes: of the number first, then of the name, then of the date."""
        if not self.claim.dossier_id:
            return Supposition.NAMED_PERSON
        number, written = line.number.supposition, self.claim.birth_date
        if number in _OF_PREFIX and not fits(self.claim, self.claim.id_number, written):
            return Supposition.PREFIX_REPAIRED
        if number is not Supposition.AS_READ and (number is not Supposition.OLD_NUMBER or day == written):
            return number
        if line.name.supposition is not Supposition.AS_READ:
            return line.name.supposition
        if not day.day:
            return number if written == day else Supposition.YEAR_ONLY
        return self.born[day]


def _belief(claim: Claim, born: PartialDate, weights: Weights, values: Values, least: float) -> _Belief:
    by_number, by_name = numbers(claim, weights, values), names(claim, weights, values)
    by_date = dates(claim, weights, values)
    consistent = fits(claim, claim.id_number, born)
    other = (1.0 - sum(guess.share for guess in by_number)) + (1.0 - sum(guess.share for guess in by_date))
    elsewhere = values.unregistered / (1.0 - values.unregistered) + max(other, 0.0)
    rest = elsewhere * (1.0 - values.other_misfit if consistent else values.other_misfit)
    if by_number:
        rest *= _province(by_number[0].value, values)  # whom nobody guesses is born abroad no more often
    in_year: dict[int, float] = {}
    for day in by_date:
        in_year[day.value.year] = in_year.get(day.value.year, 0.0) + day.share
    # what is less than that is not asked even when all else missed, and is weighed with the rest
    bound, lines = max(least * rest, _LEAST_SHARE), []
    years = sorted(in_year.items(), key=lambda one: (-one[1], one[0]))
    for number in by_number:
        rest += number.share * _over_years(claim, number.value, in_year, values)
        for year, share in years:
            if number.share * share < bound:
                break  # the likelier years come first, and so do the likelier names
            together = number.share * share * _prefix(claim, number.value, year, values)
            for name in by_name:
                if together * name.share < bound:
                    break
                rest -= together * name.share
                part = together / share * name.share
                days = {day.value: part * day.share for day in by_date if day.value.year == year}
                lines.append(_Line(number, name, year, days, values.year_finds_full_date))
    return _Belief(claim, {day.value: day.supposition for day in by_date}, rest, lines)


def _over_years(claim: Claim, number: str, in_year: dict[int, float], values: Values) -> float:
    """The share of all guessed years that the number's prefix leaves; it fits one of them at most."""
    whole = sum(in_year.values())
    if len(number) != LENGTH:
        return whole
    told = year_told(number)
    fitting, not_fitting = _prefix(claim, number, told, values), _prefix(claim, number, told + 1, values)
    return whole * not_fitting + in_year.get(told, 0.0) * (fitting - not_fitting)


def _prefix(claim: Claim, number: str, year: int, values: Values) -> float:
    """How often a true number has such a prefix beside sex and birth year; an old number has none."""
    if len(number) != LENGTH:
        return 1.0
    fitting = prefix_fits(number, year, None if claim.sex is None else claim.sex is Sex.MALE)
    share = 1.0 - values.prefix_misfit if fitting else values.prefix_misfit
    return share * _province(number, values)


def _province(number: str, values: Values) -> float:
    """How often a number's first part is such a one, against those in use; an old number tells no province."""
    return 1.0 if len(number) != LENGTH or number[:3] in provinces_of_birth() else values.unknown_province


def fits(claim: Claim, number: str, born: PartialDate | None) -> bool:
    """Whether sex, century and year in a 12-digit number are those of the paper; what is not known fits."""
    if not is_number(number, LENGTH):
        return True
    return prefix_fits(number, born.year if born else None, None if claim.sex is None else claim.sex is Sex.MALE)
