"""The door that every route goes through: who asks, may they, and why do they ask. Nothing is read before that."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Security
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import OAuth2, SecurityScopes
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.assertions import Unproven
from api.caller import Caller
from api.problems import Kind, Problem
from api.proofs import proven_key
from api.service import Service
from api.tokens import caller_of, read
from errors import NotHeld
from reuse.catalogue import catalogue
from reuse.catalogue import procedure as procedure_of
from storage.audit.reading import ReadPurpose
from storage.plain import plain

# Thông tư 01/2018/TT-VPCP Điều 19, with the codes of offices of Quyết định 20/2020/QĐ-TTg, and the older ones
_DOSSIER = re.compile(
    r"(?P<office>[A-Z]\d{2}(?:\.\d{2,3}){0,3}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})-(?P<day>\d{6})-(?:[A-Z]{2})?\d{4,8}"
)
_CHALLENGE = 'Bearer, DPoP algs="ES256 EdDSA"'
_scheme = OAuth2(
    flows=OAuthFlows(clientCredentials=OAuthFlowClientCredentials(tokenUrl="/v1/token", scopes={})),
    scheme_name="client",
    description="private_key_jwt (RFC 7523); access tokens of ten minutes (RFC 9068), optionally bound by DPoP",
    auto_error=False,
)


class Purpose(BaseModel):
    """Why a value is asked for."""

    model_config = ConfigDict(extra="forbid", title="Mục đích")

    procedure: str = Field(max_length=40, title="Mã thủ tục", examples=["1.004222"])
    dossier: str = Field(max_length=60, title="Mã hồ sơ", examples=["H56.12-261115-0007"])
    basis: str = Field(max_length=40, title="Căn cứ pháp lý, theo mã trong danh mục", examples=["ND118-2025"])


def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def caller_with(*scopes: str) -> Any:
    """`caller: Annotated[Caller, caller_with("reuse:prefill")]`: a caller whose token has all of these scopes."""
    return Security(_caller, scopes=list(scopes))


def _caller(request: Request, wanted: SecurityScopes, header: Annotated[str | None, Depends(_scheme)] = None) -> Caller:
    """Raises Problem NO_TOKEN, INVALID_TOKEN, TOO_FAST or SCOPE_MISSING."""
    service = service_of(request)
    caller = _known(service, request, header)
    request.state.caller = caller
    _not_too_fast(service, request, caller)
    lacking = [one for one in wanted.scopes if not caller.may(one)]
    if lacking:
        head = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{" ".join(wanted.scopes)}"'}
        raise Problem(Kind.SCOPE_MISSING, headers=head, scopes=lacking)
    return caller


def _known(service: Service, request: Request, header: str | None) -> Caller:
    kind, _, text = (header or "").partition(" ")
    if kind.lower() not in ("bearer", "dpop") or not text:
        service.unlet.note("no-token", request_id=request.state.request_id)
        raise Problem(Kind.NO_TOKEN, headers={"WWW-Authenticate": _CHALLENGE})
    try:
        token = read(service, text.strip())
        if token.key:
            _held(service, request, token.key, kind.lower(), text.strip())
        elif kind.lower() == "dpop":
            raise Unproven("token-not-bound")
        return caller_of(service, token)
    except Unproven as failed:
        service.unlet.note(failed.reason, failed.client_id, request.state.request_id)
        raise Problem(
            Kind.INVALID_TOKEN, headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'}
        ) from None


def _held(service: Service, request: Request, key: str, kind: str, text: str) -> None:
    """A bound token opens only together with a proof of its key. Raises Unproven."""
    if kind != "dpop":
        raise Unproven("token-bound-but-bare")
    proof = request.headers.get("dpop", "")
    if proven_key(service, proof, request.method, request.scope["path"], text) != key:
        raise Unproven("proof-of-another-key")


def _not_too_fast(service: Service, request: Request, caller: Caller) -> None:
    client = service.registered.client(caller.client_id)
    per_minute = client.allowance.requests_per_minute if client else 1
    taken = service.buckets.take(caller.client_id, per_minute)
    request.state.headers = taken.headers(per_minute)
    if not taken.allowed:
        service.unlet.note("too-fast", caller.client_id, request.state.request_id)
        raise Problem(Kind.TOO_FAST)


def purpose_of(service: Service, caller: Caller, told: Purpose) -> ReadPurpose:
    """The purpose, when all three parts hold: the procedure is in the catalogue and among the client's, the dossier's
    code is well formed and of one of its offices, the basis is a law that is in force. Raises Problem PURPOSE_REFUSED.
    """
    today = service.today
    try:
        procedure = procedure_of(told.procedure, today)
        plain(told.procedure)
    except (NotHeld, ValueError):
        raise _not_for("no such procedure stands in the catalogue today", "procedure") from None
    if not caller.for_procedure(procedure.family, *procedure.codes):
        raise _not_for("the client does not work for this procedure", "procedure")
    well = _DOSSIER.fullmatch(told.dossier)
    if not well or not _is_day(well["day"]) or not caller.of_office(well["office"]):
        raise _not_for("the dossier is not of an office of this client", "dossier")
    if received_on(told.dossier) > today:
        raise _not_for("the dossier's code is of a day to come", "dossier")
    law = catalogue().laws.get(told.basis)
    if law is None or not law.in_force(today):
        raise _not_for("no such provision of the catalogue is in force", "basis")
    return ReadPurpose(told.procedure, told.dossier, told.basis)


def _is_day(written: str) -> bool:
    """Of reception, yymmdd."""
    try:
        _day(written)
    except ValueError:
        return False
    return True


def received_on(dossier: str) -> date:
    """The day of reception, which stands in the code of a dossier. Raises ValueError for one that is no such code."""
    well = _DOSSIER.fullmatch(dossier)
    if not well:
        raise ValueError("no code of a dossier")
    return _day(well["day"])


def _day(written: str) -> date:
    return datetime.strptime(written, "%y%m%d").date()


def _not_for(detail: str, part: str) -> Problem:
    return Problem(Kind.PURPOSE_REFUSED, detail, part=part)


def told_purpose(
    told: Annotated[
        str | None,
        Header(
            alias="Hoso-Purpose",
            title="Mục đích: procedure=..., dossier=..., basis=...",
            max_length=200,
            examples=["procedure=1.004222, dossier=H56.12-261115-0007, basis=ND118-2025"],
        ),
    ] = None,
) -> Purpose:
    """Of a request without a body, from its header. Raises Problem PURPOSE_MISSING."""
    pairs = [part.strip().partition("=") for part in (told or "").split(",") if part.strip()]
    parts = {name.strip(): value.strip().strip('"') for name, _, value in pairs}
    if len(parts) != len(pairs) or parts.keys() != Purpose.model_fields.keys():
        raise Problem(Kind.PURPOSE_MISSING, "Hoso-Purpose: procedure=..., dossier=..., basis=...")
    try:
        return Purpose(**parts)
    except ValidationError:
        raise Problem(Kind.PURPOSE_REFUSED, "a part of the purpose is too long") from None


PurposeHeader = Annotated[Purpose, Depends(told_purpose)]
