"""The service asked by the clock over HTTP: how long its answers take, and what they cost."""

import time
from dataclasses import dataclass

from benchmarks.registers_load import Load, send
from benchmarks.warehouse_made import some_of
from benchmarks.warehouse_service import calls, cpu_seconds, registered, served, token
from settings import Settings

ROUTES = ("sufficiency", "prefill")
CONNECTIONS = 32
_WARM_SECONDS = 5.0  # of questions before the first that counts


@dataclass(frozen=True, slots=True)
class Asked:
    """One route."""

    route: str
    load: Load
    cpu: float  # s of the service's processes an answer


def ask(settings: Settings, people: int, rate: float, seconds: float, seed: int, processes: int) -> tuple[Asked, ...]:
    """Each route in turn, about different people each time, under a token of its own."""
    with served(settings, processes) as service:
        client, found = registered(settings), []
        for place, route in enumerate(ROUTES):
            many, warm = int(rate * seconds), int(rate * _WARM_SECONDS)
            about = some_of(people, many + warm, seed + place)
            questions = calls(service, token(service, client), route, about)
            address = (service.host, service.port)
            send(address, questions[:warm], rate, CONNECTIONS)
            time.sleep(1)
            before = cpu_seconds(service.process)
            load = send(address, questions[warm:], rate, CONNECTIONS)
            found.append(Asked(route, load, (cpu_seconds(service.process) - before) / many))
        return tuple(found)
