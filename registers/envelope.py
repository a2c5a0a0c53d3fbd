"""SOAP 1.1 at the population database's door: an envelope read with suspicion, an answer or a fault written.

The answer's shape is that of a public sample of the real service; that every answer says source="mock" is ours.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

MOST_BYTES = 64 * 1024
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ASKED = "http://dancuquocgia.bca"
ANSWERED = "http://www.mic.gov.vn/dancu/1.0"
MISSHAPEN = "001"

_DEEPEST, _MOST_ELEMENTS = 10, 100
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Header/><soapenv:Body>'
)
_TAIL = "</soapenv:Body></soapenv:Envelope>"
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,39}")


class Fault(Exception):
    """A question that is not answered; says which element is wrong and never what stood in it."""

    def __init__(
        self, code: str, sentence: str, element: str = "", *, status: int = 500, cause: str = "Client"
    ) -> None:
        """`element`: named in the fault where it looks like a name; `cause`: SOAP 1.1's word for whose fault it is."""
        super().__init__(code)
        self.code, self.sentence, self.status, self.cause = code, sentence, status, cause
        self.element = element if _PLAIN_NAME.fullmatch(element) else ""

    def written(self) -> str:
        """As a SOAP fault. HTTP status 500 is what SOAP 1.1 (6.2) wants of every fault in an envelope."""
        where = tag("PhanTu", self.element) if self.element else ""
        return envelope(
            f"<soapenv:Fault><faultcode>soapenv:{self.cause}</faultcode>"
            f"<faultstring>{escape(self.sentence)}</faultstring><detail>"
            f'<ns1:Loi xmlns:ns1="{ANSWERED}" source="mock">'
            f"{tag('MaLoi', self.code)}{where}{tag('ThongBao', self.sentence)}</ns1:Loi></detail></soapenv:Fault>"
        )


def misshapen(why: str, element: str = "", status: int = 500) -> Fault:
    """The fault for what breaks the agreed form of a question."""
    fault = Fault(MISSHAPEN, f"Yêu cầu sai: {why}.", element, status=status)
    if fault.element:
        fault.sentence = f"Yêu cầu sai: {why} ({fault.element})."
    return fault


@dataclass(slots=True)
class Element:
    """An element of a question; `text` without the white space around it."""

    space: str
    name: str
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    must_understand: bool = False


def question(body: bytes) -> Element:
    """The one element in the Body. Raises Fault for what is no SOAP 1.1 envelope with one question in it."""
    if len(body) > MOST_BYTES:
        raise misshapen("quá dài", status=413)
    root = _Reader().read(body)
    if (root.space, root.name) != (SOAP, "Envelope"):
        if root.name == "Envelope":
            raise Fault(MISSHAPEN, "Chỉ nhận phong bì SOAP 1.1.", cause="VersionMismatch")
        raise misshapen("không phải phong bì SOAP", root.name)
    parts = [(one.space, one.name) for one in root.children]
    if parts not in ([(SOAP, "Body")], [(SOAP, "Header"), (SOAP, "Body")]):
        raise misshapen("phong bì cần đúng một Body, trước nó nhiều nhất một Header", "Envelope")
    if len(parts) == 2 and any(one.must_understand for one in root.children[0].children):
        raise Fault(MISSHAPEN, "Có Header bắt buộc mà dịch vụ không hiểu.", cause="MustUnderstand")
    inside = root.children[-1].children
    if len(inside) != 1:
        raise misshapen("Body cần đúng một yêu cầu", "Body")
    return inside[0]


def envelope(content: str) -> str:
    """An answer's envelope around its content."""
    return f"{_HEAD}{content}{_TAIL}"


def answer(name: str, content: str) -> str:
    """An envelope around one element of the answer's namespace, which says that it comes from a mock."""
    return envelope(f'<ns1:{name} xmlns:ns1="{ANSWERED}" source="mock">{content}</ns1:{name}>')


def tag(name: str, text: str) -> str:
    """One element of the answer with a text."""
    return f"<ns1:{name}>{escape(text)}</ns1:{name}>" if text else f"<ns1:{name}/>"


def group(name: str, *parts: str) -> str:
    """One element of the answer with elements inside."""
    return f"<ns1:{name}>{''.join(parts)}</ns1:{name}>"


class _Reader:
    """Builds the elements; refuses what XML can do and a question does not need: DOCTYPE, entities, deep nesting."""

    def __init__(self) -> None:
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0
        self._xml = expat.ParserCreate("utf-8", " ")
        self._xml.buffer_text = True
        self._xml.XmlDeclHandler = self._declared
        self._xml.StartDoctypeDeclHandler = self._refusing("DOCTYPE không được nhận")
        self._xml.ProcessingInstructionHandler = self._refusing("chỉ thị xử lý không được nhận")
        self._xml.StartElementHandler = self._start
        self._xml.EndElementHandler = self._end
        self._xml.CharacterDataHandler = self._text

    def read(self, body: bytes) -> Element:
        try:
            if "\0" in body.decode("utf-8"):  # expat would take it for UTF-16 by itself
                raise misshapen("không phải UTF-8")
            self._xml.Parse(body, True)
        except UnicodeDecodeError:
            raise misshapen("không phải UTF-8") from None
        except expat.ExpatError:
            raise misshapen("không phải XML hợp lệ") from None
        assert self._root is not None  # expat refuses a document without an element
        return self._root

    def _refusing(self, why: str) -> Callable[..., None]:
        def refuse(*what: object) -> None:
            raise misshapen(why)

        return refuse

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
            raise misshapen("không phải UTF-8")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._count += 1
        if len(self._open) >= _DEEPEST or self._count > _MOST_ELEMENTS:
            raise misshapen("quá nhiều phần tử hoặc lồng quá sâu")
        one = Element(space, local, must_understand=attributes.get(f"{SOAP} mustUnderstand") in ("1", "true"))
        if self._open:
            self._open[-1].children.append(one)
        else:
            self._root = one
        self._open.append(one)

    def _end(self, name: str) -> None:
        one = self._open.pop()
        one.text = one.text.strip()
        if one.children and one.text:
            raise misshapen("có chữ giữa các phần tử", one.name)

    def _text(self, text: str) -> None:
        self._open[-1].text += text
