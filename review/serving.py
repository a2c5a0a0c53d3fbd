"""The station as a process: one server on one port, until it is stopped."""

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from urllib.parse import urlsplit

import uvicorn
from anyio.to_thread import current_default_thread_limiter

from errors import NotSetUp
from review.app import make_app
from review.station import Station, open_station
from settings import Settings
from storage.grants import Role
from storage.staff.accounts import any_staff

_LIMIT = 400  # connections at once; more are told 503 by the server itself
_THREADS = 8  # that answer at once
Beside = Callable[[Station], AbstractContextManager[object]]  # what runs as long as the station does


def _nothing(_: Station) -> AbstractContextManager[object]:
    return nullcontext()


def serve_review(
    settings: Settings, host: str, port: int, ready: Callable[[str, bool], None], beside: Beside = _nothing
) -> None:
    """`port` 0: any free one. `ready` gets the address once it listens, and whether anybody could log in there by an
    account. `beside`: entered before, left after.

    Raises NotSetUp where it cannot listen, or where in production browsers would not speak TLS to it.
    """
    checked(settings)
    with _listening(host, port) as door:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{door.getsockname()[1]}"
        origin = settings.review_url or address
        with open_station(settings, origin, Role.REVIEW) as station, beside(station):
            server = uvicorn.Server(_config(make_app(station), settings))
            with station.warehouse.looking() as connection:
                known = any_staff(connection)
            ready(origin, known)
            asyncio.run(_serve(server, door))


def checked(settings: Settings) -> None:
    """Raises NotSetUp for settings under which the station would not be safe, or nobody could come in."""
    parts = urlsplit(settings.review_url)
    if settings.review_url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/")):
        raise NotSetUp("HOSO_REVIEW_URL is an address without a path: https://soat.example.vn")
    if settings.production and parts.scheme != "https":
        raise NotSetUp("in production browsers speak TLS to the station: set HOSO_REVIEW_URL to its https address")
    if not settings.local_accounts and not settings.oidc_issuer:
        raise NotSetUp("nobody could log in: HOSO_LOCAL_ACCOUNTS is off, and no HOSO_OIDC_ISSUER is set")
    if settings.oidc_issuer and (not settings.oidc_client_id or not _safe_issuer(settings)):
        raise NotSetUp("HOSO_OIDC_ISSUER is an https address, and is set together with HOSO_OIDC_CLIENT_ID")
    if bool(settings.oidc_roles_claim) != bool(settings.oidc_offices_claim):
        raise NotSetUp("HOSO_OIDC_ROLES_CLAIM and HOSO_OIDC_OFFICES_CLAIM are set together, or neither of them")
    for network in proxies(settings):
        try:
            ipaddress.ip_network(network)
        except ValueError:
            raise NotSetUp("HOSO_REVIEW_PROXIES names addresses or networks, with commas") from None


def _safe_issuer(settings: Settings) -> bool:
    """Over TLS, or on this machine."""
    parts = urlsplit(settings.oidc_issuer)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1") and not settings.production
    return parts.scheme == "https" or (parts.scheme == "http" and here)


def proxies(settings: Settings) -> list[str]:
    """Whose word is taken for where a request comes from."""
    return [one.strip() for one in settings.review_proxies.split(",") if one.strip()]


async def _serve(server: uvicorn.Server, door: socket.socket) -> None:
    current_default_thread_limiter().total_tokens = _THREADS
    await server.serve(sockets=[door])


def _config(app: object, settings: Settings) -> uvicorn.Config:
    """Its own log of requests is off: it would hold whole addresses as they were sent."""
    believed = proxies(settings)
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http="h11",
        access_log=False,
        log_level="warning",
        lifespan="off",
        server_header=False,
        date_header=True,
        proxy_headers=bool(believed),
        forwarded_allow_ips=believed or None,
        limit_concurrency=_LIMIT,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
    )


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        try:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind((host, port))
            door.listen(_LIMIT)  # who comes before the first answer waits instead of being turned away
        except OSError as error:
            raise NotSetUp(
                f"the station cannot listen on port {port} ({error.strerror}): choose another by --port"
            ) from None
        yield door
