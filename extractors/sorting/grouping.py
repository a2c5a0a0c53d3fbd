"""Which pages of a scan are one paper, and in which order they are read; what is not clear stays apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractors.findings import Finding
from extractors.form import Form, form
from extractors.geometry.layout import Row, rows_of
from extractors.sorting.classify import FITTING, Guess, clues_on, label_share, which_form
from extractors.sorting.page_marks import PageMark, mark_of
from extractors.sorting.splitting import Part, numbers_on, parts_of_page
from extractors.sorting.told import ToldPaper
from ocr.page import Box, Page

FEWEST_AGAIN = 2  # labels that, met once more, begin another paper of the same kind


@dataclass(frozen=True)
class Sheet:
    """A page, or the part of one, that holds one paper or a piece of it."""

    part: Part
    guess: Guess

    @property
    def page(self) -> Page:
        return self.part.page

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.part.rows

    @cached_property
    def text(self) -> str:
        return " ".join(row.folded for row in self.part.rows)

    @cached_property
    def mark(self) -> PageMark:
        return mark_of(self.part.rows)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return numbers_on(self.part)


@dataclass(slots=True)
class Group:
    """The sheets of one paper in the order in which it is read."""

    sheets: list[Sheet]
    findings: list[Finding] = field(default_factory=list)

    @property
    def form(self) -> Form | None:
        return next((sheet.guess.form for sheet in self.sheets if sheet.guess.titled), self.sheets[0].guess.form)

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for sheet in self.sheets for row in sheet.rows)

    @property
    def pages(self) -> tuple[int, ...]:
        """1.. within the scan, each once, rising."""
        return tuple(sorted({sheet.page.number for sheet in self.sheets}))

    @property
    def region(self) -> Box | None:
        """Where on its page a paper stands that shares it with another; None for whole pages and for several pages."""
        return self.sheets[0].part.region if len(self.sheets) == 1 else None


def grouped(pages: Sequence[Page], told: Sequence[ToldPaper] = ()) -> list[Group]:
    """The papers of a scan in the order of their first pages. `told`: by people; of their pages nothing is guessed."""
    theirs = _told_groups(pages, told)
    taken = {number for group in theirs for number in group.pages}
    ours = _guessed([page for page in pages if page.number not in taken])
    return sorted([*ours, *theirs], key=lambda group: group.pages[0]) if theirs else ours


def _told_groups(pages: Sequence[Page], told: Sequence[ToldPaper]) -> list[Group]:
    """Several papers on one page get its parts in their order; where it has not as many, each gets the whole page."""
    groups = [Group([], [Finding.TOLD_BY_PERSON]) for _ in told]
    for page in pages:
        homes = [at for at, one in enumerate(told) if page.number in one.pages]
        parts = parts_of_page(page) if len(homes) > 1 else ()
        for order, at in enumerate(homes):
            part = parts[order] if len(parts) == len(homes) else Part(page, rows_of(page))
            known = form(told[at].form)
            groups[at].sheets.append(Sheet(part, Guess(known, 1.0 if known else 0.0, True)))
    for one, group in zip(told, groups, strict=True):
        group.sheets.sort(key=lambda sheet: one.pages.index(sheet.page.number))
        group.findings += _remarks(group) if group.sheets and group.form else []
    return [group for group in groups if group.sheets]  # a page may be one that nobody could read


def _guessed(pages: Sequence[Page]) -> list[Group]:
    sheets = [sheet for page in pages for sheet in _sheets(page)]
    groups: list[Group] = []
    for at, sheet in enumerate(sheets):
        ahead = sheets[at + 1] if at + 1 < len(sheets) else None
        homes = [group for group in groups if continues(group, sheet)]
        home = _home(groups, homes, sheet, ahead)
        if home:
            home.sheets.append(sheet)
        elif groups and _comes_first(sheet, groups[-1], ahead):
            groups[-1].sheets.insert(0, sheet)
            groups[-1].findings.append(Finding.PAGES_OUT_OF_ORDER)
        else:
            groups.append(Group([sheet], [Finding.PAGE_UNPLACED] if homes else []))
    for group in groups:
        group.findings += _remarks(group)
    return groups


def _sheets(page: Page) -> list[Sheet]:
    return [Sheet(part, which_form(part.page, part.rows)) for part in parts_of_page(page)]


def _home(groups: list[Group], homes: list[Group], sheet: Sheet, ahead: Sheet | None) -> Group | None:
    """The paper that a sheet goes on with: of the holder whom both name, else the one just before it.

    Where two papers of one kind lie open and two sheets may go on with either, nothing tells which is whose.
    """
    if not homes:
        return None
    named = [group for group in homes if any(sheet.numbers & one.numbers for one in group.sheets)]
    if len(named) == 1 and _of_card(named[0]):
        return named[0]
    if homes[-1] is not groups[-1]:
        return None
    alike = [group for group in homes[:-1] if group.form is homes[-1].form and _just_before(group, homes[-1], groups)]
    if alike and ahead is not None and continues(homes[-1], ahead) and not ahead.mark.follows(sheet.mark):
        return None
    return None if Finding.PAGE_UNPLACED in groups[-1].findings else homes[-1]


def _just_before(group: Group, other: Group, groups: list[Group]) -> bool:
    """Whether both are one sheet long and stand side by side."""
    return len(group.sheets) == len(other.sheets) == 1 and abs(groups.index(group) - groups.index(other)) == 1


def _of_card(group: Group) -> bool:
    return group.form is not None and group.form.own_codes is not None


def continues(group: Group, sheet: Sheet) -> bool:
    """Whether a sheet may go on with a paper: it has no title, its labels are of that form and were not met yet."""
    form = group.form
    if form is None or not form.joins_pages or sheet.guess.titled or sheet.mark.denies(group.sheets[-1].mark):
        return False
    if _of_card(group) and _another_holder(group, sheet):
        return False
    if form.goes_on and sheet.guess.form is None and form.goes_on(group.rows, sheet.rows):
        return True
    return _fits(form, group, sheet)


def _fits(form: Form, group: Group, sheet: Sheet) -> bool:
    seen = clues_on(form, " ".join(one.text for one in group.sheets))
    again = clues_on(form, sheet.text)
    if len(again & seen) >= FEWEST_AGAIN and 2 * len(again & seen) >= len(again):
        return False  # the same labels once more: another paper of the same kind
    if sheet.guess.form is form:
        return True
    return sheet.guess.form is None and label_share(form, sheet.text) >= FITTING / 2


def _another_holder(group: Group, sheet: Sheet) -> bool:
    named = {number for one in group.sheets for number in one.numbers}
    return bool(named and sheet.numbers and not named & sheet.numbers)


def _comes_first(sheet: Sheet, group: Group, ahead: Sheet | None) -> bool:
    """Whether a titled sheet is the first page of the untitled one before it: the pages were scanned upside order."""
    form, (later, *others) = sheet.guess.form, group.sheets
    if form is None or not form.joins_pages or not sheet.guess.titled or others or later.guess.titled:
        return False
    if later.guess.form not in (None, form) or not _fits(form, Group([sheet]), later):
        return False
    if form.own_codes:
        return bool(sheet.numbers & later.numbers) or (
            not (sheet.numbers and later.numbers) and not (ahead is not None and continues(Group([sheet]), ahead))
        )
    return later.mark.follows(sheet.mark)


def _remarks(group: Group) -> list[Finding]:
    """What the pages of a paper say of it: that it shares a page, that a page of it is missing."""
    found = [Finding.PAGE_SHARED] if any(sheet.part.region for sheet in group.sheets) else []
    length = max((sheet.mark.of for sheet in group.sheets), default=0)
    told = {sheet.mark.number for sheet in group.sheets if sheet.mark.number}
    if length > len(group.sheets) or (told and max(told) > len(group.sheets)):
        found.append(Finding.PAGE_MISSING)
    return found
