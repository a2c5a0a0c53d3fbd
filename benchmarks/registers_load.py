"""Questions sent by the clock over a few connections, whether or not the ones before are answered: an open loop.

A question's latency counts from the moment when it should have been sent, so that a register that stalls is charged for
all who waited behind it.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

_TIME_OUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Call:
    """A whole HTTP request, and what the right answer holds."""

    request: bytes
    expected: bytes


@dataclass(frozen=True, slots=True)
class Load:
    """What came of one run."""

    latencies: tuple[float, ...]  # s, of right answers, in rising order
    errors: int  # no answer, a status other than 200, or not what was expected
    seconds: float  # from the first intended sending to the last answer

    def percentile(self, share: float) -> float:
        """Latency (s) below which this share of the right answers lies; 0 where there is none."""
        at = min(len(self.latencies) - 1, int(share * len(self.latencies)))
        return self.latencies[at] if self.latencies else 0.0


def send(address: tuple[str, int], calls: Sequence[Call], rate: float, connections: int) -> Load:
    """Send the calls in order, `rate` a second, over so many connections that are kept open."""
    return asyncio.run(_send(address, calls, rate, connections))


async def _send(address: tuple[str, int], calls: Sequence[Call], rate: float, connections: int) -> Load:
    waiting: asyncio.Queue[tuple[float, Call] | None] = asyncio.Queue()
    latencies: list[float] = []
    errors = 0

    async def work() -> None:
        nonlocal errors
        connection = None
        while one := await waiting.get():
            intended, call = one
            try:
                connection = connection or await asyncio.open_connection(*address)
                right = await asyncio.wait_for(_answered(*connection, call), _TIME_OUT_S)
            except (OSError, EOFError, ValueError, TimeoutError):
                right, connection = False, None
            if right:
                latencies.append(time.perf_counter() - intended)
            else:
                errors += 1
        if connection:
            connection[1].close()
            with contextlib.suppress(OSError):
                await connection[1].wait_closed()

    workers = [asyncio.create_task(work()) for _ in range(connections)]
    started = time.perf_counter()
    for number, call in enumerate(calls):
        intended = started + number / rate
        while (left := intended - time.perf_counter()) > 0:
            await asyncio.sleep(left)
        waiting.put_nowait((intended, call))
    for _ in workers:
        waiting.put_nowait(None)
    await asyncio.gather(*workers)
    return Load(tuple(sorted(latencies)), errors, time.perf_counter() - started)


async def _answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, call: Call) -> bool:
    """Whether the right answer came. Raises EOFError when the connection breaks, ValueError for what is no HTTP."""
    writer.write(call.request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    body = await reader.readexactly(int(length.partition(b":")[2]))
    whole = body.endswith((b"}", b"Envelope>"))
    return head.startswith(b"HTTP/1.1 200 ") and whole and call.expected in body
