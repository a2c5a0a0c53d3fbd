"""Who calls the population database: the headers that its operator asks of every call, checked against accounts."""

import binascii
import hmac
import tomllib
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from registers.envelope import Fault

CODE = "401"
MOST_SKEW_MS = 5 * 60 * 1000
_NOT_ACCEPTED = "Thông tin xác thực của hệ thống gọi không được chấp nhận."


@dataclass(frozen=True, slots=True)
class Account:
    """One row of accounts.toml."""

    user: str
    secret: str
    client: str  # X-Road-Client
    api_key: str
    digest_url: str  # "": the address called


def check_access(headers: Mapping[str, str], url: str, now_ms: int) -> None:
    """Raises Fault (401) unless the headers are those of a known account and of this moment.

    Timestamp: milliseconds since 1970. Authorization: Basic base64(user:sha256(url + user + timestamp + secret)), the
    digest hexadecimal and small; as public clients of service 037 write them. `url`: as the caller addressed it.
    """
    said = headers.get("timestamp", "")
    if not (said.isascii() and said.isdecimal() and len(said) <= 15 and abs(int(said) - now_ms) <= MOST_SKEW_MS):
        raise Fault(CODE, "Dấu thời gian thiếu hoặc lệch quá 5 phút.", "Timestamp", status=401)
    user, _, digest = _basic(headers.get("authorization", "")).partition(":")
    account = _accounts().get(user)
    if account is None:
        raise Fault(CODE, _NOT_ACCEPTED, "Authorization", status=401)
    signed = f"{account.digest_url or url}{user}{said}{account.secret}"
    right = (
        (sha256(signed.encode()).hexdigest(), digest),
        (account.client, headers.get("x-road-client", "")),
        (account.api_key, headers.get("apikey", "")),
    )
    if not all(hmac.compare_digest(ours.encode(), theirs.encode()) for ours, theirs in right):
        raise Fault(CODE, _NOT_ACCEPTED, "Authorization", status=401)


def _basic(header: str) -> str:
    """What stands in a Basic authorization; "" when it is none."""
    scheme, _, coded = header.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return b64decode(coded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


@cache
def _accounts() -> dict[str, Account]:
    rows = tomllib.loads(files("registers").joinpath("data", "accounts.toml").read_text("utf-8"))["account"]
    return {row["user"]: Account(**row) for row in rows}
