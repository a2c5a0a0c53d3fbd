"""Bad input through the intake: each file a typed outcome, a sentence that says what to do, and nothing lost."""

import errno
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from made_dossiers import Made
from PIL import Image
from whole_road import STEPS, Whole, end, walk

import pipeline
import storage.objects
from errors import StorageFull
from ocr.files.refusal import Refusal
from pipeline import System
from storage.dossiers import Scan
from storage.states import DossierState, ScanState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def pdf(**encrypted: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(out, encryption=pikepdf.Encryption(**encrypted) if encrypted else None)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("1", (40, 40), 1).save(out, form)
    return out.getvalue()


def huge_png() -> bytes:
    """Its header claims 50,000 x 50,000 px: a bomb need not be large."""
    small = picture("PNG")
    header = b"IHDR" + struct.pack(">II", 50_000, 50_000) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


@dataclass(frozen=True)
class Bad:
    name: str
    content: Callable[[], bytes]
    refusal: Refusal | None  # None: taken in all the same
    kind: str | None = None
    says: str = ""  # what the clerk is told to do


BAD = (
    Bad("khong-byte.pdf", bytes, Refusal.EMPTY, says="quét lại"),
    Bad("chu.pdf", lambda: "chỉ là chữ".encode(), Refusal.NOT_A_SCAN, says="PDF, TIFF, JPEG"),
    Bad("van-ban.docx", lambda: zipped({"[Content_Types].xml": b"<a/>"}), Refusal.NOT_A_SCAN, says="nộp bản quét"),
    Bad("anh-jpeg.pdf", lambda: picture("PNG"), None, "image/png"),  # told by its content, whatever its name
    Bad("cat-cut.pdf", lambda: pdf()[: len(pdf()) // 2], Refusal.TRUNCATED, says="sao chép lại"),
    Bad("mat-khau.pdf", lambda: pdf(user="một", owner="hai"), Refusal.ENCRYPTED, says="không đặt mật khẩu"),
    Bad("rat-lon.png", huge_png, Refusal.TOO_LARGE, says="200 đến 300 dpi"),
    Bad("ra-ngoai.zip", lambda: zipped({"../../x.pdf": pdf()}), Refusal.UNSAFE_ARCHIVE, says="nén lại"),
    Bad("hong.zip", lambda: zipped({"a.pdf": pdf()})[:40], Refusal.TRUNCATED, says="quét lại"),
)
by_name = pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    """By name; made once, so that the bytes are the same."""
    return {bad.name: bad.content() for bad in BAD}


def taken_in(files: dict[str, bytes], folder: Path, system: System) -> str:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (dossier_id,) = pipeline.take_in(str(folder), system)
    return dossier_id


def kept(system: System, dossier_id: str) -> set[bytes]:
    """All originals of a dossier: scans, manifest and archive."""
    house = system.warehouse
    digests = {scan.digest for scan in house.scans(dossier_id)}
    digests |= {delivery.archive_object for delivery in house.deliveries(dossier_id)}
    digests |= {house.dossier(dossier_id).manifest_object}
    return {system.objects.get(digest) for digest in digests if digest}


def judged(scan: Scan, bad: Bad) -> None:
    assert (scan.refusal, scan.kind) == (bad.refusal, bad.kind)
    assert scan.state is (ScanState.QUARANTINED if bad.refusal else ScanState.ACCEPTED)
    assert bad.refusal is None or bad.says in bad.refusal.value


@by_name
def test_a_bad_file_alone_is_put_aside_with_its_sentence_and_kept(bad: Bad, contents, system: System, tmp_path: Path):
    content = contents[bad.name]
    dossier_id = taken_in({bad.name: content}, tmp_path / "inbox", system)
    judged(system.warehouse.scans(dossier_id)[0], bad)
    assert content in kept(system, dossier_id)
    one = system.warehouse.dossier(dossier_id)
    assert one.state is (DossierState.QUARANTINED if bad.refusal else DossierState.RECEIVED)
    assert bad.says in one.reason
    assert not (tmp_path / "x.pdf").exists()
    if bad.refusal:
        assert pipeline.plan([dossier_id], system) == []


@by_name
def test_a_bad_file_beside_a_good_one_stops_nothing(bad: Bad, contents, system: System, tmp_path: Path):
    good, content = picture("TIFF"), contents[bad.name]
    dossier_id = taken_in({"d/tot.tif": good, f"d/{bad.name}": content}, tmp_path / "inbox", system)
    scans = {scan.name: scan for scan in system.warehouse.scans(dossier_id)}
    assert scans["tot.tif"].state is ScanState.ACCEPTED
    assert system.warehouse.dossier(dossier_id).state is DossierState.RECEIVED
    within = Refusal.NOT_A_SCAN if bad.name.endswith(".zip") else bad.refusal  # a ZIP within a dossier is no scan
    assert scans[bad.name].refusal is within
    assert {good, content} <= kept(system, dossier_id)
    assert len(pipeline.plan([dossier_id], system)) == 1


def test_all_of_them_in_one_inbox_are_a_dossier_each(contents, system: System, tmp_path: Path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, content in contents.items():
        (inbox / name).write_bytes(content)
    ids = pipeline.take_in(str(inbox), system)
    states = [system.warehouse.dossier(one).state for one in ids]
    assert len(ids) == len(BAD)
    assert states.count(DossierState.QUARANTINED) == sum(bad.refusal is not None for bad in BAD)


MANIFESTS = """
{"dossier_code": "H1", "nguoi_nop": "x"} | nguoi_nop
{"applicant": {"full_name": "x", "tuoi": "7"}} | applicant.tuoi
{"dossier_code": 7} | dossier_code
{"dossier_code": "H1", "dossier_code": "H2"} | dossier_code
{"Nguyễn Thị Bí Mật": "x"} | (?)
[] | JSON object
{ | JSON
"""


@pytest.mark.parametrize(("text", "names"), [line.split(" | ") for line in MANIFESTS.strip().splitlines()])
def test_a_manifest_that_is_not_understood_quarantines_its_dossier_and_names_the_key(
    text, names, system: System, tmp_path: Path
):
    good, manifest = picture("TIFF"), text.encode()
    dossier_id = taken_in({"d/tot.tif": good, "d/manifest.json": manifest}, tmp_path / "inbox", system)
    one = system.warehouse.dossier(dossier_id)
    assert one.state is DossierState.QUARANTINED
    assert names in one.reason
    assert "sửa rồi nộp lại" in one.reason
    assert "Bí Mật" not in one.reason
    assert kept(system, dossier_id) == {good, manifest}
    right = {"d/tot.tif": good, "d/manifest.json": json.dumps({"dossier_code": "H1"}).encode()}
    mended = taken_in(right, tmp_path / "mended", system)
    assert system.warehouse.dossier(mended).state is DossierState.RECEIVED


# --- a full disk


@pytest.fixture
def full_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """The disk below the object store is full at the n-th write from now on."""
    left, synced = -1, os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        synced(descriptor)

    def set_left(number: int) -> None:
        nonlocal left
        left = number

    monkeypatch.setattr(storage.objects.os, "fsync", fsync)
    return set_left


@pytest.mark.parametrize("write", [1, 6, 11])
def test_a_disk_full_at_the_intake_leaves_nothing_half_and_a_later_run_completes(
    system: System, made: Made, undisturbed: Whole, full_at: Callable[[int], None], write
):
    full_at(write)
    with pytest.raises(StorageFull):
        pipeline.take_in(str(made.inbox), system)
    whole_objects_only(system)
    walk(system, made)
    assert (system.warehouse.fingerprint(), tuple(system.objects)) == (undisturbed.fingerprint, undisturbed.objects)


@pytest.mark.parametrize("write", [1, 12])
def test_a_disk_full_while_pages_are_stored_leaves_nothing_half_and_a_later_run_completes(
    system: System, made: Made, undisturbed: Whole, full_at: Callable[[int], None], write
):
    (batch,) = pipeline.plan(pipeline.take_in(str(made.inbox), system), system)
    full_at(write)
    with pytest.raises(StorageFull) as full:
        pipeline.read_batch(batch, system)
    assert full.value.retry
    whole_objects_only(system)
    states = {one.state for one in system.warehouse.dossiers()}
    assert states == {DossierState.RECEIVED}
    pages = system.warehouse.counts().pages
    assert pages < 9
    for step in STEPS:
        step(batch, system)
    assert (system.warehouse.fingerprint(), tuple(system.objects)) == (undisturbed.fingerprint, undisturbed.objects)


def whole_objects_only(system: System) -> None:
    for digest in system.objects:
        system.objects.get(digest)  # raises ObjectDamaged for what is not whole
    assert list((system.settings.state / "objects" / "unfinished").iterdir()) == []


@pytest.mark.parametrize(
    ("save", "at"), [("save_page", 2), ("save_documents", 2), ("save_resolution", 2), ("load_all", 1)]
)
def test_a_warehouse_that_is_full_at_any_save_is_taken_up_where_it_stood(
    system: System, made: Made, undisturbed: Whole, monkeypatch: pytest.MonkeyPatch, save, at
):
    times, right = 0, getattr(Warehouse, save)

    def full(*args: object, **named: object) -> object:
        nonlocal times
        times += 1
        if times == at:
            raise StorageFull("full")
        return right(*args, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Warehouse, save, full)
        with pytest.raises(StorageFull):
            walk(system, made)
    walk(system, made)
    # a question that was asked but whose answer could not be kept is asked again: both uses stay written down
    assert end(system) == undisturbed.end
    if save != "save_resolution":
        assert system.warehouse.fingerprint() == undisturbed.fingerprint
