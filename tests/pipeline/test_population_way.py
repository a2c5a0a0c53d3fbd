"""The road with the replica in place of the gateway: people are found, and each question is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from made_dossiers import Made
from whole_road import walk

from errors import NotSetUp
from matching.resolution import Outcome
from pipeline import System
from storage.replica.load import Terms, load
from storage.states import DossierState

pytestmark = pytest.mark.contract


def by_replica(system: System) -> System:
    return replace(system, settings=system.settings.model_copy(update={"population_way": "replica"}))


def test_dossiers_are_matched_with_the_loaded_extract(system: System, made: Made):
    terms = Terms("thử", date(2026, 11, 1))
    file = made.folder / "population.parquet"
    load(system.settings.warehouse_url, system.vault, file, terms, actor="ky-su", now=lambda: datetime.now(UTC))
    chosen = by_replica(system)
    walk(chosen, made)
    by_code = {one.manifest.dossier_code: one for one in chosen.warehouse.dossiers()}
    linked = 0
    for truth in made.truths:
        dossier = by_code.get(truth.code)
        resolution = chosen.warehouse.resolution(dossier.id) if dossier else None
        if dossier and resolution and resolution.outcome is Outcome.LINKED:
            linked += 1
            assert resolution.person_id == truth.person_id
        if dossier and resolution:
            assert _services(dossier.id, chosen) <= {"replica"}
            assert chosen.warehouse.decisions(dossier.id)[-1].index.startswith("replica/")
    assert linked >= len(made.truths) // 2


def _services(dossier_id: str, system: System) -> set[str]:
    return {each.service for each in system.warehouse.inquiries(dossier_id) if each.register == "population"}


def test_without_an_extract_the_batch_stops_with_the_remedy_and_nobody_is_lost(system: System, made: Made):
    chosen = by_replica(system)
    with pytest.raises(NotSetUp, match="hoso register load"):
        walk(chosen, made)
    states = {one.state for one in chosen.warehouse.dossiers()}
    assert DossierState.EXTRACTED in states
    assert states <= {DossierState.EXTRACTED, DossierState.QUARANTINED, DossierState.FAILED}
