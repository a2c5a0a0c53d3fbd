"""A letter tells what to do, politely; it tells no score, no other person, and goes to nobody who has nothing to do."""

import re

import pytest
from cases_made import ADDRESS, NAME, PERSON, TODAY, case, resolution

from errors import LetterheadRefused
from followup.letterhead import Letterhead, read_letterhead
from followup.letters import MOST_ITEMS, Letter, NoLetter, letter
from followup.printing import day_in_words, letters_page
from matching.reasons import Reason
from matching.remedies import Actor, remedy_for
from matching.resolution import Outcome
from storage.states import DossierState

REVIEW, UNLINKED = Outcome.CLERICAL_REVIEW, Outcome.UNLINKED


def page(*letters: Letter) -> str:
    return letters_page(letters, Letterhead(office="UBND XÃ HOẰNG GIANG", phone="1022"), TODAY)


def written(*reasons: Reason, outcome: Outcome = Outcome.LINKED, phone: tuple[Reason, ...] = ()) -> Letter:
    made = letter(case(resolution(*reasons, outcome=outcome, phone=phone)), TODAY)
    assert isinstance(made, Letter)
    return made


@pytest.mark.parametrize(
    ("found", "state", "why"),
    [
        (None, DossierState.WAITING_FOR_REGISTER, NoLetter.NOT_MATCHED),
        (resolution(Reason.TWIN, outcome=REVIEW), DossierState.EXTRACTED, NoLetter.NOT_MATCHED),
        (None, DossierState.QUARANTINED, NoLetter.SET_ASIDE),
        (resolution(Reason.TWIN, outcome=REVIEW), DossierState.CLOSED, NoLetter.SET_ASIDE),
        (resolution(Reason.ALL_AGREES), None, NoLetter.NOTHING_TO_DO),
        (resolution(Reason.OLD_CMND), None, NoLetter.NOTHING_TO_DO),
        (resolution(Reason.ALL_AGREES, phone=(Reason.PHONE_STALE_NAME,)), None, NoLetter.NOTHING_TO_DO),
        (resolution(Reason.DECEASED, Reason.TWIN, outcome=REVIEW), None, NoLetter.CLERK_FIRST),
        (resolution(Reason.RELATIVES_NUMBER, Reason.STOLEN_IDENTITY_SUSPECTED, outcome=REVIEW), None,
         NoLetter.CLERK_FIRST),
        (resolution(Reason.NOT_IN_REGISTER, Reason.ASKED_BY_NUMBER_ONLY, outcome=UNLINKED), None, NoLetter.CLERK_FIRST),
        (resolution(Reason.NAME_CONFLICT, Reason.TWIN, outcome=REVIEW), None, NoLetter.CLERK_FIRST),
    ],
)  # fmt: skip
def test_who_gets_none_and_why(found, state, why):
    assert letter(case(found, state), TODAY) is why


def test_nobody_is_written_to_whose_name_cannot_be_read():
    assert letter(case(resolution(Reason.TWIN, outcome=REVIEW), name=""), TODAY) is NoLetter.NO_NAME


def test_what_the_dossier_waits_for_is_told_with_papers_place_and_day():
    made = written(Reason.NOT_IN_REGISTER, outcome=UNLINKED)
    (item,) = made.needed
    assert "Công an" in item.where
    assert item.bring
    assert f"{made.by:%d/%m/%Y}" == "07/12/2026"  # ten working days on
    shown = page(made)
    for told in (NAME, ADDRESS, made.code, item.text, item.where, *item.bring, "07/12/2026", "1022"):
        assert told in shown


def test_the_head_is_as_the_decree_has_it():
    shown = page(written(Reason.TWIN, outcome=REVIEW))
    for part in ("Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "UBND XÃ HOẰNG GIANG", "Số: ……/",
                 "V/v ", "ngày 23 tháng 11 năm 2026", "Kính gửi:", "Nơi nhận:", "Trân trọng./."):  # fmt: skip
        assert part in shown


@pytest.mark.parametrize(
    "reason", [one for one in Reason if remedy_for(one).actor is Actor.CITIZEN], ids=lambda one: one.name
)
def test_a_letter_refuses_nothing_and_tells_no_weight_and_no_register_entry(reason: Reason):
    phone = reason.name.startswith("PHONE_")
    made = written(*(() if phone else (reason,)), outcome=Outcome.LINKED if phone else REVIEW,
                   phone=(reason,) if phone else ())  # fmt: skip
    shown = page(made)
    text = re.sub(r"<style>.*?</style>", "", shown, flags=re.S)
    for hidden in (PERSON.id_number, PERSON.spouse_id, *PERSON.old_numbers, PERSON.address, PERSON.full_name, "21.5"):
        assert hidden not in text
    assert not re.search(r"phạt|từ chối|vi phạm|0912345678", text, re.I)
    if phone:
        assert "vẫn được giải quyết bình thường" in text
        assert made.needed == ()


def test_a_phone_is_no_concern_before_the_person_is_settled():
    assert written(Reason.TWIN, outcome=REVIEW, phone=(Reason.PHONE_OF_SPOUSE,)).advised == ()


def test_one_text_is_told_once_and_a_sheet_holds_few():
    made = written(Reason.TWIN, Reason.NAMESAKE, Reason.UNEXPLAINED_NUMBER, outcome=REVIEW)
    assert len(made.needed) == 1
    many = written(
        Reason.OLD_CMND, Reason.FORMER_NAME, Reason.ADDRESS_OLD_UNIT, Reason.REGISTER_YEAR_ONLY,
        phone=(Reason.PHONE_OF_OTHER, Reason.PHONE_INACTIVE),
    )  # fmt: skip
    assert len(many.needed) + len(many.advised) == MOST_ITEMS


def test_what_a_paper_says_is_text_and_no_markup():
    made = letter(case(resolution(Reason.TWIN, outcome=REVIEW), name="<script>alert(1)</script>"), TODAY)
    assert isinstance(made, Letter)
    assert "<script" not in page(made)


def test_a_letter_needs_nothing_from_elsewhere():
    assert not re.search(r"https?:|url\(|<img|<link|src=", page(written(Reason.TWIN, outcome=REVIEW)))


def test_each_letter_is_a_sheet():
    made = written(Reason.TWIN, outcome=REVIEW)
    assert page(made, made).count('class="sheet"') == 2


@pytest.mark.parametrize(
    ("day", "words"), [((2026, 2, 9), "ngày 09 tháng 02 năm 2026"), ((2026, 3, 10), "ngày 10 tháng 3 năm 2026")]
)
def test_days_are_written_as_the_decree_asks(day, words):
    assert day_in_words(TODAY.replace(*day)) == words


def test_the_office_describes_itself_and_unknown_keys_are_refused(tmp_path):
    file = tmp_path / "office.toml"
    file.write_text('office = "UBND XÃ HOẰNG GIANG"\nplace = "Hoằng Giang"\n', encoding="utf-8")
    assert read_letterhead(file).place == "Hoằng Giang"
    assert read_letterhead(None) == Letterhead()
    file.write_text('logo = "x"\n', encoding="utf-8")
    with pytest.raises(LetterheadRefused, match="logo"):
        read_letterhead(file)
