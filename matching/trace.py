"""One claim traced to one registered person: candidates, comparisons, competing hypotheses, two gates, decision.

The same function serves an extract in memory and the gateway. A register that is down raises through it: nobody is
told "not found" because a register did not answer.
"""

from collections.abc import Sequence

from errors import QueryBudgetSpent
from matching.corrections import corrections
from matching.frequencies import Frequencies, general_frequencies
from matching.gates import Situation, reasons_to_review
from matching.kin_numbers import with_kin_numbers
from matching.numbers import prefix_fits
from matching.people import Claim, Sex
from matching.phones import Phone, look_up, phone_finding
from matching.posterior import Hypothesis, Posterior, hypothesis, posterior, prior_bits, ranked
from matching.reasons import Reason
from matching.registers import Candidate, PopulationRegister, TelcoRegister, Why
from matching.resolution import Correction, Level, Outcome, Resolution
from matching.rules import Background, compare
from matching.subscribers import holder_of
from matching.weights import Weights, standard_weights

ENGINE = "matching-2"

_SHOWN = 2  # candidates that a clerk sees side by side
_IDENTIFYING = ("id_number", "full_name", "birth_date")


def version(weights: Weights | None = None) -> str:
    """What a decision is keyed by beside its claim: the engine and its rates."""
    return f"{ENGINE}/{(weights or standard_weights()).version}"


def trace(
    claim: Claim,
    population: PopulationRegister,
    telco: TelcoRegister,
    frequencies: Frequencies | None = None,
    weights: Weights | None = None,
    doubts: Sequence[Reason] = (),
) -> Resolution:
    """Whom the claim is about, what differs and why, and whose phone it names.

    `frequencies` are those of the register, where it can be counted; else national shares stand in. `doubts` are what
    the papers disagree in (`witnesses.Fused`). Raises RegisterUnavailable, RegisterRefused, QueryBudgetSpent as the
    registers do.
    """
    rates = weights or standard_weights()
    shares = frequencies or general_frequencies()
    phone = look_up(claim, telco)
    background = Background(shares, rates, phone.subscriber)
    prior = prior_bits(shares, rates)
    hypotheses = _hypotheses(claim, population, phone, background, prior)
    certainty = posterior(hypotheses, prior, rates)
    outcome, reasons = _decide(claim, hypotheses, certainty, rates, tuple(doubts))
    if outcome is Outcome.UNLINKED and not population.searches_by_name:
        reasons = (*reasons, Reason.ASKED_BY_NUMBER_ONLY)
    return _resolution(claim, outcome, reasons, hypotheses, certainty, phone, population, telco, rates)


def _hypotheses(
    claim: Claim, population: PopulationRegister, phone: Phone, background: Background, prior: float
) -> tuple[Hypothesis, ...]:
    """Every candidate compared, the likeliest first; the owner of the phone is asked for when no other is likely."""

    def compared(candidate: Candidate) -> Hypothesis:
        return hypothesis(candidate, compare(claim, candidate.person, background), prior)

    found = ranked(with_kin_numbers([compared(candidate) for candidate in population.candidates(claim)], background))
    if phone.subscriber is None or (found and found[0].weight > 0):
        return found
    try:
        owner = holder_of(phone.subscriber, population)
    except QueryBudgetSpent:  # what the claim's own questions found stands
        owner = None
    if owner is None or any(one.candidate.person.person_id == owner.person_id for one in found):
        return found
    by_phone = compared(Candidate(owner, (Why.PHONE_OWNER,)))
    return ranked([*found, by_phone]) if _shares_anything(by_phone) else found


def _shares_anything(one: Hypothesis) -> bool:
    return any(one.level(rule) in (Level.EXACT, Level.VARIANT, Level.CLOSE) for rule in _IDENTIFYING)


def _decide(
    claim: Claim, hypotheses: tuple[Hypothesis, ...], certainty: Posterior, rates: Weights, doubts: tuple[Reason, ...]
) -> tuple[Outcome, tuple[Reason, ...]]:
    """Both gates. Nobody is named only where "not registered" is nearly sure and the number is nobody's."""
    if not claim.id_number and not (claim.full_name and claim.birth_date):
        return Outcome.CLERICAL_REVIEW, (Reason.NOTHING_TO_ASK_BY, *doubts)
    number_is_held = any(one.level("id_number") in (Level.EXACT, Level.VARIANT) for one in hypotheses)
    if certainty.unregistered >= rates.surely_unregistered and not number_is_held:
        return Outcome.UNLINKED, (Reason.NOT_IN_REGISTER, *doubts)
    if not hypotheses:
        return Outcome.CLERICAL_REVIEW, (Reason.NOT_SURE_ENOUGH, *doubts)
    best, rivals = hypotheses[0], hypotheses[1:]
    fired = reasons_to_review(Situation(claim, best, rivals, rates, doubts))
    if 1.0 - certainty.best > rates.most_doubt:
        likely = Reason.MAYBE_UNREGISTERED if certainty.unregistered > certainty.best else Reason.NOT_SURE_ENOUGH
        fired = (*fired, likely)
    if fired:
        return Outcome.CLERICAL_REVIEW, (*fired, *_differences(best), *_misfit(claim), *doubts)
    return Outcome.LINKED, (*(_differences(best) or (Reason.ALL_AGREES,)), *doubts)


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
