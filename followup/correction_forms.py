"""A request to put a register right, as a form to its owner and as a row of a batch."""

from collections.abc import Mapping, Sequence
from datetime import date

from followup.letterhead import Letterhead
from followup.printing import day, day_in_words, render
from followup.spreadsheet import csv_text
from matching.remedies import remedy_for
from storage.correction_requests import CorrectionRequest

OWNERS = {
    "population": "Công an cấp xã (cơ quan cập nhật Cơ sở dữ liệu quốc gia về dân cư)",
    "telco": "Doanh nghiệp viễn thông quản lý thuê bao",
}
REGISTERS = {"population": "Cơ sở dữ liệu quốc gia về dân cư", "telco": "Cơ sở dữ liệu thuê bao"}
FIELDS = {
    "id_number": "Số định danh cá nhân",
    "full_name": "Họ, chữ đệm và tên",
    "birth_date": "Ngày, tháng, năm sinh",
    "sex": "Giới tính",
    "phone": "Số thuê bao",
    "address": "Nơi cư trú",
}
COLUMNS = (
    "Mã đề nghị", "Trạng thái", "Cơ sở dữ liệu", "Mã hồ sơ", "Tra theo số", "Mục", "Đang lưu", "Giấy tờ thể hiện",
    "Lý do", "Đề nghị", "Căn cứ", "Hạn",
)  # fmt: skip


def forms_page(
    requests: Sequence[CorrectionRequest],
    codes: Mapping[str, str],
    papers: Mapping[str, str],
    head: Letterhead,
    today: date,
) -> str:
    """One sheet of A4 each. `codes`: of the dossiers by id; `papers`: titles of documents by id."""
    sheets = [
        {
            "request": one,
            "asked": one.asked,
            "remedy": remedy_for(one.asked.reason),
            "code": codes[one.dossier_id],
            "paper": papers.get(one.asked.document_id or "", ""),
            "shows": shown(one.asked.shows),
            "holds": shown(one.asked.holds or ""),
        }
        for one in requests
    ]
    return render(
        "correction.html.jinja",
        sheets=sheets,
        head=head,
        dated=day_in_words(today),
        owners=OWNERS,
        registers=REGISTERS,
        fields=FIELDS,
    )


def batch_csv(requests: Sequence[CorrectionRequest], codes: Mapping[str, str]) -> str:
    """One row a request, for the owner's own import."""
    return csv_text(COLUMNS, (_row(one, codes[one.dossier_id]) for one in requests))


def _row(one: CorrectionRequest, code: str) -> tuple[str, ...]:
    asked, remedy = one.asked, remedy_for(one.asked.reason)
    return (
        one.id, one.state.sentence, REGISTERS[asked.register], code, asked.about, FIELDS[asked.field],
        shown(asked.holds or ""), shown(asked.shows), asked.reason.value, remedy.resolves, remedy.source,
        day(one.deadline) if one.deadline else "",
    )  # fmt: skip


def shown(value: str) -> str:
    """As Vietnamese papers write it: a date with its day first."""
    parts = value.split("-")
    return "/".join(reversed(parts)) if len(parts) > 1 and all(part.isdigit() for part in parts) else value
