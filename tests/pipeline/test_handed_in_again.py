"""A dossier that was erased is handed in again: refused by itself, with what to do; let in again, it is a new one."""

from datetime import date
from pathlib import Path

import pytest
from made_dossiers import Made
from whole_road import STEPS, walk

import pipeline
from errors import Erased, ErasedBefore
from pipeline import System
from storage.erasure import plan
from storage.retention import due
from storage.schema import AUDIT
from storage.sealing.erasing import begin_again, erase
from storage.sealing.owner import OwnerKind, of_dossier
from storage.states import DossierState

pytestmark = pytest.mark.contract


def erased(dossier_id: str, system: System) -> tuple[str, ...]:
    """All of it is gone; the digests of its objects."""
    with system.warehouse.changing("luu-tru-1") as change:
        found = plan(change.connection, of_dossier(dossier_id), lock=True)
        for owner in found.gone:
            erase(change, owner, "drill")
    return tuple(one.id for one in found.gone if one.kind is OwnerKind.OBJECT)


def notes(system: System, action: str) -> list[tuple[str, object]]:
    with system.warehouse.looking() as connection:
        rows = connection.execute(AUDIT.select().where(AUDIT.c.action == action)).all()
    return [(row.subject, row.details) for row in rows]


def test_it_is_refused_alone_and_nothing_of_it_is_kept(system: System, made: Made, caplog):
    ids = pipeline.take_in(str(made.inbox), system)
    gone = erased(ids[0], system)
    refused: list[ErasedBefore] = []
    assert pipeline.take_in(str(made.inbox), system, refused.append) == ids[1:]
    assert [one.dossier_id for one in refused] == [ids[0]]
    assert f"hoso retention again dossier:{ids[0]}" in refused[0].sentence
    assert gone
    for digest in gone:
        with pytest.raises(Erased):
            system.objects.get(digest)
    assert notes(system, "dossier.refused") == [(ids[0], {"why": "ERASED"})]
    assert pipeline.take_in(str(made.inbox), system) == ids[1:]
    assert ids[0] in caplog.text  # nobody asked to be told: the log tells it
    assert {one.id for one in system.warehouse.dossiers()} == {*ids[1:]}
    assert pipeline.plan(ids[1:], system)


def test_let_in_again_it_is_read_and_loaded_as_a_dossier_of_its_own(system: System, made: Made):
    walk(system, made)
    (first, *_) = [one for one in system.warehouse.dossiers() if one.state is DossierState.LOADED]
    known = {one.id for one in system.warehouse.dossiers()}
    erased(first.id, system)
    with system.warehouse.changing("luu-tru-1") as change:
        begin_again(change, system.vault.master, of_dossier(first.id), "retention/again")
    ids = pipeline.take_in(str(made.inbox), system)
    (new,) = set(ids) - known
    for batch in pipeline.plan(ids, system):
        for step in STEPS:
            step(batch, system)
    assert system.warehouse.dossier(new).state is DossierState.LOADED
    assert system.warehouse.records(new)
    assert pipeline.take_in(str(made.inbox), system) == ids  # it is here already
    with system.warehouse.looking() as connection:
        assert first.id not in {one.dossier_id for one in due(connection, date(2999, 1, 1))}
    erased(new, system)
    assert new not in pipeline.take_in(str(made.inbox), system)
    with pytest.raises(Erased):
        system.warehouse.documents(first.id)


def test_a_single_dossier_is_refused_by_its_error(system: System, made: Made):
    folder = Path(next(one for one in sorted(Path(made.inbox).iterdir())))
    dossier_id = pipeline.take_in_dossier(folder, system)
    erased(dossier_id, system)
    with pytest.raises(ErasedBefore, match=dossier_id):
        pipeline.take_in_dossier(folder, system)
