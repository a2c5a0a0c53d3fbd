"""The pipeline's role plans and judges; the station's role shows counts, and never what an answer is held against."""

import made_lots as made
import pytest
import storage_makers as make
from sqlalchemy import select

from errors import NotGranted
from storage.grants import Role
from storage.quality import lots, stating
from storage.quality.judging import judge
from storage.quality.planning import plan_samples
from storage.question import Origin
from storage.review.gauges import gauge_lines
from storage.review.measures import by_field, days_by_office, open_by_office
from storage.review.own_figures import own_figures
from storage.review.waiting import Sought, handed_on, offices, waiting
from storage.schema_quality import QUALITY_RATE, QUALITY_SAMPLE, QUALITY_VERDICT
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


@pytest.fixture
def clock() -> made.Clock:
    return made.Clock()


def test_planning_and_judging_are_within_the_rights_of_the_pipeline(
    warehouse_url: str, vault: Vault, clock: made.Clock
) -> None:
    with (
        make.vault(warehouse_url) as keys,
        Warehouse(warehouse_url, keys, role=Role.DAG, clock=clock) as machine,
        Warehouse(warehouse_url, vault, clock=clock) as station,
    ):
        made.loaded(machine, "a")
        clock.later(days=1)
        assert plan_samples(machine, made.KEY).asked == 5
        first, *rest = made.open_questions(station, Origin.SAMPLE)
        made.answer(station, first.task_id, "cb-1", "khác")
        for one in rest:
            made.answer(station, one.task_id, "cb-1", made.truth(one))
        clock.later(minutes=1)
        with machine.changing() as change:
            assert judge(change) == 4
        assert plan_samples(machine, made.KEY).judged == 0


def test_the_station_sees_counts_of_its_offices(warehouse_url: str, vault: Vault, clock: made.Clock) -> None:
    with (
        Warehouse(warehouse_url, vault, clock=clock) as machine,
        Warehouse(warehouse_url, vault, role=Role.REVIEW, offices=[made.OFFICE], clock=clock) as station,
    ):
        dossier_id = made.loaded(machine, "a")
        made.loaded(machine, "b", office="H78.9")
        clock.later(days=1)
        plan_samples(machine, made.KEY)
        record = machine.records(dossier_id)[0].id
        with station.looking() as connection:
            assert offices(connection) == (made.OFFICE,)
            assert waiting(connection, Sought(code="H"), made.DAY)[0].dossier_id == dossier_id
            assert handed_on(connection) == ()
            assert {one.form for one in by_field(connection, clock.now)} == {"ct01"}
            assert open_by_office(connection) == days_by_office(connection, clock.now) == {}
            assert own_figures(connection, "cb-1", (), clock.now).mine.answers == 0
            assert len(lots.lots(connection, [made.OFFICE])) == 1
            assert len(stating.quality_of(connection, record)) == 1
            assert stating.by_field(connection, made.DAY, 0.95) == ()
            assert "hoso_quality_lots" in gauge_lines(connection, clock.now)


@pytest.mark.parametrize("hidden", [QUALITY_SAMPLE.c.expected, QUALITY_SAMPLE.c.planted, QUALITY_SAMPLE.c.person,
    QUALITY_VERDICT.c.person, QUALITY_RATE.c.factor], ids=str)  # fmt: skip
def test_the_station_may_not_read(hidden: object, warehouse_url: str, vault: Vault) -> None:
    station = Warehouse(warehouse_url, vault, role=Role.REVIEW, offices=[made.OFFICE])
    with station, pytest.raises(NotGranted), station.looking() as connection:
        connection.execute(select(hidden))  # type: ignore[call-overload]
