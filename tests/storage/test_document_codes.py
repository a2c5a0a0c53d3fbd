"""Identity codes of documents by the template of the settings."""

import pytest

from errors import NotSetUp
from storage.document_codes import CodeTemplate, normal_code

TYPE = "KQ.G15.000031"


def rows(table: str) -> list[tuple[str, ...]]:
    lines = table.strip().splitlines()[1:]
    return [tuple("" if cell.strip() == "-" else cell.strip() for cell in line.split("|")) for line in lines]


CODES = """
template                | owner        | number | code
{owner}-{type}-{number} | 099187000123 | 12/KS  | 099187000123-KQ.G15.000031-12/KS
{owner}-{type}-{number} | -            | 12/KS  | -KQ.G15.000031-12/KS
{owner}.{type}          | 099187000123 | 12/KS  | 099187000123.KQ.G15.000031
{type}{owner}           | 099187000123 | -      | KQ.G15.000031099187000123
"""


@pytest.mark.parametrize(("template", "owner", "number", "code"), rows(CODES))
def test_a_code_by_its_template(template, owner, number, code):
    assert CodeTemplate(template).code(owner, TYPE, number) == code


WRONG = (
    "", "{owner}", "{type}", "{owner}-{type}-{name}", "{owner}{type", "{owner}{owner}{type}", "{owner!r}-{type}",
    "{owner:>5}{type}", "{0}-{type}", "{owner.x}{type}",
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_template_that_is_not_understood_is_refused(wrong):
    with pytest.raises(NotSetUp, match="HOSO_DOCUMENT_CODE"):
        CodeTemplate(wrong)


def test_codes_are_compared_without_spaces_and_in_capitals():
    assert normal_code(" 12/ks-ubnd ") == normal_code("12/KS-UBND")
