"""One claim traced to one registered person: candidates, comparisons, competing hypotheses, two gates, decision.

The same function serves an extract in memory and the gateway. A register that is down raises through it: nobody is
told "not found" because a register did not answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from errors import QueryBudgetSpent
from matching.comparing.kin_numbers import with_kin_numbers
from matching.comparing.numbers import prefix_fits
from matching.comparing.rules import Background, compare
from matching.deciding.choices import Choice, chosen_first, outcome_of
from matching.deciding.corrections import corrections
from matching.deciding.gates import Situation, reasons_to_review
from matching.decision import Asked, Decision, Explanation, Grounds
from matching.people import Claim, Sex
from matching.phones.finding import Phone, look_up, phone_finding
from matching.phones.holder_questions import may_be_claimant
from matching.phones.subscribers import holder_of
from matching.reasons import Reason
from matching.recording import RecordingPopulation, RecordingShares, RecordingTelco
from matching.registers import Candidate, PopulationRegister, TelcoRegister, Why
from matching.resolution import Correction, Level, Outcome, Resolution
from matching.weighing.frequencies import general_frequencies
from matching.weighing.posterior import Hypothesis, Posterior, hypothesis, posterior, prior_bits, ranked
from matching.weighing.shares import Shares
from matching.weighing.weights import Weights, digest_of, standard_weights

ENGINE = "matching-3"

_ALIKE_BITS = 1.0  # between two candidates: neither is more than twice as likely
_SHOWN = 2  # candidates that a clerk sees side by side
_IDENTIFYING = ("id_number", "full_name", "birth_date")


def version(weights: Weights | None = None) -> str:
    """What a decision is keyed by beside its claim: the engine and its rates."""
    return f"{ENGINE}/{(weights or standard_weights()).version}"


def trace(
    claim: Claim,
    population: PopulationRegister,
    telco: TelcoRegister,
    frequencies: Shares | None = None,
    weights: Weights | None = None,
    doubts: Sequence[Reason] = (),
) -> Resolution:
    """Whom the claim is about, what differs and why, and whose phone it names.

    `frequencies` are those of the register, where it can be counted; else national shares stand in. `doubts` are what
    the papers disagree in (`witnesses.Fused`). Raises RegisterUnavailable, RegisterRefused, QueryBudgetSpent as the
    registers do.
    """
    rates, shares = weights or standard_weights(), frequencies or general_frequencies()
    return _weighed(claim, population, telco, shares, rates, tuple(doubts)).resolution


def decide(
    claim: Claim,
    population: PopulationRegister,
    telco: TelcoRegister,
    frequencies: Shares | None = None,
    weights: Weights | None = None,
    doubts: Sequence[Reason] = (),
    *,
    index: str = "",
    choice: Choice | None = None,
) -> Decision:
    """The same as `trace`, with all that it rests on, so that `matching.replay` can decide again. `index`: version of
    the extract, or of the general shares. `choice`: what a person decided; it stands. Raises as `trace`."""
    rates, shares = weights or standard_weights(), frequencies or general_frequencies()
    asked: list[Asked] = []
    counted = RecordingShares(shares)
    registers = RecordingPopulation(population, asked), RecordingTelco(telco, asked)
    made = _weighed(claim, *registers, counted, rates, tuple(doubts), choice)
    return Decision(
        claim=claim,
        resolution=made.resolution,
        explanations=tuple(_explained(one) for one in made.hypotheses),
        prior=made.prior,
        certainty=made.certainty,
        fired=made.fired,
        thresholds=rates.thresholds,
        weights_digest=digest_of(rates),
        index=index,
        grounds=Grounds(
            tuple(doubts), shares.persons, population.searches_by_name, tuple(asked), counted.chances, choice
        ),
    )


def _explained(one: Hypothesis) -> Explanation:
    return Explanation(one.candidate.person.person_id, one.candidate.found_by, one.comparisons, one.weight)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A resolution with what led to it."""

    resolution: Resolution
    hypotheses: tuple[Hypothesis, ...]
    prior: float
    certainty: Posterior
    fired: tuple[Reason, ...]


def _weighed(
    claim: Claim,
    population: PopulationRegister,
    telco: TelcoRegister,
    shares: Shares,
    rates: Weights,
    doubts: tuple[Reason, ...],
    choice: Choice | None = None,
) -> _Weighed:
    phone = look_up(claim, telco)
    background = Background(shares, rates, phone.subscriber)
    prior = prior_bits(shares, rates)
    hypotheses = _hypotheses(claim, population, phone, background, prior)
    certainty = posterior(hypotheses, prior, rates)
    outcome, fired, reasons = _decide(claim, hypotheses, certainty, rates, doubts, population.searches_by_name)
    stands = choice is not None and choice.stands(hypotheses)
    if choice is not None and stands:
        hypotheses = chosen_first(choice, hypotheses, claim, population, background, prior)
        outcome, told = outcome_of(choice, hypotheses)
        beside = _differences(hypotheses[0]) if outcome is Outcome.LINKED else reasons
        reasons = (told, *beside, *doubts)
    elif choice is not None and outcome is Outcome.LINKED and choice.refuses(hypotheses[0]):
        outcome = Outcome.CLERICAL_REVIEW  # a person said that it is not this one
    resolution = _resolution(claim, outcome, reasons, hypotheses, certainty, phone, population, telco, rates)
    if not stands and outcome is Outcome.UNLINKED and not population.searches_by_name:
        resolution, fired = _not_found_by_these(resolution), (Reason.ASKED_BY_NUMBER_ONLY,)
    return _Weighed(resolution, hypotheses, prior, certainty, fired)


def _not_found_by_these(resolution: Resolution) -> Resolution:
    """A miss of a register without search by name: nobody is named, and nobody is said not to be registered."""
    reasons = (one for one in resolution.reasons if one is not Reason.NOT_IN_REGISTER)
    told = (Reason.ASKED_BY_NUMBER_ONLY, *reasons)
    return replace(resolution, outcome=Outcome.CLERICAL_REVIEW, reasons=told)


def _hypotheses(
    claim: Claim, population: PopulationRegister, phone: Phone, background: Background, prior: float
) -> tuple[Hypothesis, ...]:
    """Every candidate compared, the likeliest first; the owner of the phone is asked for when no other is likely, and
    when two are as likely: whose family the phone belongs to then speaks too."""

    def compared(candidates: Iterable[Candidate], known: Background) -> tuple[Hypothesis, ...]:
        rows = [hypothesis(each, compare(claim, each.person, known), prior) for each in candidates]
        return ranked(with_kin_numbers(rows, known))

    candidates = population.candidates(claim)
    found = compared(candidates, background)
    if phone.subscriber is None or (_likely(found) and not _alike(found)):
        return found
    if not (found or may_be_claimant(phone.subscriber, claim, population)):
        return found
    try:
        owner = holder_of(phone.subscriber, population)
    except QueryBudgetSpent:  # what the claim's own questions found stands
        owner = None
    if owner is None:
        return found
    if _alike(found):
        found = compared(candidates, replace(background, holder=owner))
    if _likely(found) or any(one.candidate.person.person_id == owner.person_id for one in found):
        return found
    (by_phone,) = compared([Candidate(owner, (Why.PHONE_OWNER,))], background)
    return ranked([*found, by_phone]) if _shares_anything(by_phone) else found


def _likely(found: Sequence[Hypothesis]) -> bool:
    return bool(found) and found[0].weight > 0


def _alike(found: Sequence[Hypothesis]) -> bool:
    return len(found) > 1 and found[0].weight - found[1].weight < _ALIKE_BITS


def _shares_anything(one: Hypothesis) -> bool:
    return any(one.level(rule) in (Level.EXACT, Level.VARIANT, Level.CLOSE) for rule in _IDENTIFYING)


_Decided = tuple[Outcome, tuple[Reason, ...], tuple[Reason, ...]]


def _decide(
    claim: Claim,
    hypotheses: tuple[Hypothesis, ...],
    certainty: Posterior,
    rates: Weights,
    doubts: tuple[Reason, ...],
    rivals_seen: bool,
) -> _Decided:
    """Both gates: the outcome, what fired, and all reasons. Nobody is named only where "not registered" is nearly sure
    and the number is nobody's."""
    if not claim.id_number and not (claim.full_name and claim.birth_date):
        return _to_people((Reason.NOTHING_TO_ASK_BY,), doubts)
    number_is_held = any(one.level("id_number") in (Level.EXACT, Level.VARIANT) for one in hypotheses)
    if certainty.unregistered >= rates.surely_unregistered and not number_is_held:
        return Outcome.UNLINKED, (Reason.NOT_IN_REGISTER,), (Reason.NOT_IN_REGISTER, *doubts)
    if not hypotheses:
        return _to_people((Reason.NOT_SURE_ENOUGH,), doubts)
    best, rivals = hypotheses[0], hypotheses[1:]
    fired = reasons_to_review(Situation(claim, best, rivals, rates, doubts, 1.0 - certainty.best, rivals_seen))
    if 1.0 - certainty.best > rates.most_doubt:
        likely = Reason.MAYBE_UNREGISTERED if certainty.unregistered > certainty.best else Reason.NOT_SURE_ENOUGH
        fired = (*fired, likely)
    if fired:
        return _to_people(fired, (*_differences(best), *_misfit(claim), *doubts))
    return Outcome.LINKED, (), (*(_differences(best) or (Reason.ALL_AGREES,)), *doubts)


def _to_people(fired: tuple[Reason, ...], beside: tuple[Reason, ...]) -> _Decided:
    return Outcome.CLERICAL_REVIEW, fired, (*fired, *beside)


def _misfit(claim: Claim) -> tuple[Reason, ...]:
    year = claim.birth_date.year if claim.birth_date else None
    male = None if claim.sex is None else claim.sex is Sex.MALE
    return () if prefix_fits(claim.id_number, year, male) else (Reason.PREFIX_MISFIT,)


def _differences(best: Hypothesis) -> tuple[Reason, ...]:
    """How the paper differs from the register in what identifies, and what else speaks for the person."""
    return tuple(row.reason for row in best.comparisons if row.reason is not None)


def _resolution(
    claim: Claim,
    outcome: Outcome,
    reasons: tuple[Reason, ...],
    hypotheses: tuple[Hypothesis, ...],
    certainty: Posterior,
    phone: Phone,
    population: PopulationRegister,
    telco: TelcoRegister,
    rates: Weights,
) -> Resolution:
    best = hypotheses[0] if hypotheses and outcome is not Outcome.UNLINKED else None
    person = best.candidate.person if best else None
    finding, phone_correction = phone_finding(phone, person, population, telco)
    put_right: list[Correction] = list(corrections(claim, best)) if best else []
    if phone_correction is not None:
        put_right.append(phone_correction)
    return Resolution(
        dossier_id=claim.dossier_id,
        outcome=outcome,
        person_id=person.person_id if person else None,
        comparisons=best.comparisons if best else (),
        corrections=tuple(put_right),
        reasons=tuple(dict.fromkeys(reasons)),
        phone=finding,
        weight=certainty.weight,
        candidates=tuple(one.candidate for one in hypotheses[:_SHOWN]),
        version=version(rates),
    )
