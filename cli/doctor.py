"""`hoso doctor`"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape

from settings import Settings

if TYPE_CHECKING:
    from storage.replica.state import Extract

GIGABYTE = 1 << 30
LEAST_FREE = 2 * GIGABYTE


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    good: bool
    seen: str
    remedy: str = ""


def doctor() -> None:
    """Tell what is installed, reachable and migrated, and what to do about what is not (then exit status 1)."""
    from settings import read_settings

    console = Console(emoji=False)
    bad = 0
    for finding in _findings(read_settings()):
        bad += not finding.good
        mark = "[green]được  [/]" if finding.good else "[red]thiếu  [/]"
        console.print(f"{mark}{finding.what}: {escape(finding.seen)}")
        if not finding.good:
            console.print(f"        [yellow]→ {escape(finding.remedy)}[/]")
    raise typer.Exit(1 if bad else 0)


def _findings(settings: Settings) -> Iterator[Finding]:
    for check in (_tesseract, _poppler, _models, _airflow):
        yield check()
    yield _disk(settings)
    yield _variables()
    yield trust_finding(settings.trust_anchors)
    yield from _stores(settings)
    for name, url in (("CSDL dân cư", settings.population_url), ("CSDL thuê bao", settings.telco_url)):
        yield _register(name, url, settings.production)


def _tesseract() -> Finding:
    install = "apt-get install tesseract-ocr tesseract-ocr-vie"
    said = _said("tesseract", "--list-langs")
    if said is None:
        return Finding("Tesseract", False, "không có", install)
    first = (_said("tesseract", "--version") or "").splitlines()[:1]
    return Finding("Tesseract, tiếng Việt", "vie" in said.split(), " ".join(first), install)


def _poppler() -> Finding:
    seen = shutil.which("pdftoppm")
    return Finding("poppler", seen is not None, "có" if seen else "không có", "apt-get install poppler-utils")


def _models() -> Finding:
    from errors import NotSetUp
    from ocr.reading import version as engine

    try:
        return Finding("Bộ đọc", True, engine())
    except NotSetUp as missing:
        return Finding("Bộ đọc", False, str(missing), "make bootstrap")


def _airflow() -> Finding:
    return Finding("Airflow", True, version("apache-airflow"))


def _disk(settings: Settings) -> Finding:
    settings.state.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.state).free
    return Finding("Chỗ trống trên ổ đĩa", free > LEAST_FREE, f"{free / GIGABYTE:.1f} GB", "giải phóng ít nhất 2 GB")


def _variables() -> Finding:
    """A misspelt variable would be passed over in silence."""
    known = {f"HOSO_{name.upper()}" for name in Settings.model_fields}
    strange = sorted(name for name in os.environ if name.startswith("HOSO_") and name not in known)
    return Finding("Biến môi trường HOSO_", not strange, ", ".join(strange) or "đều hiểu được", "sửa tên hoặc bỏ đi")


def trust_finding(folder: str) -> Finding:
    """Whom signatures are held against; nobody is no fault, but then nothing signed can be told to be valid."""
    from errors import NotSetUp
    from ocr.signing.trust import read_trust

    what = "Chứng thư gốc tin cậy"
    if not folder:
        return Finding(what, True, "chưa đặt HOSO_TRUST_ANCHORS: chưa chữ ký số nào được kết luận là hợp lệ")
    try:
        trust = read_trust(Path(folder))
    except NotSetUp as wrong:
        return Finding(what, False, str(wrong), "sửa HOSO_TRUST_ANCHORS hoặc bỏ tệp đó ra khỏi thư mục")
    seen = f"{len(trust.certificates)} chứng thư, {len(trust.revocation_lists)} danh sách thu hồi"
    return Finding(what, bool(trust.certificates), seen, "chép chứng thư gốc (.pem, .crt, .cer, .der) vào thư mục đó")


def _stores(settings: Settings) -> Iterator[Finding]:
    import pipeline
    from cli.embedded import embedded
    from cli.keys_health import key_findings, master_finding
    from cli.objects_health import object_findings

    def look(what: str, see: Callable[[], str], remedy: str) -> Finding:
        try:
            return Finding(what, True, see())
        except Exception as error:
            return Finding(what, False, f"{type(error).__name__}: {error}", getattr(error, "sentence", remedy))

    def warehouse() -> str:
        with embedded(settings) as filled, pipeline.open_system(filled) as system:
            counts = system.warehouse.counts()
            return f"đã sẵn sàng, {sum(counts.dossiers.values())} hồ sơ, {counts.records} bản ghi"

    yield master_finding(settings)
    yield look("Kho dữ liệu", warehouse, "xem nhật ký trong thư mục trạng thái")
    yield from key_findings(settings)
    yield from _roles(settings)
    yield from _replica(settings)
    yield from object_findings(settings)


def _roles(settings: Settings) -> Iterator[Finding]:
    from cli.embedded import warehouse
    from errors import DossierError
    from storage.roles import faults
    from storage.warehouse import Warehouse

    try:
        with warehouse(settings) as url, Warehouse(url) as held, held.looking() as connection:
            yield role_finding(faults(connection))
    except DossierError:
        return  # what is wrong with the warehouse is told above


def role_finding(told: list[str]) -> Finding:
    """Whether the roles of the database, their rights and their rows are those of the table of rights."""
    seen = "; ".join(told) or "đủ vai trò, quyền và hàng đúng bảng quyền"
    remedy = "chạy lại hoso migrate bằng tài khoản chủ các bảng, tạo hoặc gỡ vai trò như đã nêu"
    return Finding("Vai trò trong CSDL", not told, seen, remedy)


def _replica(settings: Settings) -> Iterator[Finding]:
    from cli.embedded import warehouse
    from errors import DossierError
    from storage.replica.register import Replicas
    from storage.vietnam_time import today

    try:
        with warehouse(settings) as url, closing(Replicas(url)) as replicas:
            yield replica_finding(replicas.serving(), settings, today())
    except DossierError:
        return  # what is wrong with the warehouse is told above


def replica_finding(extract: "Extract | None", settings: Settings, today: date) -> Finding:
    """What is told of the loaded extract: too old is bad, and none is bad where people are looked up in it."""
    what, remedy = "Bản trích dân cư", "hoso register load TỆP"
    if extract is None:
        return Finding(what, settings.population_way == "gateway", "chưa nạp", remedy)
    days = extract.age_days(today)
    seen = f"số liệu ngày {extract.as_of:%d/%m/%Y}, {days} ngày trước; {extract.rows} người"
    limit = settings.replica_max_age_days
    return Finding(what, days <= limit, seen, f"đã quá {limit} ngày: xin bản trích mới rồi {remedy}")


def _register(name: str, url: str, production: bool) -> Finding:
    if not url:
        return Finding(
            name, not production, "bản mô phỏng, tự chạy khi cần", "đặt HOSO_POPULATION_URL và HOSO_TELCO_URL"
        )
    import httpx

    try:
        httpx.get(url, timeout=5)
        return Finding(name, True, "trả lời")
    except httpx.HTTPError as error:
        return Finding(name, False, type(error).__name__, "kiểm tra địa chỉ và đường truyền tới cổng kết nối")


def _said(*command: str) -> str | None:
    """What a program prints, None when it is not there."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout + done.stderr
