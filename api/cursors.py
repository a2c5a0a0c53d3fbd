"""Where a list goes on: a sealed place that holds for one client and one question only (keyset paging, RFC 8288)."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.problems import Kind, Problem
from storage.base64url import decoded, encoded

if TYPE_CHECKING:
    from api.caller import Caller
    from api.service import Service

_NONCE = 12  # bytes
_LONGEST = 1_000  # characters
Place = Sequence[str | int]


def seal(service: "Service", caller: "Caller", question: Mapping[str, str], place: Place) -> str:
    """The cursor of a place. `question`: the operation and what of the request shapes the list, but for cursor and
    limit; it need not be repeated in the cursor, but must be the same when the cursor comes back."""
    nonce = os.urandom(_NONCE)
    text = json.dumps(list(place), separators=(",", ":")).encode()
    return encoded(nonce + _cipher(service).encrypt(nonce, text, _bound(caller, question)))


def opened(service: "Service", caller: "Caller", question: Mapping[str, str], cursor: str) -> tuple[str | int, ...]:
    """The place. Raises Problem CURSOR_REFUSED for one that was changed, or made for another client or question."""
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        sealed = decoded(cursor)
        text = _cipher(service).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(caller, question))
    except (InvalidTag, ValueError):
        raise Problem(Kind.CURSOR_REFUSED) from None
    return tuple(json.loads(text))


def next_link(path: str, question: Mapping[str, str], cursor: str, limit: int) -> dict[str, str]:
    """The header `Link` to the next page. `question`: as the query has it; never a personal value."""
    return {"Link": f'<{path}?{urlencode({**question, "cursor": cursor, "limit": str(limit)})}>; rel="next"'}


def _cipher(service: "Service") -> AESGCM:
    return AESGCM(service.key_for("cursor"))


def _bound(caller: "Caller", question: Mapping[str, str]) -> bytes:
    said = json.dumps([caller.client_id, sorted(question.items())], separators=(",", ":"))
    return hashlib.sha256(said.encode()).digest()
