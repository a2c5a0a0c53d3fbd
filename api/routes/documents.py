"""Papers by id: what is told of them, how they stand and are signed, and their bytes for who has the scope."""

import base64
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.answers.document import DocumentGiven, Rendition, SignaturesGiven, metadata
from api.answers.record import StandingGiven
from api.answers.words import Paper, Withheld
from api.caller import Caller
from api.door import PurposeHeader, caller_with
from api.holding import Question, question_of
from api.needs import open_days
from api.papers import ORIGINAL, HeldPaper, of_document, open_parts
from api.problems import Kind, Problem
from api.signed_answers import SIGNED, signed_answer
from reuse.catalogue import catalogue
from storage import signatures
from storage.objects import ALGORITHM
from storage.record_heads import pictures_of

router = APIRouter(tags=["documents"])
Reader = Annotated[Caller, caller_with("documents:read")]


@router.get(
    "/v1/documents/{document_id}",
    operation_id="getDocument",
    summary="Một giấy tờ đã số hóa",
    response_model=DocumentGiven,
    responses=SIGNED,
)
def get_document(request: Request, document_id: UUID, caller: Reader, told: PurposeHeader) -> Response:
    """Metadata, validity, the verdict on its signatures, and its renditions by digest."""
    question = question_of(request, caller, told)
    held = of_document(question, str(document_id), "document", ("metadata",))
    return signed_answer(request, _given(question, held), question.purpose)


@router.get(
    "/v1/documents/{document_id}/original",
    operation_id="getOriginal",
    summary="Tệp gốc của giấy tờ",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}, "image/*": {}}, "description": "Tệp gốc, nguyên từng byte"}},
)
def get_original(request: Request, document_id: UUID, caller: Reader, told: PurposeHeader) -> Response:
    """Byte for byte as it came in. A file that holds other papers, too, is not given out."""
    question = question_of(request, caller, told)
    held = of_document(question, str(document_id), "document", (ORIGINAL,), with_bytes=True)
    if not held.file.whole:
        raise Problem(Kind.OTHER_PAPERS)
    content = question.service.objects.get(held.file.scan_digest)
    headers = {
        "Content-Disposition": f'attachment; filename="{document_id}"',
        "Repr-Digest": f"sha-256=:{_base64(held.file.scan_digest)}:",
        "Cache-Control": "no-store",
    }
    return Response(content, 200, headers, held.file.media_type)


def _given(question: Question, paper: HeldPaper) -> DocumentGiven:
    held, file = paper.held, paper.file
    kind = held.record.kind
    seen, withheld = open_parts(question, kind)
    issued, expires = open_days(question.caller, question.procedure, kind)
    with question.service.warehouse.looking(question.purpose.procedure) as connection:
        report = signatures.latest(connection, file.scan_digest, named=False)
        pictures = pictures_of(connection, file.scan_digest, file.pages)
    return DocumentGiven(
        document_id=file.document_id,
        record_id=held.record.id,
        person_id=held.record.person_id,
        paper=Paper.of(catalogue().papers[kind]),
        edition=file.edition,
        metadata=metadata(held, seen),
        valid_from=held.days.valid_from if issued else None,
        valid_to=held.days.valid_to if expires else None,
        standing=StandingGiven.of(held.standing, (issued, expires)),
        signatures=SignaturesGiven.of(report) if report else None,
        renditions=_renditions(paper, pictures),
        withheld=tuple(Withheld.of(one) for one in withheld),
    )


def _renditions(paper: HeldPaper, pictures: dict[int, str]) -> tuple[Rendition, ...]:
    file = paper.file
    original = Rendition(
        kind="original",
        digest=file.scan_digest,
        algorithm=ALGORITHM,
        media_type=file.media_type,
        size=file.size,
        pages=file.pages,
        other_papers=not file.whole,
    )
    pages = (
        Rendition(
            kind="picture",
            digest=digest,
            algorithm=ALGORITHM,
            media_type="image/jpeg",
            size=None,
            pages=(number,),
            other_papers=False,
        )
        for number, digest in sorted(pictures.items())
    )
    return (original, *pages)


def _base64(digest: str) -> str:
    return base64.b64encode(bytes.fromhex(digest)).decode()
