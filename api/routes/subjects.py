"""POST /v1/subjects/log: who read what is held about the person who asks, when and why."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.caller import Caller
from api.cursors import opened, seal
from api.door import caller_with, service_of
from api.holding import Question, of_asked
from api.service import Service
from api.signed_answers import SIGNED, Envelope, signed_answer
from api.subject_assertions import proven_subject
from reuse.subject_log import OWN_VIEW, Entry, entries
from storage.audit.reading import ReadPurpose
from storage.service.told_reads import told_reads
from storage.service.visible import organisations

router = APIRouter(tags=["subjects"])
Assertion = Annotated[str, Field(min_length=20, max_length=8_000, title="JWT do cổng ký: ai, đăng nhập ở mức nào")]
OWN = ReadPurpose(OWN_VIEW, "", "L91-2025-4")
HOUSE = "Cơ quan lưu giữ dữ liệu"


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", title="Xem ai đã đọc dữ liệu của mình", hide_input_in_errors=True)

    assertion: Assertion
    cursor: str = Field("", max_length=1_000, title="Con trỏ trang; trống: mới nhất")
    limit: int = Field(50, ge=1, le=200)


class Read(BaseModel):
    model_config = ConfigDict(title="Một lần đọc")

    at: datetime
    organisation: str
    sentence: str
    purpose_told: str
    dossier: str = Field(title="Mã hồ sơ của chính người này; trống: không phải hồ sơ của họ")
    basis: str
    fields: list[str]
    shielded: bool = Field(title="true: chỉ cho biết cơ quan và mục đích, vì kho không biết hồ sơ đó chỉ của người này")


class Told(Envelope):
    model_config = ConfigDict(title="Nhật ký của chủ thể dữ liệu")

    reads: list[Read]
    next: str | None = Field(title="Con trỏ trang sau")


@router.post(
    "/v1/subjects/log",
    operation_id="readSubjectLog",
    summary="Ai đã đọc dữ liệu của tôi",
    response_model=Told,
    responses=SIGNED,
)
def read_log(request: Request, asked: Asked, caller: Annotated[Caller, caller_with("subject:read")]) -> Response:
    """The newest first. Looking at it is itself written into it."""
    service = service_of(request)
    person_id = own_person(request, service, caller, asked.assertion, "subject_log")
    question = {"operation": "subject log", "person": person_id}
    before = int(opened(service, caller, question, asked.cursor)[0]) if asked.cursor else None
    with service.warehouse.looking(OWN_VIEW) as connection:
        told = told_reads(connection, person_id, service.clock(), before=before, last=asked.limit)
        names = organisations(connection, (one.reader for one in told.reads))
    found = entries(told.reads, told.own, lambda reader: names.get(reader, HOUSE))
    full = len(found) == asked.limit
    onward = seal(service, caller, question, (found[-1].seq,)) if full and found else None
    return signed_answer(request, {"reads": [_read(one) for one in found], "next": onward}, OWN)


def own_person(request: Request, service: Service, caller: Caller, assertion: str, what: str) -> str:
    """Id of ours of the person who asks for themselves. `what`: of the audit's row.

    Raises Problem SUBJECT_UNPROVEN, and HIDDEN where nothing is held or what was stated does not agree.
    """
    subject = proven_subject(service, caller, assertion, request.state.request_id)
    return of_asked(Question(service, caller, OWN), subject, what).person_id


def _read(one: Entry) -> dict[str, object]:
    return Read(
        at=one.at,
        organisation=one.organisation,
        sentence=one.sentence,
        purpose_told=one.purpose,
        dossier=one.dossier,
        basis=one.basis,
        fields=list(one.fields),
        shielded=one.shielded,
    ).model_dump(mode="json")
