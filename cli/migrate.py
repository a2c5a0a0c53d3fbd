"""`hoso migrate`"""

import typer

from errors import NotSetUp


def migrate() -> None:
    """Bring the warehouse's tables and the object store's bucket to this version. Safe to run again."""
    from settings import read_settings
    from storage.prepare import prepare
    from system import object_lock, s3_access

    settings = read_settings()
    if not settings.warehouse_url:
        raise NotSetUp("no warehouse is set (HOSO_WAREHOUSE_URL); the embedded one is migrated by each command itself")
    access, lock = s3_access(settings), object_lock(settings)
    prepare(settings.warehouse_url, settings.objects, access, settings.objects_copy, lock)
    typer.echo("Kho dữ liệu và kho tệp đã sẵn sàng cho phiên bản này.")
