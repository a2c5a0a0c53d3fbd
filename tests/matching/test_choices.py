"""What a person chose stands: the machine's own finding is kept beside it, and it can be made again to the byte."""

from datetime import date

import pytest
from matching_town import khanh, operators, town

from extractors.reading import Document, Evidence, FieldReading, Source, Value
from matching.codec import decision_from_json, to_json
from matching.deciding.choices import Choice
from matching.decision import Decision
from matching.people import Claim
from matching.reasons import Reason
from matching.replay import replay
from matching.resolution import Outcome
from matching.trace import decide
from matching.witnesses import claim_of
from ocr.page import Box

OTHER_NAME = khanh(full_name="Đỗ Hữu Lạ")
NOBODY = Claim("D9", "Bạch Thị Không Có", "099399000001")
CHOICES = """
claim      | chosen | outcome         | person | reason
khanh      | P01    | LINKED          | P01    | CHOSEN_BY_PERSON
other name | P01    | LINKED          | P01    | CHOSEN_BY_PERSON
other name | -      | UNLINKED        |        | NONE_OF_CANDIDATES
other name | P99    | CLERICAL_REVIEW | P01    | CHOSEN_NOT_FOUND
nobody     | -      | UNLINKED        |        | NONE_OF_CANDIDATES
nobody     | P01    | CLERICAL_REVIEW |        | CHOSEN_NOT_FOUND
"""
CLAIMS = {"khanh": khanh(), "other name": OTHER_NAME, "nobody": NOBODY}


def table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()[1:]]


def decided(claim: Claim, choice: Choice | None) -> Decision:
    people = town()
    return decide(claim, people, operators(), people.frequencies, index="town", choice=choice)


@pytest.mark.parametrize(("claim", "chosen", "outcome", "person", "reason"), table(CHOICES))
def test_a_choice_stands(claim: str, chosen: str, outcome: str, person: str, reason: str) -> None:
    shown = tuple(one.person_id for one in decided(CLAIMS[claim], None).explanations)
    found = decided(CLAIMS[claim], Choice(None, shown) if chosen == "-" else Choice(chosen))
    assert found.resolution.outcome is Outcome[outcome]
    assert found.resolution.person_id == (person or None)
    assert found.resolution.reasons[0] is Reason[reason]
    stored = decision_from_json(to_json(found))
    assert stored == found
    assert replay(stored).same


def test_one_who_is_not_the_likeliest_can_be_chosen() -> None:
    machine = decided(khanh(id_number="099087000181"), None)  # a digit away from a stranger's
    likely = [one.person_id for one in machine.explanations]
    assert len(likely) > 1
    found = decided(machine.claim, Choice(likely[-1]))
    assert (found.resolution.outcome, found.resolution.person_id) == (Outcome.LINKED, likely[-1])
    assert found.resolution.candidates[0].person.person_id == likely[-1]
    (chosen,) = [one for one in found.explanations if one.person_id == likely[-1]]
    assert found.resolution.comparisons == chosen.comparisons
    assert found.certainty == machine.certainty, "how sure the machine was is kept"
    assert found.fired == machine.fired


def test_who_was_refused_is_not_linked_and_who_was_not_shown_may_be() -> None:
    """ "None of these" speaks of those who were shown: a register may find somebody else later."""
    (first,) = [one.person_id for one in decided(khanh(), None).explanations]
    found = decided(khanh(), Choice(None, ("P98",)))
    assert (found.resolution.outcome, found.resolution.person_id) == (Outcome.LINKED, first)
    assert replay(decision_from_json(to_json(found))).same
    refused = decided(khanh(), Choice(None, (first, "P98"))).resolution
    assert (refused.outcome, refused.person_id) == (Outcome.UNLINKED, None)


def test_without_a_choice_nothing_is_said_of_one() -> None:
    found = decided(OTHER_NAME, None)
    assert found.grounds.choice is None
    assert not {one for one in found.resolution.reasons if one.name.startswith(("CHOSEN", "NONE_OF"))}


# --- what a person read, as a witness


def read(field: str, value: Value, source: Source) -> FieldReading:
    sure = 1.0 if source is Source.KEYED else 0.9
    return FieldReading(field, value, (Evidence(1, Box(0, 0, 10, 10), "", sure, source),))


def paper(form: str, number: str, source: Source) -> Document:
    name, born = read("ho_ten", "Trần Thị Diệu Hiền", Source.PRINT), read("ngay_sinh", date(1989, 11, 25), Source.PRINT)
    return Document(form, "", (1,), 0.9, (read("so_dinh_danh", number, source), name, born))


BELIEVED = """
form's number | card's number | believed
print         | print         | either
keyed         | print         | form
keyed         | QR            | card
keyed         | MRZ           | card
print         | keyed         | card
keyed         | keyed         | card
"""
SOURCES = {"print": Source.PRINT, "keyed": Source.KEYED, "QR": Source.QR, "MRZ": Source.MRZ}


@pytest.mark.parametrize(("form", "card", "believed"), table(BELIEVED))
def test_whom_a_person_read_on_a_form_a_card_still_corrects(form: str, card: str, believed: str) -> None:
    """People read what stands there; on a form it is still the asker who wrote it."""
    wrote, holds = "099189000207", "099189000202"
    found = claim_of([paper("ct01", wrote, SOURCES[form]), paper("cccd", holds, SOURCES[card])], "D1").claim.id_number
    assert found in {"form": (wrote,), "card": (holds,), "either": (wrote, holds)}[believed]
