"""What there is to ask about: scopes, problems, procedures, papers, laws. Public, the same for all, and may be kept for
an hour; no personal value."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from api.answers.words import Word
from api.door import service_of
from api.etags import etag, unchanged
from api.needs import is_sensitive, needed, scope_of
from api.problems import Kind
from api.scopes import scopes
from reuse.catalogue import catalogue
from reuse.catalogue import procedures as procedures_on
from reuse.components import Component
from storage.objects import digest_of

router = APIRouter(tags=["catalogue"])
_SECONDS = 3600  # for which an answer may be kept
_ROWS: TypeAdapter[Sequence[BaseModel]] = TypeAdapter(Sequence[BaseModel])


class ScopeRow(BaseModel):
    model_config = ConfigDict(title="Phạm vi")

    name: str
    title: str
    valid_from: str
    valid_to: str | None


class ProblemRow(BaseModel):
    model_config = ConfigDict(title="Loại từ chối")

    type: str
    status: int
    title: str


class ComponentRow(BaseModel):
    model_config = ConfigDict(title="Thành phần hồ sơ")

    code: str
    name: str
    need: Word
    circumstance: str | None = Field(title="Mã điều kiện, để trả lời trong `told`; null: luôn phải có")
    circumstance_says: str | None = Field(title="Điều kiện bằng lời")
    papers: list[str] = Field(title="Mã loại giấy tờ được nhận")


class ProcedureRow(BaseModel):
    model_config = ConfigDict(title="Thủ tục")

    family: str
    codes: list[str]
    name: str
    components: list[ComponentRow] = Field(title="Thành phần hồ sơ")
    fields: list[str] = Field(title="Tên mục của tờ khai")
    valid_from: str
    valid_to: str | None


class PaperFieldRow(BaseModel):
    model_config = ConfigDict(title="Mục của giấy tờ")

    field: str
    scope: str = Field(title="Phạm vi xem mục này")
    sensitive: bool = Field(title="true: phạm vi dùng dấu * không xem được mục này")


class PaperRow(BaseModel):
    model_config = ConfigDict(title="Loại giấy tờ")

    code: str
    title: str
    national_code: str = Field(title="Mã kết quả của Cơ sở dữ liệu quốc gia về thủ tục hành chính; rỗng: chưa có")
    fields: list[PaperFieldRow] = Field(title="Mục mà các thủ tục đang áp dụng cần đến")


class LawRow(BaseModel):
    model_config = ConfigDict(title="Căn cứ pháp lý")

    code: str
    cited: str
    says: str
    valid_from: str
    valid_to: str | None


@router.get(
    "/v1/catalogue/scopes", operation_id="listScopes", summary="Danh mục phạm vi", response_model=list[ScopeRow]
)
def list_scopes(request: Request) -> Response:
    return _kept(
        request,
        [
            ScopeRow(name=one.name, title=one.title, valid_from=str(one.valid_from), valid_to=_day(one.valid_to))
            for one in scopes()
        ],
    )


@router.get(
    "/v1/catalogue/problems",
    operation_id="listProblems",
    summary="Danh mục điều bị từ chối",
    response_model=list[ProblemRow],
)
def list_problems(request: Request) -> Response:
    return _kept(request, [ProblemRow(type=kind.uri, status=kind.status, title=kind.title) for kind in Kind])


@router.get(
    "/v1/catalogue/procedures",
    operation_id="listProcedures",
    summary="Danh mục thủ tục đang áp dụng",
    response_model=list[ProcedureRow],
)
def list_procedures(request: Request) -> Response:
    """With the codes of components and circumstances that questions and answers use."""
    rows = [
        ProcedureRow(
            family=one.family,
            codes=list(one.codes),
            name=one.name,
            components=[_component(each) for each in one.components],
            fields=[each.name for each in one.fields],
            valid_from=str(one.valid_from),
            valid_to=_day(one.valid_to),
        )
        for one in procedures_on(service_of(request).today)
    ]
    return _kept(request, rows)


@router.get(
    "/v1/catalogue/papers", operation_id="listPapers", summary="Danh mục loại giấy tờ", response_model=list[PaperRow]
)
def list_papers(request: Request) -> Response:
    """With the fields of each that some procedure needs, and the scope for each."""
    fields: dict[str, set[str]] = {}
    for one in procedures_on(service_of(request).today):
        for kind, names in needed(one).items():
            fields.setdefault(kind, set()).update(names)
    rows = [
        PaperRow(
            code=kind.code,
            title=kind.title,
            national_code=kind.national_code,
            fields=[_field(kind.code, name) for name in sorted(fields.get(kind.code, ()))],
        )
        for kind in catalogue().papers.values()
    ]
    return _kept(request, rows)


@router.get(
    "/v1/catalogue/laws", operation_id="listLaws", summary="Danh mục căn cứ pháp lý", response_model=list[LawRow]
)
def list_laws(
    request: Request, in_force: Annotated[bool, Query(title="Chỉ những điều đang có hiệu lực")] = True
) -> Response:
    today = service_of(request).today
    rows = [
        LawRow(
            code=one.code, cited=one.cited, says=one.says, valid_from=str(one.valid_from), valid_to=_day(one.valid_to)
        )
        for one in catalogue().laws.values()
        if one.in_force(today) or not in_force
    ]
    return _kept(request, rows)


def _component(one: Component) -> ComponentRow:
    told = one.circumstance
    return ComponentRow(
        code=one.code,
        name=one.name,
        need=Word.of(one.need),
        circumstance=told.code if told else None,
        circumstance_says=told.sentence if told else None,
        papers=list(dict.fromkeys(each.paper.code for each in one.accepted)),
    )


def _field(kind: str, name: str) -> PaperFieldRow:
    return PaperFieldRow(field=name, scope=scope_of(kind, name), sensitive=is_sensitive(kind, name))


def _kept(request: Request, rows: Sequence[BaseModel]) -> Response:
    """Whoever asks may keep it, and ask again whether it still holds."""
    content = _ROWS.dump_json(rows, serialize_as_any=True)
    tag = etag(digest_of(content)[:32])
    headers = {"Cache-Control": f"public, max-age={_SECONDS}", "ETag": tag}
    if unchanged(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/json")


def _day(day: object) -> str | None:
    return str(day) if day else None
