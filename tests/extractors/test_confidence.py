"""The probability of a value: what raises and lowers it, that it survives storage, that a new form has one too."""

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from extractors.codec import documents_from_json, documents_to_json
from extractors.confidence.probability import along, assessed, calibration, from_json, is_accepted, is_given
from extractors.confidence.signals import NAMES, ValueKind, kind_of
from extractors.findings import Finding
from extractors.papers import extract
from extractors.reading import Document, Evidence, FieldReading, Problem, Source
from ocr.page import Box
from tests.extractors.paper_makers import page_of
from tests.extractors.tables import rows

PAPER = """TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
Kính gửi: Công an xã Yên Lãng
1. Họ, chữ đệm và tên: Lê Thị Thu Hằng
2. Ngày, tháng, năm sinh: 15/09/1994      3. Giới tính: Nữ
4. Số định danh cá nhân: 003194123456"""


def name_read(confidence: float, paper: str = PAPER) -> FieldReading:
    (document,) = extract([page_of(paper, confidence=confidence)])
    reading = document.reading("ho_ten")
    assert reading is not None
    return reading


def told(name: FieldReading, *, form: str = "ct01") -> float:
    """The probability of a reading in a document by itself."""
    page = page_of(PAPER)
    document = assessed(Document(form, "", (1,), 0.9, (name,)), [page])
    probability = document.readings[0].probability
    assert probability is not None
    return probability


def test_words_read_well_make_a_value_likelier_than_words_read_badly():
    surely, badly = name_read(0.97), name_read(0.4)
    assert surely.probability is not None
    assert badly.probability is not None
    assert 0 < badly.probability < surely.probability < 1


def test_one_bad_word_among_good_ones_lowers_it():
    page = page_of(PAPER, confidence=0.97)
    (good,) = extract([page])
    lines = [
        replace(line, words=tuple(replace(word, confidence=0.3) if word.text == "Thu" else word for word in line.words))
        for line in page.lines
    ]
    (worse,) = extract([replace(page, lines=tuple(lines))])
    one, other = good.reading("ho_ten"), worse.reading("ho_ten")
    assert one is not None
    assert other is not None
    assert other.sureness < one.sureness


@pytest.mark.parametrize("finding", [Finding.ID_BIRTH_YEAR_DIFFERS, Finding.SEVERAL_VALUES, Finding.PAPERS_DIFFER])
def test_a_contradiction_lowers_it(finding):
    name = name_read(0.95)
    assert told(replace(name, findings=(finding.name,))) < told(replace(name, findings=()))


def test_the_raw_confidence_stays_as_it_was():
    name = name_read(0.95)
    page = page_of(PAPER)
    again = assessed(Document("ct01", "", (1,), 0.9, (name,)), [page]).readings[0]
    assert again.evidence == name.evidence
    assert again.confidence == name.confidence


def test_other_values_read_badly_make_it_less_likely():
    name, page = name_read(0.95), page_of(PAPER, confidence=0.95)

    def among(confidence: float) -> float:
        other = replace(name, field="chu_ho", evidence=(replace(name.evidence[0], confidence=confidence),))
        document = assessed(Document("ct01", "", (1,), 0.9, (name, other)), [page])
        return document.readings[0].sureness

    assert among(0.4) < among(0.95)


def test_a_form_and_field_never_met_are_judged_too():
    name = replace(name_read(0.95), field="ten_tren_giay_la")
    assert 0 < told(name, form="giay_la") < 1


def test_a_value_whose_page_is_not_at_hand_is_judged_by_what_is_left():
    document = assessed(Document("ct01", "", (1,), 0.9, (name_read(0.95),)), [])
    assert document.readings[0].probability is not None


def test_a_problem_has_no_probability_and_is_neither_given_nor_accepted():
    empty = FieldReading("ho_ten", None, (), Problem.BLANK)
    (reading,) = assessed(Document("ct01", "", (1,), 0.9, (empty,)), [page_of(PAPER)]).readings
    assert reading.probability is None
    assert not is_given(reading)
    assert not is_accepted(reading)


def test_it_is_stored_and_documents_of_before_still_load():
    documents = extract([page_of(PAPER)])
    assert documents_from_json(documents_to_json(documents)) == documents
    held = json.loads(documents_to_json(documents))
    for reading in held["documents"][0]["readings"]:
        reading.pop("probability", None)
    (old,) = documents_from_json(json.dumps(held))
    name = old.reading("ho_ten")
    assert name is not None
    assert name.probability is None
    assert name.sureness == name.confidence


KINDS = """
field            | value                                       | kind
so_dinh_danh     | 003194123456                                | ID
so_giay_to       | 912345678                                   | ID
a                | 003194123456                                | ID
dien_thoai       | 0912345678                                  | PHONE
so               | 61/2022                                     | NUMBER
nam_sinh_me      | 1988                                        | NUMBER
ho_ten           | Lê Thị Thu Hằng                             | NAME
nguoi_ky         | TRẦN VĂN BÌNH                               | NAME
gioi_tinh        | Nữ                                          | WORD
noi_cu_tru       | Xã Yên Lãng, huyện Đại Từ, tỉnh Thái Nguyên | ADDRESS
ly_do            | Đổi thẻ do hết hạn sử dụng và bị hỏng       | TEXT
"""


@pytest.mark.parametrize(("field", "value", "kind"), rows(KINDS))
def test_the_kind_is_told_from_the_value(field, value, kind):
    assert kind_of(FieldReading(field, value, ())) is ValueKind[kind]


def test_a_day_is_a_date_whatever_its_field_is_called():
    assert kind_of(FieldReading("a", date(1994, 9, 15), ())) is ValueKind.DATE


def test_a_code_makes_a_number_surer_than_print_alone():
    box = Box(0, 0, 10, 10)
    number = FieldReading("so_dinh_danh", "003194123456", (Evidence(1, box, "003194123456", 0.97, Source.QR),))
    printed = replace(number, evidence=(Evidence(1, box, "003194123456", 0.7),))
    assert told(number) > told(printed)


def test_an_identity_number_of_print_alone_is_asked_about_however_sure():
    piece = Evidence(1, Box(0, 0, 10, 10), "003194123456", 0.99)
    printed = FieldReading("so_dinh_danh", "003194123456", (piece,), probability=0.9999)
    coded = replace(printed, evidence=(replace(piece, source=Source.QR),))
    assert is_given(printed)
    assert not is_accepted(printed)
    assert is_accepted(coded)
    assert is_accepted(replace(printed, findings=(Finding.PAPERS_AGREE.name,)))


def test_the_calibration_in_force_never_falls_and_tells_where_it_comes_from():
    made = calibration()
    shares = [share for _, share in made.steps]
    assert made.names == NAMES
    assert shares == sorted(shares)
    assert shares[-1] < 1
    assert [at for at, _ in made.steps] == sorted(at for at, _ in made.steps)
    assert set(made.accepted) == set(ValueKind)
    assert set(made.given) == set(ValueKind)
    assert {"seeds", "pages", "engine", "made_on", "figures", "forms"} <= made.made.keys()


def test_a_calibration_of_other_signals_is_refused():
    held = json.loads(files("extractors.data").joinpath("confidence.json").read_text("utf-8"))
    with pytest.raises(ValueError, match="fit it again"):
        from_json({**held, "names": held["names"][1:]})


def test_between_steps_run_straight_lines_and_beyond_them_nothing_grows():
    steps = ((0.0, 0.2), (2.0, 0.6))
    assert [along(steps, at) for at in (-9, 0, 1, 2, 9)] == pytest.approx([0.2, 0.2, 0.4, 0.6, 0.6])
