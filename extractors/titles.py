"""What a form and its fields are called on screen: the first title and the first label that the form itself prints."""

import re

from extractors.form import form
from extractors.reading import UNKNOWN_FORM

_MEMBER = re.compile(r"thanh_vien_(\d+)_(\w+)")
_OF_MEMBER = {
    "ho_ten": "họ và tên",
    "ngay_sinh": "ngày sinh",
    "gioi_tinh": "giới tính",
    "so_dinh_danh": "số định danh",
    "quan_he": "quan hệ với chủ hộ",
}
_CLEARER = {  # where the printed label says too little by itself, or there is none
    "ngay_ky": "Ngày ký",
    "ngay_cap_giay": "Ngày cấp giấy",
    "nguoi_ky": "Người ký",
    "ngay_cap": "Ngày cấp",
    "so_giay_to": "Số giấy tờ tùy thân",
    "so_cmnd_cu": "Số CMND cũ",
    "so_dinh_danh_da_huy": "Số định danh đã hủy",
    "so_ky_hieu": "Số, ký hiệu",
    "trich_yeu": "Trích yếu",
    "ngay_ban_hanh": "Ngày ban hành",
    "co_quan": "Cơ quan ban hành",
    "ma_ho_so": "Mã hồ sơ",
    "ma_thu_tuc": "Mã thủ tục hành chính",
    "ngay_sinh_bang_chu": "Ngày sinh ghi bằng chữ",
    "nguoi_yeu_cau": "Họ tên người yêu cầu",
    "nguoi_yeu_cau_noi_cu_tru": "Nơi cư trú của người yêu cầu",
    "nam_sinh_me": "Năm sinh của mẹ",
    "nam_sinh_cha": "Năm sinh của cha",
    "noi_cu_tru_me": "Nơi cư trú của mẹ",
    "noi_cu_tru_cha": "Nơi cư trú của cha",
    "ngay_sinh_cha": "Ngày sinh của cha",
    "ngay_sinh_me": "Ngày sinh của mẹ",
    "ngay_sinh_vo_chong": "Ngày sinh của vợ hoặc chồng",
    "nguoi_dai_dien_ho_ten": "Họ tên người đại diện",
    "nguoi_dai_dien_ngay_sinh": "Ngày sinh của người đại diện",
    "nguoi_dai_dien_gioi_tinh": "Giới tính của người đại diện",
    "nguoi_dai_dien_so_dinh_danh": "Số định danh của người đại diện",
    "noi_dung_de_nghi": "Nội dung đề nghị",
    "hang": "Hạng giấy phép lái xe hiện có",
    "so_gplx": "Số giấy phép lái xe",
    "noi_cap_gplx": "Nơi cấp giấy phép lái xe",
    "ngay_cap_gplx": "Ngày cấp giấy phép lái xe",
    "hang_de_nghi": "Hạng giấy phép lái xe đề nghị",
    "nam_hoc": "Năm học lái xe",
    "vi_pham": "Đang bị tước quyền sử dụng giấy phép lái xe",
    "so_cmnd": "Số chứng minh nhân dân",
}
_UNPRINTED = {  # fields that no label names: options to be ticked, what a free text says
    "ho_ten": "Họ và tên",
    "so_dinh_danh": "Số định danh cá nhân",
    "noi_dung_de_nghi": "Nội dung đề nghị",
}


def form_title(code: str) -> str:
    """ "Tờ khai thay đổi thông tin cư trú" for "ct01"; a sentence for a paper that was not recognised."""
    held = form(code)
    if held is None:
        return "Giấy tờ chưa nhận ra" if code == UNKNOWN_FORM else code
    return _sentence_case(held.titles[0])


def field_title(code: str, field: str) -> str:
    """The label as printed, "Thành viên 1: ngày sinh" for a row of a table, else the field's own name."""
    member = _MEMBER.fullmatch(field)
    if member:
        return f"Thành viên {member[1]}: {_OF_MEMBER.get(member[2], member[2])}"
    if field in _CLEARER:
        return _CLEARER[field]
    held = form(code)
    described = held.field(field) if held else None
    if described is None or not described.labels:
        return _UNPRINTED.get(field, field.replace("_", " ").capitalize())
    label = _sentence_case(described.labels[0].partition(" / ")[0])
    side = (
        next((one for one in held.columns.sides if one.name == described.side), None) if held and held.columns else None
    )
    return f"{_sentence_case(side.headings[0])}: {label[:1].lower()}{label[1:]}" if side else label


def _sentence_case(text: str) -> str:
    return text.capitalize() if text.isupper() else text[:1].upper() + text[1:]
