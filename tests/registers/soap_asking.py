"""A caller of the mocked population database written from the agreement alone: nothing of the project's own client."""

import time
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import httpx

from samples.people import Individual

SEARCH, VERIFY = "TraCuuThongTinCongDan", "XacThucThongTinCongDan"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ASKED, ANSWERED = "http://dancuquocgia.bca", "http://www.mic.gov.vn/dancu/1.0"

Fields = list[tuple[str, Any]]  # in the order in which they are sent; a value may be fields itself


def headers(url: str, **changes: str | None) -> dict[str, str]:
    """What a real client sends. `user`, `secret`, `stamp` change what is signed, other names a header; None: none."""
    user, secret = changes.pop("user", "hoso"), changes.pop("secret", "bi-mat-mo-phong")
    stamp = changes.pop("stamp", None) or str(time.time_ns() // 1_000_000)
    digest = sha256(f"{url}{user}{stamp}{secret}".encode()).hexdigest()
    sent = {
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": '""',
        "Timestamp": stamp,
        "Authorization": "Basic " + b64encode(f"{user}:{digest}".encode()).decode(),
        "X-Road-Client": "MO-PHONG/GOV/0000/HOSO",
        "ApiKey": "khoa-mo-phong",
    }
    sent.update({name.replace("_", "-"): value for name, value in changes.items()})  # type: ignore[misc]
    return {name: value for name, value in sent.items() if value is not None}


def fields(one: Individual, service: str = SEARCH, **changes: Any) -> Fields:
    """The question after a person as registered; a change of None leaves the element out, another name puts it last."""
    born = ("Nam", str(one.dob.year)) if one.year_only else ("NgayThangNam", one.dob.strftime("%Y%m%d"))
    asked: dict[str, Any] = {
        "MaYeuCau": "r1",
        "MaDVC": "1.001193",
        "MaTichHop": {SEARCH: "037", VERIFY: "003"}[service],
        "MaCanBo": "canbo.a",
        "MaDonVi": changes.pop("MaDonVi", None),
        "TaiKhoan": changes.pop("TaiKhoan", None),
        "SoDienThoai": changes.pop("SoDienThoai", None),
        "SoDinhDanh": one.cccd,
        "SoCMND": changes.pop("SoCMND", None),
        "HoVaTen": one.full_name,
        "NgayThangNamSinh": [born],
    }
    asked.update(changes)
    return [(name, value) for name, value in asked.items() if value is not None]


def element(name: str, value: Any) -> str:
    inside = escape(value) if isinstance(value, str) else "".join(element(*pair) for pair in value)
    return f"<dan:{name}>{inside}</dan:{name}>"


def envelope(service: str, asked: Iterable[tuple[str, Any]]) -> str:
    return (
        f'<soapenv:Envelope xmlns:soapenv="{SOAP}" xmlns:dan="{ASKED}"><soapenv:Header/>'
        f"<soapenv:Body>{element(service, list(asked))}</soapenv:Body></soapenv:Envelope>"
    )


def ask(address: str, service: str, asked: Fields | str | bytes, **changes: str | None) -> httpx.Response:
    url = f"{address}/{service}"
    content = envelope(service, asked) if isinstance(asked, list) else asked
    return client().post(url, content=content, headers=headers(url, **changes))


@cache
def client() -> httpx.Client:
    """One for all tests: to make one takes longer than a question."""
    return httpx.Client(trust_env=False, verify=False)


def body(response: httpx.Response) -> ElementTree.Element:
    """The one element in the Body; holds that the answer says what it is."""
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    assert response.headers["x-source"] == "mock"
    root = ElementTree.fromstring(response.content)
    assert [one.tag for one in root] == [f"{{{SOAP}}}Header", f"{{{SOAP}}}Body"]
    (content,) = root[1]
    assert [one.get("source") for one in content.iter() if one.get("source")] == ["mock"]
    return content


def plain(element: ElementTree.Element) -> Any:
    """An element as text or as a mapping of its children."""
    assert element.tag.startswith(f"{{{ANSWERED}}}")
    return {one.tag.partition("}")[2]: plain(one) for one in element} if len(element) else element.text or ""


def found(response: httpx.Response) -> list[Mapping[str, Any]]:
    response.raise_for_status()
    collection = body(response)
    assert collection.tag == f"{{{ANSWERED}}}CongdanCollection"
    return [plain(one) for one in collection]


def exists(response: httpx.Response) -> bool:
    response.raise_for_status()
    verdict = body(response)
    assert verdict.tag == f"{{{ANSWERED}}}KetQuaXacThuc"
    return {"true": True, "false": False}[plain(verdict)["TonTai"]]


def fault(response: httpx.Response) -> tuple[int, str, str]:
    """HTTP status, error code, the element that is named ("" for none)."""
    told = body(response)
    assert told.tag == f"{{{SOAP}}}Fault"
    assert [one.tag for one in told] == ["faultcode", "faultstring", "detail"]
    said = plain(told[2][0])
    assert said["ThongBao"] == told[1].text
    return response.status_code, said["MaLoi"], said.get("PhanTu", "")
