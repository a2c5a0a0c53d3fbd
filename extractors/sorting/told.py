"""Which papers the pages of a scan are, as a person told: that is believed before anything a page says of itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.form import form
from extractors.reading import UNKNOWN_FORM


@dataclass(frozen=True, slots=True)
class ToldPaper:
    """One paper of a scan."""

    form: str  # code of the form; UNKNOWN_FORM: none that is known
    pages: tuple[int, ...]  # 1.. within the scan, in the order in which they are read


def told_of(content: Any, pages: int | None = None) -> tuple[ToldPaper, ...]:
    """The papers of [{"form": "cccd", "pages": [1, 2]}, ...]. `pages`: how many the scan has; None: not known.

    Raises ValueError for anything else: a form that is not known, a page that is not there, a page twice in a paper.
    """
    if not isinstance(content, list) or not content:
        raise ValueError("not a list of papers")
    return tuple(_paper(one, pages) for one in content)


def _paper(held: Any, last: int | None) -> ToldPaper:
    if not isinstance(held, dict) or set(held) != {"form", "pages"}:
        raise ValueError("a paper is its form and its pages")
    code, pages = held["form"], held["pages"]
    if not isinstance(code, str) or (code != UNKNOWN_FORM and form(code) is None):
        raise ValueError("no such form")
    if not isinstance(pages, list) or not pages or not all(type(one) is int and one > 0 for one in pages):
        raise ValueError("pages are numbers from 1")
    if len(set(pages)) != len(pages) or (last is not None and max(pages) > last):
        raise ValueError("a page that is not there, or twice in one paper")
    return ToldPaper(code, tuple(pages))


def to_content(told: Iterable[ToldPaper]) -> list[dict[str, Any]]:
    """What `told_of` reads."""
    return [{"form": one.form, "pages": list(one.pages)} for one in told]


def in_force(tellings: Iterable[Sequence[ToldPaper]]) -> tuple[ToldPaper, ...]:
    """Of several tellings about one scan, in their order: a later one takes its pages out of those before.

    Within one telling a page may be of two papers, for two may lie on it.
    """
    papers: list[ToldPaper] = []
    for told in tellings:
        taken = {page for one in told for page in one.pages}
        rest = [ToldPaper(one.form, tuple(page for page in one.pages if page not in taken)) for one in papers]
        papers = [*(one for one in rest if one.pages), *told]
    return tuple(papers)
