"""The papers of a dossier fused into one claim: which paper is believed, and what the papers disagree in."""

from datetime import date

import pytest

from extractors.reading import Document, Evidence, FieldReading, PartialDate, Problem, Source, Value
from matching.people import Claim, Sex
from matching.reasons import Reason
from matching.witnesses import claim_of
from ocr.page import Box

NUMBER = "099189000202"


def reading(field: str, value: Value | Problem, source: Source = Source.PRINT, sure: float = 0.9) -> FieldReading:
    raw = str(value) if not isinstance(value, Problem) else "0991890002 02 1"
    seen = (Evidence(1, Box(0, 0, 10, 10), raw, sure, source),)
    if isinstance(value, Problem):
        return FieldReading(field, None, seen, value)
    return FieldReading(field, value, seen)


def paper(form: str, *readings: FieldReading) -> Document:
    return Document(form, "", (1,), 0.9, readings)


def card(source: Source = Source.QR, **changed: Value) -> Document:
    values: dict[str, Value] = {
        "so_dinh_danh": NUMBER, "so_cmnd_cu": "990000202", "ho_ten": "Trần Thị Diệu Hiền",
        "ngay_sinh": date(1989, 11, 25), "gioi_tinh": "Nữ", "ngay_cap": date(2021, 5, 4),
    }  # fmt: skip
    return paper("cccd", *(reading(field, value, source) for field, value in (values | changed).items()))


def ct01(**changed: Value | Problem) -> Document:
    values: dict[str, Value | Problem] = {
        "ho_ten": "Trần Thị Diệu Hiền", "so_dinh_danh": NUMBER, "ngay_sinh": date(1989, 11, 25), "gioi_tinh": "Nữ",
        "dien_thoai": "0391000002", "ngay_ky": date(2026, 3, 1),
    }  # fmt: skip
    return paper("ct01", *(reading(field, value) for field, value in (values | changed).items()))


def test_a_form_and_a_card_of_the_same_person() -> None:
    fused = claim_of([ct01(), card()], "D1")
    assert (fused.claim.id_number, fused.claim.full_name) == (NUMBER, "Trần Thị Diệu Hiền")
    assert (fused.claim.birth_date, fused.claim.sex) == (PartialDate(1989, 11, 25), Sex.FEMALE)
    assert (fused.claim.phone, fused.claim.phone_dated) == ("0391000002", date(2026, 3, 1))
    assert (fused.claim.old_number, fused.claim.id_issued_on) == ("990000202", date(2021, 5, 4))
    assert fused.doubts == ()
    assert [witness.form for witness in fused.resting_on("id_number")] == ["cccd", "ct01"]
    assert fused.resting_on("id_number")[0].reading is not None


def test_a_code_on_the_card_goes_before_print_and_the_slip_is_told() -> None:
    fused = claim_of([ct01(so_dinh_danh="099189000207"), card()], "D1")
    assert fused.claim.id_number == NUMBER
    assert [(one.field, one.reason) for one in fused.conflicts] == [("id_number", Reason.ID_OCR_DIGIT)]


def test_a_code_that_the_rest_of_its_card_gainsays_does_not_go_before_print() -> None:
    gainsaid = paper("cccd", reading("so_dinh_danh", "099189000207", Source.QR, 0.39))
    fused = claim_of([ct01(so_dinh_danh=NUMBER), gainsaid], "D1")
    assert fused.claim.id_number == NUMBER


def test_the_machine_readable_zone_confirms_a_name_and_does_not_spell_it() -> None:
    fused = claim_of([ct01(), card(Source.MRZ, ho_ten="TRAN THI DIEU HIEN")], "D1")
    assert fused.claim.full_name == "Trần Thị Diệu Hiền"
    assert fused.doubts == ()


def test_two_papers_that_agree_go_before_one() -> None:
    wrong = ct01(ngay_sinh=date(1989, 11, 20))
    certificate = paper(
        "giay_khai_sinh",
        reading("ho_ten", "Trần Thị Diệu Hiền", sure=0.6),
        reading("so_dinh_danh", NUMBER, sure=0.6),
        reading("ngay_sinh", date(1989, 11, 25), sure=0.6),
    )
    fused = claim_of([wrong, certificate, card(Source.PRINT)], "D1")
    assert fused.claim.birth_date == PartialDate(1989, 11, 25)
    assert Reason.DATE_DIGIT_WRONG in fused.doubts


def test_of_two_prints_the_number_that_fits_birth_date_and_sex_is_taken() -> None:
    fused = claim_of([ct01(so_dinh_danh="099089000202"), card(Source.PRINT)], "D1")
    assert fused.claim.id_number == NUMBER


def test_the_card_of_another_person_stays_out() -> None:
    husband = card(so_dinh_danh="099087000101", ho_ten="Nguyễn Văn Khánh", ngay_sinh=date(1987, 3, 12), gioi_tinh="Nam")
    fused = claim_of([ct01(), husband], "D1")
    assert fused.claim.id_number == NUMBER
    assert fused.doubts == ()


def test_another_identity_under_the_same_number_is_a_disagreement() -> None:
    other = card(ho_ten="Nguyễn Văn Khánh")
    assert claim_of([ct01(), other], "D1").doubts[0] is Reason.PAPERS_DISAGREE


def test_who_asks_for_a_birth_registration_is_the_requester_with_what_the_card_adds() -> None:
    form = paper(
        "tk_khai_sinh",
        reading("nguoi_yeu_cau", "TRẦN THỊ DIỆU HIỀN"),
        reading("so_giay_to", NUMBER),
        reading("ho_ten", "Nguyễn Minh Tuệ"),
        reading("ho_ten_me", "Trần Thị Diệu Hiền"),
        reading("nam_sinh_me", "1989"),
        reading("ho_ten_cha", "Nguyễn Văn Khánh"),
        reading("nam_sinh_cha", "1987"),
    )
    alone = claim_of([form], "D1").claim
    assert (alone.id_number, alone.birth_date, alone.sex) == (NUMBER, PartialDate(1989), Sex.FEMALE)
    both = claim_of([form, card()], "D1")
    assert both.claim.birth_date == PartialDate(1989, 11, 25)
    assert both.claim.full_name == "Trần Thị Diệu Hiền"
    assert Reason.PAPERS_DISAGREE not in both.doubts


def test_a_year_that_two_papers_tell_denies_no_day_that_a_third_tells() -> None:
    form = paper(
        "tk_khai_sinh",
        reading("nguoi_yeu_cau", "Trần Thị Diệu Hiền"),
        reading("so_giay_to", NUMBER),
        reading("ho_ten_me", "Trần Thị Diệu Hiền"),
        reading("nam_sinh_me", "1989"),
    )
    certificate = paper("giay_khai_sinh", reading("ho_ten_me", "Trần Thị Diệu Hiền"), reading("nam_sinh_me", "1989"))
    fused = claim_of([form, certificate, card(Source.PRINT)], "D1")
    assert fused.claim.birth_date == PartialDate(1989, 11, 25)
    assert fused.doubts == ()


def test_a_number_of_the_wrong_length_is_kept_as_read() -> None:
    assert claim_of([ct01(so_dinh_danh=Problem.UNREADABLE)], "D1").claim.id_number == "0991890002021"
    assert claim_of([ct01(ho_ten=Problem.UNREADABLE)], "D1").claim.full_name == ""


def test_what_was_declared_is_a_witness_too() -> None:
    declared = Claim("D1", "Trần Thị Diệu Hiền", NUMBER, phone="0391000002")
    assert claim_of([], "D1", declared).claim.id_number == NUMBER
    blank = ct01(ho_ten=Problem.BLANK, so_dinh_danh=Problem.BLANK)
    assert claim_of([blank], "D1", declared).claim.full_name == "Trần Thị Diệu Hiền"
    against = Claim("D1", "Đỗ Hữu Lạ", NUMBER, birth_date=PartialDate(1989, 11, 25))
    assert Reason.PAPERS_DISAGREE in claim_of([ct01(), card()], "D1", against).doubts


def test_what_was_declared_goes_before_digits_that_are_no_number() -> None:
    declared = Claim("D1", "Trần Thị Diệu Hiền", NUMBER)
    assert claim_of([ct01(so_dinh_danh=Problem.UNREADABLE)], "D1", declared).claim.id_number == NUMBER


@pytest.mark.parametrize("documents", [[], [paper("unknown")]])
def test_no_paper_says_nothing(documents: list[Document]) -> None:
    fused = claim_of(documents, "D1")
    assert fused.claim == Claim("D1")
    assert (fused.witnesses, fused.conflicts) == ((), ())
