"""A load that can be disturbed: dossiers from an inbox to their records, in processes that die when told to."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path

import storage_makers as make
from object_makers import sealer
from sqlalchemy import text

from errors import DossierError
from storage.audit.sealing import Seals
from storage.incoming import open_dossiers
from storage.intake import take_in
from storage.objects import FolderStore, ObjectStore
from storage.outbox import Cursor, Event, EventKind, events
from storage.states import DossierState, Move
from storage.warehouse import Warehouse

DOSSIERS = 16
PEOPLE = 5  # whom they are about: two loaders meet the same person
AWAY = 7  # exit code of a loader from which the warehouse was taken away
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Place:
    """Where one load happens."""

    url: str
    folder: Path

    @property
    def objects(self) -> FolderStore:
        return FolderStore(self.folder / "objects", sealer())

    @contextmanager
    def opened(self) -> Iterator[Warehouse]:
        with make.vault(self.url) as vault, Warehouse(self.url, vault, actor="machine") as warehouse:
            yield warehouse


def lay_inbox(folder: Path) -> Path:
    return make.laid(
        folder / "inbox",
        {f"d{n:02}/{page}.pdf": b"%%PDF PP %d %d" % (n, page) for n in range(DOSSIERS) for page in (1, 2)},
    )


def load(
    place: Place,
    told: Callable[[int], None] = lambda _: None,
    objects: ObjectStore | None = None,
    *,
    backwards: bool = False,
) -> None:
    """Every dossier of the inbox, to its records. What is done already is not done again."""
    store = objects or place.objects
    with place.opened() as warehouse:
        incoming = list(open_dossiers(place.folder / "inbox"))
        for number, one in reversed([*enumerate(incoming)]) if backwards else enumerate(incoming):
            settle(warehouse, take_in(one, warehouse, store, make.inspect), number)
            told(number)


def settle(warehouse: Warehouse, dossier_id: str, number: int) -> None:
    scans = warehouse.scans(dossier_id)
    if warehouse.dossier(dossier_id).state is DossierState.RECEIVED:
        warehouse.move(dossier_id, DossierState.READ)
    found = {scan.id: [make.document(), make.document("cccd")] for scan in scans}
    warehouse.save_documents(dossier_id, "x1", found, Move(DossierState.EXTRACTED))
    asked = [make.inquiry(dossier_id, f"r-{dossier_id}")]
    warehouse.save_resolution(dossier_id, "m1", make.decision(dossier_id), asked, Move(DossierState.RESOLVED))
    ours = [replace(make.record(), register_key=f"P{(number + step) % PEOPLE}") for step in range(2)]
    warehouse.save_records(dossier_id, "l1", ours, [make.question()], Move(DossierState.LOADED))


@dataclass
class Loader:
    """A load in a process of its own that tells of each dossier."""

    place: Place
    backwards: bool = False
    _said: Pipe = field(init=False)
    _process: BaseProcess = field(init=False)

    def __post_init__(self) -> None:
        make.master()  # the same for every process
        self._said, says = _FORK.Pipe(duplex=False)
        self._process = _FORK.Process(target=self._run, args=(says,))
        self._process.start()
        says.close()

    def _run(self, says: Pipe) -> None:
        try:
            load(self.place, says.send, backwards=self.backwards)
        except DossierError as error:
            if not error.retry:
                raise
            os._exit(AWAY)

    def wait_for(self, dossiers: int) -> None:
        """Until it is through with so many, or ended."""
        try:
            for _ in range(dossiers):
                self._said.recv()
        except EOFError:
            pass

    def kill(self) -> None:
        os.kill(self._process.pid or 0, signal.SIGKILL)

    def ended(self) -> int:
        """Its exit code."""
        self._process.join()
        return self._process.exitcode or 0


@dataclass
class Follower:
    """Keeps up with the events by cursor, as a system outside does."""

    place: Place
    seen: list[Event] = field(default_factory=list)

    def read(self) -> None:
        with self.place.opened() as warehouse:
            while True:
                with warehouse.looking() as connection:
                    page = events(connection, self.seen[-1].cursor if self.seen else Cursor(), 7)
                if not page:
                    return
                self.seen += page

    @property
    def loaded(self) -> list[str]:
        """Ids of the records of which it was told, in that order."""
        return [one.record_id or "" for one in self.seen if one.kind is EventKind.LOADED]


HALF = """
SELECT count(*) FROM record r WHERE (SELECT count(*) FROM record_field f WHERE f.record_id = r.id) <> 2
OR NOT EXISTS (SELECT FROM step s WHERE s.subject = r.dossier_id::text AND s.stage = 'load' AND s.key = r.key)
"""


@dataclass(frozen=True)
class Left:
    """What a load leaves."""

    fingerprint: str
    objects: tuple[str, ...]
    records: tuple[str, ...]


def left(place: Place, objects: ObjectStore | None = None) -> Left:
    with place.opened() as warehouse:
        with warehouse.looking() as connection:
            ids = tuple(str(one) for one in connection.scalars(text("SELECT id FROM record ORDER BY id")))
            assert connection.scalar(text(HALF)) == 0
        return Left(warehouse.fingerprint(), tuple(sorted(objects or place.objects)), ids)


def check_whole(place: Place, follower: Follower) -> None:
    """Nothing half, no event lost or told twice to who kept up all along, and the audit's chain without a fault."""
    follower.read()
    again = Follower(place)
    again.read()
    assert follower.seen == again.seen
    assert sorted(follower.loaded) == list(left(place).records)
    with place.opened() as warehouse:
        report = Seals(warehouse, place.folder / "state").verify()
    assert report.whole, report
