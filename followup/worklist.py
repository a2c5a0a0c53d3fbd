"""Who has to do what, commune by commune: for the teams that go out to people, and for the counter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from extractors.folded import fold
from followup.cases import Case, Commune, commune_of
from followup.letters import DAYS_TO_COME
from followup.printing import day, render
from followup.spreadsheet import csv_text
from matching.remedies import Actor, Remedy, Severity
from storage.states import DossierState, due

COLUMNS = (
    "Tỉnh, thành phố", "Xã, phường", "Mã xã", "Mã hồ sơ", "Họ và tên", "Địa chỉ", "Điện thoại trên giấy", "Mức",
    "Việc cần làm", "Ai làm", "Mang theo", "Nơi làm", "Làm trực tuyến", "Ngày nhận", "Số ngày chờ", "Hạn",
)  # fmt: skip
_NOBODY = (Actor.NOBODY, Actor.MACHINE)
_ASIDE = (DossierState.QUARANTINED, DossierState.CLOSED, DossierState.FAILED)
_GRAVITY = {severity: place for place, severity in enumerate(Severity)}
SHORT = {Severity.BLOCKS: "Hồ sơ đang chờ", Severity.SHOULD: "Nên làm", Severity.NOTE: "Để biết"}


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to be done about one dossier. Holds personal values."""

    commune: Commune
    dossier_id: str
    code: str
    name: str = field(repr=False)
    address: str = field(repr=False)
    phone: str = field(repr=False)
    remedy: Remedy
    received_on: date
    days: int  # calendar days since then
    by: date

    @property
    def order(self) -> tuple[object, ...]:
        """Commune by commune; in it what a dossier waits for first, and of these the oldest."""
        return (
            not self.commune.code,  # whose commune is not known stand last
            fold(self.commune.province),
            fold(self.commune.name),
            _GRAVITY[self.remedy.severity],
            self.received_on,
            self.code,
            self.remedy.reason.name,
        )


def jobs(cases: Iterable[Case], today: date, commune: str = "", *, actors: Sequence[Actor] = ()) -> tuple[Job, ...]:
    """In order. `commune`: a code, or a name with or without "xã", "phường"; "" for all. `actors`: only theirs."""
    found = []
    for case in cases:
        if case.dossier.state in _ASIDE:
            continue
        home = commune_of(case.address)
        if commune and not is_called(home, commune):
            continue
        found += [job for job in _jobs(case, home, today) if not actors or job.remedy.actor in actors]
    return tuple(sorted(found, key=lambda job: job.order))


def is_called(home: Commune, wanted: str) -> bool:
    """By code, or by name: whole, or without the word for its kind."""
    name, sought = fold(home.name), fold(wanted)
    return bool(sought) and (wanted.strip() == home.code or name == sought or name.partition(" ")[2] == sought)


def _jobs(case: Case, home: Commune, today: date) -> list[Job]:
    """What somebody has to do. Where one deed resolves several reasons, it is told once."""
    rows = [one for one in case.remedies if one.actor not in _NOBODY and one.severity is not Severity.NOTE]
    if case.clerk_first:
        rows = [one for one in rows if one.actor is Actor.CLERK]
    once = {one.resolves: one for one in reversed(rows)}
    age = (today - case.received_on).days
    return [
        Job(
            home,
            case.dossier.id,
            case.code,
            case.name,
            case.address,
            case.claim.phone,
            one,
            case.received_on,
            age,
            _by(case, one, today),
        )
        for one in reversed(once.values())
    ]


def _by(case: Case, remedy: Remedy, today: date) -> date:
    """A clerk has until the dossier's own deadline; everybody else as long as a letter gives."""
    if remedy.actor is Actor.CLERK and case.dossier.deadline:
        return case.dossier.deadline
    return due(DAYS_TO_COME, today) or today


def worklist_csv(found: Sequence[Job]) -> str:
    """One row a job, in order."""
    return csv_text(COLUMNS, (_row(job) for job in found))


def _row(job: Job) -> tuple[object, ...]:
    todo = job.remedy
    return (
        job.commune.province, job.commune.name, job.commune.code, job.code, job.name, job.address, job.phone,
        SHORT[todo.severity], todo.resolves, todo.actor.value, "; ".join(todo.bring),
        todo.where.value if todo.where else "", todo.online, day(job.received_on), job.days, day(job.by),
    )  # fmt: skip


def worklist_page(found: Sequence[Job], today: date) -> str:
    """A page for the screen and for A4 across: counts on top, then a table for each commune."""
    groups: dict[Commune, list[Job]] = {}
    for job in found:
        groups.setdefault(job.commune, []).append(job)
    return render(
        "worklist.html.jinja",
        today=today,
        counts=_counts(found),
        late=sum(job.by < today for job in found),
        groups=list(groups.items()),
        short=SHORT,
        dossiers=len({job.dossier_id for job in found}),
    )


def _counts(found: Sequence[Job]) -> list[tuple[str, int]]:
    """How many jobs of each severity, then of each actor; none that are nought."""
    by_severity = Counter(job.remedy.severity for job in found)
    by_actor = Counter(job.remedy.actor for job in found)
    told = [(SHORT[one], by_severity[one]) for one in Severity] + [(one.value, by_actor[one]) for one in Actor]
    return [(what, count) for what, count in told if count]
