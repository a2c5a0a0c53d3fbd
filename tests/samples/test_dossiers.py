"""The twelve dossiers of the demonstration: each trouble is really there, and all is the same for the same seed."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from random import Random

import pikepdf
import pytest
import zxingcpp
from PIL import Image, ImageSequence

from samples import dossiers
from samples.dossiers import INBOX, TRUTH, make_demo, make_inbox
from samples.people import make_world
from samples.plans import Packing, Procedure, random_plan
from samples.truth import DossierTruth, Expected, FileTruth, Trouble

COARSE = 60  # dpi: enough for everything but reading


@pytest.fixture(scope="module")
def world():
    return make_world(4, 1500)


@pytest.fixture(scope="module")
def demo(world, tmp_path_factory):
    """(folder, truths) of the demonstration at a coarse resolution."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dossiers, "dpi", lambda treatment, dice: COARSE)
        return folder, make_demo(folder, world, 8)


def content(folder: Path, truth: DossierTruth, file: str) -> bytes:
    place = folder / INBOX / truth.path
    if place.suffix == ".zip":
        return zipfile.ZipFile(place).read(file)
    return place.read_bytes() if place.is_file() else (place / file).read_bytes()


def with_trouble(demo, trouble: Trouble) -> DossierTruth:
    return next(truth for truth in demo[1] if trouble in truth.troubles)


def written(truth: DossierTruth, form: str, field: str) -> str:
    pages = [page for file in truth.files for page in file.pages if page.form == form]
    return next(one.value for page in pages for one in page.fields if one.name == field)


def applicant(world, truth: DossierTruth):
    return next(one for one in world.individuals if one.person_id == truth.person_id)


def pages_of(data: bytes, file: FileTruth) -> int:
    if file.name.endswith(".pdf"):
        return len(pikepdf.open(io.BytesIO(data)).pages)
    return len(list(ImageSequence.Iterator(Image.open(io.BytesIO(data)))))


def test_twelve_dossiers_of_about_28_pages(demo):
    folder, truths = demo
    assert len(truths) == 12
    assert 26 <= sum(truth.pages for truth in truths) <= 30
    assert {path.name for path in (folder / INBOX).iterdir()} == {truth.path for truth in truths}
    assert not list((folder / INBOX).rglob(TRUTH))
    assert [row["code"] for row in json.loads((folder / TRUTH).read_text("utf-8"))] == [one.code for one in truths]


def test_every_kind_of_packing_and_file_is_there(demo):
    _, truths = demo
    assert {Path(truth.path).suffix in (".zip", ".pdf") for truth in truths} == {True, False}
    assert {Path(file.name).suffix for truth in truths for file in truth.files} == {".pdf", ".tif", ".jpg"}
    forms = {page.form for truth in truths for file in truth.files for page in file.pages}
    assert forms == {"ct01", "cccd", "tk_khai_sinh", "giay_khai_sinh"}
    assert sum(truth.manifest for truth in truths) >= 9


def test_every_trouble_is_planted_and_some_dossiers_have_none(demo):
    assert {trouble for truth in demo[1] for trouble in truth.troubles} == set(Trouble)
    clean = [truth for truth in demo[1] if truth.troubles == (Trouble.NONE,)]
    assert len(clean) >= 2
    assert {truth.expected for truth in clean} == {Expected.AUTOMATIC}


def test_files_open_and_have_their_pages(demo):
    folder, truths = demo
    for truth in truths:
        for file in truth.files:
            data = content(folder, truth, file.name)
            if file.corrupt:
                with pytest.raises(pikepdf.PdfError):
                    pikepdf.Pdf.open(io.BytesIO(data), attempt_recovery=False)
                assert data.startswith(b"%PDF")
                assert b"%%EOF" not in data
            else:
                assert pages_of(data, file) == len(file.pages)


def test_every_box_lies_within_its_page(demo):
    for truth in demo[1]:
        for file in truth.files:
            for page in file.pages:
                for field in page.fields:
                    assert 0 <= field.box.left < field.box.right <= page.width, (truth.code, field.name)
                    assert 0 <= field.box.top < field.box.bottom <= page.height, (truth.code, field.name)


def test_an_old_cmnd_stands_for_the_number(demo, world):
    truth = with_trouble(demo, Trouble.OLD_CMND)
    one = applicant(world, truth)
    assert written(truth, "ct01", "so_dinh_danh") == one.cmnd
    assert len(one.cmnd) == 9
    assert truth.corrections == (("id_number", one.cccd),)


def test_an_old_phone_has_eleven_digits(demo, world):
    truth = with_trouble(demo, Trouble.OLD_PHONE)
    phone = written(truth, "ct01", "dien_thoai")
    assert len(phone) == 11
    assert truth.corrections == (("phone", world.phone(applicant(world, truth))),)
    assert phone[-7:] == truth.corrections[0][1][-7:]


def test_the_phone_is_the_spouse_s(demo, world):
    truth = with_trouble(demo, Trouble.SPOUSE_PHONE)
    one = applicant(world, truth)
    line = world.subscription(written(truth, "ct01", "dien_thoai"))
    assert line.subscriber_id == one.spouse_cccd
    assert truth.phone_owner == world.person(one.spouse_cccd).person_id


@pytest.mark.parametrize("trouble", [Trouble.WRONG_DIGIT_CARD_RIGHT, Trouble.WRONG_DIGIT_NO_CARD])
def test_one_digit_is_wrong_and_nobody_s(demo, world, trouble):
    truth = with_trouble(demo, trouble)
    right, wrong = applicant(world, truth).cccd, written(truth, "ct01", "so_dinh_danh")
    assert sum(a != b for a, b in zip(right, wrong, strict=True)) == 1
    assert world.person(wrong) is None
    cards = [page for file in truth.files for page in file.pages if page.form == "cccd"]
    assert [page.qr.split("|")[0] for page in cards] == ([right] if trouble is Trouble.WRONG_DIGIT_CARD_RIGHT else [])


def test_day_and_month_are_swapped_on_the_form_alone(demo, world):
    truth = with_trouble(demo, Trouble.SWAPPED_DATE)
    right = applicant(world, truth).dob.isoformat()
    year, month, day = right.split("-")
    assert written(truth, "ct01", "ngay_sinh") == f"{year}-{day}-{month}" != right
    assert written(truth, "cccd", "ngay_sinh") == right


def test_the_stranger_is_in_no_register(demo, world):
    truth = with_trouble(demo, Trouble.NOT_REGISTERED)
    assert truth.person_id is None
    assert world.person(written(truth, "ct01", "so_dinh_danh")) is None
    assert world.subscription(written(truth, "ct01", "dien_thoai")) is None
    assert truth.expected is Expected.NOBODY


def test_a_scan_is_handed_in_twice(demo):
    folder, truths = demo
    seen: dict[str, list[str]] = {}
    for truth in truths:
        for file in truth.files:
            digest = hashlib.sha256(content(folder, truth, file.name)).hexdigest()
            seen.setdefault(digest, []).append(truth.code)
    again = with_trouble(demo, Trouble.DUPLICATE_FILE)
    assert [codes for codes in seen.values() if len(codes) > 1] == [[truths[0].code, again.code]]
    assert again.person_id == truths[0].person_id


def test_two_dossiers_are_filled_in_by_hand_and_one_page_is_turned(demo):
    pages = [(truth.code, page) for truth in demo[1] for file in truth.files for page in file.pages]
    assert len({code for code, page in pages if page.fill == "hand"}) == 2
    assert [page.turned for _, page in pages if page.turned] == [90]


def test_the_manifest_says_what_the_applicant_declared(demo, world):
    folder, _ = demo
    truth = with_trouble(demo, Trouble.SWAPPED_DATE)
    manifest = json.loads((folder / INBOX / truth.path / "manifest.json").read_text("utf-8"))
    assert set(manifest) == {"dossier_code", "procedure_code", "channel", "receiving_office", "applicant"}
    assert set(manifest["applicant"]) == {"full_name", "id_number", "birth_date", "phone"}
    assert manifest["dossier_code"] == truth.code
    assert manifest["applicant"]["birth_date"] == written(truth, "ct01", "ngay_sinh")


def test_no_file_name_holds_a_personal_value(demo, world):
    folder, _ = demo
    names = " ".join(str(path.relative_to(folder)) for path in folder.rglob("*"))
    assert not [one for one in world.individuals if one.cccd in names or (one.cmnd and one.cmnd in names)]


def test_same_seed_same_bytes(demo, world, tmp_path, monkeypatch):
    folder, truths = demo
    monkeypatch.setattr(dossiers, "dpi", lambda treatment, dice: COARSE)
    assert make_inbox(tmp_path, world, 8, 4) == truths[:4]  # PDF, TIFF, and JPEG in a ZIP
    made = [path for path in (tmp_path / INBOX).rglob("*") if path.is_file()]
    assert len(made) >= 7
    assert [path.name for path in made if path.read_bytes() != (folder / path.relative_to(tmp_path)).read_bytes()] == []


def test_another_seed_gives_other_dossiers(demo, world, tmp_path, monkeypatch):
    monkeypatch.setattr(dossiers, "dpi", lambda treatment, dice: COARSE)
    assert make_inbox(tmp_path, world, 9, 1) != demo[1][:1]


def test_random_plans_can_be_made():
    plans = [random_plan(Random(seed)) for seed in range(300)]
    for plan in plans:
        if plan.packing is Packing.SINGLE:
            assert plan.one_file
            assert not plan.manifest
        if plan.procedure is Procedure.BIRTH or Trouble.WRONG_DIGIT_CARD_RIGHT in plan.troubles:
            assert plan.card
        assert plan.expected not in plan.also_right
    assert {trouble for plan in plans for trouble in plan.troubles} == set(Trouble) - {
        Trouble.NONE,
        Trouble.DUPLICATE_FILE,
    }


@pytest.mark.road
def test_qr_codes_of_the_scans_read_as_their_truth(world, tmp_path):
    wanted, read = [], []
    for truth in make_demo(tmp_path, world, 8):
        for file in truth.files:
            if file.name.endswith(".jpg") and file.pages[0].qr:
                wanted.append(file.pages[0].qr)
                image = Image.open(io.BytesIO(content(tmp_path, truth, file.name)))
                read += [code.text for code in zxingcpp.read_barcodes(image)]
    assert wanted
    assert read == wanted
