"""All that is held about a person, found by the personal number: how long each look-up takes.

Each is what a route of the service does: the number is found by its blind index, the row of the audit is committed,
then the records are read and opened. No person is looked up twice, so every key is fetched and unwrapped anew.
"""

import time
from collections.abc import Sequence

from benchmarks.warehouse_made import RECORDS, somebody
from settings import Settings
from storage.audit.reading import ReadPurpose, reading
from storage.of_person import of_person
from storage.people import AliasKind, find_person
from storage.warehouse import Warehouse
from system import open_vault

_PURPOSE = ReadPurpose("1.000894", "H56.12-261102-0000001", "ND118-2025")
_WARM = 20  # look-ups before the first that counts


def lookups(settings: Settings, people: Sequence[int]) -> tuple[float, ...]:
    """Seconds of each, in rising order. Raises ValueError where anything else than the person's records is found."""
    with open_vault(settings) as vault, Warehouse(settings.warehouse_url, vault, actor="benchmark") as warehouse:
        return tuple(sorted([_looked_up(warehouse, one) for one in people][_WARM:]))


def _looked_up(warehouse: Warehouse, number: int) -> float:
    wanted = somebody(number).id_number
    began = time.perf_counter()
    with warehouse.looking() as connection:
        person_id = find_person(connection, AliasKind.PIN, wanted) or ""
    with reading(warehouse, _PURPOSE, "record", person_id, reader="benchmark") as connection:
        found = of_person(connection, person_id)
    took = time.perf_counter() - began
    if len(found) != RECORDS or any(wanted not in [each.value for each in one.record.fields] for one in found):
        raise ValueError("a look-up gave something else than the records of the person who was asked for")
    return took


def percentile(rising: Sequence[float], share: float) -> float:
    """Below which this share of them lies."""
    return rising[min(len(rising) - 1, int(share * len(rising)))]
