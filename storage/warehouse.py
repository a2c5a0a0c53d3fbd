"""The warehouse: load and save for each step of a dossier's way. Every save is one transaction, with its done marker
and its audit row; saving again under the same key changes nothing and says False."""

from collections.abc import Mapping, Sequence
from datetime import date

from errors import ErasedBefore
from extractors.reading import Document, Evidence, Problem
from matching.decision import Decision
from matching.gateway.inquiry import Inquiry
from matching.resolution import Resolution
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding
from ocr.page import Page
from storage import (
    batches,
    dossiers,
    findings,
    handed_in_again,
    pages,
    readings,
    record_writing,
    records,
    resolutions,
    tasks,
    whole,
)
from storage.batches import Batch
from storage.change import Change, Stage, done
from storage.descriptions import Describe
from storage.dossiers import Delivery, Dossier, NewDossier, Scan
from storage.findings import PlacedFinding
from storage.fingerprint import fingerprint
from storage.loads import Load
from storage.pages import MissingPage, StoredPage
from storage.readings import StoredDocument, StoredReading
from storage.records import Record, RecordField
from storage.states import DossierState, Move, TaskState
from storage.tasks import Question, Task
from storage.transactions import Transactions
from storage.vietnam_time import day_of
from storage.whole import Counts


class Warehouse(Transactions):
    """One for each process; `close` it, or use it in a `with`.

    Ids that nobody holds raise NotHeld; a database that is away, full or not migrated raises StorageUnavailable,
    StorageFull or NotSetUp, and then nothing was half written.
    """

    # --- dossiers and scans

    def identity(self, digest: str) -> str:
        """Under which digest content is taken in. Raises ErasedBefore, once that is written down."""
        try:
            with self.looking() as connection:
                return handed_in_again.identity(connection, digest)
        except ErasedBefore as refused:
            with self.changing() as change:
                handed_in_again.note_refused(change, refused.dossier_id)
            raise

    def take_in(self, new: NewDossier) -> str:
        """The dossier's id. The same content again changes nothing. Raises ErasedBefore."""
        with self.changing() as change:
            return dossiers.take_in(change, new)

    def move(self, dossier_id: str, state: DossierState, reason: str = "") -> bool:
        """False when it stands there already. Raises DossierError for a move that is not allowed."""
        with self.changing() as change:
            return dossiers.move(change, dossier_id, state, reason)

    def dossier(self, dossier_id: str) -> Dossier:
        with self.looking() as connection:
            return dossiers.dossier(connection, dossier_id)

    def dossiers(self, *states: DossierState, code: str | None = None) -> tuple[Dossier, ...]:
        """In order of arrival: those in one of these states, or all."""
        with self.looking() as connection:
            return dossiers.dossiers(connection, states, code)

    def overdue(self, today: date | None = None) -> tuple[Dossier, ...]:
        """Those whose deadline has passed, the longest first."""
        with self.looking() as connection:
            return dossiers.overdue(connection, today or day_of(self._clock()))

    def scans(self, dossier_id: str) -> tuple[Scan, ...]:
        with self.looking() as connection:
            return dossiers.scans(connection, dossier_id)

    def deliveries(self, dossier_id: str) -> tuple[Delivery, ...]:
        """Every way in which the content came in, the first first."""
        with self.looking() as connection:
            return dossiers.deliveries(connection, dossier_id)

    def done(self, dossier_id: str, stage: Stage, key: str) -> bool:
        """Whether a step was done under this key, so that nothing has to be thought again."""
        with self.looking() as connection:
            return done(connection, dossier_id, stage, key)

    # --- batches

    def plan_batches(self, dossier_ids: Sequence[str], pages_per_batch: int) -> tuple[Batch, ...]:
        """In the order given. The same dossiers again are the same batch."""
        with self.changing() as change:
            sizes = dossiers.accepted_pages(change.connection, dossier_ids)
            planned = batches.parted(dossier_ids, sizes, pages_per_batch)
            batches.save(change, planned)
            return planned

    def batch(self, batch_id: str) -> tuple[str, ...]:
        """The ids of its dossiers."""
        with self.looking() as connection:
            return batches.dossier_ids(connection, batch_id)

    # --- pages

    def save_page(
        self,
        scan_digest: str,
        key: str,
        page: Page,
        picture: str | None = None,
        findings: Sequence[ScanFinding] = (),
    ) -> bool:
        """`picture`: digest of the upright page image in the object store. `findings`: what is odd about the page."""
        with self.changing() as change:
            return pages.save(change, scan_digest, key, page, picture, findings)

    def save_failed_page(self, scan_digest: str, key: str, number: int, failure: Refusal) -> bool:
        with self.changing() as change:
            return pages.save_failure(change, scan_digest, key, number, failure)

    def pages(self, dossier_id: str, key: str) -> tuple[StoredPage, ...]:
        with self.looking() as connection:
            return pages.pages(connection, dossier_id, key)

    def missing_pages(self, dossier_ids: Sequence[str], key: str) -> tuple[MissingPage, ...]:
        """What is still to be read; a page that failed under this key is done."""
        with self.looking() as connection:
            return pages.missing(connection, dossier_ids, key)

    def findings(self, dossier_id: str, key: str) -> tuple[PlacedFinding, ...]:
        """What is odd about the files of a dossier, and about their pages as read under this key."""
        with self.looking() as connection:
            return findings.findings(connection, dossier_id, key)

    # --- documents and readings

    def save_documents(
        self, dossier_id: str, key: str, documents: Mapping[str, Sequence[Document]], then: Move | None = None
    ) -> bool:
        """`documents` by the id of their scan."""
        with self.changing() as change:
            return self._moved(change, dossier_id, readings.save(change, dossier_id, key, documents), then)

    def documents(self, dossier_id: str, key: str | None = None) -> tuple[StoredDocument, ...]:
        """As the machine found them; without a key, as found last."""
        with self.looking() as connection:
            return readings.documents(connection, dossier_id, key)

    def readings(self, dossier_id: str) -> tuple[StoredReading, ...]:
        """The latest revision of every field."""
        with self.looking() as connection:
            return readings.readings(connection, dossier_id)

    def correct_reading(
        self,
        document_id: str,
        field: str,
        value: str | None,
        problem: Problem | None = None,
        *,
        person: str,
        seen: Sequence[Evidence] = (),
    ) -> int:
        """A person's reading beside the machine's, with the places that were looked at; its revision."""
        with self.changing(person) as change:
            return readings.correct(change, document_id, field, readings.Given(value, problem, tuple(seen)))

    # --- registers and resolution

    def save_inquiries(self, dossier_id: str, inquiries: Sequence[Inquiry]) -> int:
        """Queries that led to no resolution are uses of personal data too; how many were new."""
        with self.changing() as change:
            return resolutions.save_inquiries(change, dossier_id, inquiries)

    def save_resolution(
        self,
        dossier_id: str,
        key: str,
        decision: Decision,
        inquiries: Sequence[Inquiry] = (),
        then: Move | None = None,
    ) -> bool:
        """The decision with all that it rests on, and the queries that it took."""
        with self.changing() as change:
            new = resolutions.save(change, dossier_id, key, decision, inquiries)
            return self._moved(change, dossier_id, new, then)

    def resolution(self, dossier_id: str, key: str | None = None) -> Resolution | None:
        """As decided under this key; without one, as decided last. None when nothing was decided."""
        with self.looking() as connection:
            return resolutions.resolution(connection, dossier_id, key)

    def decisions(self, dossier_id: str) -> tuple[Decision, ...]:
        """Every decision about a dossier, the latest last; each can be made again by `matching.replay`."""
        with self.looking() as connection:
            return resolutions.decisions(connection, dossier_id)

    def inquiries(self, dossier_id: str) -> tuple[Inquiry, ...]:
        with self.looking() as connection:
            return resolutions.inquiries(connection, dossier_id)

    # --- questions for people

    def open_tasks(self, dossier_id: str, key: str, questions: Sequence[Question], then: Move | None = None) -> bool:
        """Ask these; what an earlier step still asked is withdrawn."""
        with self.changing() as change:
            return self._moved(change, dossier_id, tasks.ask(change, dossier_id, key, questions), then)

    def tasks(self, dossier_id: str | None = None, state: TaskState | None = TaskState.OPEN) -> tuple[Task, ...]:
        """The most urgent first."""
        with self.looking() as connection:
            return tasks.tasks(connection, dossier_id, state)

    def settle_task(self, task_id: str, answer: str, *, person: str) -> None:
        with self.changing(person) as change:
            tasks.settle(change, task_id, answer)

    # --- records

    def save_records(
        self,
        dossier_id: str,
        key: str,
        found: Sequence[Record],
        questions: Sequence[Question] = (),
        then: Move | None = None,
        describe: Describe | None = None,
    ) -> bool:
        """What is settled, and in the same transaction what must be asked about the rest."""
        return bool(self.load_all([Load(dossier_id, key, found, questions, then, describe)]))

    def load_all(self, loads: Sequence[Load]) -> frozenset[str]:
        """The same for many different dossiers, all of them or none; the ids of those that were not done before."""
        with self.changing() as change:
            new = record_writing.save(change, loads)
            ours = [one for one in loads if one.dossier_id in new]
            asked = {one.dossier_id: (one.key, (*one.questions, *new[one.dossier_id])) for one in ours}
            tasks.ask_all(change, asked)
            dossiers.move_all(change, {one.dossier_id: one.then for one in ours if one.then})
            return frozenset(new)

    def records(self, dossier_id: str, key: str | None = None) -> tuple[Record, ...]:
        """Each field at its latest revision; without a key, as loaded last."""
        with self.looking() as connection:
            return records.records(connection, dossier_id, key)

    def record(self, record_id: str) -> Record:
        with self.looking() as connection:
            return records.record(connection, record_id)

    def revise_record(
        self, record_id: str, field: RecordField, *, person: str, describe: Describe | None = None
    ) -> int:
        """A further revision of one field; its number."""
        with self.changing(person) as change:
            return record_writing.revise(change, record_id, field, describe)

    # --- the whole

    def counts(self) -> Counts:
        with self.looking() as connection:
            return whole.counts(connection)

    def fingerprint(self) -> str:
        """The same for two runs that leave the same."""
        with self.looking() as connection:
            return fingerprint(connection)

    @staticmethod
    def _moved(change: Change, dossier_id: str, new: bool, then: Move | None) -> bool:
        if new and then is not None:
            dossiers.move(change, dossier_id, then.state, then.reason)
        return new
