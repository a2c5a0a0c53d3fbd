"""Which paper a page is, by its title and labels on folded text."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from rapidfuzz import fuzz, process

from extractors.folded import fold
from extractors.form import Form, forms
from extractors.geometry.labels import asks
from extractors.geometry.layout import Row, segments, text_of
from ocr.page import Page

SURE_TITLE = 82  # likeness, 0..100
FAINT_TITLE = 70
NEARER = 8  # likeness by which a line must be nearer to one title than to another to be that one alone
SAME_WORD = 40  # likeness, 0..100, below which a word of a title is another word, not a misread one
SAME_LABEL = 90  # likeness, 0..100, of a label that bears out a title
FITTING = 0.45  # share of a form's labels that a page without a title must show
_SIGNED_BY = "nguoi ky "
FITTING_BEST = 0.6  # the same of a page on which another paper's title was taken for a mention
CLEAR = 0.1  # confidence by which a form without a sure title must fit better than any other
STRAY = 1 / 3  # of the labels of the form that a page shows most: no more of them say that it is another one
FULL = 12  # rows of a page that has more on it than a title
HEAD = 0.6  # of the rows: titles stand in the upper part


@dataclass(frozen=True, slots=True)
class Guess:
    form: Form | None  # None: unknown
    confidence: float  # 0..1
    titled: bool  # whether the title itself stands on the page


def which_form(page: Page, rows: tuple[Row, ...]) -> Guess:
    """The form of a page; no form when neither a title nor enough of the labels are there, or two forms fit as well."""
    for form in forms():
        if form.own_codes and form.own_codes(page):
            return Guess(form, 0.98, _titles(_headings(rows))[0][form.code] >= SURE_TITLE)
    text = " ".join(row.folded for row in rows)
    titles, other = _titles(_headings(rows))
    shares = {form.code: label_share(form, text) for form in forms()}
    for form in forms():
        if form.known_by and (sure := form.known_by(rows)) and not _better_known(form, titles, shares):
            return Guess(form, sure, True)
    if other > _best(titles):
        return Guess(None, 0.0, True)
    known = {code: 0.0 if _mentioned(code, shares, text, len(rows)) else like for code, like in titles.items()}
    fitting = FITTING if known == titles or max(titles.values()) < SURE_TITLE else FITTING_BEST
    return _surest([_guess(form, known, shares[form.code], fitting) for form in forms()], known)


def _better_known(form: Form, titles: dict[str, float], shares: dict[str, float]) -> bool:
    """Whether a page that is laid out as this form has the labels of another, or its title with some of them."""
    others = [code for code in titles if code != form.code]
    return any(shares[code] >= (FITTING if titles[code] < SURE_TITLE else FITTING / 2) for code in others)


def _mentioned(code: str, shares: dict[str, float], text: str, rows: int) -> bool:
    """Whether a title is but a mention, or another paper's of nearly that name: the page has none of its labels.

    A page with little on it is taken by its title; on a full page something else must bear the title out.
    """
    if rows < FULL:
        return False
    most = max(shares.values())
    if most >= FITTING and shares[code] < STRAY * most:
        return True
    return not shares[code] and not _labels_there(next(form for form in forms() if form.code == code), text)


def _labels_there(form: Form, text: str) -> bool:
    labels = {label for field in form.fields for label in map(fold, field.labels) if len(label) >= 8}
    there = (label in text or fuzz.partial_ratio(label, text, score_cutoff=SAME_LABEL) for label in labels)
    return not labels or any(there)


def _guess(form: Form, titles: dict[str, float], share: float, fitting: float) -> Guess | None:
    """How well one form fits; None when it does not. `fitting`: share of the labels that does without a title."""
    title = titles[form.code]
    if title < FAINT_TITLE and max(titles.values()) >= SURE_TITLE:
        return None
    titled = title >= FAINT_TITLE and (title >= SURE_TITLE or share > 0.3)
    if not titled and (share < fitting or form.known_by):
        return None
    return Guess(form, min(1.0, 0.55 * title / 100 + 0.45 * share if titled else 0.7 * share), titled)


def _surest(guesses: list[Guess | None], titles: dict[str, float]) -> Guess:
    """The best guess; none where it has no sure title and another fits nearly as well."""
    fitting = sorted((one for one in guesses if one), key=lambda one: -one.confidence)
    best = fitting[0] if fitting else Guess(None, 0.0, False)
    near = len(fitting) > 1 and best.confidence - fitting[1].confidence < CLEAR
    sure = best.form is not None and titles[best.form.code] >= SURE_TITLE
    return best if sure or not near else Guess(None, 0.0, False)


def label_share(form: Form, text: str) -> float:
    """Share of a form's clues that stand on a page, by length, 0..1; `text` is folded."""
    return sum(map(len, clues_on(form, text))) / max(1, sum(map(len, _clues(form))))


def clues_on(form: Form, text: str) -> set[str]:
    """The clues of a form that stand on a page; `text` is folded."""
    return {clue for clue in _clues(form) if clue in text or fuzz.partial_ratio(clue, text, score_cutoff=82)}


@cache
def _clues(form: Form) -> frozenset[str]:
    folded = {fold(clue) for clue in form.clues} or {fold(field.labels[0]) for field in form.fields if field.labels}
    return frozenset(clue for clue in folded if len(clue) >= 8)


def _headings(rows: tuple[Row, ...]) -> list[str]:
    """Folded lines of the upper part, and neighbours joined: a title may take two lines or stand beside others."""
    upper = rows[: max(14, int(HEAD * len(rows)))]
    lines = [[fold(text_of(part)) for part in (row.tokens, *segments(row)) if not asks(part)] for row in upper]
    single = [text for texts in lines for text in texts]
    joined = [f"{one} {two}" for a, b in pairwise(lines) for one in a[:2] for two in b[:2]]
    return [text for text in dict.fromkeys(single + joined) if 6 <= len(text) <= 90]


def _best(titles: dict[str, float]) -> float:
    """Likeness of the best title of our forms, and no less than what makes a title of another paper sure."""
    return max(SURE_TITLE, *titles.values())


def _titles(headings: list[str]) -> tuple[dict[str, float], float]:
    """Likeness, 0..100, of the line nearest to a title: of each form by its code, and of all papers without a form."""
    named = _known_titles()
    best = {form.code: 0.0 for form in forms()} | {"": 0.0}
    if headings:
        alike = process.cdist(named[0], headings, scorer=fuzz.ratio, score_cutoff=FAINT_TITLE)
        like: dict[int, dict[str, float]] = {}  # by line and code
        for at, line in zip(*alike.nonzero(), strict=True):  # few: the words are compared only where the whole is alike
            code, found = named[1][at], like.setdefault(line, {})
            found[code] = max(found.get(code, 0.0), likeness(named[0][at], headings[line]))
        for found in like.values():
            nearest = max(found.values())
            for code, sure in found.items():
                if sure >= nearest - NEARER:  # "Tờ khai cấp giấy xác nhận ..." is not the "Giấy xác nhận ..." too
                    best[code] = max(best[code], sure)
    return best, best.pop("")


@cache
def _known_titles() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All folded titles, and beside each the code of its form; "" for a paper that has no form here."""
    pairs = [(fold(title), form.code) for form in forms() for title in form.titles]
    pairs += [(title, "") for title in other_titles()]
    return tuple(title for title, _ in pairs), tuple(code for _, code in pairs)


def likeness(title: str, line: str) -> float:
    """How like a title a line is, 0..100; titles that part in one word (khai sinh, khai tử) are not alike."""
    whole = fuzz.ratio(title, line)
    if line.startswith(_SIGNED_BY) and not title.startswith(_SIGNED_BY):
        return min(whole, FAINT_TITLE - 1)  # "Người ký giấy chứng nhận kết hôn": a signature's heading names its paper
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
