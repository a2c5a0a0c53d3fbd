"""Which paper a page is, by its title and labels on folded text."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.form import Form, forms
from extractors.layout import Row, segments, text_of
from ocr.page import Page

SURE_TITLE = 82  # likeness, 0..100
FAINT_TITLE = 70
SAME_WORD = 40  # likeness, 0..100, below which a word of a title is another word, not a misread one
FITTING = 0.45  # share of a form's labels that a page without a title must show
HEAD = 0.6  # of the rows: titles stand in the upper part


@dataclass(frozen=True, slots=True)
class Guess:
    form: Form | None  # None: unknown
    confidence: float  # 0..1
    titled: bool  # whether the title itself stands on the page


def which_form(page: Page, rows: tuple[Row, ...]) -> Guess:
    """The form of a page; no form when neither a title nor enough of the labels are there."""
    for form in forms():
        if form.own_codes and form.own_codes(page):
            return Guess(form, 0.98, _title(form, _headings(rows)) >= SURE_TITLE)
    headings = _headings(rows)
    titles = {form.code: _title(form, headings) for form in forms()}
    if max((likeness(title, line) for title in other_titles() for line in headings), default=0.0) > _best(titles):
        return Guess(None, 0.0, True)
    text = " ".join(row.folded for row in rows)
    best: Guess = Guess(None, 0.0, False)
    for form in forms():
        title = titles[form.code]
        if title < FAINT_TITLE and max(titles.values()) >= SURE_TITLE:
            continue
        share = label_share(form, text)
        titled = title >= FAINT_TITLE and (title >= SURE_TITLE or share > 0.3)
        confidence = (0.55 * title / 100 + 0.45 * share) if titled else 0.7 * share
        if (titled or share >= FITTING) and confidence > best.confidence:
            best = Guess(form, min(1.0, confidence), titled)
    return best


def label_share(form: Form, text: str) -> float:
    """Share of a form's clues that stand on a page, by length, 0..1; `text` is folded."""
    return sum(map(len, clues_on(form, text))) / max(1, sum(map(len, _clues(form))))


def clues_on(form: Form, text: str) -> set[str]:
    """The clues of a form that stand on a page; `text` is folded."""
    return {clue for clue in _clues(form) if fuzz.partial_ratio(clue, text) >= 82}


@cache
def _clues(form: Form) -> frozenset[str]:
    folded = {fold(clue) for clue in form.clues} or {fold(field.labels[0]) for field in form.fields if field.labels}
    return frozenset(clue for clue in folded if len(clue) >= 8)


def _headings(rows: tuple[Row, ...]) -> list[str]:
    """Folded lines of the upper part, and neighbours joined: a title may take two lines or stand beside others."""
    upper = rows[: max(14, int(HEAD * len(rows)))]
    lines = [[fold(text_of(part)) for part in (row.tokens, *segments(row))] for row in upper]
    single = [text for texts in lines for text in texts]
    joined = [f"{one} {two}" for a, b in pairwise(lines) for one in a[:2] for two in b[:2]]
    return [text for text in dict.fromkeys(single + joined) if 6 <= len(text) <= 90]


def _best(titles: dict[str, float]) -> float:
    """Likeness of the best title of our forms, and no less than what makes a title of another paper sure."""
    return max(SURE_TITLE, *titles.values())


def _title(form: Form, headings: list[str]) -> float:
    """Likeness of the nearest line to one of the form's titles, 0..100."""
    return max((likeness(fold(title), line) for title in form.titles for line in headings), default=0.0)


def likeness(title: str, line: str) -> float:
    """How like a title a line is, 0..100; titles that part in one word (khai sinh, khai tử) are not alike."""
    whole = fuzz.ratio(title, line)
    ours, theirs = title.split(), line.split()
    if whole < FAINT_TITLE or len(ours) != len(theirs):
        return whole
    worst = min(fuzz.ratio(one, other) for one, other in zip(ours, theirs, strict=True))
    return whole if worst >= SAME_WORD else min(whole, FAINT_TITLE - 1)


@cache
def other_titles() -> tuple[str, ...]:
    """Folded titles of papers that have no form here yet; a title that a form has is that form's."""
    text = files("extractors.data").joinpath("other_papers.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    ours = {fold(title) for form in forms() for title in form.titles}
    return tuple(title for row in rows if (title := fold(row["title"])) not in ours)
