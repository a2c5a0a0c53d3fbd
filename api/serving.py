"""The service as a process: one server on one port, until it is stopped."""

import asyncio
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import uvicorn
from anyio.to_thread import current_default_thread_limiter

from api.app import make_app
from api.service import open_service
from errors import NotSetUp
from settings import Settings
from storage.grants import Role

_LIMIT = 400  # connections at once; more are told 503 by the server itself
_THREADS = 4  # that answer at once: more would only wait for each other


def serve_api(settings: Settings, host: str, port: int, ready: Callable[[str], None]) -> None:
    """`port` 0: any free one. `ready` gets the address once it listens. Raises NotSetUp where it cannot, or where in
    production clients would not speak TLS to it."""
    if settings.production and urlsplit(settings.api_url).scheme != "https":
        raise NotSetUp("in production clients speak TLS to the service: set HOSO_API_URL to its https address")
    with _listening(host, port) as door:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{door.getsockname()[1]}"
        with open_service(settings, settings.api_url or address, Role.API) as service:
            server = uvicorn.Server(_config(make_app(service)))
            ready(address)
            asyncio.run(_serve(server, door))


async def _serve(server: uvicorn.Server, door: socket.socket) -> None:
    current_default_thread_limiter().total_tokens = _THREADS
    await server.serve(sockets=[door])


def _config(app: object) -> uvicorn.Config:
    """Its own log of requests is off: it would hold whole addresses as they were sent."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http="h11",  # httptools loses the body of a request that offers HTTP/2, as every one of Java's own client does
        access_log=False,
        log_level="warning",
        lifespan="off",
        server_header=False,
        date_header=True,
        proxy_headers=False,
        limit_concurrency=_LIMIT,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
    )


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(_LIMIT)  # who comes before the first answer waits instead of being turned away
    except OSError as error:
        door.close()
        raise NotSetUp(
            f"the service cannot listen on port {port} ({error.strerror}): choose another by --port"
        ) from None
    return door
