"""What the machine drafts to the owners of registers: only of settled people, and nothing of what is not theirs."""

from dataclasses import replace

import pytest
from cases_made import PERSON, case, resolution

from followup.again import result_of
from followup.proposals import FIELD_OF, REGISTER_OF, proposals
from matching.reasons import Reason
from matching.remedies import remedies
from matching.resolution import Outcome
from matching.witnesses import Fused

FUSED = Fused(case(None).claim, (), ())


def test_every_reason_that_only_an_owner_resolves_names_a_field():
    of_owners = {reason for reason, row in remedies().items() if row.actor in REGISTER_OF}
    assert of_owners == set(FIELD_OF)


def test_the_population_register_is_shown_what_the_paper_shows():
    (one,) = proposals((), FUSED, resolution(Reason.REGISTER_YEAR_ONLY))
    assert (one.register, one.field, one.about) == ("population", "birth_date", PERSON.id_number)
    assert (one.shows, one.holds) == ("1987-03-12", "1987")


def test_an_operator_is_told_what_the_population_register_holds_of_its_subscriber():
    (one,) = proposals((), FUSED, resolution(Reason.ALL_AGREES, phone=(Reason.PHONE_STALE_NAME,)))
    assert (one.register, one.field, one.about, one.shows) == ("telco", "full_name", "0912345678", PERSON.full_name)
    assert one.holds is None


@pytest.mark.parametrize("outcome", [Outcome.CLERICAL_REVIEW, Outcome.UNLINKED], ids=lambda one: one.name)
def test_nothing_is_proposed_before_the_person_is_settled(outcome: Outcome):
    assert proposals((), FUSED, resolution(Reason.REGISTER_YEAR_ONLY, outcome=outcome)) == ()


def test_an_equal_result_is_one_from_which_the_same_follows():
    one = resolution(Reason.TWIN)
    assert result_of(one) == result_of(replace(one, weight=3.0))
    assert result_of(one) != result_of(replace(one, reasons=(Reason.NAMESAKE,)))
    assert result_of(one) != result_of(replace(one, outcome=Outcome.UNLINKED))
