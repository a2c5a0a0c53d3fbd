"""Whom the papers name is told by fields that the forms really have."""

import json
from importlib import resources

import pytest

from extractors.form import form

ROWS = json.loads(resources.files("matching").joinpath("data/witness_fields.json").read_text(encoding="utf-8"))[
    "people"
]


@pytest.mark.parametrize("row", [row for row in ROWS if row["form"] != "*"], ids=lambda row: row["form"])
def test_every_field_stands_on_its_form(row):
    known = form(row["form"])
    assert known is not None
    lacking = {name for name in row["fields"].values() if known.field(name) is None}
    # the QR code of a card tells the old number, no label does; phones of a birth form stand beside its number
    assert lacking <= {"so_cmnd_cu", "dien_thoai", "ngay_cap"}
