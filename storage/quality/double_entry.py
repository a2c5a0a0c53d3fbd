"""Which fields two people key, each without the other's answer: dated data (`storage/data/double_entry.toml`).

It is wanted only where there are people for it: a second one, and a third for where the two differ. A post with fewer
people keys once, and its samples tell how well.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

from sqlalchemy import Connection, func, select

from storage.change import Change
from storage.question import Origin, Question
from storage.schema import DOSSIER
from storage.schema_staff import STAFF, STAFF_POST
from storage.staff.posts import EVERYWHERE, StaffRole

FILE = "double_entry.toml"
KEYING = 2  # people at an office; a third decides
_KEYING = (StaffRole.CLERK.name, StaffRole.SECOND_READER.name, StaffRole.SUPERVISOR.name)
_DECIDING = (StaffRole.SECOND_READER.name, StaffRole.SUPERVISOR.name)


@dataclass(frozen=True, slots=True)
class Rule:
    fields: tuple[str, ...]  # "*" at one end: all that begin, or end, so
    valid_from: date
    valid_to: date | None  # the last day
    source: str

    def holds(self, field: str, on: date) -> bool:
        in_force = self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
        return in_force and any(_fits(field, pattern) for pattern in self.fields)


def _fits(field: str, pattern: str) -> bool:
    inner = pattern.strip("*")
    if pattern.startswith("*") and pattern.endswith("*"):
        return inner in field
    if pattern.startswith("*"):
        return field.endswith(inner)
    return field.startswith(inner) if pattern.endswith("*") else field == inner


def rounds(field: str | None, on: date) -> int:
    """How many people key a field, by the rules of the day: 1 or 2."""
    return 2 if field and any(rule.holds(field, on) for rule in rules()) else 1


def doubled(change: Change, asked: Mapping[str, Sequence[Question]]) -> dict[str, tuple[Question, ...]]:
    """The questions of each dossier, those of fields that matter asked of two people where its office has them."""
    critical = [
        one for one, questions in asked.items() if any(rounds(each.field, change.today) == 2 for each in questions)
    ]
    enough = _enough(change.connection, critical)
    return {
        dossier_id: tuple(_doubled(each, change.today) if dossier_id in enough else each for each in questions)
        for dossier_id, questions in asked.items()
    }


def _doubled(each: Question, on: date) -> Question:
    wanted = each.origin is Origin.STEP and rounds(each.field, on) == 2
    return replace(each, rounds=2) if wanted else each


def _enough(connection: Connection, dossier_ids: Iterable[str]) -> frozenset[str]:
    """Those whose office has people enough, and among them one who may decide."""
    ids = list(dossier_ids)
    if not ids:
        return frozenset()
    posts = select(STAFF_POST.c.staff_id, STAFF_POST.c.role, STAFF_POST.c.office)
    posts = posts.join(STAFF, STAFF.c.id == STAFF_POST.c.staff_id).where(STAFF.c.disabled_at.is_(None))
    held = connection.execute(posts.where(STAFF_POST.c.role.in_(_KEYING))).all()
    office = func.coalesce(DOSSIER.c.receiving_office, "")
    offices = connection.execute(select(DOSSIER.c.id, office.label("office")).where(DOSSIER.c.id.in_(ids))).all()
    known = [(post.staff_id, post.role, post.office) for post in held]
    ready = {name for name in {row.office for row in offices} if _is_enough(known, name)}
    return frozenset(row.id for row in offices if row.office in ready)


def _is_enough(posts: Sequence[tuple[str, str, str]], office: str) -> bool:
    """Two who work at the office itself, and one more who may decide there; who may work everywhere is not counted on
    to key for each of them."""
    here = {staff for staff, _, where in posts if where == office}
    deciding = {staff for staff, role, where in posts if role in _DECIDING and where in (office, EVERYWHERE)}
    return len(here) >= KEYING and len(here | deciding) > KEYING and bool(deciding)


@cache
def rules() -> tuple[Rule, ...]:
    """As they stand in this version."""
    return parsed(resources.files("storage").joinpath("data", FILE).read_text(encoding="utf-8"))


def parsed(text: str) -> tuple[Rule, ...]:
    """Raises ValueError for what is not understood."""
    found = []
    for row in tomllib.loads(text)["rule"]:
        if not {"fields", "valid_from", "source"} <= set(row) <= {"fields", "valid_from", "valid_to", "source"}:
            raise ValueError(f"a rule of double entry has fields, days and a source: {sorted(row)}")
        found.append(Rule(tuple(row["fields"]), row["valid_from"], row.get("valid_to"), row["source"]))
    return tuple(found)
