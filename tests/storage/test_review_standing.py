"""Where a question stands after its answers: one person, two, a third; handing on and taking back."""

from dataclasses import replace

import pytest
import storage_makers as make

from storage.question import Origin, Question, Round
from storage.review import worth
from storage.review.given import Action, Answer, Escalation, Given, Shown
from storage.review.refusals import AnswerRefused
from storage.review.sameness import same_answer
from storage.review.standing import opened_as, standing, taken_back

# each answer: round, action, value; "-n" takes the n-th answer back
STANDINGS = """
rounds | answers                                             | state   | round  | owner      | decided
1      |                                                     | OPEN    | FIRST  | REVIEWER   |
1      | FIRST EDIT An                                       | SETTLED | FIRST  |            | 1
1      | FIRST UNREADABLE                                    | SETTLED | FIRST  |            | 1
1      | FIRST ESCALATE                                      | OPEN    | FIRST  | SUPERVISOR |
1      | FIRST ESCALATE, FIRST EDIT An                       | SETTLED | FIRST  |            | 2
1      | FIRST EDIT An, -1                                   | OPEN    | FIRST  | REVIEWER   |
1      | FIRST ESCALATE, -1                                  | OPEN    | FIRST  | REVIEWER   |
1      | FIRST ESCALATE, FIRST EDIT An, -2                   | OPEN    | FIRST  | SUPERVISOR |
2      | FIRST EDIT An                                       | OPEN    | SECOND | REVIEWER   |
2      | FIRST EDIT An, SECOND EDIT AN                       | SETTLED | SECOND |            | 1
2      | FIRST ACCEPT An, SECOND EDIT An                     | SETTLED | SECOND |            | 1
2      | FIRST EDIT An, SECOND EDIT Ân                       | OPEN    | THIRD  | REVIEWER   |
2      | FIRST EDIT An, SECOND UNREADABLE                    | OPEN    | THIRD  | REVIEWER   |
2      | FIRST BLANK, SECOND BLANK                           | SETTLED | SECOND |            | 1
2      | FIRST EDIT An, SECOND EDIT Ân, THIRD EDIT Ăn        | SETTLED | THIRD  |            | 3
2      | FIRST EDIT An, SECOND EDIT Ân, -2                   | OPEN    | SECOND | REVIEWER   |
2      | FIRST EDIT An, SECOND EDIT Ân, THIRD EDIT Ăn, -3    | OPEN    | THIRD  | REVIEWER   |
2      | FIRST EDIT An, SECOND ESCALATE                      | OPEN    | SECOND | SUPERVISOR |
2      | FIRST EDIT An, SECOND ESCALATE, SECOND EDIT An      | SETTLED | SECOND |            | 1
2      | FIRST EDIT An, SECOND EDIT An, -2                   | OPEN    | SECOND | REVIEWER   |
"""


def cases(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def made(number: int, said: str) -> Answer:
    """The id of the n-th answer is n."""
    if said.startswith("-"):
        return replace(made(number, "FIRST UNDO"), undoes=said[1:])
    round_, action, *value = said.split()
    text = " ".join(value) or None
    reason = Escalation.LAW if action == "ESCALATE" else None
    shown, person = Shown.EMPTY, f"cb-{number}"
    return Answer(str(number), "t", number, Round[round_], person, Action[action], text, reason, shown, None, make.NOON)


def all_of(said: str) -> list[Answer]:
    return [made(number, each.strip()) for number, each in enumerate(filter(None, said.split(",")), start=1)]


@pytest.mark.parametrize(("rounds", "said", "state", "round_", "owner", "decided"), cases(STANDINGS))
def test_where_a_question_stands(rounds: str, said: str, state: str, round_: str, owner: str, decided: str) -> None:
    found = standing(int(rounds), Origin.STEP if rounds == "1" else Origin.DOUBLE, all_of(said))
    assert (found.state.name, found.round.name) == (state, round_)
    assert (found.owner.name if found.owner else "") == owner
    assert (found.decided.id if found.decided else "") == decided


def test_a_disagreement_says_so_until_it_is_taken_back() -> None:
    differ = all_of("FIRST EDIT An, SECOND EDIT Ân")
    assert standing(2, Origin.DOUBLE, differ).origin is Origin.DISAGREEMENT
    back = [*differ, made(3, "-2")]
    assert standing(2, opened_as(Origin.DISAGREEMENT, 2), back).origin is Origin.DOUBLE


def test_a_sample_that_was_opened_again_stays_open_when_its_last_answer_is_taken_back() -> None:
    answers = all_of("CHECK EDIT An, THIRD EDIT Ân")
    assert standing(1, Origin.SAMPLE, answers).round is Round.THIRD
    back = [*answers, made(3, "-2")]
    found = taken_back(1, Origin.SAMPLE, back, answers[1])
    assert (found.state.name, found.round, found.origin) == ("OPEN", Round.THIRD, Origin.SAMPLE)


SAME = """
one               | other               | same
EDIT Hòa          | EDIT Hoà            | yes
EDIT Nguyễn An    | EDIT NGUYỄN  AN     | yes
ACCEPT 003187     | EDIT 003187         | yes
EDIT H'Hen Niê    | EDIT H’Hen Niê      | yes
EDIT Hòa          | EDIT Hoa            | no
EDIT 003187       | EDIT 003137         | no
UNREADABLE        | BLANK               | no
UNREADABLE        | UNREADABLE          | yes
CHOOSE p1         | NONE_OF_THESE       | no
CHOOSE p1         | CHOOSE p2           | no
PAPER {"a":1}     | PAPER { "a": 1 }    | yes
PAPER ct01        | PAPER ct07          | no
USABLE            | NOT_USABLE          | no
"""


@pytest.mark.parametrize(("one", "other", "same"), cases(SAME))
def test_two_people_say_the_same(one: str, other: str, same: str) -> None:
    assert same_answer(made(1, f"FIRST {one}"), made(2, f"SECOND {other}")) is (same == "yes")


REFUSED = {
    "nothing typed": (Action.EDIT, None),
    "only spaces": (Action.EDIT, "  "),
    "too long": (Action.EDIT, "a" * 2001),
    "a control character": (Action.EDIT, "Nguyễn\x07"),
    "half a letter": (Action.EDIT, "\ud83d"),
    "a value where none belongs": (Action.BLANK, "An"),
    "taking back by an answer": (Action.UNDO, None),
    "handed on without a reason": (Action.ESCALATE, None),
}


@pytest.mark.parametrize(("action", "value"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_answer(action: Action, value: str | None) -> None:
    with pytest.raises(AnswerRefused) as refused:
        Given("x", "t", 1, action, value)
    assert "An" not in str(refused.value)


def test_a_value_is_kept_in_one_form_and_shown_nowhere() -> None:
    given = Given("x", "t", 1, Action.EDIT, " Nguye\u0302\u0303n ")
    assert given.value == "Nguyễn"
    assert "Nguy" not in repr(given)


def test_a_question_for_two_is_one_of_double_entry_and_three_are_too_many() -> None:
    assert Question("KIND", "?", rounds=2).origin is Origin.DOUBLE
    with pytest.raises(ValueError, match="one or two"):
        Question("KIND", "?", rounds=3)


def test_what_an_answer_saves() -> None:
    assert worth.of_field(1) > worth.of_field(2) > worth.of_field(10) > worth.SAMPLED
    assert worth.of_whole(20, 1) > worth.of_whole(20, 2) > worth.of_field(1)
    assert worth.of_whole(0, 1) > worth.SAMPLED
    assert worth.of_paper(3) > worth.of_field(3)
