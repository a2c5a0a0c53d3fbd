"""Letters, forms and lists as pages that a browser prints: one file, no script from elsewhere, no picture, no font."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from followup.letterhead import Letterhead
from followup.letters import Letter


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("followup", "."), autoescape=True, undefined=StrictUndefined)
    environment.filters["day"] = day
    return environment


def day(value: date) -> str:
    """ "02/09/2026"."""
    return f"{value:%d/%m/%Y}"


def day_in_words(value: date) -> str:
    """As the head of a letter has it: a day below 10 and the months 1 and 2 with a zero before them (Nghị định
    30/2020/NĐ-CP, Phụ lục I, phần I, mục II, khoản 4)."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"


def render(template: str, **values: Any) -> str:
    """A page from one of the templates of this room."""
    return _environment().get_template(template).render(**values)


def letters_page(letters: Sequence[Letter], head: Letterhead, today: date) -> str:
    """All letters, one sheet of A4 each."""
    return render("letter.html.jinja", letters=letters, head=head, dated=day_in_words(today))
