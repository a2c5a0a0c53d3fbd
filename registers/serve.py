"""Runs both registers in one process, in the foreground, until told to stop."""

import asyncio
import contextlib
import json
import queue
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from registers import population, telco
from registers.faults import Faults, TelcoFaults
from registers.faulty_way import CanHangUp


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the two registers answer."""

    population: str  # "http://127.0.0.1:PORT"
    telco: str


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """The faults of both registers at start, and the habit of the population register that nobody knows."""

    population: Faults = field(default_factory=Faults)
    telco: TelcoFaults = field(default_factory=TelcoFaults)
    year_finds_full_date: bool = True


class _Server(uvicorn.Server):
    """A server that leaves signals to `serve`: two in one process would fight over them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve(
    folder: Path,
    host: str = "127.0.0.1",
    population_port: int = 0,
    telco_port: int = 0,
    misbehaviour: Misbehaviour | None = None,
    ready: Callable[[Addresses, Callable[[], None]], None] | None = None,
) -> None:
    """Answer until SIGINT or SIGTERM. Port 0 is any free port.

    `ready` is called once both listen, with the addresses and a function that stops them (from any thread). Raises
    OSError when a port is taken or a file is not there, KeyError when a file lacks a column.
    """
    how = misbehaviour or Misbehaviour()
    apps = (
        population.app(folder, how.population, how.year_finds_full_date),
        telco.app(folder, how.telco),
    )
    with contextlib.ExitStack() as open_sockets:
        sockets = [
            open_sockets.enter_context(contextlib.closing(_listen(host, port)))
            for port in (population_port, telco_port)
        ]
        asyncio.run(_answer(apps, sockets, ready))


@contextlib.contextmanager
def running(folder: Path, misbehaviour: Misbehaviour | None = None) -> Iterator[Addresses]:
    """Both registers on free ports of loopback, in a thread of this process, for as long as the block lasts."""
    told: queue.Queue[tuple[Addresses, Callable[[], None]] | BaseException] = queue.Queue()

    def answer() -> None:
        try:
            serve(folder, misbehaviour=misbehaviour, ready=lambda addresses, stop: told.put((addresses, stop)))
        except BaseException as error:
            told.put(error)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    first = told.get()
    if isinstance(first, BaseException):
        raise first
    addresses, stop = first
    try:
        yield addresses
    finally:
        stop()
        thread.join()


def announce(addresses: Addresses, port_file: Path | None) -> None:
    """Write where the registers answer to a file as JSON, whole or not at all, and print it."""
    text = json.dumps({"population": addresses.population, "telco": addresses.telco})
    if port_file is not None:  # before it is said: who hears it may look for the file at once
        part = port_file.with_name(port_file.name + ".part")
        part.write_text(text + "\n", "utf-8")
        part.replace(port_file)
    print(text, flush=True)


def stop_when_input_ends(stop: Callable[[], None]) -> None:
    """Call `stop` once standard input ends: whoever started the registers is gone, even by SIGKILL, and so go they."""

    def wait() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        stop()

    threading.Thread(target=wait, daemon=True).start()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. Its protocol is named, for asyncio sends small answers at once only then: else 40 ms late."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
        listening.setblocking(False)
    except OSError:
        listening.close()
        raise
    return listening


async def _answer(
    apps: tuple[FastAPI, ...],
    sockets: list[socket.socket],
    ready: Callable[[Addresses, Callable[[], None]], None] | None,
) -> None:
    servers = [_Server(_config(app)) for app in apps]
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
    tasks = [
        asyncio.create_task(server.serve(sockets=[listening]))
        for server, listening in zip(servers, sockets, strict=True)
    ]
    while not all(server.started for server in servers) and not any(task.done() for task in tasks):
        await asyncio.sleep(0.01)
    if ready is not None and all(server.started for server in servers):
        ready(Addresses(*(_address(listening) for listening in sockets)), stop)
    await asyncio.gather(*tasks)


def _config(app: FastAPI) -> uvicorn.Config:
    """No access log: it adds nothing to the registers' own count, and paths are the only thing that it could tell."""
    whole = CanHangUp(app)  # outside of all that Starlette puts around an application
    return uvicorn.Config(whole, access_log=False, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
