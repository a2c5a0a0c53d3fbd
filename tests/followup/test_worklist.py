"""The worklist: grouped by commune of today, the most pressing first, safe to open in a spreadsheet."""

import csv
import io
import re
from datetime import date

import pytest
from cases_made import TODAY, case, resolution

from followup.cases import commune_of
from followup.spreadsheet import csv_text, guarded
from followup.worklist import COLUMNS, jobs, worklist_csv, worklist_page
from matching.reasons import Reason
from matching.remedies import Actor, Severity
from matching.resolution import Outcome
from storage.states import DossierState

REVIEW = Outcome.CLERICAL_REVIEW
COMMUNES = """
address                                                  | commune of today | code
Thôn Bắc, xã Hoằng Giang, tỉnh Thanh Hóa                 | Xã Hoằng Giang   | 15880
Xã Quỳnh Bảng, huyện Quỳnh Lưu, tỉnh Nghệ An             | Xã Quỳnh Anh     | 17176
tỉnh Thanh Hóa                                           | Chưa rõ xã, phường |
                                                         | Chưa rõ xã, phường |
"""
TWIN = resolution(Reason.TWIN, outcome=REVIEW)
SPOUSE = resolution(Reason.ALL_AGREES, phone=(Reason.PHONE_OF_SPOUSE,))


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip("\n").splitlines()[1:]]


@pytest.mark.parametrize(("address", "name", "code"), rows(COMMUNES))
def test_the_commune_is_that_of_today(address: str, name: str, code: str):
    found = commune_of(address)
    assert (found.name, found.code) == (name, code)


def test_in_a_commune_what_a_dossier_waits_for_comes_first_and_the_oldest_of_these():
    found = jobs(
        [
            case(SPOUSE, code="D", received=date(2026, 1, 5)),
            case(TWIN, code="B", received=date(2026, 11, 6)),
            case(TWIN, code="A", received=date(2026, 11, 2)),
            case(TWIN, code="C", received=date(2026, 11, 9), address="xã Quỳnh Lưu, tỉnh Nghệ An"),
        ],
        TODAY,
    )
    assert [job.code for job in found] == ["C", "A", "B", "D"]
    assert [job.remedy.severity for job in found[1:]] == [Severity.BLOCKS, Severity.BLOCKS, Severity.SHOULD]
    assert found[1].days == 21


@pytest.mark.parametrize("wanted", ["15880", "xã Hoằng Giang", "hoang giang", "Hoằng Giang"])
def test_a_commune_is_asked_for_by_code_or_name(wanted: str):
    there, elsewhere = case(TWIN, code="A"), case(TWIN, code="B", address="xã Quỳnh Lưu, tỉnh Nghệ An")
    assert [job.code for job in jobs([there, elsewhere], TODAY, wanted)] == ["A"]


def test_nothing_is_listed_that_nobody_has_to_do():
    quiet = [
        case(resolution(Reason.ALL_AGREES)),
        case(resolution(Reason.OLD_CMND, Reason.NAME_I_Y)),
        case(TWIN, DossierState.CLOSED),
        case(None, DossierState.WAITING_FOR_REGISTER),
    ]
    assert jobs(quiet, TODAY) == ()


def test_one_deed_for_several_reasons_is_one_job_and_can_be_asked_for_by_who_acts():
    found = jobs([case(resolution(Reason.TWIN, Reason.NAMESAKE, Reason.NAME_CONFLICT, outcome=REVIEW))], TODAY)
    assert [job.remedy.actor for job in found] == [Actor.CLERK, Actor.CITIZEN]
    assert len(jobs([case(TWIN)], TODAY, actors=(Actor.CLERK,))) == 0


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_no_cell_is_run_as_a_formula(start: str):
    assert guarded(f"{start}cmd|' /C calc'!A0").startswith("'")
    assert guarded("Nguyễn Văn An") == "Nguyễn Văn An"


def test_the_csv_opens_rightly_in_a_spreadsheet():
    text = worklist_csv(jobs([case(TWIN, name='=HYPERLINK("x";"y")')], TODAY))
    assert text.startswith("\ufeff")
    head, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    told = dict(zip(head, row, strict=True))
    assert tuple(head) == COLUMNS
    assert told["Họ và tên"] == '\'=HYPERLINK("x";"y")'
    assert (told["Mã xã"], told["Mức"]) == ("15880", "Hồ sơ đang chờ")
    assert csv_text(("a",), [["x,y"]]) == '\ufeffa\r\n"x,y"\r\n'


def test_the_page_counts_on_top_marks_what_is_late_and_needs_nothing_from_elsewhere():
    late = resolution(Reason.NAME_CONFLICT, outcome=REVIEW)
    page = worklist_page(jobs([case(late, name="<b>A</b>"), case(SPOUSE, code="B")], TODAY), TODAY)
    counts = re.search(r'<ul class="counts">(.*?)</ul>', page, re.S)
    assert counts
    told = re.sub(r"<[^>]+>|\s+", " ", counts[1])
    assert re.findall(r"\d+ +[^\d]+", " ".join(told.split())) == [
        "2 hồ sơ ", "1 Hồ sơ đang chờ ", "1 Nên làm ", "1 Người dân ", "1 Cán bộ Bộ phận Một cửa ", "1 quá hạn",
    ]  # fmt: skip
    assert "<b>A</b>" not in page
    assert not re.search(r"https?:|url\(|<img|<link|src=", page)


def test_nobody_is_sent_out_before_a_clerk_has_looked():
    found = jobs([case(resolution(Reason.NOT_IN_REGISTER, Reason.ASKED_BY_NUMBER_ONLY, outcome=REVIEW))], TODAY)
    assert [job.remedy.actor for job in found] == [Actor.CLERK]
