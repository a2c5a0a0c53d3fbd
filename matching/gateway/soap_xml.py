"""The population register's answers as trees: SOAP 1.1 read as strictly as text from outside has to be.

What XML can do and an answer does not need is refused: DOCTYPE and with it entities, processing instructions, other
encodings, nesting or numbers of elements beyond any answer, an element twice where it stands once, text between
elements. Whoever reads must not care whether a proxy, an attacker or a broken cable wrote it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ANSWERED = "http://www.mic.gov.vn/dancu/1.0"

_DEEPEST, _MOST_ELEMENTS = 12, 20_000

Tree = str | Mapping[str, "Tree | list[Tree]"]


@dataclass(slots=True)
class Element:
    """An element of an answer; `text` without the white space around it."""

    space: str
    name: str
    text: str = ""
    children: list["Element"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stood in the Body, and whether it says of itself that a mock wrote it."""

    content: Element
    mock: bool


def envelope(raw: bytes) -> Envelope:
    """The one element in the Body of an answer. Raises ValueError for anything else."""
    reader = _Reader()
    root = reader.read(raw)
    if (root.space, root.name) != (SOAP, "Envelope"):
        raise ValueError("no SOAP 1.1 envelope")
    parts = [(one.space, one.name) for one in root.children]
    if parts not in ([(SOAP, "Body")], [(SOAP, "Header"), (SOAP, "Body")]):
        raise ValueError("not one Body")
    inside = root.children[-1].children
    if len(inside) != 1:
        raise ValueError("the Body holds not one answer")
    return Envelope(inside[0], reader.mock)


def tree(element: Element, repeated: frozenset[str] = frozenset()) -> Tree:
    """An element of the answer's namespace as text or as a mapping; elements named in `repeated` become lists.

    Raises ValueError when an element is of another namespace, or twice there and not named in `repeated`.
    """
    if element.space != ANSWERED:
        raise ValueError("another namespace")
    if not element.children:
        return element.text
    held: dict[str, Tree | list[Tree]] = {}
    for one in element.children:
        below = tree(one, repeated)
        if one.name in repeated:
            several = held.setdefault(one.name, [])
            assert isinstance(several, list)
            several.append(below)
        elif one.name in held:
            raise ValueError("an element twice")
        else:
            held[one.name] = below
    return held


class _Reader:
    def __init__(self) -> None:
        self.mock = False
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0
        self._xml = expat.ParserCreate("utf-8", " ")
        self._xml.buffer_text = True
        self._xml.XmlDeclHandler = self._declared
        self._xml.StartDoctypeDeclHandler = self._refuse
        self._xml.ProcessingInstructionHandler = self._refuse
        self._xml.StartElementHandler = self._start
        self._xml.EndElementHandler = self._end
        self._xml.CharacterDataHandler = self._text

    def read(self, raw: bytes) -> Element:
        try:
            if "\0" in raw.decode("utf-8"):  # expat would take it for UTF-16 by itself
                raise ValueError("not UTF-8")
            self._xml.Parse(raw, True)
        except expat.ExpatError:  # half an answer is no well-formed XML either
            raise ValueError("no XML") from None
        if self._root is None:
            raise ValueError("no element")
        return self._root

    def _refuse(self, *what: object) -> None:
        raise ValueError("no plain XML")

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
            raise ValueError("not UTF-8")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._count += 1
        if len(self._open) >= _DEEPEST or self._count > _MOST_ELEMENTS:
            raise ValueError("too many elements or nested too deeply")
        self.mock = self.mock or attributes.get("source") == "mock"
        one = Element(space, local)
        if self._open:
            self._open[-1].children.append(one)
        else:
            self._root = one
        self._open.append(one)

    def _end(self, name: str) -> None:
        one = self._open.pop()
        one.text = one.text.strip()
        if one.children and one.text:
            raise ValueError("text between elements")

    def _text(self, text: str) -> None:
        self._open[-1].text += text
