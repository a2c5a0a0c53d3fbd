"""What the codes on a card say, and what is believed when QR, MRZ and print say different things. All invented."""

from dataclasses import replace
from datetime import date

import pytest
from paper_makers import page_of
from tables import rows

from extractors.findings import Finding
from extractors.forms.cccd.codes import NEVER, mrzs_of, qrs_of
from extractors.papers import SURE_ENOUGH, extract
from extractors.reading import FieldReading, PartialDate, Source
from ocr.codes.mrz import check_digit
from ocr.page import Box, Code, CodeKind, Page

BOX = Box(700, 40, 800, 140)
AN = ("099190012345", "15011990", "Nữ", "Nguyễn Thị Mẫu")
BINH = ("099085067890", "21121985", "Nam", "Trương Đình Bách")
FRONT = """
CĂN CƯỚC CÔNG DÂN
Số / No.: {number}
Họ và tên / Full name: {name}
Ngày sinh / Date of birth: {born}     Giới tính / Sex: {sex}
"""


def qr(person: tuple[str, str, str, str], tail: str = "", old: str = "") -> Code:
    number, born, sex, name = person
    payload = f"{number}|{old}|{name}|{born}|{sex}|Thôn 2, xã Mẫu Một, tỉnh Mẫu|19052021{tail}"
    return Code(CodeKind.QR, payload, BOX)


def zone(person: tuple[str, str, str, str], until: str = "300115", until_check: str = "") -> Code:
    number, born, sex, name = person
    plain = {"Nguyễn Thị Mẫu": "NGUYEN<<THI<MAU", "Trương Đình Bách": "TRUONG<<DINH<BACH"}[name]
    birth = born[6:] + born[2:4] + born[:2]
    first = f"IDVNM{number[3:]}{check_digit(number[3:])}{number}<<{check_digit(number)}"
    second = f"{birth}{check_digit(birth)}{'M' if sex == 'Nam' else 'F'}{until}{until_check or check_digit(until)}VNM"
    second = second.ljust(29, "<")
    second += str(check_digit(first[5:] + second[:7] + second[8:15] + second[18:29]))
    return Code(CodeKind.MRZ, "\n".join((first, second, plain.ljust(30, "<"))), Box(10, 900, 500, 990))


def card(person: tuple[str, str, str, str] | None, *codes: Code) -> Page:
    """A copy on which this person is printed; None: nothing but a mark of the back can be read."""
    text = "Đặc điểm nhận dạng / Personal identification: Sẹo chấm"
    if person:
        number, born, sex, name = person
        text = FRONT.format(number=number, name=name, born=f"{born[:2]}/{born[2:4]}/{born[4:]}", sex=sex)
    return replace(page_of(text), codes=codes)


def read(page: Page) -> dict[str, FieldReading]:
    (document,) = extract([page])
    assert document.form == "cccd"
    return {reading.field: reading for reading in document.readings}


PAYLOADS = """
payload                                                                                                            | old       | cancelled    | name             | born       | sex | address           | issued     | tail
099190012345!!Nguyễn Thị Mẫu!15011990!Nữ!Thôn 2, xã Mẫu!19052021                                                   | ∅         | ∅            | Nguyễn Thị Mẫu   | 1990-01-15 | Nữ  | Thôn 2, xã Mẫu    | 2021-05-19 | 0
099190012345!990000202!Nguyễn Thị Mẫu!15011990!Nữ!Thôn 2!19052021                                                  | 990000202 | ∅            | Nguyễn Thị Mẫu   | 1990-01-15 | Nữ  | Thôn 2            | 2021-05-19 | 0
099190012345!990000202!Nguyễn Thị Mẫu!15011990!Nữ!Thôn 2!19052021!099190099999!Trần Văn Cha!Lê Thị Mẹ               | 990000202 | 099190099999 | Nguyễn Thị Mẫu   | 1990-01-15 | Nữ  | Thôn 2            | 2021-05-19 | 2
099190012345!Nguyễn Thị Mẫu!15011990!Nữ!Thôn 2, xã Mẫu!19052025!990000202!099190099999                             | 990000202 | 099190099999 | Nguyễn Thị Mẫu   | 1990-01-15 | Nữ  | Thôn 2, xã Mẫu    | 2025-05-19 | 0
099190012345!Nguyễn Thị Mẫu!15011990!Nữ!Thôn 2, xã Mẫu!19052025!!!Trần Văn Cha!Lê Thị Mẹ                           | ∅         | ∅            | Nguyễn Thị Mẫu   | 1990-01-15 | Nữ  | Thôn 2, xã Mẫu    | 2025-05-19 | 2
099190012345!Nguyễn Thị Mẫu!Nữ!15011990!19052025!19052035!Thôn 2, xã Mẫu                                           | ∅         | ∅            | Nguyễn Thị Mẫu   | 1990-01-15 | Nữ  | Thôn 2, xã Mẫu    | ∅          | 2
099190012345!!Nguyễn Thị Mẫu!00001990!Nữ!Thôn 2, xã Mẫu!19052021                                                   | ∅         | ∅            | Nguyễn Thị Mẫu   | 1990       | Nữ  | Thôn 2, xã Mẫu    | 2021-05-19 | 0
"""  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("payload", "old", "cancelled", "name", "born", "sex", "address", "issued", "tail"), rows(PAYLOADS)
)
def test_parts_of_a_card_code(payload, old, cancelled, name, born, sex, address, issued, tail):
    text = payload.replace("!", "|")
    (told,) = qrs_of(card(None, Code(CodeKind.QR, text, BOX)))
    assert told.raw == text
    assert (told.old_number, told.cancelled, told.name, str(told.born)) == (old, cancelled, name, born)
    assert (told.sex, told.address, str(told.issued or ""), len(told.tail)) == (sex, address, issued, int(tail))


NO_CARD = """
payload                                                                           | what it is
099190012345!!Nguyễn Thị Mẫu!15011990!Nữ!Thôn 2                                   | a part is missing
09919001234!!Nguyễn Thị Mẫu!15011990!Nữ!Thôn 2!19052021                           | eleven digits
099190012345!!Nguyễn Thị Mẫu!32011990!Nữ!Thôn 2, xã Mẫu!19052021                  | nobody is born that day
099190012345!!!!!!                                                                | nothing but a number
099190012345!4E6775!15/01/1990!2!4E6775!79-012!01/01/2026!-!01/01/2026!x          | a health insurance card
H56.12-241015-0007!1.004194!099190012345!Tờ khai!a!b!c                            | a printed form
https://example.vn/099190012345                                                   | an address
"""


@pytest.mark.parametrize(("payload", "why"), rows(NO_CARD))
def test_other_codes_are_no_cards(payload, why):
    assert qrs_of(card(None, Code(CodeKind.QR, payload.replace("!", "|"), BOX))) == (), why


EXPIRIES = """
in the zone | check digit | the card expires
300115      | ∅           | 2030-01-15
<<<<<<      | 0           | Không thời hạn
<<<<<<      | <           | Không thời hạn
991231      | ∅           | Không thời hạn
301315      | ∅           | None
"""


@pytest.mark.parametrize(("until", "check", "expires"), rows(EXPIRIES))
def test_expiry_in_the_zone(until, check, expires):
    (told,) = mrzs_of(card(None, zone(AN, until, check)))
    assert (told.number, told.born, str(told.expires)) == (AN[0], date(1990, 1, 15), expires)


def test_one_wrong_digit_anywhere_and_the_zone_is_not_believed():
    lines = zone(AN).text.split("\n")
    for row, places in ((0, (*range(5, 27), 29)), (1, (*range(7), *range(8, 15), 29))):
        for place in places:
            sign = lines[row][place]
            changed = lines[row][:place] + str((int(sign) + 1) % 10) + lines[row][place + 1 :]
            text = "\n".join(changed if one == row else line for one, line in enumerate(lines))
            assert mrzs_of(card(None, Code(CodeKind.MRZ, text, BOX))) == (), (row, place)


BELIEVED = """
QR | MRZ | print | number is of | from  | handed on | finding
an | an  | an    | an           | QR    | yes       | WITNESSES_AGREE
an | an  | -     | an           | QR    | yes       | WITNESSES_AGREE
an | -   | an    | an           | QR    | yes       | WITNESSES_AGREE
-  | an  | an    | an           | MRZ   | yes       | WITNESSES_AGREE
bi | an  | an    | an           | MRZ   | no        | QR_DIFFERS_FROM_MRZ
bi | -   | an    | an           | PRINT | no        | QR_DIFFERS_FROM_PRINT
-  | bi  | an    | an           | PRINT | no        | MRZ_DIFFERS_FROM_PRINT
an | bi  | an    | an           | QR    | no        | QR_DIFFERS_FROM_MRZ
bi | bi  | an    | an           | PRINT | no        | QR_DIFFERS_FROM_PRINT
bi | an  | -     | bi           | QR    | no        | QR_DIFFERS_FROM_MRZ
"""


@pytest.mark.parametrize(("coded", "zoned", "written", "of", "source", "sure", "finding"), rows(BELIEVED))
def test_who_is_believed(coded, zoned, written, of, source, sure, finding):
    people = {"an": AN, "bi": BINH, "-": None}
    codes = [make(people[one]) for make, one in ((qr, coded), (zone, zoned)) if people[one]]
    number = read(card(people[written], *codes))["so_dinh_danh"]
    assert number.value == people[of][0]
    assert number.source is Source[source]
    assert (number.confidence >= SURE_ENOUGH) is (sure == "yes")
    assert finding in number.findings
    assert {piece.raw for piece in number.evidence} == {people[one][0] for one in (coded, zoned, written) if one != "-"}


def test_what_a_pasted_code_alone_tells_is_not_handed_on():
    told = read(card(AN, qr(BINH, old="990000202"), zone(AN)))
    for field in ("so_cmnd_cu", "noi_thuong_tru", "ngay_cap"):
        assert told[field].confidence < SURE_ENOUGH
        assert Finding.QR_DIFFERS_FROM_MRZ.name in told[field].findings
    assert told["ho_ten"].value == "Nguyễn Thị Mẫu"
    assert told["gia_tri_den"].confidence >= SURE_ENOUGH  # of the zone, which is not in doubt


MISREAD = """
printed number | printed birth date | number       | finding
099190012346   | 15/01/1990         | 099190012345 | QR_DIFFERS_FROM_PRINT
099190012345   | 15/07/1990         | 099190012345 | WITNESSES_AGREE
099190018346   | 15/07/1990         | 099190012345 | QR_DIFFERS_FROM_PRINT
"""


@pytest.mark.parametrize(("printed", "birth", "number", "finding"), rows(MISREAD))
def test_print_misread_by_a_sign_does_not_outdo_the_code(printed, birth, number, finding):
    text = FRONT.format(number=printed, name=AN[3], born=birth, sex="Nữ")
    told = read(replace(page_of(text), codes=(qr(AN),)))
    assert (told["so_dinh_danh"].value, told["so_dinh_danh"].source) == (number, Source.QR)
    assert finding in told["so_dinh_danh"].findings
    assert told["ngay_sinh"].value == date(1990, 1, 15)


def test_a_misread_digit_of_print_still_tells_which_code_is_out_of_place():
    misread = ("099190012346", *AN[1:])
    number = read(card(misread, qr(BINH), zone(AN)))["so_dinh_danh"]
    assert (number.value, number.source) == (AN[0], Source.MRZ)
    assert Finding.QR_DIFFERS_FROM_MRZ.name in number.findings


def test_of_two_codes_that_of_the_printed_person_is_taken_and_the_other_told_of():
    number = read(card(AN, qr(BINH), qr(AN)))["so_dinh_danh"]
    assert (number.value, number.source) == (AN[0], Source.QR)
    assert Finding.SEVERAL_VALUES.name in number.findings
    assert number.confidence < SURE_ENOUGH


def test_a_card_that_never_expires_agrees_with_its_print():
    page = card(AN, zone(AN, "<<<<<<"))
    with_print = page_of(
        FRONT.format(number=AN[0], name=AN[3], born="15/01/1990", sex="Nữ")
        + "Có giá trị đến / Date of expiry: Không thời hạn"
    )
    expiry = read(replace(with_print, codes=page.codes))["gia_tri_den"]
    assert expiry.value == NEVER
    assert Finding.WITNESSES_AGREE.name in expiry.findings


def test_a_year_of_birth_alone_stays_a_year():
    payload = "099165012345||Nguyễn Thị Mẫu|00001965|Nữ|Thôn 2|19052021"
    assert read(card(None, Code(CodeKind.QR, payload, BOX)))["ngay_sinh"].value == PartialDate(1965)
