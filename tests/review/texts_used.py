"""Which texts pages, scripts and code ask the catalogue for, as far as can be seen without running them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2] / "review"
_READ = ("alt", "title", "aria-label", "placeholder", "aria-roledescription")  # attributes that people read or hear
_CLASS = "body_class"  # the block that holds an attribute, and no words
_NO_WORDS = ("code", "kbd")  # commands and keys are the same in every language
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Used:
    """`asked`: by name, so it has to be there; `named`: a text that may be a key; `families`: beginnings of keys whose
    end is known only when it runs."""

    asked: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)


def used() -> Used:
    found = Used()
    for path in ROOT.rglob("*.html"):
        _of_template(Environment().parse(path.read_text(encoding="utf-8")), found)
    for path in ROOT.rglob("*.py"):
        _of_code(ast.parse(path.read_text(encoding="utf-8")), found)
    for path in ROOT.rglob("*.js"):
        _of_script(path.read_text(encoding="utf-8"), found)
    return found


def _of_template(tree: nodes.Template, found: Used) -> None:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            for key, whole in _keys(call.args[0]):
                (found.asked if whole else found.families).add(key)


def _keys(node: nodes.Node) -> Iterator[tuple[str, bool]]:
    """(key, True) or (its beginning, False)."""
    if isinstance(node, nodes.Const):
        yield str(node.value), True
    elif isinstance(node, nodes.CondExpr):
        for each in (node.expr1, node.expr2):
            yield from _keys(each) if each else ()
    elif isinstance(node, nodes.Concat):
        yield from ((key, False) for key, _ in _keys(node.nodes[0]))
    elif isinstance(node, nodes.Add):
        yield from ((key, False) for key, _ in _keys(node.left))


def _of_code(tree: ast.AST, found: Used) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if re.fullmatch(r"[a-z_-]+\.([a-z_-]+\.)*", start):
                found.families.add(start)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.named.add(node.value)
        elif isinstance(node, ast.Call) and _asks(node.func) and node.args:
            given = node.args[0]
            branches = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
            told = [one.value for one in branches if isinstance(one, ast.Constant)]
            found.asked |= {one for one in told if isinstance(one, str)}


def _asks(function: ast.expr) -> bool:
    """`t(...)` and `words_of(request)(...)`."""
    if isinstance(function, ast.Call):
        return isinstance(function.func, ast.Name) and function.func.id == "words_of"
    return isinstance(function, ast.Name) and function.id == "t"


def _of_script(text: str, found: Used) -> None:
    found.asked |= {f"js.{key}" for key in re.findall(r"""\bsay\(\s*["']([^"']+)["']""", text)}
    found.families |= {f"js.{start}" for start in re.findall(r"`([a-z_-]+\.(?:[a-z_-]+\.)*)\$\{", text)}
    found.named |= {f"js.{key}" for key in re.findall(r"""["']([a-z_-]+(?:\.[a-z_-]+)+)["']""", text)}


class BareWords(HTMLParser):
    """Words that stand in a template itself."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._inside.append(tag)
        self.words += [text for name, text in attributes if name in _READ and text and _LETTER.search(text)]

    def handle_endtag(self, tag: str) -> None:
        while tag in self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if _LETTER.search(data) and not {*self._inside[-1:]} & {*_NO_WORDS}:
            self.words.append(data.strip())


def bare_words(template: str) -> list[str]:
    """What is written out instead of asked for."""
    parser = BareWords()
    tree = Environment().parse(template)
    classes = {id(node) for one in tree.find_all(nodes.Block) if one.name == _CLASS for node in _data(one)}
    parser.feed("".join(node.data for node in _data(tree) if id(node) not in classes))
    return parser.words


def _data(node: nodes.Node) -> Iterator[nodes.TemplateData]:
    return node.find_all(nodes.TemplateData)
