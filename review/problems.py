"""Everything that the station refuses: one table of kinds. A script is answered by application/problem+json (RFC 9457),
a person by a page; both say what happened and what to do, in the language of the screen.

A problem holds codes and ids of ours; never a value that was sent or held.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

import errors
from errors import DossierError

PROBLEM_JSON = "application/problem+json"
_PREFIX = "urn:hoso:problem:"
_RETRY_S = 5


class Kind(Enum):
    """HTTP status, and what was refused. Title and remedy stand in the texts: problem.<key>.title and .remedy."""

    NOT_READABLE = (400, "the body cannot be read")
    NOT_UNDERSTOOD = (422, "a part of what was sent is missing or wrong")
    LOG_IN_FIRST = (401, "nobody is logged in")
    SESSION_ENDED = (401, "somebody was logged in, and is not any more")
    LOG_IN_REFUSED = (401, "account and password do not fit")
    PASSWORD_FIRST = (403, "the password that was given has to be changed first")
    NOT_YOURS = (403, "this officer may not do that")
    FORGED = (403, "it was not a page of the station that asked, or not of this session")
    HIDDEN = (404, "it is not there, or this officer may not see it")
    NO_SUCH_PAGE = (404, "there is no such address")
    METHOD = (405, "the address does not take this method")
    TOO_SLOW = (408, "the body came too slowly")
    TAKEN = (409, "somebody else has it")
    GONE_ON = (409, "it went on meanwhile, and cannot be taken back")
    ERASED = (410, "it was erased")
    CHANGED_MEANWHILE = (412, "somebody changed it meanwhile")
    TOO_LARGE = (413, "the body is too large")
    MEDIA_TYPE = (415, "this kind of body is not taken")
    IF_MATCH_MISSING = (428, "which version is changed has to be told")
    TOO_FAST = (429, "too many tries")
    DAMAGED = (500, "what is kept is damaged")
    BROKEN = (500, "the station broke")
    AWAY = (503, "the warehouse does not answer")
    NOT_LOGGED = (503, "the reading could not be written down, so nothing is shown")
    PROVIDER_AWAY = (503, "the OpenID provider does not answer")

    @property
    def status(self) -> int:
        return self.value[0]

    @property
    def key(self) -> str:
        """As it stands in the texts and, after the prefix, in the type."""
        return self.name.lower().replace("_", "-")

    @property
    def uri(self) -> str:
        return _PREFIX + self.key


class Problem(Exception):
    """Ends a request."""

    def __init__(
        self,
        kind: Kind,
        detail: str = "",
        *,
        field: str = "",
        headers: Mapping[str, str] | None = None,
        retry_after: int = 0,
        **more: Any,
    ) -> None:
        """`detail`: a sentence for the person, in the language of the screen, without any value that was sent or held.
        `field`: name of the field beside which it is shown. `retry_after`: s. `more`: members of codes and ids only.
        """
        super().__init__(kind.name)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {}) | ({"Retry-After": str(retry_after)} if retry_after else {})
        self.retry_after = retry_after
        self.more = more | ({"field": field} if field else {})


def hidden() -> Problem:
    """What is absent and what may not be seen answer alike: nobody learns which of them it was."""
    return Problem(Kind.HIDDEN)


# the narrowest first
_KINDS: tuple[tuple[type[DossierError], Kind], ...] = (
    (errors.ReadNotLogged, Kind.NOT_LOGGED),
    (errors.Erased, Kind.ERASED),
    (errors.NotHeld, Kind.HIDDEN),
    (errors.NotGranted, Kind.NOT_YOURS),
    (errors.StaffRefused, Kind.NOT_UNDERSTOOD),
    (errors.ObjectDamaged, Kind.DAMAGED),
    (errors.SealBroken, Kind.DAMAGED),
    (errors.StorageUnavailable, Kind.AWAY),
    (errors.StorageFull, Kind.AWAY),
    (errors.NotSetUp, Kind.AWAY),
)


def problem_of(error: Exception) -> Problem:
    """What an error of ours is to who asked; its message stays here, its sentence may be read."""
    if isinstance(error, Problem):
        return error
    kind = next((kind for family, kind in _KINDS if isinstance(error, family)), Kind.BROKEN)
    detail = error.sentence if isinstance(error, errors.StaffRefused) else ""
    return Problem(kind, detail, retry_after=_RETRY_S if kind.status == 503 else 0)


def wants_page(request: Request) -> bool:
    """Whether a person is to read the answer as a page; scripts ask for JSON."""
    return "text/html" in request.headers.get("accept", "")


def answer(problem: Problem, request: Request) -> Response:
    """The problem as it goes out."""
    from review.pages import page, words_of

    if wants_page(request):
        number = getattr(request.state, "request_id", "")
        shown = page(request, "problem.html", status=problem.kind.status, problem=problem, number=number)
        shown.headers.update(problem.headers)
        return shown
    t = words_of(request)
    said: dict[str, Any] = {
        "type": problem.kind.uri,
        "title": t(f"problem.{problem.kind.key}.title"),
        "status": problem.kind.status,
        "detail": problem.detail or t(f"problem.{problem.kind.key}.remedy"),
        **problem.more,
        "request": getattr(request.state, "request_id", ""),
    }
    if problem.retry_after:
        said["retry_after"] = problem.retry_after
    return JSONResponse(said, problem.kind.status, problem.headers, PROBLEM_JSON)
