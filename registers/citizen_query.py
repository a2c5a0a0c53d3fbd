"""A question to the population database, out of its envelope: the order of the elements is a part of the agreement."""

import re
from dataclasses import dataclass

from registers.envelope import ASKED, Element, misshapen

SEARCH, VERIFY = "TraCuuThongTinCongDan", "XacThucThongTinCongDan"
EXCHANGES = {SEARCH: "037", VERIFY: "003"}  # MaTichHop

_NEWER = ("MaDonVi", "TaiKhoan", "SoDienThoai")  # optional, of newer clients of 037 only
_ORDER = ("MaYeuCau", "MaDVC", "MaTichHop", "MaCanBo", *_NEWER, "SoDinhDanh", "SoCMND", "HoVaTen", "NgayThangNamSinh")
_REQUIRED = ("MaYeuCau", "MaDVC", "MaTichHop", "MaCanBo", "HoVaTen", "NgayThangNamSinh")
_FORMS = {
    "MaYeuCau": re.compile(r".{1,64}"),
    "MaDVC": re.compile(r".{0,40}"),
    "MaCanBo": re.compile(r".{0,64}"),
    "MaDonVi": re.compile(r".{0,64}"),
    "TaiKhoan": re.compile(r".{0,64}"),
    "SoDienThoai": re.compile(r"[0-9+]{0,15}"),
    "SoDinhDanh": re.compile(r"[0-9]{12}"),
    "SoCMND": re.compile(r"[0-9]{9}"),
    "HoVaTen": re.compile(r".{1,200}"),
    "NgayThangNam": re.compile(r"[0-9]{8}"),  # yyyyMMdd
    "Nam": re.compile(r"[0-9]{4}"),
}


@dataclass(frozen=True, slots=True)
class CitizenQuery:
    """A question in the agreed form; PIN or old number, the other ""; day or year, the other ""."""

    service: str
    MaYeuCau: str
    MaDVC: str
    MaCanBo: str
    MaDonVi: str
    pin: str
    old_number: str
    name: str
    day: str  # yyyyMMdd
    year: str


def citizen_query(asked: Element, service: str) -> CitizenQuery:
    """The question in the Body of a call of `service`. Raises Fault 001, which names the first wrong element."""
    if (asked.space, asked.name) != (ASKED, service):
        raise misshapen(f"dịch vụ này chỉ nhận {service}", asked.name)
    given = _in_order(asked, service)
    for name in _REQUIRED:
        if name not in given:
            raise misshapen("thiếu phần tử", name)
    if ("SoDinhDanh" in given) == ("SoCMND" in given):
        both = "SoDinhDanh" in given
        raise misshapen("cần SoDinhDanh hoặc SoCMND, chỉ một trong hai", "SoCMND" if both else "SoDinhDanh")
    born = _born(given.pop("NgayThangNamSinh"))
    text = {name: _text(element) for name, element in given.items()}
    if text["MaTichHop"] != EXCHANGES[service]:
        raise misshapen(f"{service} có mã tích hợp {EXCHANGES[service]}", "MaTichHop")
    return CitizenQuery(
        service=service,
        MaYeuCau=text["MaYeuCau"],
        MaDVC=text["MaDVC"],
        MaCanBo=text["MaCanBo"],
        MaDonVi=text.get("MaDonVi", ""),
        pin=text.get("SoDinhDanh", ""),
        old_number=text.get("SoCMND", ""),
        name=text["HoVaTen"],
        day=born.get("NgayThangNam", ""),
        year=born.get("Nam", ""),
    )


def _in_order(asked: Element, service: str) -> dict[str, Element]:
    """The elements by name; each at most once and in the order of the agreement."""
    given: dict[str, Element] = {}
    reached = -1
    for one in asked.children:
        if one.space != ASKED or one.name not in _ORDER or (service != SEARCH and one.name in _NEWER):
            raise misshapen("phần tử lạ", one.name)
        place = _ORDER.index(one.name)
        if place <= reached:
            raise misshapen("phần tử lặp lại hoặc sai thứ tự", one.name)
        reached = place
        given[one.name] = one
    return given


def _born(given: Element) -> dict[str, str]:
    """A full date or, where the person's papers know no more, a year: one of them."""
    names = [one.name for one in given.children if one.space == ASKED]
    if names not in (["NgayThangNam"], ["Nam"]) or len(given.children) != 1:
        raise misshapen("cần NgayThangNam hoặc Nam, chỉ một trong hai", given.name)
    return {names[0]: _text(given.children[0])}


def _text(one: Element) -> str:
    form = _FORMS.get(one.name)
    if one.children or (form is not None and not form.fullmatch(one.text)):
        raise misshapen("giá trị sai dạng", one.name)
    return one.text
