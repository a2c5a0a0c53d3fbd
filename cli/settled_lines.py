"""Who settled what of a dossier, as `hoso show` tells it: one line for each field, with the pixels it rests on."""

from datetime import datetime

from extractors.findings import Finding
from extractors.titles import field_title, form_title
from matching.reasons import Reason
from ocr.files.scan_finding import ScanFinding
from storage.review.who_settled import SeenAt, SettledField, SettledWhole
from storage.vietnam_time import VIETNAM

_SHOWN = 12  # characters of a digest
_SENTENCES = {one.name: str(one.value) for kind in (Reason, ScanFinding, Finding) for one in kind} | {
    "UNKNOWN_FORM": "Loại giấy tờ:"
}


def field_line(one: SettledField) -> str:
    """ "Tờ khai ..., mục “Họ tên”: can-bo-7 nhập theo giấy, 22/11/2026 23:10; tệp ab.., ảnh cd.., trang 1, ô ..." """
    how = one.action.value if one.action else "cán bộ nhập"
    places = "; ".join(map(_place, one.seen)) or "không rõ chỗ trên bản quét"
    what = f"{form_title(one.form)}, mục “{field_title(one.form, one.field)}”"
    return f"{what}: {', '.join(one.people)} ({how}, {moment(one.at)}); {places}"


def whole_line(one: SettledWhole) -> str:
    return f"{_SENTENCES.get(one.kind, one.kind)} {', '.join(one.people)} ({one.action.value}, {moment(one.at)})"


def _place(one: SeenAt) -> str:
    box, picture = one.box, f", ảnh {one.picture[:_SHOWN]}" if one.picture else ""
    where = f"trang {one.page}, ô {box.left},{box.top} - {box.right},{box.bottom}"
    return f"tệp {one.scan_digest[:_SHOWN]}{picture}, {where}"


def moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
