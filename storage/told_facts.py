"""What the one-stop system and the national portal know of a dossier and the scans do not show: told, never guessed.

Each telling is a row; the latest of a fact rules. A fact that nobody told is unknown, which is not the same as "no".
"""

from collections.abc import Mapping
from enum import Enum

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from errors import NotHeld
from storage.change import Change
from storage.schema import DOSSIER
from storage.schema_reuse import TOLD_FACT


class ToldFact(Enum):
    """Each stands for a field of the portal's record of a dossier. The value is what the clerk reads."""

    RESULT_EXPECTED = "Thủ tục có kết quả bằng văn bản, giấy tờ"
    RESULT_ELECTRONIC = "Có tệp kết quả điện tử (DuongDanTepTinKetQua)"
    RESULT_IN_PORTAL = "Kết quả có trong danh mục của Cổng Dịch vụ công quốc gia"
    PORTAL_MADE = "Hồ sơ được lập tại Cổng Dịch vụ công quốc gia"
    PORTAL_DIGITISED = "Cổng ghi thành phần DuocSoHoa = 1"
    VNEID = "Tài khoản được xác thực với VNeID"


def tell(change: Change, dossier_id: str, facts: Mapping[ToldFact, bool], source: str) -> int:
    """Write down what was told; how many differ from what was known. Raises NotHeld.

    `source`: the system that tells it.
    """
    held = select(DOSSIER.c.id).where(DOSSIER.c.id == dossier_id).with_for_update()
    if change.connection.scalar(held) is None:
        raise NotHeld(f"no dossier {dossier_id} is held")
    ours = select(TOLD_FACT).where(TOLD_FACT.c.dossier_id == dossier_id)
    ours = ours.order_by(TOLD_FACT.c.fact, TOLD_FACT.c.number.desc()).ext(distinct_on(TOLD_FACT.c.fact))
    known = {one.fact: one for one in change.connection.execute(ours)}
    new = [(fact, holds) for fact, holds in facts.items() if fact.name not in known or known[fact.name].holds != holds]
    for fact, holds in new:
        row = {
            "dossier_id": dossier_id,
            "fact": fact.name,
            "number": known[fact.name].number + 1 if fact.name in known else 1,
            "holds": holds,
            "source": source,
            "by": change.actor,
            "made_at": change.now,
        }
        change.connection.execute(TOLD_FACT.insert().values(row))
    if new:
        change.note("dossier.facts_told", dossier_id, facts=[fact.name for fact, _ in new])
    return len(new)


def told(connection: Connection) -> dict[str, dict[ToldFact, bool]]:
    """By dossier: everything that is known so."""
    latest = select(TOLD_FACT.c.dossier_id, TOLD_FACT.c.fact, TOLD_FACT.c.holds)
    latest = latest.order_by(TOLD_FACT.c.dossier_id, TOLD_FACT.c.fact, TOLD_FACT.c.number.desc())
    found: dict[str, dict[ToldFact, bool]] = {}
    for row in connection.execute(latest.ext(distinct_on(TOLD_FACT.c.dossier_id, TOLD_FACT.c.fact))):
        found.setdefault(row.dossier_id, {})[ToldFact[row.fact]] = row.holds
    return found
