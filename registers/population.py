"""The mocked national population database, as the gateway of a one-stop system sees it: SOAP 1.1, all or nothing.

It wants a number, a name and a birth date together: a question that misses by any one of them gets an empty collection
and no reason. Services, namespaces, elements and headers are those that public clients of the real service use.
"""

import time
from datetime import date
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from registers.access import check_access
from registers.asked import AskedLog
from registers.citizen_query import SEARCH, VERIFY, CitizenQuery, citizen_query
from registers.citizens import told
from registers.door import door
from registers.envelope import MOST_BYTES, Fault, answer, misshapen, question, tag
from registers.faults import Faults
from registers.lies import Citizens
from registers.purpose import refusal
from registers.store import Citizen, Population, name_key, read_population

_KINDS = ("text/xml", "application/xml")
_CHARSETS = ("", "utf-8", "utf8")


def app(folder: Path, faults: Faults | None = None, year_finds_full_date: bool = True) -> FastAPI:
    """The register over population.parquet of a folder.

    `year_finds_full_date`: whether a query by year alone finds a person of whom the full date is held. How the real
    service answers is not known, so a client must bear both.
    """
    population, log = read_population(folder), AskedLog()
    served = door("population", len(population), faults or Faults(), log)
    holdings = Citizens(population, served.state.switch)

    def found(query: CitizenQuery) -> list[Citizen]:
        return [one for one in _holders(population, query) if _agrees(one, query, year_finds_full_date)]

    def answered(query: CitizenQuery) -> str:
        _allow(query, log)
        citizens = found(query)
        if query.service == SEARCH:
            citizens = holdings.told(citizens, query.pin or query.old_number)
        log.note(query.service, query, "hit" if citizens else "empty", query.pin or query.old_number)
        if query.service == VERIFY:
            return answer("KetQuaXacThuc", tag("TonTai", "true" if citizens else "false"))
        today = date.today()
        return answer("CongdanCollection", "".join(told(one, population, today) for one in citizens))

    def service(name: str) -> None:
        async def call(request: Request) -> Response:
            try:
                check_access(request.headers, str(request.url.replace(query="")), time.time_ns() // 1_000_000)
                return _xml(answered(citizen_query(question(await _body(request)), name)))
            except Fault as fault:
                return _xml(fault.written(), fault.status)

        served.add_route(f"/{name}", call, methods=["POST"])

    for name in (SEARCH, VERIFY):
        service(name)
    return served


def _allow(query: CitizenQuery, log: AskedLog) -> None:
    """Raises Fault 004 or 005 when the procedure is not licensed or the officer has not the right."""
    refused = refusal(query.MaDVC, query.MaCanBo)
    if refused is not None:
        log.note(query.service, query, refused[0])
        raise Fault(*refused)


async def _body(request: Request) -> bytes:
    """The question's bytes. Raises Fault when they are no XML by their header, or too many."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(' "')
    if kind.strip().lower() not in _KINDS or charset not in _CHARSETS:
        raise misshapen("Content-Type phải là text/xml hoặc application/xml, UTF-8", status=415)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise misshapen("quá dài", status=413)
    except ClientDisconnect:
        raise misshapen("đứt giữa chừng") from None
    return bytes(body)


def _xml(text: str, status: int = 200) -> Response:
    return Response(text, status, media_type="text/xml; charset=utf-8")


def _holders(population: Population, query: CitizenQuery) -> list[Citizen]:
    if query.old_number:
        return population.by_old_number(query.old_number)
    one = population.by_pin(query.pin)
    return [one] if one else []


def _agrees(one: Citizen, query: CitizenQuery, year_finds_full_date: bool) -> bool:
    if name_key(one.full_name) != name_key(query.name):
        return False
    held = one.dob.replace("-", "")
    if query.day:
        return held == query.day
    return held[:4] == query.year and (len(held) == 4 or year_finds_full_date)
