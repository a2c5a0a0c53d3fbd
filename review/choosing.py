"""What is chosen rather than typed: a person of the candidates, the papers that pages are. Held against what there is
now, for the screen may show what was there before."""

import json
from collections.abc import Sequence
from typing import Any

from extractors.form import form
from extractors.reading import UNKNOWN_FORM
from matching.decision import Decision
from review.refusing import slip
from review.showing import people
from review.showing.item import ShownPage

_GONE = "Người này không còn trong danh sách: cơ sở dữ liệu đã trả lời lại. Hãy xem lại rồi chọn."
_NOT_PAPERS = "Danh sách giấy tờ không đúng dạng. Hãy tải lại màn hình rồi chọn lại."
_NO_FORM = "Có loại giấy tờ không nằm trong danh mục. Hãy chọn lại trong danh sách."
_PAGES = "Mỗi trang của tệp phải thuộc đúng một giấy tờ. Hãy xem lại chỗ cắt."


def chosen_person(person_id: str, decision: Decision | None) -> str:
    """The same, where it is one of those that may be chosen now. Raises Problem."""
    found = people.candidates(decision) if decision else ()
    if person_id not in {one.person_id for one in found}:
        raise slip(_GONE)
    return person_id


def told_papers(text: str, pages: Sequence[ShownPage]) -> str:
    """[{"form": code or "unknown", "pages": [1, 2]}, ..] in one spelling, each page in one paper. Raises Problem."""
    papers = [_paper(one) for one in _list(text)]
    told = sorted(number for _, numbers in papers for number in numbers)
    if told != sorted(page.number for page in pages):
        raise slip(_PAGES)
    if any(code != UNKNOWN_FORM and form(code) is None for code, _ in papers):
        raise slip(_NO_FORM)
    return json.dumps([{"form": code, "pages": numbers} for code, numbers in papers], separators=(",", ":"))


def _list(text: str) -> list[Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise slip(_NOT_PAPERS) from None
    if not isinstance(told, list) or not told:
        raise slip(_NOT_PAPERS)
    return told


def _paper(one: Any) -> tuple[str, list[int]]:
    code, pages = (one.get("form"), one.get("pages")) if isinstance(one, dict) and len(one) == 2 else (None, None)
    numbers = isinstance(pages, list) and bool(pages) and all(type(page) is int for page in pages)
    if not isinstance(code, str) or not isinstance(pages, list) or not numbers:
        raise slip(_NOT_PAPERS)
    return code, pages
