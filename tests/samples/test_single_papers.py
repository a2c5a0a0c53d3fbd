"""Single papers: every form that a module draws is there by itself, each as often as any other."""

import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from benchmarks.truth import scans_in
from extractors.form import forms
from samples import dossiers
from samples.dossiers import INBOX, TRUTH, manner_of
from samples.single_papers import drawable, make_papers
from samples.treatment import Treatment

COARSE = 60  # dpi


@pytest.fixture
def coarse(monkeypatch):
    monkeypatch.setattr(dossiers, "dpi", lambda treatment, dice: COARSE)


def test_every_module_with_a_form_draws_it_and_extraction_knows_the_form():
    texts = (path.read_text("utf-8") for path in Path("samples/papers").glob("*.py"))
    assert {form for text in texts for form in re.findall(r'^FORM = "(\w+)"', text, re.MULTILINE)} == set(drawable())
    assert set(drawable()) <= {form.code for form in forms()}


@pytest.mark.parametrize("form", drawable())
def test_each_form_is_drawn_with_truth(form, coarse):
    for draw in drawable()[form]:
        papers = (draw(Random(seed), manner_of(Treatment.CLEAN, False, Random(seed))) for seed in range(4))
        assert any(sheet.fields for paper in papers for sheet in paper)  # one of them may be left blank


def test_forms_come_in_turn_and_meet_different_scanners(tmp_path, coarse):
    make_papers(tmp_path, 3, 12, ("quyet_dinh", "tk_ket_hon"))
    pages = [page for scan in scans_in(tmp_path, tmp_path / "x") for page in scan.pages if page.number == 1]
    assert Counter(page.form for page in pages) == {"quyet_dinh": 6, "tk_ket_hon": 6}
    assert len({page.difficulty for page in pages if page.form == "tk_ket_hon"}) == 5


def test_the_same_seed_gives_the_same_bytes_and_more_papers_begin_with_the_same(tmp_path, coarse):
    for folder, papers in (("a", 2), ("b", 3)):
        make_papers(tmp_path / folder, 5, papers, ("tk_khai_tu", "giay_phep"))
    first = {path.name: path.read_bytes() for path in (tmp_path / "a" / INBOX).iterdir()}
    again = {path.name: path.read_bytes() for path in (tmp_path / "b" / INBOX).iterdir()}
    assert len(again) == 3
    assert all(again[name] == content for name, content in first.items())
    assert (tmp_path / "a" / TRUTH).is_file()


def test_a_form_that_nobody_draws_is_refused(tmp_path):
    with pytest.raises(ValueError, match="giay_la"):
        make_papers(tmp_path, 1, 1, ("giay_la",))
