"""How the keys stand, in sentences: for `hoso doctor`."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cli.doctor import Finding
from errors import DossierError

if TYPE_CHECKING:
    from settings import Settings

MASTER, SEALED, SIGNING, SEALS = "Khóa chủ", "Niêm phong dữ liệu cá nhân", "Khóa ký", "Niêm phong nhật ký"
MASTER_YEARS = 2  # after which a master key had better be rotated; nobody demands it


def master_finding(settings: "Settings") -> Finding:
    """Where the master key lies and who may read it; bad in production only, where it lies beside the data."""
    from storage.sealing.opening import master_faults

    told = master_faults(settings.master_key, settings.state, settings.objects, settings.objects_copy)
    remedy = "đặt HOSO_MASTER_KEY: tệp ngoài thư mục trạng thái (chmod 600), hoặc địa chỉ khóa của dịch vụ giữ khóa"
    seen = "; ".join([place_of(settings.master_key, settings.state), *told])
    return Finding(MASTER, not (told and settings.production), seen, remedy)


def place_of(where: str, state: Path) -> str:
    from storage.sealing.transit import is_transit

    if is_transit(where):
        return "do dịch vụ giữ khóa giữ"
    file = Path(where) if where else state / "master.key"
    if not file.exists():
        return f"{file}, chưa có"
    return f"{file}, quyền {stat.S_IMODE(file.stat().st_mode):o}"


def key_findings(settings: "Settings") -> Iterator[Finding]:
    """What the warehouse itself tells of its keys. What is wrong with the warehouse is told elsewhere."""
    from cli.embedded import warehouse
    from storage.care import sealed_at
    from storage.sealing.drill import unsealed
    from storage.sealing.rotation import generation_since, still_under_older
    from storage.service.signing_keys import signs_since
    from storage.warehouse import Warehouse
    from system import open_vault

    now = datetime.now(UTC)
    try:
        with (
            warehouse(settings) as url,
            open_vault(settings, url) as vault,
            Warehouse(url) as held,
            held.looking() as connection,
        ):
            since = generation_since(connection, vault.master.id)
            yield generation_finding(since, still_under_older(connection, vault.master), now)
            yield sealed_finding(unsealed(connection))
            yield signing_finding(signs_since(connection, now), settings.signing_key_days, now)
            yield seals_finding(sealed_at(connection), now, settings.production)
    except DossierError:
        return


def generation_finding(since: datetime | None, older: int, now: datetime) -> Finding:
    """How old the generation of the master key is; keys that an older one wraps wait for a rotation to end."""
    seen = f"đời hiện nay dùng {_days(since, now)} ngày" if since else "chưa bọc khóa nào"
    if older:
        seen += f"; còn {older} khóa dưới đời cũ"
    elif since and now - since > timedelta(days=365 * MASTER_YEARS):
        seen += f"; đã quá {MASTER_YEARS} năm, nên đổi: hoso keys rotate-master"
    return Finding(f"{MASTER}, đời", not older, seen, "chạy tiếp hoso keys rotate-master")


def sealed_finding(clear: tuple[str, ...]) -> Finding:
    seen = f"để trần ở {', '.join(clear)}" if clear else "không thấy giá trị nào để trần"
    return Finding(SEALED, not clear, seen, "tìm ai đã ghi thẳng vào cơ sở dữ liệu: hoso audit verify")


def signing_finding(since: datetime | None, days: int, now: datetime) -> Finding:
    if since is None:
        return Finding(SIGNING, True, "chưa có; được tạo khi dịch vụ chạy lần đầu")
    return Finding(SIGNING, _days(since, now) <= days, f"đã dùng {_days(since, now)} ngày", "hoso signing rotate")


def seals_finding(at: datetime | None, now: datetime, production: bool) -> Finding:
    from storage.care import SEAL_DAYS

    if at is None:
        return Finding(SEALS, not production, "chưa niêm phong lần nào", "hoso audit seal, và bật DAG seal_audit")
    seen = f"lần cuối {at:%d/%m/%Y}, {_days(at, now)} ngày trước"
    return Finding(SEALS, _days(at, now) <= SEAL_DAYS or not production, seen, "hoso audit seal, và bật DAG seal_audit")


def _days(since: datetime, now: datetime) -> int:
    return (now - since).days
