"""Records by id and by person, as of a day and as known at a moment; what becomes of them is written here, too."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response

from api.answers.asked import Moment
from api.answers.record import (
    FieldHeld,
    HistoryGiven,
    RecordGiven,
    RecordsGiven,
    RevisionGiven,
    SearchAsked,
    StateChangeGiven,
    etag_of,
    record_given,
)
from api.caller import Caller
from api.cursors import opened, seal
from api.door import PurposeHeader, caller_with
from api.etags import unchanged
from api.holding import Question, may_see, of_asked, of_record, person_asked, question_of
from api.needs import Left, left, needed, open_days
from api.signed_answers import SIGNED, signed_answer
from storage.of_person import Loaded
from storage.quality.stating import Quality, qualities_of
from storage.record_history import Revision, history
from storage.records import RecordField

router = APIRouter(tags=["records"])
AsOf = Annotated[date | None, Query(description="đúng vào ngày nào; không nêu: hôm nay")]
KnownAt = Annotated[Moment | None, Query(description="theo những gì kho đã biết vào lúc nào; không nêu: nay")]
Reader = Annotated[Caller, caller_with("records:read")]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", max_length=1000, description="ETag của bản đã có")]


@router.get(
    "/v1/records/{record_id}",
    operation_id="getRecord",
    summary="Một bản ghi",
    response_model=RecordGiven,
    responses=SIGNED,
)
def get_record(
    request: Request,
    record_id: UUID,
    caller: Reader,
    told: PurposeHeader,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A record of a kind that the purpose's procedure does not need is answered as one that is not held."""
    question = question_of(request, caller, told)
    found = of_record(question, str(record_id), "record", as_of, known_at)
    seen = parted(question, found)
    lots = _lots(question, [found], known_at).get(found.record.id, ())
    tag = etag_of(found, seen[0], lots)
    if unchanged(if_none_match, tag):
        return Response(status_code=304, headers={"ETag": tag})
    return signed_answer(request, record_given(found, *seen, lots), question.purpose, headers={"ETag": tag})


@router.get(
    "/v1/records/{record_id}/history",
    operation_id="getRecordHistory",
    summary="Mọi bản sửa và trạng thái của một bản ghi",
    response_model=HistoryGiven,
    responses=SIGNED,
)
def get_history(
    request: Request, record_id: UUID, caller: Reader, told: PurposeHeader, known_at: KnownAt = None
) -> Response:
    """Every revision of the fields that may be seen, and every state with its reason, as known at a moment."""
    question = question_of(request, caller, told)
    found = of_record(question, str(record_id), "record.history", None, known_at)
    seen = parted(question, found)
    with question.service.warehouse.looking(question.purpose.procedure) as connection:
        whole = history(connection, str(record_id), None, known_at)
    lots = _lots(question, [found], known_at).get(found.record.id, ())
    names = {one.field for one in seen[0]}
    given = HistoryGiven(
        record=record_given(found, *seen, lots),
        revisions=tuple(_revision(one) for name in sorted(names) for one in whole.fields.get(name, ())),
        states=tuple(StateChangeGiven.of(one) for one in whole.states),
    )
    return signed_answer(request, given, question.purpose)


@router.post(
    "/v1/records/search",
    operation_id="searchRecords",
    summary="Bản ghi của một người",
    response_model=RecordsGiven,
    responses=SIGNED,
)
def search(request: Request, asked: SearchAsked, caller: Reader) -> Response:
    """In order of loading, a page at a time. Only kinds that the purpose's procedure needs are told of."""
    question = question_of(request, caller, asked.purpose)
    same = _question(question, asked, person_asked(question, asked.person))
    after = _after(question, same, asked.cursor)
    holding = of_asked(question, asked.person, "record.search", (), asked.as_of, asked.known_at)
    whose = holding.whose
    wanted = [one for one in holding.loaded if one.record.id in whose and may_see(question, one.record.kind)]
    if asked.kinds:
        wanted = [one for one in wanted if one.record.kind in asked.kinds]
    ordered = sorted(wanted, key=_place)
    page = [one for one in ordered if _place(one) > after][: asked.limit]
    more = bool(page) and _place(page[-1]) < _place(ordered[-1])
    lots = _lots(question, page, asked.known_at)
    given = RecordsGiven(
        person_id=holding.person_id,
        records=tuple(record_given(one, *parted(question, one), lots.get(one.record.id, ())) for one in page),
        next=seal(question.service, caller, same, _place(page[-1])) if more else None,
    )
    return signed_answer(request, given, question.purpose)


def parted(question: Question, found: Loaded) -> tuple[list[RecordField], list[Left], tuple[bool, bool]]:
    """Fields that are shown, and those that are withheld: of all that the procedure needs of such a paper, so that
    their names tell nothing of what is held; and whether the record's first and last day may be shown."""
    kind, procedure = found.record.kind, question.procedure
    shown = [one for one in found.record.fields if left(question.caller, procedure, kind, one.field) is None]
    withheld = (left(question.caller, procedure, kind, name) for name in sorted(needed(procedure)[kind]))
    return shown, [one for one in withheld if one], open_days(question.caller, procedure, kind)


def _lots(question: Question, found: Sequence[Loaded], known_at: datetime | None) -> Mapping[str, tuple[Quality, ...]]:
    """By record. Only of what is known now: what a sample showed later is no part of what was known before."""
    if known_at is not None or not found:
        return {}
    with question.service.warehouse.looking(question.purpose.procedure) as connection:
        return qualities_of(connection, [one.record.id for one in found])


def _revision(one: Revision) -> RevisionGiven:
    return RevisionGiven(at=one.at, held=FieldHeld.of(one.held))


def _place(one: Loaded) -> tuple[str, str]:
    """By which records are ordered: when loaded, then by id."""
    return one.at.isoformat(), one.record.id


def _question(question: Question, asked: SearchAsked, person_id: str) -> dict[str, str]:
    """A cursor goes on with the same question about the same person only, for the same procedure."""
    return {
        "list": "records",
        "person": person_id,
        "procedure": question.procedure.family,
        "kinds": ",".join(sorted(set(asked.kinds))),
        "as_of": str(asked.as_of),
        "known_at": str(asked.known_at),
    }


def _after(question: Question, same: dict[str, str], cursor: str | None) -> tuple[str, str]:
    """Raises Problem CURSOR_REFUSED."""
    if cursor is None:
        return "", ""
    at, record_id = opened(question.service, question.caller, same, cursor)
    return str(at), str(record_id)
