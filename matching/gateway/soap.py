"""Speaking to the population register: questions in SOAP 1.1 with the headers of its gateway, answers believed only
when they are about what was asked.

Namespaces, order of elements and headers as public clients of the services 037 and 003 use them.
"""

import re
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from xml.sax.saxutils import escape

from matching.gateway.answers import check_about
from matching.gateway.soap_xml import ANSWERED, SOAP, Element, Envelope, envelope, tree
from matching.gateway.wire import Sent, Told

ASKED = "http://dancuquocgia.bca"

_ORDER = (
    "MaYeuCau", "MaDVC", "MaTichHop", "MaCanBo", "MaDonVi", "TaiKhoan", "SoDienThoai",
    "SoDinhDanh", "SoCMND", "HoVaTen", "NgayThangNamSinh", "NgayThangNam", "Nam",
)  # fmt: skip
_VERDICTS = "XacThucThongTinCongDan"
_UNKNOWN_TO_VERDICTS = ("MaDonVi", "TaiKhoan", "SoDienThoai")  # of newer clients of 037 only
_ANSWERS = {"TraCuuThongTinCongDan": "CongdanCollection", _VERDICTS: "KetQuaXacThuc"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Access:
    """The account under which the gateway is called, as its operator issued it. The defaults open the mock."""

    account: str = "hoso"
    secret: str = field(default="bi-mat-mo-phong", repr=False)
    client: str = "MO-PHONG/GOV/0000/HOSO"  # X-Road-Client
    api_key: str = field(default="khoa-mo-phong", repr=False)
    digest_url: str = ""  # the address that is signed; "": the one that is called


class SoapWire:
    """`matching.gateway.wire.Wire` of the population register."""

    def __init__(self, access: Access | None = None, clock: Callable[[], float] = time.time) -> None:
        self._access = access or Access()
        self._clock = clock

    def sent(self, url: str, service: str, question: Mapping[str, object]) -> Sent:
        """The envelope, its elements in the agreed order. Raises ValueError for a key that no service knows."""
        asked = {
            key: value for key, value in question.items() if service != _VERDICTS or key not in _UNKNOWN_TO_VERDICTS
        }
        text = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="{SOAP}" xmlns:dan="{ASKED}">'
            f"<soapenv:Header/><soapenv:Body>{_element(service, asked)}</soapenv:Body></soapenv:Envelope>"
        )
        return Sent(text.encode(), self._headers(url))

    def told(self, service: str, question: Mapping[str, object], raw: bytes) -> Told:
        """As `Wire.told`; a fault of the register's own is a failure to answer, one of the caller's a refusal."""
        answer = envelope(raw)
        content = answer.content
        if (content.space, content.name) == (SOAP, "Fault"):
            return _fault(answer)
        if (content.space, content.name) != (ANSWERED, _ANSWERS[service]):
            raise ValueError("another answer than was asked for")
        held = tree(content, frozenset({"CongDan"}))
        if service == _VERDICTS:
            if isinstance(held, str):
                raise ValueError("no verdict")
            return Told(held, answer.mock)
        told = {content.name: held}
        check_about(question, told)
        return Told(told, answer.mock)

    def _headers(self, url: str) -> dict[str, str]:
        access, stamp = self._access, str(int(self._clock() * 1000))
        signed = f"{access.digest_url or url}{access.account}{stamp}{access.secret}"
        digest = sha256(signed.encode()).hexdigest()
        return {
            "Content-Type": "text/xml; charset=utf-8",
            "Accept": "text/xml",
            "SOAPAction": '""',
            "Timestamp": stamp,
            "Authorization": f"Basic {b64encode(f'{access.account}:{digest}'.encode()).decode()}",
            "X-Road-Client": access.client,
            "ApiKey": access.api_key,
        }


def _element(name: str, value: object) -> str:
    """One element of a question; what XML cannot hold, as a misread page may bring, becomes a space."""
    if isinstance(value, Mapping):
        inside = "".join(_element(key, value[key]) for key in sorted(value, key=_place))
    else:
        inside = escape(_NOT_IN_XML.sub(" ", str(value)))
    return f"<dan:{name}>{inside}</dan:{name}>"


def _place(name: str) -> int:
    return _ORDER.index(name)


def _fault(answer: Envelope) -> Told:
    """A fault that names its code. Raises ValueError for one that does not, or that is not the caller's."""
    parts = {one.name: one for one in answer.content.children}
    cause = parts["faultcode"].text.rpartition(":")[2] if "faultcode" in parts else ""
    codes = [one.text for one in _all(answer.content) if one.name == "MaLoi"]
    if cause.partition(".")[0] == "Server" or len(codes) != 1:
        raise ValueError("the register failed")
    return Told({}, answer.mock, codes[0] or "?")


def _all(element: Element) -> list[Element]:
    return [element, *(below for one in element.children for below in _all(one))]
