"""Four labels: what is sensitive by law is graded so, and what nobody knows is graded strictest."""

from datetime import date
from pathlib import Path

import pytest

import extractors.forms
from extractors.form import form
from storage.sensitivity import STRICTEST, Label, gradings, label_of, parsed

ON = date(2026, 11, 22)

LABELS = """
paper           | field              | label
cccd            |                    | bí mật
cccd            | ho_ten             | hạn chế
cccd            | so_dinh_danh       | hạn chế
cccd            | ngay_cap           | nội bộ
cccd            | mục nào chưa biết  | bí mật
giay_khai_sinh  | dan_toc_me         | bí mật
gcn_ket_hon     | vo_dan_toc         | bí mật
dc02            | ton_giao           | bí mật
tk_khai_tu      | nguyen_nhan_chet   | bí mật
tk_khai_tu      | ngay_chet          | hạn chế
person          |                    | hạn chế
person          | phone              | hạn chế
person          | birth_date         | hạn chế
ct01            |                    | hạn chế
ct01            | mục nào chưa biết  | hạn chế
giay_phep       |                    | nội bộ
giay_phep       | ho_ten             | hạn chế
unknown         |                    | bí mật
chưa biết       | ho_ten             | bí mật
chưa biết       | mục nào chưa biết  | bí mật
"""


@pytest.mark.parametrize("row", LABELS.strip().splitlines()[1:])
def test_a_label_is_that_of_the_strictest_row(row: str) -> None:
    kind, field, label = (cell.strip() for cell in row.split("|"))
    assert label_of(kind, field or None, ON).said == label


def test_every_form_that_is_read_is_graded() -> None:
    folder = Path(extractors.forms.__file__).parent
    forms = [one.name for one in folder.iterdir() if one.is_dir() and form(one.name) is not None]
    assert len(forms) > 20
    assert [one for one in forms if not gradings(one, None, ON)] == []


def test_levels_three_and_four_are_kept_apart() -> None:
    assert [one.kept_apart for one in Label] == [False, False, True, True]
    assert STRICTEST is Label.BI_MAT
    assert STRICTEST.kept_apart  # so is all that just came in


def test_before_the_decree_a_paper_is_graded_as_after_it() -> None:
    assert label_of("cccd", None, date(2020, 1, 1)) is Label.BI_MAT


def test_a_row_that_ended_grades_no_more() -> None:
    row = 'kinds=["x"]\nlabel="NOI_BO"\nvalid_from=2026-01-01\nvalid_to=2026-06-30\nsource="s"\nverified=true\n'
    (one,) = parsed("[[paper]]\n" + row)
    assert one.in_force(date(2026, 6, 30))
    assert not one.in_force(date(2026, 7, 1))


@pytest.mark.parametrize("wrong", ["label", "valid_from", "source", "verified", "kinds"])
def test_a_row_without_its_source_is_refused(wrong: str) -> None:
    row = {"kinds": '["x"]', "label": '"NOI_BO"', "valid_from": "2026-01-01", "source": '"s"', "verified": "true"}
    lines = [f"{name} = {value}" for name, value in row.items() if name != wrong]
    with pytest.raises(ValueError, match="not understood"):
        parsed("[[paper]]\n" + "\n".join(lines))
