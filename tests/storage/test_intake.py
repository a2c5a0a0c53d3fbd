"""From an inbox to rows and objects: nothing lost, nothing twice, and every bad file under its reason."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import storage_makers as make

from errors import NotHeld, NotSetUp, ScanRefused, StorageFull
from ocr.files.refusal import Refusal
from storage.archive import is_archive, members
from storage.incoming import IncomingDossier, open_dossier, open_dossiers
from storage.intake import take_in
from storage.objects import FolderStore, digest_of
from storage.states import DossierState, ScanState
from storage.warehouse import Warehouse

SCAN = b"%PDF PP"
MANIFEST = json.dumps({"dossier_code": "H56.12-261115-0007", "applicant": {"full_name": make.NAME}}).encode()


def _names(incoming: IncomingDossier) -> list[str]:
    return [file.name for file in incoming.files]


# --- what lies in an inbox


def test_each_folder_archive_and_file_is_a_dossier(tmp_path: Path) -> None:
    make.laid(tmp_path, {"d1/a.pdf": SCAN, "d1/sub/b.pdf": SCAN, "d1/manifest.json": MANIFEST, "d3.pdf": SCAN})
    make.laid(tmp_path, {"d2.zip": make.zipped({"b.pdf": SCAN, "a.pdf": SCAN, "manifest.json": MANIFEST})})
    opened = list(open_dossiers(tmp_path))
    assert [(each.label, _names(each), each.manifest is not None, each.archive is not None) for each in opened] == [
        ("d1", ["a.pdf", "sub/b.pdf"], True, False),
        ("d2.zip", ["a.pdf", "b.pdf"], True, True),
        ("d3.pdf", ["d3.pdf"], False, False),
    ]


def test_a_folder_with_a_manifest_is_itself_a_dossier(tmp_path: Path) -> None:
    make.laid(tmp_path, {"manifest.json": MANIFEST, "a.pdf": SCAN})
    (only,) = open_dossiers(tmp_path)
    assert (only.label, _names(only)) == (tmp_path.name, ["a.pdf"])
    with pytest.raises(NotHeld):
        list(open_dossiers(tmp_path / "nowhere"))


def test_what_file_managers_leave_behind_is_no_scan(tmp_path: Path) -> None:
    litter = dict.fromkeys((".DS_Store", "._a.pdf", "Thumbs.db", "desktop.ini", ".git/a.pdf", "__MACOSX/a.pdf"), b"x")
    make.laid(tmp_path / "d1", {"a.pdf": SCAN, **litter})
    make.laid(tmp_path, {".hidden.pdf": SCAN, "d2.zip": make.zipped({"a.pdf": SCAN, **litter})})
    assert [_names(each) for each in open_dossiers(tmp_path)] == [["a.pdf"], ["a.pdf"]]


def test_an_archive_of_one_folder_is_an_archive_of_what_is_in_it(tmp_path: Path) -> None:
    files = {"hoso/manifest.json": MANIFEST, "hoso/a.pdf": SCAN, "__MACOSX/hoso/._a.pdf": b"x"}
    make.laid(tmp_path, {"d.zip": make.zipped(files)})
    opened = open_dossier(tmp_path / "d.zip")
    assert (_names(opened), opened.manifest is not None) == (["a.pdf"], True)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    make.laid(tmp_path, {"secret.pdf": SCAN, "secrets/a.pdf": SCAN, "in/d1/a.pdf": SCAN})
    (tmp_path / "in/d1/b.pdf").symlink_to(tmp_path / "secret.pdf")
    (tmp_path / "in/d1/sub").symlink_to(tmp_path / "secrets")
    (tmp_path / "in/d2").symlink_to(tmp_path / "secrets")
    read = {file.name: file.read() for each in open_dossiers(tmp_path / "in") for file in each.files}
    assert [name for name, content in read.items() if content == SCAN] == ["a.pdf"]
    assert sorted(read) == ["a.pdf", "b.pdf", "d2", "sub"]


def test_names_of_any_encoding(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "d1")
    (tmp_path / "d1").mkdir()
    for name in ("Đơn.pdf".encode(), "Gi\u00e2\u0301y.pdf".encode(), b"\xd0\xf3n.pdf"):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(SCAN)
    (opened,) = open_dossiers(tmp_path)
    assert sorted(_names(opened)) == sorted(["Đơn.pdf", "Giấy.pdf", "\ufffd\ufffdn.pdf"])


def test_an_archive_of_an_old_program_names_its_files_without_an_encoding() -> None:
    utf8, windows = "Đơn.pdf".encode(), "ĐÔN.pdf".encode("cp1258")
    named = {"utf8": utf8, "windows": windows}
    for raw in named.values():
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            entry = zipfile.ZipInfo("x" * len(raw))
            archive.writestr(entry, SCAN)
        content = packed.getvalue().replace(b"x" * len(raw), raw)
        assert list(members(content)) == [raw.decode("utf-8" if raw is utf8 else "cp1258")]


def _with_link() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("a.pdf")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


UNSAFE = {
    "a file above": (make.zipped({"../a.pdf": SCAN}), Refusal.UNSAFE_ARCHIVE),
    "a file above, by a way around": (make.zipped({"a/../../b.pdf": SCAN}), Refusal.UNSAFE_ARCHIVE),
    "a file above, of Windows": (make.zipped({"..\\a.pdf": SCAN}), Refusal.UNSAFE_ARCHIVE),
    "a file at the root": (make.zipped({"/etc/a.pdf": SCAN}), Refusal.UNSAFE_ARCHIVE),
    "a file of a drive": (make.zipped({"C:\\a.pdf": SCAN}), Refusal.UNSAFE_ARCHIVE),
    "a link": (_with_link(), Refusal.UNSAFE_ARCHIVE),
    "too many files": (make.zipped({f"{number}.pdf": b"" for number in range(2_001)}), Refusal.UNSAFE_ARCHIVE),
    "too large a file": (make.zipped({"a.pdf": bytes(65 * 1024 * 1024)}), Refusal.UNSAFE_ARCHIVE),
    "cut short": (make.zipped({"a.pdf": SCAN})[:40], Refusal.TRUNCATED),
}


# by name: the bytes of an archive hold the minute of its making, and would name a test otherwise each time
@pytest.mark.parametrize(("content", "refusal"), UNSAFE.values(), ids=UNSAFE.keys())
def test_an_unsafe_archive_is_not_opened(content: bytes, refusal: Refusal) -> None:
    with pytest.raises(ScanRefused) as caught:
        members(content)
    assert caught.value.reason is refusal


def test_one_damaged_file_of_an_archive_leaves_the_others() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", SCAN)
        archive.writestr("b.pdf", b"%PDF other")
    found = members(packed.getvalue().replace(b"%PDF other", b"%PDF 0ther"))
    assert found["a.pdf"]() == SCAN
    with pytest.raises(ScanRefused):
        found["b.pdf"]()


def test_an_office_paper_is_no_archive() -> None:
    assert is_archive(make.zipped({"a.pdf": SCAN}))
    assert not is_archive(make.zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))


# --- into the warehouse


@pytest.fixture
def enter(warehouse: Warehouse, objects: FolderStore, tmp_path: Path) -> Callable[[dict[str, bytes]], list[str]]:
    def into(files: dict[str, bytes]) -> list[str]:
        inbox = make.laid(tmp_path / "inbox", files)
        return [take_in(incoming, warehouse, objects, make.inspect) for incoming in open_dossiers(inbox)]

    return into


Enter = Callable[[dict[str, bytes]], list[str]]


@pytest.mark.contract
def test_taking_the_same_inbox_in_again_changes_no_row_and_no_object(
    warehouse: Warehouse, objects: FolderStore, enter: Enter
) -> None:
    files = {
        "d1/a.pdf": SCAN,
        "d1/manifest.json": MANIFEST,
        "d2.zip": make.zipped({"a.pdf": b"%PDF P", "b.txt": b"x"}),
        "d3/a.pdf": b"",
        "d4/manifest.json": b"{}",
    }
    first = enter(files)
    rows, held = warehouse.fingerprint(), list(objects)
    assert enter(files) == first
    assert (warehouse.fingerprint(), list(objects)) == (rows, held)
    assert len(set(first)) == 4
    assert all(content in [objects.get(digest) for digest in held] for content in files.values())


BAD_FILES = [
    # files of the one dossier, state of the dossier, states of its scans, words of its reason
    ({"a.pdf": b""}, DossierState.QUARANTINED, ["EMPTY"], "Tệp rỗng"),
    ({"a.pdf": b"MZ program"}, DossierState.QUARANTINED, ["NOT_A_SCAN"], "không phải PDF"),
    ({"a.pdf": SCAN, "b.pdf": b"text"}, DossierState.RECEIVED, [None, "NOT_A_SCAN"], ""),
    ({"a.txt": SCAN}, DossierState.RECEIVED, [None], ""),
    ({"manifest.json": b'{"colour": 1}', "a.pdf": SCAN}, DossierState.QUARANTINED, [None], "colour"),
    ({"manifest.json": b"{}"}, DossierState.QUARANTINED, [], "không có tệp quét"),
    ({"a.zip": make.zipped({"x.pdf": SCAN})}, DossierState.QUARANTINED, ["NOT_A_SCAN"], "không phải PDF"),
]


@pytest.mark.contract
@pytest.mark.parametrize(("files", "state", "refusals", "said"), BAD_FILES)
def test_a_bad_file_is_put_aside_and_kept(
    warehouse: Warehouse,
    objects: FolderStore,
    enter: Enter,
    files: dict[str, bytes],
    state: DossierState,
    refusals: list[str | None],
    said: str,
) -> None:
    (dossier_id,) = enter({f"d1/{name}": content for name, content in files.items()})
    dossier, scans = warehouse.dossier(dossier_id), warehouse.scans(dossier_id)
    assert dossier.state is state
    assert said in dossier.reason
    assert [scan.refusal.name if scan.refusal else None for scan in scans] == refusals
    assert [scan.state for scan in scans] == [
        ScanState.QUARANTINED if refusal else ScanState.ACCEPTED for refusal in refusals
    ]
    assert sorted(objects) == sorted(digest_of(content) for content in files.values())
    assert [objects.get(scan.digest) for scan in scans] == [files[scan.name] for scan in scans], "kept byte for byte"


@pytest.mark.contract
def test_an_unsafe_archive_is_kept_whole_and_put_aside(
    warehouse: Warehouse, objects: FolderStore, enter: Enter, tmp_path: Path
) -> None:
    slip = make.zipped({"../../slipped.pdf": SCAN})
    good, bad = enter({"a/a.pdf": SCAN, "d1.zip": slip})
    (scan,) = warehouse.scans(bad)
    assert (warehouse.dossier(bad).state, scan.refusal) == (DossierState.QUARANTINED, Refusal.UNSAFE_ARCHIVE)
    assert "ZIP" in warehouse.dossier(bad).reason
    assert objects.get(scan.digest) == slip
    assert warehouse.deliveries(bad)[0].archive_object == digest_of(slip)
    assert warehouse.dossier(good).state is DossierState.RECEIVED
    assert not list(tmp_path.rglob("slipped.pdf"))


@pytest.mark.contract
def test_an_exact_duplicate_is_linked_to_the_first(warehouse: Warehouse, enter: Enter) -> None:
    other = json.dumps({"dossier_code": "H56.12-261115-0008"}).encode()
    first, second = enter({"d1/a.pdf": SCAN, "d1/manifest.json": MANIFEST, "d2/b.pdf": SCAN, "d2/manifest.json": other})
    assert first != second
    assert warehouse.scans(second)[0].duplicate_of == warehouse.scans(first)[0].id
    assert warehouse.dossiers(code="H56.12-261115-0008")[0].id == second


@pytest.mark.contract
def test_two_empty_files_are_two_dossiers_and_no_duplicates(warehouse: Warehouse, enter: Enter) -> None:
    first, second = enter({"a.pdf": b"", "b.pdf": b""})
    assert first != second
    assert warehouse.scans(second)[0].duplicate_of is None


@pytest.mark.contract
def test_a_disk_that_fills_up_leaves_the_dossier_to_the_next_run(
    warehouse: Warehouse, objects: FolderStore, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"d1/a.pdf": SCAN, "d1/b.pdf": b"%PDF P"}
    nothing = warehouse.fingerprint()
    put, calls = FolderStore.put, []

    def filling_up(self: FolderStore, content: bytes) -> str:
        calls.append(content)
        if len(calls) == 2:
            raise StorageFull("the object store's disk is full")
        return put(self, content)

    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "put", filling_up)
        with pytest.raises(StorageFull):
            enter(files)
    assert warehouse.fingerprint() == nothing
    (dossier_id,) = enter(files)
    assert len(warehouse.scans(dossier_id)) == len(list(objects)) == 2


@pytest.mark.contract
def test_an_inbox_in_s3(s3: Any, warehouse: Warehouse, objects: FolderStore) -> None:
    bucket = "inbox"
    s3.make_bucket(bucket)
    files = {"in/d1/a.pdf": SCAN, "in/d1/manifest.json": MANIFEST, "in/d2.zip": make.zipped({"a.pdf": SCAN})}
    files |= {"in/d3 ả.pdf": b"%PDF P", "in/.hidden.pdf": SCAN, "out/d4.pdf": SCAN}
    for key, content in files.items():
        s3.put_object(bucket, key, io.BytesIO(content), len(content))
    opened = list(open_dossiers(f"s3://{bucket}/in", s3))
    assert [(each.label, _names(each)) for each in opened] == [
        ("d1", ["a.pdf"]),
        ("d2.zip", ["a.pdf"]),
        ("d3 ả.pdf", ["d3 ả.pdf"]),
    ]
    taken = [take_in(each, warehouse, objects, make.inspect) for each in opened]
    assert warehouse.dossier(taken[0]).manifest.dossier_code == "H56.12-261115-0007"
    (only,) = open_dossiers(f"s3://{bucket}/in/d1/", s3)
    assert take_in(only, warehouse, objects, make.inspect) == taken[0]
    with pytest.raises(NotSetUp):
        list(open_dossiers(f"s3://{bucket}/in"))
    with pytest.raises(NotSetUp):
        list(open_dossiers("s3://no-such-bucket/in", s3))


def test_no_name_of_a_file_or_person_is_shown(tmp_path: Path) -> None:
    make.laid(tmp_path, {f"{make.NAME}/{make.NUMBER}.pdf": SCAN})
    (opened,) = open_dossiers(tmp_path)
    assert make.NAME not in repr(opened)
    assert make.NUMBER not in repr(opened)
