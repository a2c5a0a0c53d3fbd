"""Who comes again to the same office for the same thing is not asked about again; the second use is written down."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from made_dossiers import Made
from whole_road import STEPS, of, walk

import pipeline
from matching.gateway.inquiry import Inquiry
from pipeline import System
from storage.dossiers import Dossier

pytestmark = pytest.mark.contract


@pytest.fixture
def again(made: Made, tmp_path: Path) -> Path:
    """An inbox with the first dossier, handed in once more under another code."""
    inbox = tmp_path / "again"
    shutil.copytree(made.inbox / made.truths[0].path, inbox / "lan-hai")
    file = inbox / "lan-hai" / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(manifest | {"dossier_code": manifest["dossier_code"][:-1] + "X"}), "utf-8")
    return inbox


def handed_in(inbox: Path, system: System) -> Dossier:
    (dossier_id,) = pipeline.take_in(str(inbox), system)
    for batch in pipeline.plan((dossier_id,), system):
        for step in STEPS:
            step(batch, system)
    return system.warehouse.dossier(dossier_id)


def population(one: Dossier, system: System) -> list[Inquiry]:
    return [each for each in system.warehouse.inquiries(one.id) if each.register == "population"]


def test_a_second_dossier_of_the_same_person_asks_nothing(system: System, made: Made, again: Path) -> None:
    walk(system, made)
    first, second = of(made.truths[0], system), handed_in(again, system)
    before, after = population(first, system), population(second, system)
    assert first.id != second.id
    assert before
    assert [one.cached for one in before] == [False] * len(before)
    assert [one.cached for one in after] == [True] * len(before)
    assert [one.purpose.dossier_id for one in after] == [second.id] * len(before)
    assert {one.request_digest for one in after} == {one.request_digest for one in before}
    found, found_again = (system.warehouse.resolution(one.id) for one in (first, second))
    assert found is not None
    assert found_again is not None
    assert found.person_id == found_again.person_id


def test_where_no_answer_is_kept_the_register_is_asked_again(system: System, made: Made, again: Path) -> None:
    never = replace(system, settings=system.settings.model_copy(update={"register_cache_hours": 0}))
    walk(never, made)
    asked = population(handed_in(again, never), never)
    assert asked
    assert not any(one.cached for one in asked)
