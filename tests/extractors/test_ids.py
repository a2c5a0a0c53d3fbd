"""Numbers of persons and of their papers: the tables are the specification."""

from datetime import date

import pytest
from tables import banged, notes, rows, said, ways

from extractors.reading import AlternativeKind, Problem
from extractors.values.id_papers import id_paper_of, parse_issuer, parse_paper_number
from extractors.values.parsed import Unsettled
from extractors.values.personal_id import id_structure, parse_any_id, parse_old_id, parse_personal_id

PERSONAL_ID = """
the paper says                  ! the number   ! finding          ! may be
003188004512                    ! 003188004512 !                  !
0 0 3 1 8 8 0 0 4 5 1 2         ! 003188004512 !                  !
|0|0|3|1|8|8|0|0|4|5|1|2|       ! 003188004512 !                  !
003 188 004 512                 ! 003188004512 !                  !
003.188.004.512                 ! 003188004512 !                  !
0031880045 1 Ị 2                ! 003188004512 ! EXTRA_SIGNS      !
O03188004512                    ! UNREADABLE   ! LENIENT_DIGIT    ! 003188004512
00318800451I                    ! UNREADABLE   ! LENIENT_DIGIT    ! 003188004511
|0|0|3|1|8|8|O|0|4|5|1|2|       ! UNREADABLE   ! LENIENT_DIGIT    ! 003188004512
0031B8004S12                    ! UNREADABLE   ! LENIENT_DIGIT    ! 003188004512
00318800451                     ! UNREADABLE   ! ID_LENGTH        !
0031880045123                   ! UNREADABLE   ! ID_LENGTH        !
013456789                       ! UNREADABLE   ! ID_IS_OLD_NUMBER ! 013456789
003188004512 003188004513       ! UNREADABLE   ! SEVERAL_VALUES   ! 003188004512 003188004513
số nhà mười hai                 ! UNREADABLE   !                  !
IOlSBZ                          ! UNREADABLE   !                  !
                                ! BLANK        !                  !
"""


@pytest.mark.parametrize(("text", "number", "finding", "may_be"), banged(PERSONAL_ID))
def test_personal_id(text: str, number: str, finding: str, may_be: str) -> None:
    parsed = parse_personal_id(text)
    assert said(parsed) == number
    assert notes(parsed).replace("ID_PROVINCE_UNKNOWN", "").strip() == finding
    assert ways(parsed) == may_be


def test_a_province_of_no_table_is_a_finding_and_no_problem() -> None:
    assert "ID_PROVINCE_UNKNOWN" in notes(parse_personal_id("099190012345"))
    assert notes(parse_personal_id("001190000000")) == ""


ID_STRUCTURE = """
number       | province | male | year
001085000000 | Hà Nội   | yes  | 1985
024190000000 | Bắc Giang | no  | 1990
080201000000 | Long An  | yes  | 2001
015319000000 | Yên Bái  | no   | 2019
"""


@pytest.mark.parametrize(("number", "province", "male", "year"), rows(ID_STRUCTURE))
def test_id_structure(number: str, province: str, male: str, year: str) -> None:
    structure = id_structure(number)
    assert (structure.province_name, structure.male, structure.birth_year) == (province, male == "yes", int(year))


OLD_ID = """
the paper says   | the number | finding
013 456 789      | 013456789  | ∅
013456789        | 013456789  | ∅
01345678         | UNREADABLE | OLD_ID_LENGTH
O13456789        | UNREADABLE | LENIENT_DIGIT
∅                | BLANK      | ∅
"""


@pytest.mark.parametrize(("text", "number", "finding"), rows(OLD_ID))
def test_old_id(text: str, number: str, finding: str) -> None:
    parsed = parse_old_id(text)
    assert (said(parsed), notes(parsed)) == (number, finding)


ID_PAPERS = """
the paper says                                                            | kind | number       | issuer | issued
CCCD số 003188004512, do Cục Cảnh sát QLHC về TTXH cấp ngày 12/3/2021     | CCCD | 003188004512 | C06    | 2021-03-12
Thẻ Căn cước số 003188004512 do Bộ Công an cấp ngày 12/8/2024             | CC   | 003188004512 | BCA    | 2024-08-12
CMND số 013456789 do CA Hà Nội cấp ngày 02/9/2010                         | CMND | 013456789    | CAT    | 2010-09-02
CMND: 013456789, Công an tỉnh Nam Định cấp 12/5/2010                      | CMND | 013456789    | CAT    | 2010-05-12
CCCD số: 003188004512. Ngày cấp: 12/03/2021. Nơi cấp: Cục CSQLHC về TTXH  | CCCD | 003188004512 | C06    | 2021-03-12
Hộ chiếu số C1234567, Cục Quản lý xuất nhập cảnh cấp ngày 01/02/2019      | HC   | C1234567     | A08    | 2019-02-01
CCCD 003188004512 cấp ngày 12 tháng 3 năm 2021 tại Cục Cảnh sát QLHC về TTXH | CCCD | 003188004512 | C06 | 2021-03-12
CCCD số O03188004512 cấp ngày 12/3/2021                                | CCCD | UNREADABLE   | UNREADABLE | 2021-03-12
CCCD số 003188004512                                                   | CCCD | 003188004512 | UNREADABLE | UNREADABLE
∅                                                                         | BLANK | BLANK       | BLANK  | BLANK
"""


@pytest.mark.parametrize(("text", "kind", "number", "issuer", "issued"), rows(ID_PAPERS))
def test_the_free_line_on_an_identity_paper(text: str, kind: str, number: str, issuer: str, issued: str) -> None:
    paper = id_paper_of(text)
    assert (ways(paper.kind, AlternativeKind.CODE) or said(paper.kind)) == kind
    assert said(paper.number) == number
    assert (ways(paper.issuer, AlternativeKind.CODE) or said(paper.issuer)) == issuer
    assert said(paper.issued) == issued


def test_digits_of_a_date_are_none_of_a_number() -> None:
    assert said(parse_paper_number("CMND số 013456789 cấp ngày 12.05.2010 tại Nam Định")) == "013456789"
    assert said(parse_any_id("CMND 013456789 123")) == "013456789"
    assert said(parse_any_id("CCCD số 003085007731, cấp ngày 18/05/2021")) == "003085007731"


def test_an_issuer_out_of_its_days_is_remarked_and_kept() -> None:
    parsed = parse_issuer("Bộ Công an", date(2016, 5, 4))
    assert said(parsed) == "Bộ Công an"
    assert notes(parsed) == "ISSUER_OUT_OF_DATE"
    assert notes(parse_issuer("Cục Cảnh sát QLHC về trật tự xã hộl")) == "SPELLING_FROM_LIST"


def test_what_is_known_of_an_unread_number_is_told() -> None:
    assert parse_personal_id("00318800451") == Unsettled(Problem.UNREADABLE, parse_personal_id("00318800451").findings)  # type: ignore[union-attr]
