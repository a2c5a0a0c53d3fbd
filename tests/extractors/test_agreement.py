"""What readings say about each other: within one paper, and over all papers of a dossier and what was declared."""

import random
from datetime import date

import pytest
from paper_makers import page_of
from tables import rows

from extractors.agreement.cross_checks import across, with_agreement
from extractors.agreement.individuals import DECLARED, Agreed, Declared, Individual, individuals
from extractors.agreement.persons import Role, Says, whose
from extractors.findings import Finding, doubts_of
from extractors.form import forms
from extractors.papers import extract
from extractors.reading import UNKNOWN_FORM, Document, Evidence, FieldReading, PartialDate, Problem, Source, Value
from ocr.page import Box

NUMBER, NAME, BORN = "099189000202", "Trần Thị Diệu Hiền", date(1989, 11, 25)


def reading(field: str, value: Value | Problem, source: Source = Source.PRINT, sure: float = 0.9) -> FieldReading:
    seen = (Evidence(1, Box(0, 0, 9, 9), str(value), sure, source),)
    if isinstance(value, Problem):
        return FieldReading(field, None, seen, value)
    return FieldReading(field, value, seen)


def paper(form: str, **values: Value | Problem) -> Document:
    return Document(form, "", (1,), 0.9, tuple(reading(field, value) for field, value in values.items()))


def card(source: Source = Source.PRINT, **changed: Value) -> Document:
    held: dict[str, Value] = {"so_dinh_danh": NUMBER, "ho_ten": NAME, "ngay_sinh": BORN, "gioi_tinh": "Nữ"} | changed
    return Document("cccd", "", (1,), 0.9, tuple(reading(name, value, source) for name, value in held.items()))


def ct01(**changed: Value | Problem) -> Document:
    held: dict[str, Value | Problem] = {"so_dinh_danh": NUMBER, "ho_ten": NAME, "ngay_sinh": BORN}
    return paper("ct01", **(held | changed))


def told(documents: list[Document], says: Says, declared: Declared | None = None) -> Agreed:
    found = individuals(documents, declared)[0].told(says)
    assert found is not None
    return found


def doubts(document: Document, field: str) -> list[str]:
    held = document.reading(field)
    assert held is not None
    return [finding.name for finding in doubts_of(held.findings)]


# --- within one paper


CT01 = """
TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
1. Họ, chữ đệm và tên: TRƯƠNG ĐÌNH KHẢI
2. Ngày, tháng, năm sinh: {born}     3. Giới tính: {sex}
4. Số định danh cá nhân: {number}
Quỳnh Lưu, ngày 05 tháng 10 năm 2025
"""
NUMBERS = """
born       | sex | number       | doubts of the number
07/11/1988 | Nam | 003088004512 | ∅
07/11/1989 | Nam | 003088004512 | ID_BIRTH_YEAR_DIFFERS
07/11/1988 | Nữ  | 003088004512 | ID_SEX_DIFFERS
07/11/1988 | Nam | 003188004512 | ID_SEX_DIFFERS
07/11/2008 | Nam | 003088004512 | ID_BIRTH_YEAR_DIFFERS
07/11/2008 | Nam | 003208004512 | ∅
"""


@pytest.mark.parametrize(("born", "sex", "number", "expected"), rows(NUMBERS))
def test_a_number_is_held_against_birth_and_sex(born: str, sex: str, number: str, expected: str) -> None:
    (document,) = extract([page_of(CT01.format(born=born, sex=sex, number=number))])
    assert [name for name in doubts(document, "so_dinh_danh") if name != "ID_PROVINCE_UNKNOWN"] == expected.split()


CARD = """
CĂN CƯỚC CÔNG DÂN
Số / No.: 003188004512
Họ và tên / Full name: LƯƠNG THỊ MINH KHUÊ
Ngày sinh / Date of birth: {born}     Giới tính / Sex: Nữ
Quốc tịch / Nationality: Việt Nam
Có giá trị đến / Date of expiry: {until}
Ngày, tháng, năm / Date, month, year: {issued}
"""
CARDS = """
born       | until           | issued     | doubts of the expiry
07/11/1988 | 07/11/2028      | 19/05/2021 | ∅
07/11/1988 | 07/11/2029      | 19/05/2021 | EXPIRY_UNLIKELY
07/11/1988 | 08/11/2028      | 19/05/2021 | EXPIRY_UNLIKELY
07/11/1988 | 07/11/2028      | 19/05/2029 | EXPIRY_UNLIKELY
29/02/1988 | 28/02/2028      | 19/05/2021 | ∅
07/11/1988 | Không thời hạn  | 19/05/2021 | EXPIRY_UNLIKELY
"""


@pytest.mark.parametrize(("born", "until", "issued", "expected"), rows(CARDS))
def test_a_card_ends_on_a_birthday_that_the_law_names(born: str, until: str, issued: str, expected: str) -> None:
    (document,) = extract([page_of(CARD.format(born=born, until=until, issued=issued))])
    assert doubts(document, "gia_tri_den") == expected.split()


def test_nobody_has_a_card_of_before_their_birth() -> None:
    (document,) = extract([page_of(CARD.format(born="07/11/1988", until="07/11/2028", issued="19/05/1978"))])
    assert Finding.ISSUED_BEFORE_BIRTH.name in doubts(document, "ngay_cap")


BIRTH = """
TỜ KHAI ĐĂNG KÝ KHAI SINH
Họ, chữ đệm, tên người yêu cầu: TÔ VĂN BÁCH
Quan hệ với người được khai sinh: Bố đẻ
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: TÔ KHÁNH VÂN
Ngày, tháng, năm sinh: {child}
Họ, chữ đệm, tên người mẹ: LƯƠNG THỊ MINH KHUÊ
Ngày, tháng, năm sinh: {mother}     Dân tộc: Kinh
Làm tại: xã Quỳnh Lưu, ngày 05 tháng 10 năm 2025
"""
PARENTS = """
child      | mother     | doubts of the mother's year
30/09/2025 | 07/11/1988 | ∅
30/09/2025 | 07/11/2018 | BORN_BEFORE_PARENT
30/09/2025 | 07/11/1938 | BORN_BEFORE_PARENT
30/09/2025 | 07/11/2026 | BORN_BEFORE_PARENT DATE_UNLIKELY
30/09/2025 | 1988       | ∅
"""


@pytest.mark.parametrize(("child", "mother", "expected"), rows(PARENTS))
def test_a_mother_is_a_good_while_older_than_her_child(child: str, mother: str, expected: str) -> None:
    (document,) = extract([page_of(BIRTH.format(child=child, mother=mother))])
    assert sorted(doubts(document, "nam_sinh_me")) == expected.split()


# --- across the papers


BELIEVED = """
the card by | its number   | the form's   | declared     | believed     | undecided
QR          | 099189000202 | 099189000207 | ∅            | 099189000202 | no
MRZ         | 099189000202 | 099189000207 | ∅            | 099189000202 | no
PRINT       | 099189000202 | 099189000207 | ∅            | ∅            | yes
PRINT       | 099189000202 | 099189000207 | 099189000207 | 099189000207 | no
PRINT       | 099189000202 | 099189000202 | 099189000207 | 099189000202 | no
QR          | 099189000202 | 099189000207 | 099189000207 | 099189000202 | no
"""


@pytest.mark.parametrize(("by", "ours", "theirs", "said", "believed", "undecided"), rows(BELIEVED))
def test_who_is_believed(by: str, ours: str, theirs: str, said: str, believed: str, undecided: str) -> None:
    declared = Declared(NAME, said, PartialDate(1989, 11, 25)) if said else None
    found = told([card(Source[by], so_dinh_danh=ours), ct01(so_dinh_danh=theirs)], Says.ID_NUMBER, declared)
    assert found.undecided == (undecided == "yes")
    assert not believed or found.reading.value == believed
    assert len(found.witnesses) + len(found.against) == (3 if said else 2)


SAME = """
the one paper           | born       | the other           | born       | persons | doubt about
Trần Thị Diệu Hiền      | 1989-11-25 | TRẦN THỊ DIỆU HIỀN  | 1989-11-25 | 1       | ∅
Trần Thị Diệu Hiền      | 1989-11-25 | TRAN THI DIEU HIEN  | 1989-11-25 | 1       | ∅
Trần Thị Diệu Hiền      | 1989-11-25 | Trần Thị Diệu Hiển  | 1989-11-25 | 1       | full_name
Trần Thị Thúy           | 1989-11-25 | Trần Thị Thuý       | 1989-11-25 | 1       | ∅
Trần Thị Diệu Hiền      | 1989-11-25 | Trần Thị Diệu Hiền  | 1989       | 1       | ∅
Trần Thị Diệu Hiền      | 1989-11-25 | Trần Thị Diệu Hiền  | 1990       | 2       | ∅
Trần Thị Diệu Hiền      | 1989-11-25 | Tô Văn Bách         | 1989-11-25 | 2       | ∅
"""


@pytest.mark.parametrize(("name", "born", "other", "other_born", "persons", "doubt"), rows(SAME))
def test_who_is_one_person(name: str, born: str, other: str, other_born: str, persons: str, doubt: str) -> None:
    day = date.fromisoformat(other_born) if "-" in other_born else other_born
    documents = [
        paper("ct07", ho_ten=name, ngay_sinh=date.fromisoformat(born)),
        paper("xn_hon_nhan", ho_ten=other, ngay_sinh=day),
    ]
    found = individuals(documents)
    assert len(found) == int(persons)
    assert [one.says.value for person in found for one in person.agreed if one.against] == doubt.split()


def test_a_person_has_a_role_on_each_paper() -> None:
    form = paper(
        "tk_khai_sinh", nguoi_yeu_cau=NAME, so_giay_to=NUMBER, ho_ten="Lê Tuệ An", ho_ten_me=NAME, nam_sinh_me="1989"
    )
    people = individuals([card(), form])
    assert people[0].roles == (Role.HOLDER, Role.APPLICANT, Role.MOTHER)
    assert [one.text(Says.FULL_NAME) for one in people[1].named] == ["Lê Tuệ An"]


def test_rows_of_one_table_are_not_one_person_by_name_alone() -> None:
    form = paper("ct01", thanh_vien_1_ho_ten=NAME, thanh_vien_2_ho_ten=NAME)
    assert len(individuals([form])) == 2


def test_a_name_that_two_persons_bear_stays_apart() -> None:
    two = [card(), card(so_dinh_danh="099192000207", ngay_sinh=date(1992, 1, 5)), paper("bien_nhan", ho_ten=NAME)]
    assert [len(one.named) for one in individuals(two)] == [1, 1, 1]


def test_papers_that_agree_make_each_other_surer_and_those_that_differ_are_told() -> None:
    agreeing = with_agreement([card(), ct01()])
    held = agreeing[1].reading("so_dinh_danh")
    assert held is not None
    assert (held.findings, held.confidence) == ((Finding.PAPERS_AGREE.name,), 0.95)
    first, second = with_agreement([card(), ct01(so_dinh_danh="099189000207")])
    assert doubts(first, "so_dinh_danh") == doubts(second, "so_dinh_danh") == [Finding.PAPERS_DIFFER.name]
    assert all(0.5 <= one.reading("so_dinh_danh").confidence < 0.8 for one in (first, second))  # type: ignore[union-attr]
    coded, _ = with_agreement([card(Source.QR), ct01(so_dinh_danh="099189000207")])
    assert doubts(coded, "so_dinh_danh") == []


def test_what_was_declared_is_held_against_the_papers() -> None:
    (wrong,) = with_agreement([ct01()], Declared(NAME, NUMBER, PartialDate(1989, 11, 20)))
    assert individuals([ct01()], Declared(NAME, NUMBER))[0].named[-1].document == DECLARED
    assert doubts(wrong, "ngay_sinh") == [Finding.DECLARED_DIFFERS.name]
    assert Finding.DECLARED_AGREES.name in wrong.reading("ho_ten").findings  # type: ignore[union-attr]


def test_places_may_change_and_are_no_disagreement() -> None:
    first, second = (
        card(noi_thuong_tru="Xã Quỳnh Đôi, tỉnh Nghệ An"),
        paper("ct07", so_dinh_danh=NUMBER, ho_ten=NAME, noi_thuong_tru="Phường Hồng Hà, thành phố Hà Nội"),
    )
    assert all(doubts(one, "noi_thuong_tru") == [] for one in with_agreement([first, second]))


def test_confidence_grows_with_witnesses_and_falls_with_contradiction() -> None:
    alone, two = told([card()], Says.ID_NUMBER), told([card(), ct01()], Says.ID_NUMBER)
    torn = told([card(), ct01(so_dinh_danh="099189000207")], Says.ID_NUMBER)
    assert torn.confidence < alone.confidence < two.confidence <= 0.995


def test_nothing_is_changed_but_what_is_said_of_the_readings() -> None:
    documents = {"a": [card(), paper(UNKNOWN_FORM)], "b": [ct01(so_dinh_danh=Problem.UNREADABLE, ho_ten=Problem.BLANK)]}
    found = across(documents, Declared("", "12", None))
    assert {scan: len(held) for scan, held in found.items()} == {"a": 2, "b": 1}
    for scan, held in found.items():
        for before, after in zip(documents[scan], held, strict=True):
            assert [(one.field, one.value, one.problem) for one in before.readings] == [
                (one.field, one.value, one.problem) for one in after.readings
            ]
    assert with_agreement([]) == ()
    assert individuals([], Declared()) == ()


def test_what_no_table_holds_stops_nothing() -> None:
    chance = random.Random(3)
    fields = [field.name for form in forms() for field in form.fields] + ["la", "ho_ten_", "thanh_vien_9_la"]
    values: list[Value | Problem] = [NAME, NUMBER, "Nữ", "0", "", BORN, PartialDate(1989), Problem.IMPOSSIBLE, "𝟙𝟚"]
    for _ in range(40):
        made = [
            paper(chance.choice(["cccd", "ct01", "unknown", "x"]), **{chance.choice(fields): chance.choice(values)})
            for _ in range(chance.randrange(6))
        ]
        people: tuple[Individual, ...] = individuals(made, Declared(NAME, chance.choice([NUMBER, "1"])))
        assert sum(len(one.named) for one in people) <= len(made) + 1


def test_every_number_on_every_form_is_somebodys() -> None:
    numbers = [
        (form.code, field.name)
        for form in forms()
        for field in form.fields
        if field.name.endswith(("so_dinh_danh", "so_giay_to")) or field.name.startswith("ho_ten")
    ]
    assert [pair for pair in numbers if whose(*pair) is None] == []
