"""Whom the papers name is told by fields that the forms really have."""

import json
from importlib import resources

import pytest

from extractors.form import form
from extractors.reading import Document, FieldReading
from matching.mentions import mentions
from matching.people import Sex

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


@pytest.mark.parametrize("row", [row for row in ROWS if row["form"] != "*"], ids=lambda row: row["form"])
def test_a_paper_of_every_form_names_its_person(row):
    said = {"full_name": "Đinh Thị Thử", "sex": "Nữ"}
    readings = tuple(FieldReading(row["fields"][field], said[field], ()) for field in said if field in row["fields"])
    found = mentions([Document(row["form"], "", (1,), 1.0, readings)])
    named = [mention for mention in found if mention.text("full_name") == "Đinh Thị Thử"]
    assert bool(named) == ("full_name" in row["fields"])
    if "sex" in row["fields"]:
        assert any(mention.told("sex") is Sex.FEMALE for mention in named)
    if row.get("sex"):
        assert any(mention.told("sex") is Sex(row["sex"]) for mention in named)
