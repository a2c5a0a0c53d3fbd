"""A dossier on which a step breaks is put aside, with the kind of error and no word of its content.

What lies around the papers (the database is away, the disk is full, a program is missing) is raised: then the whole
batch is tried again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from errors import DossierError, NotSetUp
from storage.states import DossierState
from storage.warehouse import Warehouse

BROKEN = "Máy gặp lỗi ngoài dự kiến ở bước {step} ({error}). Các hồ sơ khác vẫn chạy tiếp."


@contextmanager
def put_aside(step: str, dossier_id: str, warehouse: Warehouse) -> Iterator[None]:
    """What breaks within is this dossier's own, unless it lies around the papers."""
    try:
        yield
    except Exception as error:
        if around(error):
            raise
        broken = BROKEN.format(step=step, error=type(error).__name__)
        reason = error.sentence if isinstance(error, DossierError) else broken
        warehouse.move(dossier_id, DossierState.FAILED, reason)


def around(error: Exception) -> bool:
    """Whether it lies around the papers, so that every other dossier would meet it too."""
    return isinstance(error, DossierError) and (error.retry or isinstance(error, NotSetUp))
