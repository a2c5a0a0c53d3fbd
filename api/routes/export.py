"""Bulk exports: asked for, looked after and fetched. Every fetch of a part is written down before it is given."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask

from api import cursors
from api.answers.asked import Moment
from api.caller import Caller
from api.door import Purpose, caller_with, purpose_of, service_of
from api.export_parts import PART_NAME
from api.idempotency import SentOnce, done_once
from api.jose import MANIFEST
from api.problems import Kind, Problem, hidden
from api.service import Service
from api.signed_answers import SIGNATURE
from reuse.export_job import run_export
from storage.change import Change
from storage.service import exports
from storage.service.exports import Export, ExportOrder, ExportState, FileForm

router = APIRouter(tags=["exports"])
May = Annotated[Caller, caller_with("export:run")]
Id = Annotated[uuid.UUID, Path(title="Mã lần xuất")]
Name = Annotated[str, Field(pattern=r"^[a-z]([0-9]{0,3}[a-z_])*[0-9]{0,3}$", max_length=60)]  # goes into the audit
_AT_ONCE = 2  # exports of one client that are not done
_PAGE = 50
_LIST = {"operation": "listExports"}
_MEDIA = {FileForm.PARQUET: "application/vnd.apache.parquet", FileForm.CSV: "text/csv; charset=utf-8"}
_BYTES: dict[int | str, dict[str, Any]] = {200: {"content": {one: {} for one in _MEDIA.values()}}}


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", title="Yêu cầu xuất dữ liệu")

    purpose: Purpose
    kinds: list[Name] = Field(default=[], max_length=50, title="Loại bản ghi; trống: mọi loại")
    fields: list[Name] = Field(default=[], max_length=100, title="Mục; trống: mọi mục được phép")
    since: Moment | None = Field(None, title="Chỉ những gì thay đổi từ lúc này")
    until: Moment | None = Field(None, title="Như đã biết vào lúc này; trống: bây giờ")
    format: FileForm = Field(FileForm.PARQUET, title="Dạng tệp")


class Told(BaseModel):
    model_config = ConfigDict(title="Một lần xuất dữ liệu")

    id: str
    state: str = Field(title="ASKED, DONE, FAILED, EXPIRED hoặc WITHDRAWN")
    title: str
    asked_at: datetime
    known_at: datetime
    since: datetime | None
    kinds: list[str]
    fields: list[str]
    format: str
    records: int | None
    values: int | None
    manifest: str | None = Field(title="Địa chỉ bản kê đã ký; có khi xuất xong")
    failure: str | None


class ToldAll(BaseModel):
    model_config = ConfigDict(title="Các lần xuất dữ liệu")

    exports: list[Told]
    next: str | None = Field(title="Con trỏ trang sau")


@router.post(
    "/v1/exports", operation_id="askExport", summary="Xuất dữ liệu hàng loạt", status_code=202, response_model=Told
)
def ask_export(request: Request, asked: Asked, caller: May, once: SentOnce) -> Response:
    """It is carried out after this answer; look after it at its address."""
    service = service_of(request)
    order = _order(service, caller, asked)
    with service.warehouse.changing(caller.client_id) as change:
        answer = done_once(change, caller, once, lambda: _taken(change, order))
    export_id = answer.headers["Location"].rpartition("/")[2]
    answer.background = BackgroundTask(_run, service, export_id)
    return answer


def _taken(change: Change, order: ExportOrder) -> Response:
    if exports.waiting(change.connection, order.by) >= _AT_ONCE:
        raise Problem(Kind.TOO_FAST, "other exports of this client are not done yet", retry_after=60)
    told = _told(exports.ask(change, order)).model_dump(mode="json")
    return JSONResponse(told, 202, {"Location": f"/v1/exports/{order.id}"})


@router.get("/v1/exports", operation_id="listExports", summary="Các lần xuất của hệ thống này", response_model=ToldAll)
def list_exports(
    request: Request, caller: May, cursor: Annotated[str | None, Query(max_length=1_000)] = None
) -> ToldAll:
    """The newest first."""
    service = service_of(request)
    after = _after(cursors.opened(service, caller, _LIST, cursor)) if cursor else None
    with service.warehouse.looking() as connection:
        found = exports.exports(connection, caller.client_id, after, _PAGE)
    last = found[-1] if len(found) == _PAGE else None
    following = cursors.seal(service, caller, _LIST, (last.made_at.isoformat(), last.order.id)) if last else None
    return ToldAll(exports=[_told(one) for one in found], next=following)


@router.get("/v1/exports/{export_id}", operation_id="getExport", summary="Một lần xuất", response_model=Told)
def get_export(request: Request, export_id: Id, caller: May, later: BackgroundTasks) -> Told:
    """One that was cut short by a restart goes on when it is looked after."""
    service = service_of(request)
    held = _own(service, caller, export_id)
    if held.state is ExportState.ASKED:
        later.add_task(_run, service, held.order.id)
    return _told(held)


@router.get(
    "/v1/exports/{export_id}/manifest",
    operation_id="getExportManifest",
    summary="Bản kê đã ký",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)
def get_manifest(request: Request, export_id: Id, caller: May) -> Response:
    """Its bytes as they were signed; the signature stands in `Hoso-Signature` (save it as manifest.jws)."""
    service = service_of(request)
    held = _own(service, caller, export_id)
    if held.manifest is None or held.signature is None:
        raise hidden()
    headers = {SIGNATURE: held.signature, "Cache-Control": "no-store"}
    return Response(service.objects.get(held.manifest), headers=headers, media_type="application/json")


@router.get(
    "/v1/exports/{export_id}/parts/{name}",
    operation_id="getExportPart",
    summary="Một phần dữ liệu",
    response_class=Response,
    responses=_BYTES,
)
def get_part(
    request: Request, export_id: Id, name: Annotated[str, Path(pattern=f"^{PART_NAME.pattern}$")], caller: May
) -> Response:
    """One of those that the manifest names. Refused once the client has lost a scope that the export was made by."""
    service = service_of(request)
    held = _own(service, caller, export_id)
    digest = _digest(service, held, name)
    lost = sorted(one for one in held.order.scopes if not caller.may(one))
    if lost:
        raise Problem(Kind.SCOPE_MISSING, scopes=lost)
    if held.state is not ExportState.DONE:  # its term is over, or it held what was erased
        raise Problem(Kind.ERASED)
    with service.warehouse.changing(caller.client_id) as change:
        change.note("export.fetched", held.order.id, part=name, digest=digest, procedure=held.order.purpose.procedure)
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(service.objects.get(digest), headers=headers, media_type=_MEDIA[held.order.form])


def _order(service: Service, caller: Caller, asked: Asked) -> ExportOrder:
    now = service.clock()
    until = asked.until or now
    if until > now or (asked.since and asked.since >= until):
        raise Problem(Kind.NOT_UNDERSTOOD, "since comes before until, and until is not in the future")
    return ExportOrder(
        str(uuid.uuid4()),
        caller.client_id,
        purpose_of(service, caller, asked.purpose),
        frozenset(one for one in caller.scopes if one.startswith(("person.", "document."))),
        until,
        asked.since,
        tuple(dict.fromkeys(asked.kinds)),
        tuple(dict.fromkeys(asked.fields)),
        tuple(sorted(caller.offices)),
        asked.format,
    )


def _run(service: Service, export_id: str) -> None:
    sign = service.signer.sign_detached
    run_export(
        service.warehouse, service.objects, export_id, lambda content: sign(content, typ=MANIFEST), service.issuer
    )


def _own(service: Service, caller: Caller, export_id: uuid.UUID) -> Export:
    """One of the caller's own; another's is hidden as one that is not. Raises NotHeld."""
    with service.warehouse.looking() as connection:
        return exports.export(connection, str(export_id), caller.client_id)


def _digest(service: Service, held: Export, name: str) -> str:
    if held.manifest is None:
        raise hidden()
    parts: list[Mapping[str, Any]] = json.loads(service.objects.get(held.manifest))["parts"]
    digest = next((one["sha256"] for one in parts if one["name"] == name), None)
    if digest is None:
        raise hidden()
    return str(digest)


def _after(place: tuple[str | int, ...]) -> tuple[datetime, str]:
    made_at, export_id = place
    return datetime.fromisoformat(str(made_at)), str(export_id)


def _told(held: Export) -> Told:
    order = held.order
    return Told(
        id=order.id,
        state=held.state.name,
        title=held.state.value,
        asked_at=held.made_at,
        known_at=order.until,
        since=order.since,
        kinds=list(order.kinds),
        fields=list(order.fields),
        format=order.form.value,
        records=held.records,
        values=held.rows,
        manifest=f"/v1/exports/{order.id}/manifest" if held.state is ExportState.DONE else None,
        failure=held.failure,
    )
