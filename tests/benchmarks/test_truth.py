"""Answer sheets of both kinds become the same types, and the choice of pages keeps every difficulty."""

import json
import zipfile
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from benchmarks.measures import Kind
from benchmarks.truth import FieldTruth, PageTruth, Scan, TruthRefused, chosen, kind_of, scans_in, treatment_of
from samples.damage import damaged, fresh, turn
from samples.treatment import Treatment, damages


@pytest.mark.parametrize("treatment", Treatment)
def test_a_treatment_is_known_by_what_it_did_to_the_page(treatment):
    dice = Random(1)
    steps = (*damages(treatment, dice), turn(90))
    page = damaged(fresh(Image.new("RGB", (60, 80), "white")), steps, dice)
    assert treatment_of(page.done) is treatment


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2020-09-02", Kind.DATE),
        ("099205001234", Kind.NUMBER),
        ("0912345678", Kind.NUMBER),
        ("1987", Kind.TEXT),
        ("an@example.vn", Kind.EMAIL),
        ("Nam", Kind.TEXT),
    ],
)
def test_the_kind_of_a_made_value(value, kind):
    assert kind_of(value) is kind


def scan(name: str, difficulty: str, pages: int) -> Scan:
    truth = [PageTruth(number, "ct01", difficulty, "typed", (), ()) for number in range(1, pages + 1)]
    return Scan(Path(name), tuple(truth))


def test_pages_are_chosen_from_every_difficulty_in_turn():
    scans = [scan("a", "clean", 2), scan("b", "clean", 2), scan("c", "clean", 2), scan("d", "bad", 1)]
    assert [one.path.name for one in chosen(scans, 4)] == ["a", "d", "b"]
    assert len(chosen(scans, 0)) == 4
    assert len(chosen(scans, 100)) == 4


def test_the_samples_own_sheet(tmp_path):
    page = {
        "number": 1,
        "form": "ct01",
        "fill": "hand",
        "damage": ["grey", "skew"],
        "lines": ["TỜ KHAI"],
        "fields": [{"name": "ngay_sinh", "value": "2020-09-02", "written": "02/9/2020"}],
    }
    files = [{"name": "a.jpg", "pages": [page]}, {"name": "broken.pdf", "pages": []}]
    sheet = [
        {"code": "one", "path": "one", "files": files},
        {"code": "two", "path": "two.zip", "files": [{"name": "b.jpg", "pages": [page]}]},
        {"code": "three", "path": "three.jpg", "files": [{"name": "three.jpg", "pages": [page]}]},
    ]
    (tmp_path / "truth.json").write_text(json.dumps(sheet))
    (tmp_path / "inbox" / "one").mkdir(parents=True)
    (tmp_path / "inbox" / "one" / "a.jpg").write_bytes(b"first")
    with zipfile.ZipFile(tmp_path / "inbox" / "two.zip", "w") as archive:
        archive.writestr("b.jpg", b"second")
    (tmp_path / "inbox" / "three.jpg").write_bytes(b"first")  # the same scan once more
    scans = scans_in(tmp_path, tmp_path / "scratch")
    assert [one.path.read_bytes() for one in scans] == [b"first", b"second"]
    fields = (FieldTruth("ngay_sinh", "2020-09-02", Kind.DATE),)
    assert scans[0].pages == (PageTruth(1, "ct01", "office", "hand", ("TỜ KHAI",), fields),)


def test_the_sheet_of_a_corpus(tmp_path):
    page = {
        "form": "cccd",
        "fill": "typed",
        "rotation": 0,
        "text": "An",
        "lines": ["An"],
        "fields": {"von": {"type": "money", "value": "50.000.000"}, "so": {"type": "text", "value": "12/A"}},
    }
    dossier = {"id": "d1", "difficulty": "photo", "files": [{"file": "d1/x.pdf", "pages": [page, page]}]}
    (tmp_path / "truth.json").write_text(json.dumps({"dossiers": [dossier]}))
    (tmp_path / "d1").mkdir()
    (tmp_path / "d1" / "x.pdf").write_bytes(b"%PDF-")
    (only,) = scans_in(tmp_path, tmp_path / "scratch")
    assert [(one.number, one.difficulty) for one in only.pages] == [(1, "photo"), (2, "photo")]
    assert [one.kind for one in only.pages[0].fields] == [Kind.NUMBER, Kind.TEXT]


@pytest.mark.parametrize("sheet", [None, "{", '{"cases": []}', '[{"code": "x"}]'])
def test_a_folder_without_an_understood_sheet_is_refused(tmp_path, sheet):
    if sheet is not None:
        (tmp_path / "truth.json").write_text(sheet)
    with pytest.raises(TruthRefused, match=r"truth\.json"):
        scans_in(tmp_path, tmp_path)
