"""The query of the national store, answered by ours: results of procedures that are held of a person, and their files.

Nobody held, nobody who agrees, nothing that may be seen: the same empty list, after the same work. The purpose comes in
the header beside the body, for the body has no place for dossier and legal basis.
"""

import base64
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json

from api.answers.asked import PersonAsked
from api.answers.national_store import FileAsked, FileNamed, Found, PaperFound, ResultAsked, StoreAsked, StoreGiven
from api.caller import Caller
from api.cursors import opened, seal
from api.door import PurposeHeader, caller_with
from api.holding import Holding, Question, of_asked, person_asked, question_of
from api.needs import needed, scope_of
from api.papers import ORIGINAL, may_have_bytes, of_document
from api.problems import Kind, Problem
from api.signed_answers import SIGNATURE
from reuse.catalogue import catalogue
from reuse.held import Whose
from storage.of_person import Loaded
from storage.record_heads import file_of
from storage.record_states import RecordState

router = APIRouter(tags=["national-store"])
Asker = Annotated[Caller, caller_with("national-store:query")]
LIFE = timedelta(minutes=15)  # of an address of a file
_EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/tiff": "tif"}
_BOUND = {"list": "national-store"}


@router.post(
    "/v1/national-store/query",
    operation_id="queryNationalStore",
    summary="Hỏi kho theo mẫu của kho dữ liệu quốc gia",
    response_model=StoreGiven,
)
def query(request: Request, asked: StoreAsked, caller: Asker, told: PurposeHeader) -> Response:
    """Papers with a national result code that the procedure needs. The requester and the procedure are part of the
    question: a requester who asks for their own papers must be named as they are held."""
    question = question_of(request, caller, told)
    question.asked_for(asked.MaThuTuc, question.today)
    _note_requester(question, asked)
    try:
        holding = of_asked(question, _owner(asked), "national_store", ("number", ORIGINAL))
    except Problem as problem:
        if problem.kind is not Kind.HIDDEN:
            raise
        return _signed(question, StoreGiven(result=Found(DanhSachGiayToKetQua=())))
    found = tuple(_found(question, one) for one in _wanted(question, asked.DanhSachDanhMucKetQua, holding))
    return _signed(question, StoreGiven(result=Found(DanhSachGiayToKetQua=found)))


@router.post(
    "/v1/national-store/file",
    operation_id="getNationalStoreFile",
    summary="Tệp theo đường dẫn của kho (base64)",
    response_model=str,
)
def file(request: Request, asked: FileAsked, caller: Asker, told: PurposeHeader) -> Response:
    """The bytes in base64, as a JSON string. An address that ran out, was changed or was given to another client is
    answered as a file that is not held."""
    question = question_of(request, caller, told)
    try:
        document_id, office, until = opened(question.service, caller, _BOUND, asked.DuongDan)
    except Problem:
        raise question.refused() from None
    if int(until) < question.service.clock().timestamp() or office != asked.CoQuanChuQuan:
        raise question.refused()
    paper = of_document(question, str(document_id), "national_store", (ORIGINAL,), with_bytes=True)
    if not paper.file.whole:
        raise question.refused()
    content = question.service.objects.get(paper.file.scan_digest)
    return _bytes(question, to_json(base64.b64encode(content).decode()))


def _owner(asked: StoreAsked) -> PersonAsked:
    own = asked.SoDinhDanhChuSoHuu == asked.SoDinhDanhNguoiYeuCau
    return PersonAsked(id_number=asked.SoDinhDanhChuSoHuu, full_name=asked.HoTenNguoiYeuCau if own else None)


def _note_requester(question: Question, asked: StoreAsked) -> None:
    """Who asks for whom, by our ids: numbers do not stand in the audit."""
    requester = person_asked(question, PersonAsked(id_number=asked.SoDinhDanhNguoiYeuCau))
    owner = person_asked(question, PersonAsked(id_number=asked.SoDinhDanhChuSoHuu))
    with question.service.warehouse.changing(question.caller.client_id, question.purpose.procedure) as change:
        details = {"requester": requester, "channel": asked.KenhThucHien, "dossier": question.purpose.dossier_id}
        change.note("national_store.asked", owner, procedure=question.purpose.procedure, **details)


def _wanted(question: Question, asked: tuple[ResultAsked, ...], holding: Holding) -> list[Loaded]:
    """Those that still hold, are results of procedures, and are asked for; nothing asked for by name: all of them."""
    papers = catalogue().papers
    kinds = {kind for kind in needed(question.procedure) if papers[kind].national_code}
    kinds = {kind for kind in kinds if question.caller.may(scope_of(kind, papers[kind].number or "so"))}
    own = {record_id for record_id, whose in holding.whose.items() if whose is Whose.OWN}
    found = [one for one in holding.loaded if one.record.kind in kinds and one.record.id in own]
    valid = [one for one in found if one.standing.state is RecordState.VALID]
    if not asked:
        return valid
    return [one for one in valid if any(_meant(one, each) for each in asked)]


def _meant(one: Loaded, asked: ResultAsked) -> bool:
    paper = catalogue().papers[one.record.kind]
    number, wanted = (" ".join(text.split()).casefold() for text in (one.record.value(paper.number), asked.SoKyHieu))
    return asked.MaKetQua == paper.national_code and wanted in ("", number)


def _found(question: Question, one: Loaded) -> PaperFound:
    paper = catalogue().papers[one.record.kind]
    office = question.service.settings.office
    return PaperFound(
        MaKetQua=paper.national_code,
        TenGiayTo=paper.title,
        SoKyHieu=one.record.value(paper.number),
        CoQuanChuQuan=office,
        DanhSachTepDinhKem=_files(question, one, office),
    )


def _files(question: Question, one: Loaded, office: str) -> tuple[FileNamed, ...]:
    """None where the scan holds other papers, too, or the caller may have no bytes of such a paper."""
    document_id, kind = one.record.document_id, one.record.kind
    if document_id is None or not may_have_bytes(question.caller, kind):
        return ()
    with question.service.warehouse.looking(question.purpose.procedure) as connection:
        held = file_of(connection, document_id)
    if held is None or not held.whole:
        return ()
    until = int((question.service.clock() + LIFE).timestamp())
    place = seal(question.service, question.caller, _BOUND, (document_id, office, until))
    name = f"{catalogue().papers[kind].national_code}.{_EXTENSIONS.get(held.media_type, 'bin')}"
    return (FileNamed(TenTep=name, DuongDan=place),)


def _signed(question: Question, given: StoreGiven) -> Response:
    return _bytes(question, to_json(given))


def _bytes(question: Question, body: bytes) -> Response:
    """The very shape of the national store, with the signature beside it."""
    headers = {SIGNATURE: question.service.signer.sign_detached(body), "Cache-Control": "no-store"}
    return Response(body, 200, headers, "application/json")
