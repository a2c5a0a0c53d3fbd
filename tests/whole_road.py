"""The whole road as the DAG walks it, and what it leaves."""

from dataclasses import dataclass, replace

from made_dossiers import Made

import pipeline
from pipeline import System
from samples.truth import DossierTruth, Expected
from storage.dossiers import Dossier
from storage.records import Record
from storage.settled import corrected_readings
from storage.states import DossierState

STEPS = (pipeline.read_batch, pipeline.extract_batch, pipeline.match_batch, pipeline.load_batch)


def walk(system: System, made: Made) -> None:
    """As the DAG does it."""
    for batch in pipeline.plan(pipeline.take_in(str(made.inbox), system), system):
        for step in STEPS:
            step(batch, system)


def end(system: System) -> list[object]:
    """What matters of the end: states, documents, resolutions, records and questions."""
    house = system.warehouse
    return [
        (
            one.id, one.state, one.reason, house.scans(one.id), house.documents(one.id),
            house.resolution(one.id), records(one.id, system), {task.question for task in house.tasks(one.id)},
        )
        for one in sorted(house.dossiers(), key=lambda one: one.id)
    ]  # fmt: skip


def records(dossier_id: str, system: System) -> list[Record]:
    """Of a dossier, but for what every run and every warehouse has its own of: times, and ids of people."""
    return [
        replace(one, person_id=None, fields=tuple(replace(each, verified_at=None) for each in one.fields))
        for one in system.warehouse.records(dossier_id)
    ]


@dataclass(frozen=True)
class Whole:
    """All that a run leaves."""

    end: list[object]
    fingerprint: str
    objects: tuple[str, ...]


def of(truth: DossierTruth, system: System) -> Dossier:
    (found,) = [one for one in system.warehouse.dossiers() if one.label == truth.path]
    return found


def ends_of(one: Dossier, system: System) -> set[Expected]:
    """The ends that a dossier's state may be called."""
    resolution = system.warehouse.resolution(one.id)
    if one.state is DossierState.IN_REVIEW and resolution:
        return {Expected.REVIEW, Expected.NOBODY}
    if one.state is not DossierState.LOADED or resolution is None:
        return set()
    corrected = list(corrected_readings(pipeline.fused_claim(one.id, system), resolution))
    return {Expected.CORRECTED} if corrected else {Expected.AUTOMATIC}
