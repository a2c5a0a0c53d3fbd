"""One delivery to an address that a stranger chose: where it may lead, how it is signed, how long it may take.

The name is resolved once, every address behind it is looked at, and the connection goes to one of those that were
looked at: a name that answers otherwise a moment later leads nowhere else. Redirects are not followed. What the
receiver answers is not read beyond its status.
"""

import asyncio
import base64
import hashlib
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Protocol
from urllib.parse import SplitResult, urlsplit

import httpx

SECONDS = 20.0  # for one whole delivery, from the look-up of the name to the status
TYPE = "hoso-delivery+jwt"
HOLDS = timedelta(minutes=10)  # a signature: what comes later is a replay
_LONGEST = 500  # characters of an address
_NETWORKS = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]


class Fault(Enum):
    """Why an address is not taken, or a delivery did not arrive. The value is what its client reads."""

    NOT_UNDERSTOOD = "Địa chỉ không đúng dạng: cần https://máy/đường-dẫn, không có tài khoản, tham số hay dấu #."
    NOT_SECURE = "Chỉ gửi đến địa chỉ https."
    INSIDE = "Địa chỉ dẫn vào mạng nội bộ, không gửi đến đó."
    NO_SUCH_HOST = "Không tìm thấy máy của địa chỉ này."
    UNREACHABLE = "Không kết nối được, hoặc chứng thư của máy nhận không đúng."
    TOO_SLOW = "Máy nhận không trả lời trong thời gian cho phép."
    REDIRECTED = "Máy nhận chuyển hướng; hãy đăng ký địa chỉ cuối cùng."
    GONE = "Máy nhận báo địa chỉ này không còn."
    NOT_TAKEN = "Máy nhận trả lời khác 2xx."


class Refused(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


class Signer(Protocol):
    def sign(self, claims: Any, *, typ: str) -> str:
        """A compact JWS."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where deliveries may lead."""

    production: bool
    networks: _NETWORKS = ()  # of the state's own network, that may be reached although they are not public

    def of(self, scheme: str, addresses: Sequence[str]) -> str:
        """The address to connect to. Raises Refused where one of them may not be reached."""
        found = [_plain(one) for one in addresses]
        if not found:
            raise Refused(Fault.NO_SUCH_HOST)
        if not self.production and all(one.is_loopback for one in found):
            return addresses[0]
        if scheme != "https":
            raise Refused(Fault.NOT_SECURE)
        if not all(self._open(one) for one in found):
            raise Refused(Fault.INSIDE)
        return addresses[0]

    def _open(self, one: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
        if any(one.version == network.version and one in network for network in self.networks):
            return not one.is_loopback
        return one.is_global and not one.is_multicast and not one.is_reserved


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address carries within is the one that counts."""
    one = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo or (None, None))[1]
        if inner is None and one in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)
        return inner or one
    return one


def parsed(address: str) -> SplitResult:
    """Raises Refused for what is no plain address of a host and a path."""
    try:
        split = urlsplit(address)
        port = split.port
    except ValueError:
        raise Refused(Fault.NOT_UNDERSTOOD) from None
    plain = address.isascii() and address.isprintable() and " " not in address and len(address) <= _LONGEST
    extra = split.username or split.password or split.query or split.fragment or "?" in address or "#" in address
    if not plain or extra or not split.hostname or split.scheme not in ("http", "https") or port == 0:
        raise Refused(Fault.NOT_UNDERSTOOD)
    return split


def checked(address: str, reach: Reach) -> str:
    """The address, when a delivery may lead there as its name is resolved now. Raises Refused."""
    split = parsed(address)
    try:
        asyncio.run(asyncio.wait_for(_resolved(split, reach), SECONDS))
    except TimeoutError:
        raise Refused(Fault.TOO_SLOW) from None
    return address


async def _resolved(split: SplitResult, reach: Reach) -> str:
    port = split.port or (443 if split.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(split.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(Fault.NO_SUCH_HOST) from None
    return reach.of(split.scheme, [str(one[4][0]) for one in found])


@dataclass(frozen=True, slots=True)
class Delivery:
    """What goes out. `id` is that of its first event: sent again, it is the same."""

    id: str
    webhook_id: str
    client_id: str
    body: bytes
    media_type: str


def signature(delivery: Delivery, issuer: str, signer: Signer, now: datetime) -> str:
    """A JWT over the digest of the exact body, for this receiver, with the time of sending."""
    claims = {
        "iss": issuer,
        "aud": delivery.client_id,
        "sub": delivery.webhook_id,
        "jti": delivery.id,
        "iat": int(now.timestamp()),
        "exp": int((now + HOLDS).timestamp()),
        "digest": digest_of(delivery.body),
    }
    return signer.sign(claims, typ=TYPE)


def digest_of(body: bytes) -> str:
    """As in Content-Digest (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def send(address: str, delivery: Delivery, signed: str, reach: Reach) -> Fault | None:
    """None: the receiver has taken it."""
    try:
        return asyncio.run(asyncio.wait_for(_send(address, delivery, signed, reach), SECONDS))
    except Refused as refused:
        return refused.fault
    except TimeoutError:
        return Fault.TOO_SLOW
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return Fault.UNREACHABLE


async def _send(address: str, delivery: Delivery, signed: str, reach: Reach) -> Fault | None:
    split = parsed(address)
    target = await _resolved(split, reach)
    host = f"[{target}]" if ":" in target else target
    port = f":{split.port}" if split.port else ""
    headers = {
        "Host": split.netloc,
        "Content-Type": delivery.media_type,
        "Content-Digest": digest_of(delivery.body),
        "Hoso-Signature": signed,
        "Hoso-Delivery": delivery.id,
        "User-Agent": "hoso-webhooks/1",
    }
    url = f"{split.scheme}://{host}{port}{split.path or '/'}"
    named = {"sni_hostname": split.hostname}
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS) as client:
        request = client.build_request("POST", url, content=delivery.body, headers=headers, extensions=named)
        response = await client.send(request, stream=True)
        await response.aclose()
    return _said(response.status_code)


def _said(status: int) -> Fault | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return Fault.REDIRECTED
    return Fault.GONE if status == 410 else Fault.NOT_TAKEN
