"""Faults on demand, so that clients can be shown a register that is down, slow, lies or talks nonsense.

A register is asked to misbehave through POST /admin/faults, from loopback only; the same switches can be given
at start.
"""

import time
from collections.abc import Callable
from math import exp, log
from random import Random
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from registers.subscriber_errors import SubscriberErrors

_P99 = 2.3263  # standard deviations above the median


class Latency(BaseModel):
    """Waiting times that scatter as those of a busy service do: log-normal, told by two of its percentiles."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    median_ms: float = Field(gt=0, le=60_000)
    p99_ms: float = Field(gt=0, le=600_000)

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.p99_ms < self.median_ms:
            raise ValueError("p99_ms is not below median_ms")
        return self

    def draw(self, dice: Random) -> float:
        """One waiting time in seconds."""
        spread = log(self.p99_ms / self.median_ms) / _P99
        return self.median_ms / 1000 * exp(spread * dice.gauss(0, 1))


class Flapping(BaseModel):
    """Up for a while, down for a while, over and over; it begins with up."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    up: float = Field(gt=0, le=1_000_000)
    down: float = Field(gt=0, le=1_000_000)
    by: Literal["seconds", "queries"] = "seconds"

    def is_down(self, passed: float) -> bool:
        """After so many seconds or queries since the fault was switched on."""
        return passed % (self.up + self.down) >= self.up


class Faults(BaseModel):
    """How a register misbehaves; by default not at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    latency_ms: int = Field(default=0, ge=0, le=60_000)  # before every answer
    latency: Latency | None = None  # and one that scatters, on top
    outage: bool = False  # every query is answered 503
    closed: bool = False  # the connection is closed without a word, as where nobody listens
    slow_s: float = Field(default=0, ge=0, le=600)  # answers rightly after so many seconds: past a client's time-out
    malformed: bool = False  # 200 with an HTML page, as a proxy on the way gives
    half: bool = False  # 200 with the first half of the right answer
    error_rate: float = Field(default=0, ge=0, le=1)  # share of the queries that are answered 500
    lies: float = Field(default=0, ge=0, le=1)  # share of the answers that are about somebody else
    flapping: Flapping | None = None  # 503 while it is down
    seed: int = 0  # of every draw

    @property
    def in_force(self) -> bool:
        """Whether anything is wrong at all."""
        return self.model_copy(update={"seed": 0}) != type(self)()


class TelcoFaults(Faults):
    """The telco register errs in its data, too."""

    subscribers: SubscriberErrors = SubscriberErrors()


class Switch:
    """The faults now in force for one register."""

    def __init__(self, faults: Faults, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.set(faults)

    def set(self, faults: Faults) -> None:
        """Put other faults in force; draws and schedules start again."""
        self.faults, self.in_force = faults, faults.in_force
        self._draw, self._lie = Random(faults.seed), Random(faults.seed + 1)
        self._since, self._queries = self._clock(), 0

    def parse(self, body: bytes) -> Faults:
        """Faults from JSON. Raises ValueError for what no such register can be asked to do."""
        return type(self.faults).model_validate_json(body)

    def down(self) -> bool:
        """Whether the query that comes now finds the register down. To be asked once a query: some schedules count."""
        self._queries += 1
        flapping = self.faults.flapping
        if flapping is None:
            return self.faults.outage
        passed = self._queries - 1 if flapping.by == "queries" else self._clock() - self._since
        return self.faults.outage or flapping.is_down(passed)

    def wait_s(self) -> float:
        """How long the next answer is held back."""
        scatter = self.faults.latency.draw(self._draw) if self.faults.latency else 0.0
        return self.faults.latency_ms / 1000 + self.faults.slow_s + scatter

    def errs(self) -> bool:
        """Whether the next query is answered 500."""
        return bool(self.faults.error_rate) and self._draw.random() < self.faults.error_rate

    def lies(self) -> bool:
        """Whether the next answer is about somebody else."""
        return bool(self.faults.lies) and self._lie.random() < self.faults.lies
