"""What resolves each reason of a decision, who must act, with what papers and where: a table of law, not of code.

The rows stand in `data/remedies.toml`, each with its source. A change of law is a change of that file.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import resources
from typing import Any

from matching.reasons import Reason
from matching.resolution import Resolution


class Actor(Enum):
    """Who must act next. The value is what the clerk reads."""

    CITIZEN = "Người dân"
    CLERK = "Cán bộ Bộ phận Một cửa"
    REGISTER_OWNER = "Cơ quan quản lý Cơ sở dữ liệu quốc gia về dân cư"
    OPERATOR = "Doanh nghiệp viễn thông"
    MACHINE = "Hệ thống"
    NOBODY = "Không ai phải làm gì thêm"


class Severity(Enum):
    """How much hangs on it, the gravest first. None of them is a refusal."""

    BLOCKS = "Cần làm xong thì hồ sơ mới giải quyết tiếp được"
    SHOULD = "Nên làm; hồ sơ không phải chờ việc này"
    NOTE = "Để biết"


class Where(Enum):
    """Where the one who acts has to go."""

    ONE_STOP = "Bộ phận Một cửa nơi đã nộp hồ sơ"
    COMMUNE_POLICE = "Công an xã, phường nơi cư trú"
    OPERATOR = "Điểm giao dịch của nhà mạng"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One row: what is to be done about one reason. It holds no personal value."""

    reason: Reason
    actor: Actor
    severity: Severity
    resolves: str  # one sentence to whoever acts, as clerks read it
    citizen: str = ""  # what a letter tells the citizen; "": nothing is told
    bring: tuple[str, ...] = ()  # papers
    where: Where | None = None
    online: str = ""  # how it is done without coming; "": it cannot
    source: str = ""  # act, article and day
    clerk_first: bool = False  # no letter goes out as long as this reason stands


_ORDER = {one: place for kind in (Severity, Reason) for place, one in enumerate(kind)}


def parse_remedies(text: str) -> Mapping[Reason, Remedy]:
    """The rows by their reason. Raises KeyError for an unknown word, ValueError for a reason with two rows or none."""
    rows: dict[Reason, Remedy] = {}
    for row in tomllib.loads(text)["remedy"]:
        for remedy in _of_row(dict(row)):
            if remedy.reason in rows:
                raise ValueError(f"{remedy.reason.name}: two rows")
            rows[remedy.reason] = remedy
    missing = [reason.name for reason in Reason if reason not in rows]
    if missing:
        raise ValueError(f"no row for {', '.join(missing)}")
    return rows


def _of_row(row: dict[str, Any]) -> Iterable[Remedy]:
    """A row's remedies, one for each of its reasons. Raises TypeError for an unknown key."""
    reasons = [Reason[name] for name in row.pop("reasons")]
    row["actor"], row["severity"] = Actor[row["actor"]], Severity[row["severity"]]
    row["where"] = Where[row["where"]] if "where" in row else None
    row["bring"] = tuple(row.get("bring", ()))
    return [Remedy(reason=reason, **row) for reason in reasons]


@lru_cache(maxsize=1)
def remedies() -> Mapping[Reason, Remedy]:
    """The rows that are delivered with this version."""
    return parse_remedies(resources.files("matching").joinpath("data/remedies.toml").read_text(encoding="utf-8"))


def remedy_for(reason: Reason) -> Remedy:
    """What resolves one reason."""
    return remedies()[reason]


def remedies_for(resolution: Resolution) -> tuple[Remedy, ...]:
    """One for each reason of a decision and of its phone, the gravest first; then in the order of `Reason`."""
    reasons = dict.fromkeys((*resolution.reasons, *resolution.phone.reasons))
    found = [remedy_for(reason) for reason in reasons]
    return tuple(sorted(found, key=lambda remedy: (_ORDER[remedy.severity], _ORDER[remedy.reason])))
