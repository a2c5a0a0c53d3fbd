"""Answers of a population register written by hand, and a register that gives them."""

from collections.abc import Callable

import httpx

from matching.gateway.http import HttpRegister
from matching.gateway.soap import SoapWire

NAMES = 'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:d="http://www.mic.gov.vn/dancu/1.0"'


def envelope(content: str, names: str = NAMES) -> str:
    return f"<s:Envelope {names}><s:Header/><s:Body>{content}</s:Body></s:Envelope>"


def citizen(
    number: str = "003090000001",
    name: str = "<d:Ho>TRẦN</d:Ho><d:ChuDem>THỊ</d:ChuDem><d:Ten>BƯỞI</d:Ten>",
    born: str = "<d:Nam>1990</d:Nam><d:NgayThangNam>19900315</d:NgayThangNam>",
    old: str = "<d:SoCMND/>",
    more: str = "",
) -> str:
    return (
        f"<d:CongDan><d:SoDinhDanh>{number}</d:SoDinhDanh>{old}<d:HoVaTen>{name}</d:HoVaTen>"
        f"<d:GioiTinh>2</d:GioiTinh><d:NgayThangNamSinh>{born}</d:NgayThangNamSinh>{more}</d:CongDan>"
    )


def collection(*citizens: str) -> str:
    return envelope(f"<d:CongdanCollection>{''.join(citizens)}</d:CongdanCollection>")


def fault(code: str, cause: str = "Client", more: str = "") -> str:
    detail = f"<detail><d:Loi{more}><d:MaLoi>{code}</d:MaLoi></d:Loi></detail>" if code else ""
    return envelope(f"<s:Fault><faultcode>s:{cause}</faultcode><faultstring>x</faultstring>{detail}</s:Fault>")


def register(
    answer: str | bytes | Callable[[httpx.Request], httpx.Response], status: int = 200, production: bool = False
) -> HttpRegister:
    """A population register that always says the same; its client asks once and does not wait."""

    def said(request: httpx.Request) -> httpx.Response:
        return answer(request) if callable(answer) else httpx.Response(status, content=answer)

    return HttpRegister(
        "population",
        "http://register",
        wire=SoapWire(),
        attempts=1,
        transport=httpx.MockTransport(said),
        production=production,
    )
