"""Carries out a bulk export: written down before a value is read, and again when all of it is there."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from errors import DossierError
from reuse.export_places import ObjectSink
from reuse.export_policy import FieldPolicy
from reuse.export_writing import Sign, Sink, Written, manifest, write_parts
from storage.audit.reading import reading
from storage.objects import ObjectStore
from storage.service import exports
from storage.service.export_ending import note_part
from storage.service.export_reading import alone, pages
from storage.service.exports import ExportOrder, ExportState
from storage.warehouse import Warehouse


def write_export(
    warehouse: Warehouse,
    order: ExportOrder,
    sink: Sink,
    sign: Sign,
    issuer: str,
    progress: Callable[[int], None] = lambda records: None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Written | None:
    """None when somebody else carries it out just now.

    Raises ReadNotLogged when the audit takes no row, and then nothing was read.
    """
    with warehouse.looking() as guard:
        if not alone(guard, order.id):
            return None
        return _written(warehouse, order, sink, sign, issuer, progress, clock)


def _written(
    warehouse: Warehouse,
    order: ExportOrder,
    sink: Sink,
    sign: Sign,
    issuer: str,
    progress: Callable[[int], None] = lambda records: None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Written:
    may_read = cache(FieldPolicy(order.scopes).may_read)  # the same few fields again and again
    with reading(warehouse, order.purpose, "export", order.id, reader=order.by, fields=order.fields) as connection:
        written = write_parts(pages(connection, order, may_read), order.form, sink, progress)
    content = manifest(order, written, issuer, clock())
    sink.finish(content, sign(content))
    with warehouse.changing(order.by) as change:
        change.note(
            "export.finished",
            order.id,
            procedure=order.purpose.procedure,
            records=written.records,
            fields=written.fields,
            withheld=sum(written.withheld.values()),
            erased=written.erased,
            parts=len(written.parts),
        )
    return written


def run_export(warehouse: Warehouse, objects: ObjectStore, export_id: str, sign: Sign, issuer: str) -> ExportState:
    """Into the object store; where it stands afterwards. Run again, it does nothing; killed, the next run does it all.

    A lack that may pass (disk full, warehouse away) leaves it to be run again; any other error ends it.
    """
    try:
        with warehouse.looking() as guard:
            free = alone(guard, export_id)
            held = exports.export(guard, export_id)  # looked at under the guard: who had it before may have ended it
            if not free or held.state is not ExportState.ASKED:
                return held.state
            return _run(warehouse, objects, held.order, sign, issuer)
    except DossierError as error:
        if error.retry:
            return ExportState.ASKED
        raise


def _run(warehouse: Warehouse, objects: ObjectStore, order: ExportOrder, sign: Sign, issuer: str) -> ExportState:
    def noted(digest: str) -> None:
        with warehouse.changing(order.by) as change:
            note_part(change, order.id, digest)

    sink = ObjectSink(objects, noted)
    try:
        written = _written(warehouse, order, sink, sign, issuer)
    except DossierError as error:
        if error.retry:
            raise
        with warehouse.changing(order.by) as change:
            exports.failed(change, order.id, type(error).__name__)
        return ExportState.FAILED
    with warehouse.changing(order.by) as change:
        stands = exports.done(
            change,
            order.id,
            records=written.records,
            rows=written.fields,
            manifest=sink.manifest,
            signature=sink.signature,
        )
    return ExportState.DONE if stands else ExportState.FAILED
