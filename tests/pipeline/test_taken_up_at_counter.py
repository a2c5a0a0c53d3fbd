"""What was handed in at the counter goes to its end without anybody who starts a run."""

import json

import pytest
from made_dossiers import Made

from ocr.files.sandbox import inspect_confined
from pipeline import System
from review.receiving.taking_up import CHANNEL, take_up
from storage.incoming import IncomingDossier, IncomingFile
from storage.intake import take_in
from storage.states import DossierState

pytestmark = pytest.mark.contract


def brought(system: System, made: Made, channel: str) -> str:
    truth = made.truths[0]
    files = [IncomingFile(one.name, lambda name=one.name: made.content(truth, name)) for one in truth.files]  # type: ignore[misc]
    manifest = json.dumps({"channel": channel, "receiving_office": "H56.12"}).encode()
    incoming = IncomingDossier("x", tuple(files), lambda: manifest)
    return take_in(incoming, system.warehouse, system.objects, inspect_confined)


def test_a_dossier_of_the_counter_is_taken_up_once_and_no_other(system: System, made: Made) -> None:
    ours, other = brought(system, made, CHANNEL), brought(system, made, "post")
    assert take_up(system) == 1
    assert system.warehouse.dossier(ours).state in (DossierState.IN_REVIEW, DossierState.LOADED)
    assert system.warehouse.dossier(other).state is DossierState.RECEIVED
    assert take_up(system) == 0
