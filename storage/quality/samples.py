"""Questions of control: what is asked again, and against what its answer will be held.

The dossier waits for none of them. Whoever answers sees the paper and an empty field; what was accepted is sealed with
the sample, and the station's own role cannot read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from sqlalchemy import Connection, select

from errors import Erased
from extractors.titles import field_title, form_title
from storage.change import Change
from storage.personal import Private
from storage.quality.lots import Accepted
from storage.question import Origin, Question
from storage.schema import RECORD_FIELD
from storage.schema_quality import QUALITY_SAMPLE
from storage.sealing.owner import of_dossier
from storage.tasks import ask_more

KIND = "QUALITY_SAMPLE"  # why it is asked; a question of known answer is asked like any other


@dataclass(frozen=True, slots=True)
class Control:
    """One question of control, thought out."""

    of: Accepted
    origin: Origin
    key: str  # of what asks: the same again is the same question
    expected: str = attribute(repr=False)
    kind: str = KIND
    planted: str | None = attribute(default=None, repr=False)
    lot_id: str | None = None
    counted: bool = False
    person: str | None = None  # whose answer is looked at again


def ask(change: Change, control: Control) -> bool:
    """False when it was asked before."""
    of = control.of
    (task_id,) = ask_more(change, of.dossier_id, f"{control.key} {of.name}", [_question(control)])
    if change.connection.scalar(select(QUALITY_SAMPLE.c.task_id).where(QUALITY_SAMPLE.c.task_id == task_id)):
        return False
    owner = of_dossier(of.dossier_id)
    row: dict[str, Any] = {
        "task_id": task_id,
        "dossier_id": of.dossier_id,
        "lot_id": control.lot_id,
        "origin": control.origin.name,
        "counted": control.counted,
        "document_id": of.document_id,
        "form": of.form,
        "field": of.field,
        "record_id": of.record_id or None,
        "method": of.method,
        "person": control.person,
        "expected": Private(control.expected, owner),
        "planted": None if control.planted is None else Private(control.planted, owner),
        "made_at": change.now,
    }
    change.connection.execute(QUALITY_SAMPLE.insert().values(row))
    return True


def _question(control: Control) -> Question:
    """Words that any question has: what is known, and why it is asked, is not to be guessed from them."""
    of = control.of
    asked = f"{form_title(of.form)}, mục “{field_title(of.form, of.field)}”: trên giấy ghi gì?"
    told = None if control.planted is None else {"prefill": control.planted}
    return Question(control.kind, asked, of.field, of.document_id, told, 1, control.origin)


def accepted_value(connection: Connection, of: Accepted) -> str | None:
    """What stands on the paper, as far as was accepted; None where it was erased since.

    Where a register set the value right it is what the paper says that a second reading can bear out.
    """
    ours = (RECORD_FIELD.c.record_id == of.record_id) & (RECORD_FIELD.c.field == of.field)
    chosen = select(RECORD_FIELD.c.value, RECORD_FIELD.c.written).where(ours)
    try:
        row = connection.execute(chosen.order_by(RECORD_FIELD.c.revision.desc()).limit(1)).first()
    except Erased:
        return None
    if row is None:
        return None
    said: str = row.written or row.value
    return said


def asked_of(connection: Connection, lot_id: str) -> Sequence[str]:
    """The names (`Accepted.name`) of what was asked of a lot so far."""
    chosen = select(QUALITY_SAMPLE.c.document_id, QUALITY_SAMPLE.c.field).where(QUALITY_SAMPLE.c.lot_id == lot_id)
    return [f"{row.document_id} {row.field}" for row in connection.execute(chosen)]
