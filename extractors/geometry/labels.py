"""Where the labels of a form stand on its rows, found on folded text in spite of misread letters."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.form import Field, Form, Place
from extractors.geometry.layout import Row, Token

TITLE = 80  # likeness, 0..100, of a row that is a title of the form
SPLIT_TITLE = 92  # the same, of a title that is set on two rows, for the two together
_UNIT_WORDS = frozenset({"tinh", "huyen", "quan", "phuong", "xa", "thon"})  # before the name of a unit, in an address
_BULLET = re.compile(r"[\dIVXL]{1,4}[.,)]*|\W+|\(\d{1,2}\)?|\[\d{1,2}(?:[.,]\d)?\]?")


@dataclass(frozen=True, slots=True)
class Hit:
    """A label on a row: tokens `first` to `last`, `last` not included."""

    row: int  # index into the rows of the document
    first: int
    last: int
    label: str  # folded
    likeness: float  # 0..1
    colon: bool  # whether a colon closes it

    @property
    def sureness(self) -> float:
        """Of two places for one label, the one with a colon."""
        return self.likeness + (0.15 if self.colon else 0.0)

    @property
    def weight(self) -> float:
        """A long label well met goes before a short one inside it."""
        return self.likeness**3 * len(self.label)


def floor_of(label: str) -> float:
    """Least likeness (0..100) for a label to count as found: a short one leaves no room for misreading."""
    return 100 if len(label) <= 3 else 86 if len(label) <= 7 else 80 if len(label) <= 14 else 76


def _accepted(row: Row, hit: Hit) -> bool:
    """A label without its colon must be better met; one in the middle of a line needs the colon, or to be long."""
    if hit.colon:
        return not _goes_on(row, hit)
    if len(hit.label) <= 3 or hit.likeness * 100 < floor_of(hit.label) + 6 or _in_address(row, hit):
        return False
    return _begins(row, hit.first) or (len(hit.label) >= 16 and hit.likeness > 0.94)


def _in_address(row: Row, hit: Hit) -> bool:
    """Whether words of an address were taken for a misread label: "Quốc, tỉnh" for "Quốc tịch"."""
    words = {token.folded for token in row.tokens[hit.first : hit.last]}
    return hit.likeness < 1.0 and bool(words & _UNIT_WORDS - set(hit.label.split()))


def _goes_on(row: Row, hit: Hit) -> bool:
    """Whether a word as short as "số:" stands within a value: "CCCD số: 003..." goes on, "Số: 12/XN" begins."""
    return len(hit.label) <= 3 and hit.first > 0 and row.tokens[hit.first].text[:1].islower()


def is_bullet(token: Token) -> bool:
    """Whether a token is the number or sign before an item: "3.", "IV", "-", "(2)"."""
    return bool(_BULLET.fullmatch(token.text))


def _begins(row: Row, first: int) -> bool:
    """Whether something new can begin at a token: the row itself, or after a number, a leader or a wide space."""
    if all(_BULLET.fullmatch(token.text) for token in row.tokens[:first]):
        return True
    before = row.tokens[first - 1]
    wide = row.tokens[first].box.left - before.box.right > 1.2 * row.height
    return wide or before.leads or bool(_BULLET.fullmatch(before.text))


def label_texts(form: Form) -> tuple[str, ...]:
    """All folded print that parts the values of a form, longest first."""
    texts: set[str] = set()
    for field in form.fields:
        texts.update(map(fold, field.labels))
    for section in form.sections:
        texts.update(map(fold, section.starts))
    texts.update(map(fold, form.stops))
    if form.members:
        texts.update(map(fold, (label for field in form.members.each for label in field.labels)))
        texts.update(map(fold, (*form.members.headings, *form.members.ends, *form.members.opens)))
    if form.columns:
        texts.update(map(fold, (*form.columns.stops, *form.columns.ends)))
    return tuple(sorted(texts, key=len, reverse=True))


def find_labels(rows: tuple[Row, ...], labels: Iterable[str], titles: Iterable[str] = ()) -> tuple[Hit, ...]:
    """The labels on the rows, in reading order, none overlapping another; rows that are a title have none."""
    labels, titles = tuple(labels), tuple(map(fold, titles))
    hits: list[Hit] = []
    for index, row in enumerate(rows):
        if not asks(row.tokens) and (_is_title(row, titles, labels) or _is_half_title(rows, index, titles)):
            continue
        found = [hit for label in labels for hit in _on_row(index, row, label)]
        hits.extend(_without_echoes(_apart(found)))
    return tuple(hits)


def asks(tokens: Iterable[Token]) -> bool:
    """Whether a colon stands before the last word of a line: a blank with its writing, no heading."""
    return any(token.text.endswith(":") for token in tuple(tokens)[:-1])


def _is_title(row: Row, titles: tuple[str, ...], labels: tuple[str, ...]) -> bool:
    """Whether a row is a title, and no label that says the title again: "Người ký giấy chứng nhận kết hôn"."""
    likeness = max((fuzz.ratio(title, row.folded) for title in titles), default=0.0)
    return likeness > TITLE and all(fuzz.ratio(label, row.folded) < likeness for label in labels)


def _is_half_title(rows: tuple[Row, ...], index: int, titles: tuple[str, ...]) -> bool:
    """Whether a row and the one above or below it, both in capitals, are a title together."""
    pairs = itertools.pairwise(rows[max(0, index - 1) : index + 2])
    heads = (f"{one.folded} {two.folded}" for one, two in pairs if _in_capitals(one) and _in_capitals(two))
    return any(fuzz.ratio(title, head) >= SPLIT_TITLE for head in heads for title in titles)


def _in_capitals(row: Row) -> bool:
    return all(token.text.upper() == token.text for token in row.tokens)


def _on_row(index: int, row: Row, label: str) -> list[Hit]:
    """At most three places of one label on one row: forms of two columns print it twice."""
    text, begin = row.folded, 0
    hits: list[Hit] = []
    for _ in range(3):
        rest = text[begin:]
        if len(rest) < 0.7 * len(label):
            break
        match = fuzz.partial_ratio_alignment(label, rest, score_cutoff=floor_of(label) - 6)
        if match is None:
            break
        hit = _snapped(index, row, label, begin + match.dest_start, begin + match.dest_end)
        if hit and _accepted(row, hit) and not _echoes(hits, hit):
            hits.append(hit)
        begin += max(match.dest_end, 1)
    return hits


def _without_echoes(hits: list[Hit]) -> list[Hit]:
    """Without places met badly, no colon behind, right behind a label with its colon: a value begins there."""
    pairs = itertools.pairwise(hits)
    echoes = [two for one, two in pairs if two.first == one.last and one.colon and not two.colon and two.likeness < 0.9]
    return [hit for hit in hits if hit not in echoes]


def _echoes(hits: list[Hit], hit: Hit) -> bool:
    """Whether a place of a label stands right behind a better one: a value with its words, "HỘ KINH DOANH ..."."""
    return bool(hits) and hits[-1].last == hit.first and hit.sureness < hits[-1].sureness


def _snapped(index: int, row: Row, label: str, start: int, end: int) -> Hit | None:
    """The stretch of whole tokens around a match that is most like the label, if it is like enough."""
    first = _token_at(row, start)
    last = _token_at(row, max(start, end - 1)) + 1
    best: Hit | None = None
    for begin in (first, first + 1, first - 1):
        for stop in (last, last - 1, last + 1):
            if not 0 <= begin < stop <= len(row.tokens):
                continue
            inner = row.tokens[begin : stop - 1]
            if any(map(_closes, inner)) and not any("(" in token.text for token in inner):
                continue  # a label ends at its colon
            piece = " ".join(token.folded for token in row.tokens[begin:stop] if token.folded)
            likeness = max(fuzz.ratio(label, piece), _without_spaces(label, piece))
            if likeness >= floor_of(label) and (best is None or likeness / 100 > best.likeness):
                best = Hit(index, begin, stop, label, likeness / 100, False)
    return _up_to_colon(row, best) if best else None


def _closes(token: Token) -> bool:
    """Whether a word has the colon of a label behind it; of a bad scan it may be read as a semicolon."""
    return token.text.endswith((":", ";"))


def _up_to_colon(row: Row, hit: Hit) -> Hit:
    """The label with its colon, also when a footnote mark or the misread end of the label stands before that."""
    if _closes(row.tokens[hit.last - 1]):
        return replace(hit, colon=True)
    if row.tokens[hit.last : hit.last + 1] and row.tokens[hit.last].text.startswith("("):
        hit = _past_brackets(row, hit)
        if row.tokens[hit.last - 1].text.endswith(":"):
            return replace(hit, colon=True)
    rest = row.tokens[hit.last : hit.last + 2]
    for count, token in enumerate(rest, start=1):
        if len(token.folded) > 4:
            break
        if token.text.endswith(":"):
            return replace(hit, last=hit.last + count, colon=True)
    return hit


def _past_brackets(row: Row, hit: Hit) -> Hit:
    """The label with a note in brackets behind it: "Họ và tên (ghi bằng chữ in hoa):"."""
    for number, token in enumerate(row.tokens[hit.last : hit.last + 10], start=hit.last + 1):
        if token.text.rstrip(":.").endswith(")"):
            return replace(hit, last=number)
    return hit


def _without_spaces(label: str, piece: str) -> float:
    """Words that ran together are still the label's, at a small discount."""
    return fuzz.ratio(label.replace(" ", ""), piece.replace(" ", "")) - 2 if len(label) > 7 else 0.0


def _token_at(row: Row, position: int) -> int:
    at = 0
    for number, start in enumerate(row.starts):
        if start <= position and row.tokens[number].folded:
            at = number
    return at


def _apart(hits: list[Hit]) -> list[Hit]:
    """Of overlapping hits the weightiest; in order of place."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: one.weight, reverse=True):
        if all(hit.last <= other.first or other.last <= hit.first for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda one: one.first)


@dataclass(frozen=True, slots=True)
class Placed:
    """A field and the label that it was found by."""

    field: Field
    hit: Hit


def place_fields(form: Form, hits: tuple[Hit, ...]) -> tuple[Placed, ...]:
    """Which hit is the label of which field. Sections part fields with the same label.

    When the heading of a section was not recognised, a label whose field is already placed opens the next section
    that has such a field: forms print their sections in one order.
    """
    order = [section.name for section in form.sections]
    openers = {fold(start): section.name for section in form.sections for start in section.starts}
    current = next((section.name for section in form.sections if not section.starts), "")
    placed: dict[str, Placed] = {}
    for hit in hits:
        current = openers.get(hit.label, current)
        wanted = [
            one for one in form.fields if hit.label in map(fold, one.labels) and one.place in (Place.RIGHT, Place.BELOW)
        ]
        here = [one for one in wanted if one.section in ("", current) and one.name not in placed]
        twin = any(one.name in placed and _beside(placed[one.name].hit, hit) for one in wanted)
        if not here and order and not twin:
            here = _ahead(form, order, current, [one for one in wanted if one.name not in placed])
            current = here[0].section if here else current
        for one in here:
            placed[one.name] = Placed(one, hit)
        for one in wanted:
            if one not in here and one.name in placed:
                placed[one.name] = _better(_with_twin(placed[one.name], hit), hit, one.section in ("", current))
    return tuple(placed.values())


def _ahead(form: Form, order: list[str], current: str, wanted: list[Field]) -> list[Field]:
    """Fields of the next section that a label can open, its heading not being recognised.

    The label must be one that the present section has had already, or the very first of the next one.
    """
    labels = {label for one in form.fields if one.section == current for label in one.labels}
    for name in order[order.index(current) + 1 :] if current in order else order:
        first = next((one for one in form.fields if one.section == name), None)
        here = [one for one in wanted if one.section == name and (one is first or labels & set(one.labels))]
        if here:
            return here
    return []


def _with_twin(placed: Placed, hit: Hit) -> Placed:
    """Labels in two languages, "Họ và tên / Full name", are one label; the value stands behind both."""
    before = placed.hit
    if not _beside(before, hit):
        return placed
    joined = replace(hit, first=before.first, label=before.label, likeness=max(before.likeness, hit.likeness))
    return Placed(placed.field, joined)


def _better(placed: Placed, hit: Hit, same_section: bool) -> Placed:
    """A place met much better than the first one, within the same section, takes the field over."""
    if same_section and hit.sureness > placed.hit.sureness + 0.1:
        return Placed(placed.field, hit)
    return placed


def _beside(before: Hit, hit: Hit) -> bool:
    return before.row == hit.row and 0 <= hit.first - before.last <= 1
