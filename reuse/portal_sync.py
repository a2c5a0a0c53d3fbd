"""The record of a dossier as the national portal takes it for the QĐ 766 indicators, as far as the warehouse knows it.

Field names and codes are those of the synchronisation service `SyncLocalDataToDVCQG` as seen in the source of a
province's one-stop system; they are not from a published specification. What the warehouse does not know is null, and
what rests on a reading of that source is named, each with its sentence in `CanKiemChung`. Holds personal values.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, time

from reuse.facts import Fact, known, results, short_code
from reuse.office_day import received_on
from storage.dossiers import Dossier, Scan
from storage.records import Record
from storage.reuse_counted import Counted
from storage.reuse_ledger import Reuse, Source, What
from storage.states import ScanState
from storage.vietnam_time import VIETNAM, day_of

SCHEMA = "hoso/portal-sync/1"
CHANNELS = {"counter": 1, "online": 2, "post": 3}
_FROM_ONE_STOP = "hệ thống một cửa điền: kho số hóa không biết"
_CODE_UNKNOWN = "mã trong danh mục của Cổng chưa kiểm chứng"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One file or component. The three flags are apart: scanned here, reused, taken from the portal's store."""

    TepDinhKemId: str | None
    MaThanhPhanHoSo: str | None
    DuocSoHoa: int
    DuocTaiSuDung: int
    DuocLayTuKhoDMQG: int
    MaKetQuaThayThe: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    LoaiDinhDanh: str | None
    SoDinhDanh: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaperResult:
    MaGiayToKetQua: str | None
    DuongDanTepTinKetQua: str | None


@dataclass(frozen=True, slots=True)
class Database:
    MaCSDL: str | None


@dataclass(frozen=True, slots=True)
class PortalRecord:
    MaHoSo: str | None
    MaTTHC: str | None
    TenTTHC: str | None
    MaLinhVuc: str | None
    KenhThucHien: int | None
    ChuHoSo: str | None = field(repr=False)
    LoaiDoiTuong: str | None
    DinhDanhCHS: tuple[Identity, ...] = field(repr=False)
    SoDienThoai: str | None = field(repr=False)
    Email: str | None = field(repr=False)
    NgayTiepNhan: str
    NgayHenTra: str | None
    NgayKetThucXuLy: str | None
    TrangThaiHoSo: int | None
    TaiLieuNop: tuple[HandedIn, ...]
    DanhSachGiayToKetQua: tuple[PaperResult, ...]
    HoSoCoThanhPhanSoHoa: int
    TaiKhoanDuocXacThucVoiVNeID: int | None
    DuocThanhToanTrucTuyen: int | None
    DSKetNoiCSDL: tuple[Database, ...]
    CanKiemChung: dict[str, str]


def portal_record(
    dossier: Dossier, scans: Sequence[Scan], records: Sequence[Record], counted: Counted, reused: Sequence[Reuse]
) -> PortalRecord:
    """`records`: as loaded last. `reused`: what stands in the ledger for this dossier."""
    person = next((one for one in records if one.kind == "person"), None)
    settled = {one.field: one.value for one in person.fields} if person else {}
    declared = dossier.manifest.applicant
    number = settled.get("id_number") or (declared.id_number if declared else "")
    listed = results().get(short_code(dossier.manifest.procedure_code))
    vneid = known(Fact.VNEID, counted)
    handed_in = (*_files(scans), *_components(reused))
    databases = (Database(None),) if counted.population_hits else ()
    record = PortalRecord(
        MaHoSo=dossier.manifest.dossier_code or None,
        MaTTHC=dossier.manifest.procedure_code or None,
        TenTTHC=listed.name if listed else None,
        MaLinhVuc=None,
        KenhThucHien=CHANNELS.get(dossier.manifest.channel),
        ChuHoSo=settled.get("full_name") or (declared.full_name if declared else "") or None,
        LoaiDoiTuong=None,
        DinhDanhCHS=(Identity(None, number),) if number else (),
        SoDienThoai=settled.get("phone") or (declared.phone if declared else "") or None,
        Email=None,
        NgayTiepNhan=_received(dossier),
        NgayHenTra=None,
        NgayKetThucXuLy=None,
        TrangThaiHoSo=None,
        TaiLieuNop=handed_in,
        DanhSachGiayToKetQua=_results(counted),
        HoSoCoThanhPhanSoHoa=int(counted.components_reused > 0),
        TaiKhoanDuocXacThucVoiVNeID=None if vneid is None else int(vneid),
        DuocThanhToanTrucTuyen=None,
        DSKetNoiCSDL=databases,
        CanKiemChung={},
    )
    record.CanKiemChung.update(_unverified(record, person is not None))
    return record


def portal_document(records: Iterable[PortalRecord], made_at: datetime) -> str:
    """The records as JSON. They name people: to be sent to the portal and to nobody else."""
    held = {
        "schema": SCHEMA,
        "made_at": made_at.isoformat(),
        "HoSo": [asdict(one) for one in records],
    }
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def _files(scans: Sequence[Scan]) -> Iterator[HandedIn]:
    for one in scans:
        if one.state is ScanState.ACCEPTED:
            yield HandedIn(one.id, None, 1, 0, 0)


def _components(reused: Sequence[Reuse]) -> Iterator[HandedIn]:
    for one in reused:
        if one.what is What.COMPONENT:
            from_store = one.source is Source.NATIONAL_STORE
            from_result = one.source is Source.RECORD
            yield HandedIn(one.source_id or None, one.component, 0, 2 if from_result else 1, int(from_store))


def _results(counted: Counted) -> tuple[PaperResult, ...]:
    listed = results().get(short_code(counted.procedure_code))
    if not known(Fact.RESULT_ELECTRONIC, counted):
        return ()
    return (PaperResult(listed.result_code or None if listed else None, None),)


def _received(dossier: Dossier) -> str:
    day = received_on(dossier.manifest.dossier_code, dossier.received_at)
    same = day == day_of(dossier.received_at)
    moment = dossier.received_at.astimezone(VIETNAM) if same else datetime.combine(day, time())
    return f"{moment:%Y%m%d%H%M%S}"


def _unverified(record: PortalRecord, loaded: bool) -> Iterator[tuple[str, str]]:
    """(name of the field, what a reader has to know before it is sent)."""
    by_one_stop = (
        "MaHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "KenhThucHien", "ChuHoSo", "SoDienThoai", "Email", "NgayHenTra",
        "NgayKetThucXuLy", "TrangThaiHoSo", "TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen",
    )  # fmt: skip
    for name in by_one_stop:
        if getattr(record, name) is None:
            yield name, _FROM_ONE_STOP
    yield "LoaiDoiTuong", _CODE_UNKNOWN
    if record.DinhDanhCHS:
        yield "DinhDanhCHS.LoaiDinhDanh", _CODE_UNKNOWN
    if record.DSKetNoiCSDL:
        yield "DSKetNoiCSDL.MaCSDL", f"đã khai thác cơ sở dữ liệu quốc gia về dân cư; {_CODE_UNKNOWN}"
    if record.DanhSachGiayToKetQua:
        yield "DanhSachGiayToKetQua.DuongDanTepTinKetQua", _FROM_ONE_STOP
    if not loaded and (record.ChuHoSo or record.DinhDanhCHS):
        yield "ChuHoSo, DinhDanhCHS, SoDienThoai", "như khai lúc nộp, chưa đối chiếu xong"
    if any(one.MaThanhPhanHoSo is None for one in record.TaiLieuNop):
        yield "TaiLieuNop.MaThanhPhanHoSo", "tệp quét chưa gắn với mã thành phần hồ sơ của thủ tục"
    yield "TaiLieuNop.DuocTaiSuDung", "hiểu là 1 = tái sử dụng, 2 = tái sử dụng từ kết quả hồ sơ khác"
    yield "HoSoCoThanhPhanSoHoa", "đặt theo thành phần được TÁI SỬ DỤNG, như công thức 4.3; chưa kiểm chứng với Cổng"
    if record.NgayTiepNhan.endswith("000000"):
        yield "NgayTiepNhan", "biết ngày theo mã hồ sơ, không biết giờ"
