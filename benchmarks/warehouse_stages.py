"""The warehouse and the plain table as they grow: how fast each loads and is looked up, and what it takes."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from benchmarks import warehouse_load, warehouse_lookup, warehouse_plain
from benchmarks.warehouse_lookup import percentile
from benchmarks.warehouse_made import RECORDS, some_of
from settings import Settings
from storage.warehouse import Warehouse

TIMED = 2_000  # dossiers, loaded on top of each size
LOOKED_UP = 2_000  # people
_PART = 10_000  # dossiers
_TABLES = """
SELECT relname, pg_total_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC
"""


@dataclass(frozen=True, slots=True)
class Way:
    """How one of the two did at one size."""

    dossiers_a_second: float
    p50: float  # s, of look-ups
    p99: float
    longest: float
    size: int  # bytes of the database


@dataclass(frozen=True, slots=True)
class Stage:
    records: int  # that were held when the timed load began
    ours: Way
    plain: Way
    tables: dict[str, int] = field(default_factory=dict)  # bytes of each of ours with its indexes, the largest first


class Grown:
    """Both databases of a folder, and what was measured on their way: an interrupted run is taken up again."""

    def __init__(self, settings: Settings, plain: str, processes: int, seed: int) -> None:
        """`plain`: URL of the plain table's database."""
        self._settings, self._plain = settings, plain
        self._processes, self._seed = processes, seed
        self._file = settings.state / "stages.json"
        told = json.loads(self._file.read_text()) if self._file.exists() else {}
        self.people: int = told.get("people", 0)  # all of a lower number are loaded, in both
        self._stages = {one["records"]: _stage(one) for one in told.get("stages", ())}

    def stage(self, records: int, *, anew: bool) -> Stage:
        """At so many records; `anew`: at as many as there are, also where it was measured before."""
        found = next((one for size, one in sorted(self._stages.items()) if size >= records), None)
        if found is not None and not anew:
            return found
        self._grow(records // RECORDS)
        stage = self._measured()
        self._stages[stage.records] = stage
        self._keep()
        return stage

    def _grow(self, people: int) -> None:
        """In parts, each of which is kept: who stops it loses little."""
        while self.people < people:
            more = range(self.people, min(people, self.people + _PART))
            warehouse_plain.forget(self._plain, self.people)
            warehouse_load.fill(self._settings, more, self._processes, _shown("warehouse", more))
            warehouse_plain.load(self._plain, more, self._processes, _shown("plain table", more))
            self.people = more.stop
            self._keep()

    def _measured(self) -> Stage:
        records, more = self.people * RECORDS, range(self.people, self.people + TIMED)
        warehouse_plain.forget(self._plain, self.people)
        rate = warehouse_load.timed(self._settings, more, self._processes).a_second
        plain_rate = warehouse_plain.load(self._plain, more, self._processes).a_second
        self.people += TIMED
        self._keep()
        asked = some_of(self.people, LOOKED_UP, self._seed)
        ours, plain = warehouse_lookup.lookups(self._settings, asked), warehouse_plain.lookups(self._plain, asked)
        tables = self._sizes()
        return Stage(
            records,
            _way(rate, ours, sum(tables.values())),
            _way(plain_rate, plain, warehouse_plain.size(self._plain)),
            tables,
        )

    def _sizes(self) -> dict[str, int]:
        with Warehouse(self._settings.warehouse_url) as warehouse, warehouse.looking() as connection:
            return {name: int(size) for name, size in connection.exec_driver_sql(_TABLES)}

    def _keep(self) -> None:
        told = {"people": self.people, "stages": [asdict(one) for one in self._stages.values()]}
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(told))
        part.rename(self._file)


def _way(rate: float, lookups: tuple[float, ...], size: int) -> Way:
    return Way(rate, percentile(lookups, 0.5), percentile(lookups, 0.99), lookups[-1], size)


def _stage(told: dict[str, object]) -> Stage:
    return Stage(told["records"], Way(**told["ours"]), Way(**told["plain"]), told["tables"])  # type: ignore[arg-type]


def _shown(what: str, people: range) -> Callable[[int], None]:
    """Tells on the terminal how far a fill has come."""
    done, began = 0, time.monotonic()

    def tell(more: int) -> None:
        nonlocal done
        done += more
        rate = done / (time.monotonic() - began)
        end = "\n" if done >= len(people) else "\r"
        told = f"{what}: {people.start + done:,} dossiers, {rate:.0f} a second "
        print(told, end=end, file=sys.stderr, flush=True)

    return tell
