"""Every case of every form: a recorded page in, the readings that a clerk expects out."""

import json
from importlib.resources import files
from typing import Any

import pytest

from extractors.findings import Finding
from extractors.form import forms
from extractors.papers import extract
from ocr.codec import page_from_json


def _cases() -> list[tuple[str, Any]]:
    found = []
    for form in forms():
        folder = files(f"extractors.forms.{form.code}").joinpath("cases")
        for entry in sorted(folder.iterdir(), key=lambda one: one.name):
            if entry.name.endswith(".json"):
                found.append((f"{form.code}/{entry.name}", json.loads(entry.read_text(encoding="utf-8"))))
    return found


CASES = _cases()


@pytest.mark.parametrize("form", [form.code for form in forms()])
def test_every_form_has_a_case(form: str) -> None:
    assert any(name.startswith(f"{form}/") for name, _ in CASES)


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_case(case: Any) -> None:
    pages = [page_from_json(json.dumps(page)) for page in case["pages"]]
    (document,) = extract(pages)
    expected = case["expected"]
    assert document.form == expected["form"]
    if "edition" in expected:
        assert document.edition == expected["edition"]
    values = {reading.field: str(reading.value) for reading in document.readings if reading.value is not None}
    assert {name: values.get(name) for name in expected["fields"]} == expected["fields"]
    problems = {reading.field: reading.problem.name for reading in document.readings if reading.problem}
    assert {name: problems.get(name) for name in expected.get("problems", {})} == expected.get("problems", {})
    for name, findings in expected.get("findings", {}).items():
        reading = document.reading(name)
        assert reading is not None
        assert set(findings) <= set(reading.findings)


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_readings_rest_on_pixels_of_their_page(case: Any) -> None:
    pages = [page_from_json(json.dumps(page)) for page in case["pages"]]
    sizes = {page.number: (page.width, page.height) for page in pages}
    for document in extract(pages):
        for reading in document.readings:
            assert reading.evidence
            assert all(Finding[name] for name in reading.findings)
            for piece in reading.evidence:
                width, height = sizes[piece.page]
                assert 0 <= piece.box.left < piece.box.right <= width
                assert 0 <= piece.box.top < piece.box.bottom <= height
                assert 0.0 <= piece.confidence <= 1.0
