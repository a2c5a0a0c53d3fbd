"""Which of several options is ticked: the words of the form beside small boxes, one of which holds a tick."""

import re
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from extractors.folded import fold, tight
from extractors.form import Field
from extractors.geometry.labels import Hit, find_labels
from extractors.geometry.layout import DOUBTED, EMPTY, TICKED, Row, Token
from extractors.reading import Problem

ALIKE = 82  # likeness, 0..100, of the words of an option that has five letters or more
FAR = 4.0  # heights of print from a box to the words that it belongs to
_BRACKETS = re.compile(r"[(\[|][\s_.]*([xXvV✓✔]?)[\s_.]*[)\]|]")
_SIGNS = {"□": EMPTY, "▢": EMPTY, "☐": EMPTY, "☑": TICKED, "☒": TICKED, "✓": TICKED, "✔": TICKED, "■": TICKED}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is ticked: one option, or the problem; and the words and boxes that say so."""

    option: str | None
    problem: Problem | None
    tokens: list[Token]


@dataclass(frozen=True, slots=True)
class _Item:
    """An option where it stands, or a box."""

    option: str  # "" for a box
    sign: str  # of a box: EMPTY, TICKED or DOUBTED
    tokens: list[Token]


def choice_beside(field: Field, rows: tuple[Row, ...], hits: tuple[Hit, ...], hit: Hit) -> Choice | None:
    """The option ticked behind a label, on its row or the next ones; None where no options with boxes stand there."""
    for at in range(hit.row, min(len(rows), hit.row + field.lines + 1)):
        row = rows[at]
        if row.page != rows[hit.row].page:
            return None
        first = hit.last if at == hit.row else 0
        following = next((one.first for one in hits if one.row == at and one.first >= first), len(row.tokens))
        choice = _choice(field, list(row.tokens[first:following]), row.height)
        if choice:
            return choice
    return None


def choice_of(field: Field, rows: tuple[Row, ...]) -> Choice | None:
    """The option ticked of a field without a label: options anywhere, each with the box before or behind it."""
    boxed: dict[str, tuple[str, list[Token]]] = {}
    for hit in find_labels(rows, map(fold, field.options)):
        row = rows[hit.row]
        words = list(row.tokens[hit.first : hit.last])
        near = [one for one in row.tokens if sign_of(one) and _gap(one, words) < FAR * row.height]
        option = next(one for one in field.options if fold(one) == hit.label)
        if near:
            box = min(near, key=lambda one: _gap(one, words))
            boxed.setdefault(option, (sign_of(box), [box, *words]))
    return _settled(boxed) if boxed else None


def sign_of(token: Token) -> str:
    """EMPTY, TICKED or DOUBTED for a box, "" for anything else."""
    if token.text in (EMPTY, TICKED, DOUBTED):
        return token.text
    brackets = _BRACKETS.fullmatch(token.text)
    if brackets:
        return TICKED if brackets[1] else EMPTY
    return _SIGNS.get(token.text, "")


def _choice(field: Field, tokens: list[Token], height: int) -> Choice | None:
    items = _items(field, tokens)
    named = [item for item in items if item.option]
    boxes = [item for item in items if item.sign]
    if len(named) < 2 or not boxes:
        return None
    pairs = _paired(items, height)
    if len(pairs) < len(named):  # a box that was not found may be the ticked one
        return Choice(None, Problem.UNREADABLE, [token for item in items for token in item.tokens])
    return _settled(pairs)


def _items(field: Field, tokens: list[Token]) -> list[_Item]:
    """The options and boxes among tokens, left to right; other words are passed over."""
    items: list[_Item] = []
    at = 0
    while at < len(tokens):
        sign = sign_of(tokens[at])
        option, count = ("", 1) if sign else _option_at(field, tokens, at)
        if sign or option:
            items.append(_Item(option, sign, tokens[at : at + count]))
        at += count
    return items


def _option_at(field: Field, tokens: list[Token], at: int) -> tuple[str, int]:
    """The option that begins at a token, and of how many tokens it is; ("", 1) for none. The longest wins."""
    for option in sorted(field.options, key=len, reverse=True):
        wanted = fold(option)
        for count in (len(wanted.split()), len(wanted.split()) + 1, 1):
            piece = tokens[at : at + count]
            if any(sign_of(token) for token in piece):
                continue
            text = " ".join(token.folded for token in piece if token.folded)
            if fuzz.ratio(wanted, text) >= (ALIKE if len(wanted) > 4 else 100) or tight(text) == tight(option):
                return option, len(piece)
    return "", 1


def _paired(items: list[_Item], height: int) -> dict[str, tuple[str, list[Token]]]:
    """Each option with its box: all boxes stand before their options, or all behind them."""
    before: dict[str, tuple[str, list[Token]]] = {}
    behind: dict[str, tuple[str, list[Token]]] = {}
    for one, other in pairwise(items):
        if _gap(other.tokens[0], one.tokens) > FAR * height:
            continue
        if one.sign and other.option:
            before.setdefault(other.option, (one.sign, [*one.tokens, *other.tokens]))
        if one.option and other.sign:
            behind.setdefault(one.option, (other.sign, [*one.tokens, *other.tokens]))
    if len(before) == len(behind):
        return before if items[0].sign else behind
    return max(before, behind, key=len)


def _settled(boxed: dict[str, tuple[str, list[Token]]]) -> Choice:
    tokens = [token for _, held in boxed.values() for token in held]
    ticked = [option for option, (sign, _) in boxed.items() if sign == TICKED]
    if any(sign == DOUBTED for sign, _ in boxed.values()) or len(ticked) > 1:
        return Choice(None, Problem.UNREADABLE, tokens)
    if not ticked:
        return Choice(None, Problem.BLANK, tokens)
    return Choice(ticked[0], None, boxed[ticked[0]][1])


def _gap(token: Token, others: list[Token]) -> int:
    """Horizontal space between a token and some others, px."""
    left, right = others[0].box.left, others[-1].box.right
    return max(token.box.left - right, left - token.box.right, 0)
