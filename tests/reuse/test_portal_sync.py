"""The record of a dossier for the national portal: what is known, and by name what is not."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reuse.ledger import Asking, component_reused
from reuse.portal_sync import PortalRecord, portal_document, portal_record
from storage.dossiers import Dossier, Scan
from storage.manifest import Applicant, Manifest
from storage.readings import Method
from storage.records import Record, RecordField
from storage.reuse_counted import Counted
from storage.reuse_ledger import Source
from storage.states import DossierState, ScanState
from storage.told_facts import ToldFact

AT = datetime(2026, 11, 15, 17, 30, 5, tzinfo=UTC)  # half past midnight of the 16th in Vietnam
DECLARED = Applicant("Dang Thi Hong Thu", "099187000123", "1987", "0912345678")
DOSSIER = Dossier(
    "D1", "nhãn", Manifest("H56.12-261116-0007", "1.001193", "post", "Xã Thử", DECLARED), DossierState.LOADED, "",
    None, None, AT, None,
)  # fmt: skip
COUNTED = Counted(
    "D1", "H56.12-261116-0007", "1.001193", "post", "Xã Thử", AT, DossierState.LOADED, 1, 0, 0, 0, 0, 0.0, 0.0, 1, 0, {}
)
PERSON = Record("person", "P1", (RecordField("full_name", "Đặng Thị Hồng Thử", Method.QR),))


def scan(number: int, state: ScanState) -> Scan:
    return Scan(f"S{number}", "D1", number, f"{number}.pdf", "ab" * 32, 2, None, 1, state, None, None)


def made(counted: Counted = COUNTED, dossier: Dossier = DOSSIER, records=(), reused=()) -> PortalRecord:
    scans = [scan(1, ScanState.ACCEPTED), scan(2, ScanState.QUARANTINED)]
    return portal_record(dossier, scans, records, counted, reused)


def test_what_the_warehouse_knows():
    one = made(records=(PERSON,))
    assert (one.MaHoSo, one.MaTTHC, one.TenTTHC, one.KenhThucHien) == (
        "H56.12-261116-0007", "1.001193", "Đăng ký khai sinh", 3,
    )  # fmt: skip
    assert one.ChuHoSo == "Đặng Thị Hồng Thử"  # as settled, not as declared
    assert one.NgayTiepNhan == "20261116003005"  # the clock of Vietnam
    assert [(each.TepDinhKemId, each.DuocSoHoa) for each in one.TaiLieuNop] == [("S1", 1)]


def test_a_day_that_only_the_code_knows_has_no_hour():
    earlier = replace(DOSSIER, manifest=replace(DOSSIER.manifest, dossier_code="H56.12-261102-0007"))
    one = made(dossier=earlier)
    assert one.NgayTiepNhan == "20261102000000"
    assert "NgayTiepNhan" in one.CanKiemChung


@pytest.mark.parametrize("name", ["MaLinhVuc", "NgayHenTra", "TrangThaiHoSo", "TaiKhoanDuocXacThucVoiVNeID", "Email"])
def test_what_it_does_not_know_is_null_and_named(name):
    one = made()
    assert getattr(one, name) is None
    assert name in one.CanKiemChung


def test_a_code_that_was_not_verified_is_never_made_up():
    one = made()
    assert [each.MaCSDL for each in one.DSKetNoiCSDL] == [None]
    assert [each.LoaiDinhDanh for each in one.DinhDanhCHS] == [None]
    assert {"DSKetNoiCSDL.MaCSDL", "DinhDanhCHS.LoaiDinhDanh"} <= set(one.CanKiemChung)
    assert "ChuHoSo, DinhDanhCHS, SoDienThoai" in one.CanKiemChung  # as declared: nothing is loaded yet


FLAGS = """
source         | DuocSoHoa | DuocTaiSuDung | DuocLayTuKhoDMQG
RECORD         | 0         | 2             | 0
POPULATION     | 0         | 1             | 0
NATIONAL_STORE | 0         | 1             | 1
"""


@pytest.mark.parametrize(
    ("source", "digitised", "reused", "store"),
    [[cell.strip() for cell in line.split("|")] for line in FLAGS.strip().splitlines()[1:]],
)
def test_the_three_flags_of_a_reused_component(source, digitised, reused, store):
    asking = Asking("D1", "1.001193", "Xã Thử", date(2026, 11, 16))
    row = component_reused(asking, "giay_chung_sinh", Source[source], "record-1")
    scanned, component = made(reused=[row]).TaiLieuNop
    assert (scanned.DuocSoHoa, scanned.DuocTaiSuDung, scanned.DuocLayTuKhoDMQG) == (1, 0, 0)
    assert component.MaThanhPhanHoSo == "giay_chung_sinh"
    assert (component.DuocSoHoa, component.DuocTaiSuDung, component.DuocLayTuKhoDMQG) == (
        int(digitised), int(reused), int(store),
    )  # fmt: skip


def test_scanning_alone_is_not_told_as_reuse():
    assert made().HoSoCoThanhPhanSoHoa == 0
    assert made(replace(COUNTED, components_reused=1)).HoSoCoThanhPhanSoHoa == 1


@pytest.mark.parametrize(("told", "results"), [({}, 0), ({ToldFact.RESULT_ELECTRONIC: True}, 1)])
def test_a_result_is_listed_when_the_one_stop_system_told_it(told, results):
    listed = made(replace(COUNTED, told=told)).DanhSachGiayToKetQua
    assert [each.MaGiayToKetQua for each in listed] == ["KQ.G15.000031"] * results


def test_the_document_and_what_is_shown_of_a_record():
    one = made(records=(PERSON,))
    held = json.loads(portal_document([one], AT))
    assert held["schema"] == "hoso/portal-sync/1"
    assert held["HoSo"][0]["ChuHoSo"] == "Đặng Thị Hồng Thử"
    for value in ("Thử", DECLARED.id_number, DECLARED.phone):
        assert value not in repr(one)
