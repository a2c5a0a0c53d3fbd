"""Facts of dossiers as the one-stop system exports them, from a CSV: what QĐ 766 counts and no scan shows."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from errors import FactsRefused
from storage.dossiers import Dossier
from storage.told_facts import ToldFact, tell
from storage.warehouse import Warehouse

CODE = "MaHoSo"
_VALUES = {"1": True, "0": False, "": None}


@dataclass(frozen=True, slots=True)
class Told:
    """What one line says. A cell that is left empty tells nothing."""

    code: str  # as the one-stop system gave it, or our id
    facts: Mapping[ToldFact, bool]


def read_facts(content: bytes) -> tuple[Told, ...]:
    """A column "MaHoSo", and one for each fact that is told, named as `ToldFact` names it: 1, 0 or empty.

    Raises FactsRefused, which names columns and lines, and no value.
    """
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        names = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error):
        raise FactsRefused("not CSV in UTF-8") from None
    known = {CODE, *ToldFact.__members__}
    if CODE not in names or len(set(names)) != len(names) or not set(names) <= known:
        raise FactsRefused(f"the columns must be {CODE} and some of {', '.join(ToldFact.__members__)}, each once")
    return tuple(_told(row, line) for line, row in enumerate(rows, start=2))


def tell_all(told: Sequence[Told], warehouse: Warehouse, source: str, by: str) -> int:
    """Write down what is new, all of it or nothing; how many facts. Raises FactsRefused for a dossier not held."""
    held = _by_name(warehouse.dossiers())
    lost = [line for line, one in enumerate(told, start=2) if one.code not in held]
    if lost:
        raise FactsRefused(f"no dossier is held for line {', '.join(map(str, lost[:10]))} ({len(lost)} in all)")
    with warehouse.changing(by) as change:
        return sum(tell(change, dossier_id, one.facts, source) for one in told for dossier_id in held[one.code])


def _told(row: Mapping[str, str], line: int) -> Told:
    if None in row or None in row.values():
        raise FactsRefused(f"line {line}: more or fewer cells than columns")
    cells = {name: value.strip() for name, value in row.items()}
    wrong = [name for name, value in cells.items() if name != CODE and value not in _VALUES]
    if wrong or not cells[CODE]:
        raise FactsRefused(f"line {line}: {', '.join(wrong) or CODE} must be {'1, 0 or empty' if wrong else 'given'}")
    facts = {ToldFact[name]: _VALUES[value] for name, value in cells.items() if name != CODE}
    return Told(cells[CODE], {fact: holds for fact, holds in facts.items() if holds is not None})


def _by_name(dossiers: Sequence[Dossier]) -> dict[str, list[str]]:
    """Ids by code and by id; a code may stand for several dossiers that came in twice."""
    found: dict[str, list[str]] = {}
    for one in dossiers:
        for name in {one.manifest.dossier_code, one.id} - {""}:
            found.setdefault(name, []).append(one.id)
    return found
