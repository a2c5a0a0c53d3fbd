"""README and docs stay true, as far as a test can hold it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli import command_names
from extractors.findings import Finding
from extractors.form import forms
from extractors.titles import field_title, form_title
from matching.reasons import Reason
from ocr.files.refusal import Refusal
from settings import Settings
from storage.states import DossierState

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.vi.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not lost


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_readme_names_only_commands_that_there_are(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= targets
    assert {"demo", "test"} <= set(re.findall(r"\bmake ([a-z-]+)", text))
    assert set(re.findall(r"bin/hoso ([a-z]+)", text)) <= set(command_names())


def test_the_readme_tells_every_setting():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `HOSO_([A-Z0-9_]+)`", text, re.M)) == {name.upper() for name in Settings.model_fields}


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(page.name[:4]) for page in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("words", [Reason, Refusal, Finding], ids=lambda words: words.__name__)
def test_each_word_has_a_vietnamese_sentence_of_its_own(words):
    sentences = [word.value for word in words]
    assert all(VIETNAMESE.search(sentence) and sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(words) == len(words.__members__)


def test_each_state_has_a_vietnamese_sentence():
    assert all(VIETNAMESE.search(state.sentence) for state in DossierState)


def test_every_form_and_field_has_a_title_to_show():
    for form in forms():
        assert VIETNAMESE.search(form_title(form.code))
        for field in form.fields:
            title = field_title(form.code, field.name)
            assert title
            assert title != field.name.replace("_", " ").capitalize() or title in ("Email", "So")


def test_the_command_line_tells_what_it_can():
    shown = subprocess.run(
        [sys.executable, "-c", "from cli import app; app()", "--help"], capture_output=True, text=True
    )
    assert all(re.search(rf"\b{name}\b", shown.stdout) for name in command_names())
