"""The service on one port until it is stopped: one process, or several that share the port."""

import asyncio
import gc
import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing import parent_process
from threading import Thread
from urllib.parse import urlsplit

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.supervisors import Multiprocess

from api.app import make_app
from api.limits import Buckets
from api.service import open_service
from errors import NotSetUp
from settings import Settings
from storage.grants import Role

_LIMIT = 400  # connections at once; more are told 503 by the server itself
_STARTING_S = 60  # within which a process that was started answers that it lives, on a busy machine, too
_THREADS = 4  # that answer at once: more would only wait for each other


def serve_api(settings: Settings, host: str, port: int, ready: Callable[[str], None], processes: int = 1) -> None:
    """`port` 0: any free one. `ready` gets the address once it listens; one of several processes that ends is started
    anew. Raises NotSetUp where it cannot, or where in production clients would not speak TLS to it."""
    if settings.production and urlsplit(settings.api_url).scheme != "https":
        raise NotSetUp("in production clients speak TLS to the service: set HOSO_API_URL to its https address")
    with _listening(host, port) as door:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{door.getsockname()[1]}"
        issuer = settings.api_url or address
        with open_service(settings, issuer, Role.API) as service:  # what is missing is told here, for all of them
            ready(address)
            if processes == 1:
                asyncio.run(_serve(uvicorn.Server(_config(make_app(service))), door))
                return
        Multiprocess(_config(Worker(settings, issuer, Buckets()), processes), [door]).run()


async def _serve(server: uvicorn.Server, door: socket.socket) -> None:
    _settle_down()
    await server.serve(sockets=[door])


def _settle_down() -> None:
    """What was loaded until now stays as long as the process: the collector need not walk through it, with all requests
    waiting, whenever it looks for what a request left."""
    current_default_thread_limiter().total_tokens = _THREADS
    gc.collect()
    gc.freeze()


class Worker:
    """The application of one of several processes, which opens its service itself and closes it at its end."""

    def __init__(self, settings: Settings, issuer: str, buckets: Buckets) -> None:
        self._settings, self._issuer, self._buckets = settings, issuer, buckets
        self._open = ExitStack()
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        logging.getLogger("hoso").setLevel(logging.INFO)
        Thread(target=_end_with_parent, daemon=True).start()
        opened = open_service(self._settings, self._issuer, Role.API, self._buckets)
        with self._open:
            self._app = make_app(self._open.enter_context(opened))
            _settle_down()
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _end_with_parent() -> None:
    """Whoever starts processes anew is gone: nobody would end this one."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _config(app: object, processes: int = 1) -> uvicorn.Config:
    """Its own log of requests is off: it would hold whole addresses as they were sent."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http="h11",  # httptools loses the body of a request that offers HTTP/2, as every one of Java's own client does
        access_log=False,
        log_level="warning",
        workers=processes,
        timeout_worker_healthcheck=_STARTING_S,
        lifespan="on" if processes > 1 else "off",
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
