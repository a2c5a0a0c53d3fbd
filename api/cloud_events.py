"""Events as they go out: CloudEvents 1.0 in JSON. Each says where to look, and nothing of what stands there."""

from typing import Any

from storage.change import id_from
from storage.outbox import Event, EventKind

ONE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
PREFIX = "vn.hoso."
KINDS = tuple(kind.value for kind in EventKind)
_CODES = ("kind", "field", "state", "reason", "successor", "recall", "cause")  # which of its codes go out


def kind_named(value: str) -> str | None:
    """The name of the kind that is called so outside; None: there is no such kind."""
    return next((kind.name for kind in EventKind if kind.value == value), None)


def cloud_event(event: Event, issuer: str) -> dict[str, Any]:
    """Events of one `subject` come in the order in which they happened; the same event always has the same id."""
    data = {name: event.codes[name] for name in _CODES if name in event.codes}
    if event.person_id:
        data["person"] = event.person_id
    if event.record_id:
        data["record"] = event.record_id
    return {
        "specversion": "1.0",
        "id": id_from("event", event.cursor.xid, event.cursor.seq),
        "source": issuer,
        "type": PREFIX + event.kind.value,
        "subject": event.person_id or event.record_id or "",
        "time": event.at.isoformat().replace("+00:00", "Z"),  # as in every other answer
        "datacontenttype": "application/json",
        "data": data,
    }
