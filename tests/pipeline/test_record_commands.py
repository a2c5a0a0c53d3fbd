"""Records of a walked road with their whole provenance; and `hoso record`, which writes down that it was asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from made_dossiers import Made
from typer.testing import CliRunner, Result
from whole_road import walk

import cli.cases
import ocr.reading
import pipeline
from cli import _app
from errors import StateRefused
from pipeline import System
from reuse.describing import describer
from storage.audit.rows import rows
from storage.document_codes import CodeTemplate, find_by_code
from storage.of_person import of_person
from storage.outbox import EventKind, events
from storage.people import AliasKind, find_person
from storage.readings import METHOD_OF, Method
from storage.records import PERSON, Record, RecordField
from storage.states import DossierState

pytestmark = pytest.mark.contract
DESCRIBE = describer(CodeTemplate("{owner}-{type}-{number}"))
NAME = "Đặng [b]Thử"


def test_every_field_of_the_road_tells_when_and_by_what_it_is_known(system: System, made: Made):
    walk(system, made)
    house = system.warehouse
    loaded = house.dossiers(DossierState.LOADED)
    found = [record for one in loaded for record in house.records(one.id)]
    assert found
    engine = ocr.reading.version()
    for each in (field for record in found for field in record.fields):
        assert (each.verified_at is None) == (each.verified_against is None), each.field
        assert each.engine == (engine if each.method in METHOD_OF.values() and each.evidence else None), each.field
    with house.looking() as connection:
        told = events(connection, limit=1000)
        assert sorted(one.record_id or "" for one in told) == sorted(record.id for record in found)
        assert {one.kind for one in told} == {EventKind.LOADED}
        for record in found:
            number = next((each.value for each in record.fields if each.field == "id_number"), None)
            if record.kind == PERSON and number:
                assert find_person(connection, AliasKind.PIN, number) == record.person_id
            (one,) = (one for one in of_person(connection, record.person_id or "") if one.record.id == record.id)
            assert one.description
            code = one.description.code
            assert bool(code) == (record.kind != PERSON)
            assert not code or record.id in find_by_code(connection, code)


def card(kind: str, **told: str) -> Record:
    fields = [RecordField(name, value, Method.OCR, 0.93, engine="tess 1") for name, value in told.items()]
    return Record(kind, "P1", tuple(fields))


@pytest.fixture
def hoso(system: System, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    @contextmanager
    def opened() -> Iterator[System]:
        yield system

    monkeypatch.setattr(cli.cases, "opened", opened)
    return lambda *words: CliRunner().invoke(_app, ["record", *words], env={"COLUMNS": "200"})


def test_a_card_is_shown_revised_replaced_and_its_history_told(system: System, made: Made, hoso: Callable[..., Result]):
    warehouse = system.warehouse
    dossier_id = pipeline.take_in(str(made.inbox), system)[0]
    old, new = (card(kind, ho_ten=NAME, ngay_cap=day) for kind, day in (("cmnd", "2012-05-10"), ("cccd", "2022-05-10")))
    warehouse.save_records(dossier_id, "k1", [old, new], describe=DESCRIBE)
    first, second = (one.id for one in warehouse.records(dossier_id))
    shown = hoso("show", first, "--on", "2024-01-01").output
    for part in ("còn giá trị từ 10/05/2012", f"ho_ten: {NAME}", "xác suất đúng 0.93; tess 1", "Ngày cấp: 10/05/2012"):
        assert part in shown
    assert "đã hết giá trị theo luật từ 01/01/2025" in hoso("show", first, "--on", "2026-01-01").output

    warehouse.revise_record(first, RecordField("ho_ten", "Đặng Thử", Method.KEYED, verified_by="cb-7"), person="cb-7")
    done = hoso("supersede", first, second, "--reason", "exchanged", "--on", "2022-05-10", "--officer", "cb-8")
    assert done.exit_code == 0
    told = hoso("history", first).output
    for part in (f"lần 1 ho_ten: {NAME}", "lần 2 ho_ten: Đặng Thử", "cb-8 từ 10/05/2022", second, "(cấp đổi)"):
        assert part in told

    revoked = hoso("revoke", second, "--reason", "NOT_GENUINE", "--on", "2026-01-01")
    assert "đã bị thu hồi hoặc hủy bỏ: giấy tờ bị xác định là không thật" in revoked.output
    assert isinstance(hoso("revoke", second, "--reason", "NOT_GENUINE", "--on", "2026-01-01").exception, StateRefused)
    with warehouse.looking() as connection:
        assert len(rows(connection, subject=first, action="record.read")) == 3
        assert [one.row.actor for one in rows(connection, subject=first, action="record.superseded")] == ["cb-8"]
