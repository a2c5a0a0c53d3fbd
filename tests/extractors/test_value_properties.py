"""What holds of every parser, whatever the text: it raises for none, and reads its own value as that value."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.codec import documents_from_json, documents_to_json
from extractors.findings import SENTENCES, Finding, sentences
from extractors.reading import Alternative, AlternativeKind, Document, FieldReading, PartialDate, Problem
from extractors.values.addresses import parse_address, parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.codes import (
    parse_agency_code,
    parse_business_code,
    parse_count,
    parse_document_number,
    parse_dossier_code,
    parse_licence_class,
    parse_licence_number,
    parse_procedure_code,
)
from extractors.values.date_words import parse_date_said, parse_date_words, words_to_date
from extractors.values.dates import parse_birth_date, parse_date, parse_expiry, parse_first_date, parse_year
from extractors.values.id_papers import (
    parse_issuer,
    parse_paper_issued,
    parse_paper_issuer,
    parse_paper_kind,
    parse_paper_number,
)
from extractors.values.money import parse_money, parse_money_words
from extractors.values.names import parse_name
from extractors.values.parsed import Answer, Parsed, Unsettled
from extractors.values.personal_id import parse_any_id, parse_old_id, parse_personal_id
from extractors.values.phones import parse_phone
from extractors.values.texts import parse_email, parse_text
from extractors.values.words import (
    parse_ethnic_group,
    parse_kinship,
    parse_marital_status,
    parse_nationality,
    parse_religion,
    parse_sex,
)

PARSERS: tuple[Callable[..., Answer], ...] = (
    parse_address_text, parse_agency, parse_agency_code, parse_any_id, parse_birth_date, parse_business_code,
    parse_count, parse_date, parse_date_said, parse_date_words, parse_document_number, parse_dossier_code, parse_email,
    parse_ethnic_group, parse_expiry, parse_first_date, parse_issuer, parse_kinship, parse_licence_class,
    parse_licence_number, parse_marital_status, parse_money, parse_money_words, parse_name, parse_nationality,
    parse_old_id, parse_paper_issued, parse_paper_kind, parse_paper_number, parse_personal_id, parse_phone,
    parse_procedure_code, parse_religion, parse_sex, parse_text, parse_year,
)  # fmt: skip
DATED = (parse_phone, parse_date, parse_birth_date, parse_year, parse_paper_issued, parse_date_said)

# Words and signs that parsers look for, torn up and mixed as noise does it, beside wholly arbitrary text.
_PIECES = st.sampled_from(
    [
        "ngày",
        "tháng",
        "năm",
        "mồng",
        "hai",
        "nghìn",
        "không",
        "trăm",
        "linh",
        "ba",
        "02",
        "9",
        "1945",
        "31/02/1990",
        "/",
        ".",
        "-",
        "|",
        ",",
        "O",
        "I",
        "l",
        "S",
        "B",
        "Z",
        "0031",
        "88004512",
        "013456789",
        "0352",
        "114",
        "908",
        "+84",
        "08-38251234",
        "Nguyễn",
        "NGUYỄN",
        "Thị",
        "H'",
        "Y",
        "Việt",
        "Nam",
        "Nữ",
        "Kinh",
        "Tày",
        "Số:",
        "QĐ-UBND",
        "/GKS-BS",
        "45/2024",
        "H56.12-241015-0007",
        "000.00.12.H26",
        "50.000.000",
        "đồng",
        "triệu",
        "xã",
        "phường",
        "quận",
        "huyện",
        "tỉnh",
        "TP.",
        "P.",
        "Q.1",
        "Quảng",
        "Ninh",
        "Móng",
        "Cái",
        "Bắc",
        "Sơn",
        "Hà",
        "Nội",
        "CCCD",
        "CMND",
        "do",
        "cấp",
        "Bộ",
        "Công",
        "an",
        "tại",
        "B2",
        "A1,",
        "NguyÔn",
        "V¨n",
        "⁄",
        "†",
        "…",
        "²",
        "٣",
        "Ð",
        "đ",
        "☒",
        "☐",
        "@",
        "example.vn",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(_PIECES, max_size=9).map(" ".join), st.lists(_PIECES, max_size=6).map("".join)
)


@pytest.mark.parametrize("parse", [*PARSERS, parse_paper_issuer], ids=lambda parse: parse.__name__)
@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(text=TEXTS)
def test_a_parser_raises_for_no_text(parse: Callable[..., Answer], text: str) -> None:
    answer = parse(text)
    assert isinstance(answer, Parsed | Problem | Unsettled)
    if isinstance(answer, Parsed):
        assert 0.0 <= answer.strictness <= 1.0
        assert str(answer.value).strip() == str(answer.value) != ""


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(text=TEXTS)
def test_a_value_is_read_as_itself(parse: Callable[..., Answer], text: str) -> None:
    first = parse(text)
    if isinstance(first, Parsed):
        again = parse(_as_written(first.value))
        assert isinstance(again, Parsed)
        assert again.value == first.value


@pytest.mark.parametrize("parse", DATED, ids=lambda parse: parse.__name__)
@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(text=TEXTS, dated=st.dates(date(1950, 1, 1), date(2030, 1, 1)))
def test_the_day_of_the_paper_never_changes_what_is_written(
    parse: Callable[..., Answer], text: str, dated: date
) -> None:
    bare, by_day = parse(text), parse(text, dated)
    if isinstance(bare, Parsed) and isinstance(by_day, Parsed):
        assert bare.value == by_day.value


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(day=st.dates(date(1880, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    forms = (
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        " ".join(f"{day:%d%m%Y}"),
    )
    assert {parse_date(text).value for text in forms} == {day}  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(text=st.text(max_size=40))
def test_words_say_a_day_of_the_calendar_or_none(text: str) -> None:
    assert words_to_date(text) is None or isinstance(words_to_date(text), date)
    assert parse_address(text).text == parse_address(text).text.strip()


def test_every_problem_and_finding_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Problem)
    told = [*SENTENCES.values(), *(finding.value for finding in Finding)]
    assert all(sentence.endswith((".", ". ")) and len(sentence) > 15 for sentence in told)
    assert len(told) == len(set(told))
    assert sentences(Problem.IMPOSSIBLE, ("DAY_IMPOSSIBLE", "WORDS_AGREE")) == (
        SENTENCES[Problem.IMPOSSIBLE],
        Finding.DAY_IMPOSSIBLE.value,
    )


def test_alternatives_are_stored_and_documents_of_before_them_are_read() -> None:
    held = (
        Alternative(AlternativeKind.VALUE, date(1945, 9, 2)),
        Alternative(AlternativeKind.VALUE, PartialDate(1945)),
        Alternative(AlternativeKind.UNIT_NOW, "current:22.06712"),
    )
    reading = FieldReading("ngay_sinh", None, (), Problem.UNREADABLE, ("CENTURY_UNKNOWN",), held)
    bare = FieldReading("ho_ten", "Nguyễn Văn An", ())
    document = Document("ct01", "", (1,), 0.9, (reading, bare))
    text = documents_to_json((document,))
    assert documents_from_json(text) == (document,)
    assert text.count("alternatives") == 1


def _as_written(value: object) -> str:
    """A value as a paper would write it: days first."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, PartialDate):
        return f"{value.month:02d}/{value.year}" if value.month else str(value.year)
    return str(value)
