"""What stands when a step asks anew: questions that people have in hand, and what the answers to new ones are worth."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, any_, func, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY

from extractors.reading import UNKNOWN_FORM
from storage.change import Change, Stage, latest_keys
from storage.question import KEYED_WITHOUT_PAPER, Origin, Question
from storage.review import worth
from storage.schema import DOCUMENT, READING, REVIEW_TASK
from storage.schema_review import REVIEW_CLAIM
from storage.states import TaskState

_About = tuple[str, str, str | None, str, str]  # dossier, kind, field, paper, place
_HOLDING = [one.name for one in Origin if one.holds]


@dataclass(frozen=True, slots=True)
class InHand:
    """Questions that people have answered, escalated or hold, and that are asked again."""

    by_subject: Mapping[_About, str]
    papers: Mapping[str, str]  # by id of a document: the paper that it is

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.by_subject.values())

    def has(self, dossier_id: str, each: Question) -> bool:
        return _about(dossier_id, each, self.papers) in self.by_subject


def in_hand(change: Change, asked: Mapping[str, Sequence[Question]]) -> InHand:
    """Of these questions those that stand already, with a person behind them; locked until the change ends.

    What only measures is none of them: no dossier waits for it, and its answer settles nothing.
    """
    if not any(asked.values()):
        return InHand({}, {})
    task = REVIEW_TASK.c
    open_still = task.state == TaskState.OPEN.name
    unheeded = (task.state == TaskState.SETTLED.name) & task.went_on_at.is_(None)
    columns = (task.id, task.state, task.version, task.dossier_id, task.kind, task.field, task.document_id, task.told)
    ours = (_among(asked), task.origin.in_(_HOLDING), or_(open_still, unheeded))
    rows = change.connection.execute(select(*columns).where(*ours).order_by(task.id).with_for_update()).all()
    held = _held(change, [row.id for row in rows])  # asked once the rows are locked: now nobody takes one
    touched = [row for row in rows if row.state != TaskState.OPEN.name or row.version > 1 or row.id in held]
    papers = _papers(change, {row.dossier_id for row in touched})
    wanted = {_about(dossier_id, each, papers) for dossier_id, questions in asked.items() for each in questions}
    found = {_subject(row, papers): row.id for row in touched}
    return InHand({subject: task_id for subject, task_id in found.items() if subject in wanted}, papers)


def _held(change: Change, task_ids: Sequence[str]) -> frozenset[str]:
    claim = REVIEW_CLAIM.c
    if not task_ids:
        return frozenset()
    among = claim.task_id == any_(literal(list(task_ids), ARRAY(claim.task_id.type)))
    return frozenset(change.connection.execute(select(claim.task_id).where(among, claim.until > change.now)).scalars())


def _about(dossier_id: str, each: Question, papers: Mapping[str, str]) -> _About:
    return _subject_of(dossier_id, each.kind, each.field, each.document_id, each.told, papers)


def _subject(row: Any, papers: Mapping[str, str]) -> _About:
    return _subject_of(row.dossier_id, row.kind, row.field, row.document_id, row.told, papers)


def _subject_of(
    dossier_id: str,
    kind: str,
    field: str | None,
    document_id: str | None,
    told: Mapping[str, Any] | None,
    papers: Mapping[str, str],
) -> _About:
    """What stands in a field is one question, whatever the machine finds doubtful about it."""
    why = "" if field and kind != KEYED_WITHOUT_PAPER else kind
    return dossier_id, why, field, papers.get(document_id or "", document_id or ""), _place(told)


def _papers(change: Change, dossier_ids: Iterable[str]) -> dict[str, str]:
    """By id of a document where its paper lies: read anew it has another id. Of several that lie alike each is told
    by its id only, for their order may change."""
    ids = sorted(dossier_ids)
    if not ids:
        return {}
    columns = (DOCUMENT.c.id, DOCUMENT.c.key, DOCUMENT.c.scan_id, DOCUMENT.c.form, DOCUMENT.c.pages)
    rows = change.connection.execute(select(*columns).where(DOCUMENT.c.dossier_id.in_(ids))).all()
    places = {row.id: (row.key, f"{row.scan_id} {row.form} {list(row.pages)}") for row in rows}
    alike = Counter(places.values())
    shared = {place for (_, place), count in alike.items() if count > 1}
    return {document_id: place for document_id, (_, place) in places.items() if place not in shared}


def _place(told: Mapping[str, Any] | None) -> str:
    """Which file, and which pages of it: the same may be asked of several."""
    return f"{told.get('scan')} {told.get('pages')}" if told else ""


def _among(dossier_ids: Iterable[str]) -> ColumnElement[bool]:
    return REVIEW_TASK.c.dossier_id == any_(literal(list(dossier_ids), ARRAY(REVIEW_TASK.c.dossier_id.type)))


def worths(change: Change, asked: Mapping[str, Sequence[Question]]) -> dict[str, list[float]]:
    """What each question's answer saves, in the order of the questions."""
    whole = [one for one, questions in asked.items() if any(_holds_all(each) for each in questions)]
    fields = _fields(change, whole)
    return {one: _worths(questions, fields.get(one, 0)) for one, questions in asked.items()}


def _worths(questions: Sequence[Question], fields: int) -> list[float]:
    holding = [each for each in questions if each.origin.holds]
    together = sum(_holds_all(each) for each in holding)
    return [_worth(each, len(holding), fields, together) for each in questions]


def _worth(each: Question, questions: int, fields: int, together: int) -> float:
    if not each.origin.holds:
        return worth.SAMPLED if each.origin is Origin.SAMPLE else worth.of_field(worth.LIKE_OTHERS)
    if _holds_all(each):
        return worth.of_whole(fields, together)
    return worth.of_field(questions) if each.field else worth.of_paper(questions)


def _holds_all(each: Question) -> bool:
    """About whom the dossier is, or whether a file of it may be used: nothing of it is loaded until then."""
    return each.field is None and each.document_id is None and each.origin.holds


def weigh_again(change: Change, dossier_id: str) -> None:
    """What the open questions of a dossier are worth now that there are fewer of them, or more again. It is no change
    that anybody sees: their versions stay."""
    task = REVIEW_TASK.c
    open_still = (task.dossier_id == dossier_id, task.state == TaskState.OPEN.name)
    columns = (task.id, task.kind, task.field, task.document_id, task.origin, task.worth)
    rows = change.connection.execute(select(*columns).where(*open_still).order_by(task.id)).all()
    asked = [Question(row.kind, "", row.field, row.document_id, origin=Origin[row.origin]) for row in rows]
    new = worths(change, {dossier_id: asked})[dossier_id]
    moved: dict[float, list[str]] = {}
    for row, now in zip(rows, new, strict=True):
        if row.worth != now and Origin[row.origin].holds:
            moved.setdefault(now, []).append(row.id)
    for now, ids in moved.items():  # most of them are worth the same
        among = task.id == any_(literal(ids, ARRAY(task.id.type)))
        change.connection.execute(REVIEW_TASK.update().where(among).values(worth=now))


def _fields(change: Change, dossier_ids: Sequence[str]) -> dict[str, int]:
    """How many fields were read of each, as found last."""
    keys = latest_keys(change.connection, dossier_ids, Stage.EXTRACT) if dossier_ids else {}
    if not keys:
        return {}
    ours = tuple_(DOCUMENT.c.dossier_id, DOCUMENT.c.key).in_(list(keys.items()))
    chosen = select(DOCUMENT.c.dossier_id, func.count()).join(READING, READING.c.document_id == DOCUMENT.c.id)
    chosen = chosen.where(ours, DOCUMENT.c.form != UNKNOWN_FORM, READING.c.revision == 1)
    return {one: int(count) for one, count in change.connection.execute(chosen.group_by(DOCUMENT.c.dossier_id))}
