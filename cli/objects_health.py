"""How well the stored files are kept, in sentences: for `hoso objects show` and `hoso doctor`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cli.doctor import Finding
from errors import DossierError

if TYPE_CHECKING:
    from settings import Settings
    from storage.fixity_rows import Coverage, Site
    from storage.objects import ObjectStore
    from storage.protection import Protection
    from storage.warehouse import Warehouse

STORE, FIXITY, SECOND = "Kho tệp", "Kiểm nguyên vẹn tệp", "Bản sao thứ hai"


def object_findings(settings: "Settings") -> Iterator[Finding]:
    """For the doctor. What a store lacks is told always; bad it is in production, or when a term was asked for."""
    from cli.embedded import warehouse
    from storage.fixity_rows import Site
    from storage.warehouse import Warehouse
    from system import open_stores, open_vault

    try:
        # no key is asked for: a warehouse that is set may be away
        with warehouse(settings) as url, open_vault(settings, url) as vault:
            store, copy = open_stores(settings, vault)
        yield protection_finding(store.protection(), settings)
    except DossierError as error:
        yield Finding(STORE, False, f"{type(error).__name__}: {error}", error.sentence)
        return
    try:
        with warehouse(settings) as url, Warehouse(url) as held:
            yield fixity_finding(coverage_within(held, Site.ORIGINALS, settings.fixity_days), settings.fixity_days)
            yield copy_finding(copy, coverage_within(held, Site.COPY, settings.fixity_days), settings)
    except DossierError as error:
        yield Finding(FIXITY, False, f"{type(error).__name__}: {error}", error.sentence)


def protection_finding(found: "Protection", settings: "Settings") -> Finding:
    """Whether the store itself guards what it holds, for the term of the settings."""
    from storage.protection import Guard

    wanted = settings.object_retention_days
    locked = found.guard is Guard.LOCKED and found.days >= wanted
    asked = settings.production or (wanted > 0 and found.guard is not Guard.READ_ONLY)
    where = settings.objects or str(settings.state / "objects")
    remedy = (
        "đặt HOSO_OBJECT_RETENTION_DAYS rồi hoso migrate; kho không khóa được thì chuyển sang một bucket có object lock"
    )
    return Finding(STORE, locked or not asked, f"{where}; {found.sentence}", remedy)


def fixity_finding(found: "Coverage", days: int) -> Finding:
    good = not (found.damaged or found.missing or found.overdue)
    remedy = "hoso objects restore" if found.damaged or found.missing else "hoso objects fixity --all"
    return Finding(FIXITY, good, coverage_sentence(found, days), remedy)


def copy_finding(copy: "ObjectStore | None", found: "Coverage", settings: "Settings") -> Finding:
    if copy is None:
        return Finding(SECOND, not settings.production, "chưa đặt", "đặt HOSO_OBJECTS_COPY rồi hoso objects copy")
    told = fixity_finding(found, settings.fixity_days)
    seen = f"{settings.objects_copy}; {copy.protection().sentence}. {told.seen}"
    return Finding(SECOND, told.good, seen, f"{told.remedy} --copy")


def told_of(warehouse: "Warehouse", site: "Site", store: "ObjectStore | None", days: int) -> Iterator[str]:
    """What is known of one site, a line at a time."""
    if store is None:
        yield f"{site.value.capitalize()}: chưa đặt (HOSO_OBJECTS_COPY)."
        return
    yield f"{site.value.capitalize()}: {store.protection().sentence}."
    yield f"  {coverage_sentence(coverage_within(warehouse, site, days), days)}"
    yield from _bad_ones(warehouse, site)


def coverage_within(warehouse: "Warehouse", site: "Site", days: int) -> "Coverage":
    from storage.fixity_rows import coverage

    with warehouse.looking() as connection:
        return coverage(connection, site, datetime.now(UTC) - timedelta(days=days))


def coverage_sentence(found: "Coverage", days: int) -> str:
    if found.share is None:
        return "Chưa kiểm lần nào: hoso objects fixity."
    said = f"{found.share * 100:.1f}".replace(".", ",")
    sentence = f"{said} % ({found.whole}/{found.objects}) tệp được thấy nguyên vẹn trong {days} ngày qua"
    counted = f"hỏng {found.damaged}, mất {found.missing}, quá hạn kiểm {found.overdue}"
    return f"{sentence}; {counted}" + (f", đã hủy khóa {found.erased}." if found.erased else ".")


def _bad_ones(warehouse: "Warehouse", site: "Site") -> Iterator[str]:
    from storage.fixity_rows import BAD, dossiers_with, in_order

    with warehouse.looking() as connection:
        for condition in BAD:
            for digest in in_order(connection, site, condition):
                of = ", ".join(dossiers_with(connection, digest))
                yield f"  {condition.value}: sha256:{digest}" + (f", thuộc hồ sơ {of}" if of else "")
