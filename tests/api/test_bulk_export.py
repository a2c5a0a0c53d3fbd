"""Bulk exports: what scopes let out and no more, in parts of bounded size, signed, whole or not at all."""

import csv
import io
import json
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import api_makers as make
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from api.export_parts import PART_NAME
from api.jose import MANIFEST
from api.jwks import read_key_set
from api.service import Service
from api.verifying import Verdict, judge
from errors import ExportRefused, ReadNotLogged, StorageFull
from ocr.page import Box
from reuse.export_job import run_export, write_export
from reuse.export_places import FolderSink
from reuse.export_policy import FieldPolicy, named
from reuse.export_tables import ExportTable, part
from reuse.export_writing import Written, write_parts
from storage.audit.reading import ReadPurpose
from storage.dossiers import NewDossier
from storage.manifest import Applicant, Manifest
from storage.readings import Method
from storage.records import Place, Record, RecordField
from storage.sealing.erasing import erase
from storage.sealing.owner import of_person
from storage.service import exports
from storage.service.export_reading import ExportedField, ExportedPage, ExportedRecord
from storage.service.exports import ExportOrder, ExportState, FileForm
from storage.states import DossierState

NAME, NUMBER = "Đặng Thị Hồng Thử", "099187000123"
PURPOSE = ReadPurpose(**{"procedure": "1.004222", "dossier_id": "", "basis": "ND118-2025"})
SEEN = Place("ab" * 32, 1, Box(1, 2, 3, 4), NAME)
AT = datetime(2026, 11, 20, tzinfo=UTC)
POLICY = """
scope                            | kind   | field     | given out
-                                | person | full_name | no
person.full_name:read            | person | full_name | yes
person.full_name:read            | person | phone     | no
person.*:read                    | person | full_name | no
document.person.full_name:read   | person | full_name | no
document.ct01.ho_ten:read        | ct01   | ho_ten    | yes
document.ct01.*:read             | ct01   | ho_ten    | yes
document.ct01.*:read             | cccd   | ho_ten    | no
document.tk_lltp.*:read          | tk_lltp | no_such  | no
document.tk_lltp.no_such:read    | tk_lltp | no_such  | yes
document.*:read                  | ct01   | ho_ten    | no
document.unheard_of.*:read       | unheard_of | ho_ten | no
document.unheard_of.ho_ten:read  | unheard_of | ho_ten | yes
export:run                       | ct01   | ho_ten    | no
"""


@pytest.mark.parametrize("row", POLICY.strip().splitlines()[1:])
def test_a_value_goes_out_by_its_scope_only(row: str) -> None:
    scope, kind, field, out = (cell.strip() for cell in row.split("|"))
    assert FieldPolicy(frozenset({scope})).may_read(kind, field) is (out == "yes")


def exported(number: int, value: str = "x") -> ExportedPage:
    of = f"{number:08d}"
    record = ExportedRecord(of, "p", "ct01", "d", AT, None, date(2026, 1, 2), None, None, None, None, None)
    field = ExportedField(
        of, "ho_ten", 1, value, None, "OCR", "e", 0.9, None, None, None, None, (("ab", 1, 2, 3, 4, 5),), AT
    )
    return ExportedPage((record,), (field,), (("cccd", "so"),), 1)


class Shelf:
    """Keeps parts in memory, and breaks at one of them if asked to."""

    def __init__(self, breaks_at: int = -1) -> None:
        self.kept: dict[str, bytes] = {}
        self.manifest: bytes | None = None
        self.signature = ""
        self._breaks_at = breaks_at

    def keep(self, name: str, content: bytes) -> None:
        if len(self.kept) == self._breaks_at:
            raise StorageFull("full")
        self.kept[name] = content

    def finish(self, manifest: bytes, signature: str) -> None:
        self.manifest, self.signature = manifest, signature


@pytest.mark.parametrize("form", FileForm)
def test_parts_are_bounded_and_read_back(form: FileForm) -> None:
    shelf = Shelf()
    written = write_parts((exported(number) for number in range(7)), form, shelf, part_rows=3)
    assert (written.records, written.fields, written.erased) == (7, 7, 7)
    assert written.withheld == {"cccd.so": 7}
    assert [one.rows for one in written.parts] == [3, 3, 1, 3, 3, 1]
    assert all(PART_NAME.fullmatch(one.name) for one in written.parts)
    assert [len(read(shelf.kept[one.name], form)) for one in written.parts] == [3, 3, 1, 3, 3, 1]


def test_the_same_rows_are_the_same_bytes_and_an_empty_table_has_its_columns() -> None:
    rows = exported(1).fields
    assert part(ExportTable.FIELDS, rows, FileForm.PARQUET) == part(ExportTable.FIELDS, rows, FileForm.PARQUET)
    shelf = Shelf()
    write_parts([], FileForm.PARQUET, shelf)
    assert sorted(shelf.kept) == ["fields-00001.parquet", "records-00001.parquet"]
    assert pq.read_table(io.BytesIO(shelf.kept["fields-00001.parquet"])).column_names[3] == "value"


@pytest.mark.parametrize("value", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])
def test_no_cell_of_a_csv_is_a_formula(value: str) -> None:
    shelf = Shelf()
    write_parts([exported(1, value)], FileForm.CSV, shelf)
    row = read(shelf.kept["fields-00001.csv"], FileForm.CSV)[0]
    assert row["value"] == f"'{value}"
    assert row["places"] == "ab:1:2,3,4,5"


def read(content: bytes, form: FileForm) -> list[dict[str, Any]]:
    if form is FileForm.CSV:
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(content)).to_pylist()
    return rows


def test_a_folder_is_new_and_its_manifest_comes_last(tmp_path: Path) -> None:
    sink = FolderSink(tmp_path / "out")
    sink.keep("records-00001.csv", b"x")
    assert not (tmp_path / "out" / "manifest.json").exists()
    sink.finish(b"{}", "a..b")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "manifest.json",
        "manifest.jws",
        "records-00001.csv",
    ]
    with pytest.raises(ExportRefused):
        FolderSink(tmp_path / "out")


def test_withheld_values_are_counted_by_field() -> None:
    assert named([("b", "x"), ("a", "y"), ("b", "x")]) == {"a.y": 1, "b.x": 2}


# --- over a warehouse


@pytest.fixture
def loaded(service: Service, clock: make.Clock) -> str:
    """Id of a dossier of an office of its own with two records; the clock is the real one."""
    return load(service, clock)


def load(service: Service, clock: make.Clock, office: str = "") -> str:
    seed = uuid.uuid4().hex
    office = office or f"H56.{int(seed[:8], 16) % 900 + 100}"
    manifest = Manifest("", "1.004222", "counter", office, Applicant(NAME, NUMBER, "1987", ""))
    dossier_id = service.warehouse.take_in(NewDossier(seed * 2, "bịa", manifest, (), DossierState.RECEIVED))
    service.warehouse.save_records(dossier_id, "k1", records(seed))
    clock.now = datetime.now(UTC)
    return dossier_id


def records(seed: str, phone: str = "0912345678") -> list[Record]:
    person = (
        RecordField("full_name", NAME, Method.REGISTER, 0.99, (SEEN,), NAME.lower(), None, "population"),
        RecordField("phone", phone, Method.OCR, 0.81, (SEEN,)),
    )
    paper = (RecordField("ho_ten", NAME, Method.OCR, 0.9, (SEEN,)),)
    return [Record("person", f"P{seed}", person), Record("ct01", f"P{seed}", paper)]


def office_of(service: Service, dossier_id: str) -> str:
    return str(service.warehouse.dossier(dossier_id).manifest.receiving_office)


def order(service: Service, dossier_id: str, *scopes: str, **other: Any) -> ExportOrder:
    made = ExportOrder(str(uuid.uuid4()), "tester", PURPOSE, frozenset(scopes), datetime.now(UTC))
    return replace(made, offices=(office_of(service, dossier_id),), **other)


def carried_out(service: Service, wanted: ExportOrder) -> tuple[Shelf, Written]:
    shelf = Shelf()
    written = write_export(service.warehouse, wanted, shelf, lambda content: "a..b", make.ISSUER)
    assert written is not None
    return shelf, written


def values(shelf: Shelf) -> set[tuple[str, str]]:
    found = read(shelf.kept["fields-00001.parquet"], FileForm.PARQUET)
    return {(one["field"], one["value"]) for one in found}


@pytest.mark.contract
def test_values_by_scope_and_ids_without(service: Service, loaded: str) -> None:
    shelf, written = carried_out(service, order(service, loaded, "person.full_name:read"))
    assert values(shelf) == {("full_name", NAME)}
    assert written.withheld == {"ct01.ho_ten": 1, "person.phone": 1}
    rows = read(shelf.kept["records-00001.parquet"], FileForm.PARQUET)
    assert sorted(one["kind"] for one in rows) == ["ct01", "person"]
    assert len({one["person_id"] for one in rows}) == 1
    assert {one["dossier_id"] for one in rows} == {loaded}
    nothing, _ = carried_out(service, order(service, loaded))
    assert NAME.encode() not in b"".join(nothing.kept.values()) + (nothing.manifest or b"")
    assert NUMBER.encode() not in b"".join(nothing.kept.values())
    narrow, _ = carried_out(
        service, order(service, loaded, "document.ct01.*:read", kinds=("ct01",), fields=("ho_ten",))
    )
    assert values(narrow) == {("ho_ten", NAME)}


@pytest.mark.contract
def test_other_offices_are_not_given_out(service: Service, loaded: str) -> None:
    wanted = replace(order(service, loaded, "person.phone:read"), offices=("H57",))
    assert carried_out(service, wanted)[1].records == 0
    assert (
        carried_out(service, replace(wanted, offices=("H5",)))[1].records == 0
    )  # the beginning of a code is no office


@pytest.mark.contract
def test_what_changed_since_and_what_was_known_at_a_moment(service: Service, loaded: str) -> None:
    phone = "person.phone:read"
    before = datetime.now(UTC)
    held = service.warehouse.records(loaded)[0]
    new = RecordField("phone", "0987654321", Method.KEYED)
    service.warehouse.revise_record(held.id, new, person="can-bo-1")
    assert ("phone", "0987654321") in values(carried_out(service, order(service, loaded, phone))[0])
    then = replace(order(service, loaded, phone), until=before)
    assert ("phone", "0912345678") in values(carried_out(service, then)[0])
    hour = timedelta(hours=1)
    since = replace(order(service, loaded, phone), since=before)
    assert carried_out(service, since)[1].records == 2  # begins a little earlier than it is asked to
    later = replace(since, since=before + hour, until=before + 2 * hour)
    assert carried_out(service, later)[1].records == 0


@pytest.mark.contract
def test_a_record_that_a_later_load_replaced_is_told_without_its_values(service: Service, loaded: str) -> None:
    before = datetime.now(UTC)
    service.warehouse.save_records(loaded, "k2", records(uuid.uuid4().hex, phone="0900000001")[:1])
    whole, written = carried_out(service, order(service, loaded, "person.phone:read"))
    assert (written.records, values(whole)) == (1, {("phone", "0900000001")})
    shelf, written = carried_out(service, replace(order(service, loaded, "person.phone:read"), since=before))
    rows = read(shelf.kept["records-00001.parquet"], FileForm.PARQUET)
    assert sorted(one["replaced_at"] is None for one in rows) == [False, False, True]
    assert values(shelf) == {("phone", "0900000001")}


@pytest.mark.contract
def test_of_an_erased_person_the_rows_remain_and_the_values_are_counted(service: Service, loaded: str) -> None:
    person_id = service.warehouse.records(loaded)[0].person_id
    assert person_id is not None
    with service.warehouse.changing("tester") as change:
        erase(change, of_person(person_id), "quyet-dinh-1")
    shelf, written = carried_out(service, order(service, loaded, "person.phone:read", "person.full_name:read"))
    assert (written.records, written.fields, written.erased) == (2, 0, 2)
    assert values(shelf) == set()


@pytest.mark.contract
def test_it_is_written_down_before_and_after(service: Service, loaded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = order(service, loaded, "person.phone:read", fields=("phone",))
    carried_out(service, wanted)
    begun, finished = make.audit(service, wanted.id, "export.read"), make.audit(service, wanted.id, "export.finished")
    assert begun == [{"procedure": "1.004222", "dossier": None, "basis": "ND118-2025", "fields": ["phone"]}]
    assert [(one["records"], one["fields"]) for one in finished] == [(2, 1)]

    def refused(*_: Any, **__: Any) -> None:
        raise StorageFull("full")

    monkeypatch.setattr("storage.change.Change.note_all", refused)
    shelf = Shelf()
    with pytest.raises(ReadNotLogged):
        write_export(service.warehouse, wanted, shelf, lambda content: "a..b", make.ISSUER)
    assert shelf.kept == {}


@pytest.mark.contract
@pytest.mark.parametrize("at", [0, 1])
def test_what_is_cut_short_has_no_manifest(at: int, service: Service, loaded: str) -> None:
    wanted, shelf = order(service, loaded), Shelf(breaks_at=at)
    with pytest.raises(StorageFull):
        write_export(service.warehouse, wanted, shelf, lambda content: "a..b", make.ISSUER)
    assert shelf.manifest is None
    assert make.audit(service, wanted.id, "export.finished") == []


# --- over HTTP


def asked(http: TestClient, head: dict[str, str], **other: Any) -> Any:
    return http.post("/v1/exports", headers={"Idempotency-Key": uuid.uuid4().hex, **head}, json=other)


@pytest.mark.contract
def test_an_export_is_asked_for_fetched_and_verified(
    service: Service, http: TestClient, clock: make.Clock, loaded: str
) -> None:
    clock.now = datetime.now(UTC)
    office = office_of(service, loaded)
    ours = make.sender(service, "export:run", "person.phone:read", offices=(office,))
    head = make.bearer(ours.token(http, clock.now))
    purpose = {**make.PURPOSE, "dossier": f"{office}-261115-0007"}
    key = {"Idempotency-Key": "once-and-again", **head}
    told = asked(http, key, purpose=purpose)
    assert told.status_code == 202, told.text
    assert asked(http, key, purpose=purpose).json()["id"] == told.json()["id"]
    place = told.headers["location"]
    done = http.get(place, headers=head).json()
    assert (done["state"], done["records"], done["values"]) == ("DONE", 2, 1)
    assert [one["id"] for one in http.get("/v1/exports", headers=head).json()["exports"]] == [done["id"]]

    manifest = http.get(done["manifest"], headers=head)
    keys = read_key_set(http.get("/.well-known/jwks.json").content)
    judged = judge(manifest.content, manifest.headers["hoso-signature"], keys, datetime.now(UTC) + timedelta(minutes=1))
    assert (judged.verdict, judged.is_manifest) == (Verdict.VALID, True)
    assert judged.claims["aud"] == ours.client.id
    name = next(one["name"] for one in judged.claims["parts"] if one["table"] == "fields")
    given = http.get(f"{place}/parts/{name}", headers=head)
    assert [one["value"] for one in read(given.content, FileForm.PARQUET)] == ["0912345678"]
    assert len(make.audit(service, done["id"], "export.fetched")) == 1

    other = make.bearer(make.sender(service, "export:run", "person.phone:read").token(http, clock.now))
    narrow = make.bearer(ours.token(http, clock.now, "export:run"))
    for path in (place, f"{place}/manifest", f"{place}/parts/{name}", f"/v1/exports/{uuid.uuid4()}"):
        assert http.get(path, headers=other).json()["type"] == "urn:hoso:problem:hidden"
    assert http.get(f"{place}/parts/{name}", headers=narrow).status_code == 403
    assert http.get(f"{place}/parts/fields-99999.parquet", headers=head).status_code == 404
    assert http.get("/v1/exports", headers=other).json()["exports"] == []


@pytest.mark.contract
@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"purpose": {**make.PURPOSE, "basis": "none"}}, 403),
        ({}, 422),
        ({"purpose": make.PURPOSE, "kinds": ["../x"]}, 422),
        ({"purpose": make.PURPOSE, "until": "2999-01-01T00:00:00Z"}, 422),
        ({"purpose": make.PURPOSE, "since": "2026-11-19T00:00:00"}, 422),
        ({"purpose": make.PURPOSE, "format": "xlsx"}, 422),
        ({"purpose": make.PURPOSE, "more": 1}, 422),
    ],
)
def test_what_is_not_understood_is_refused(
    other: dict[str, Any], status: int, service: Service, http: TestClient, clock: make.Clock
) -> None:
    head = make.bearer(make.sender(service, "export:run").token(http, clock.now))
    assert asked(http, head, **other).status_code == status


@pytest.mark.contract
def test_without_the_scope_there_is_no_export(service: Service, http: TestClient, clock: make.Clock) -> None:
    head = make.bearer(make.sender(service, "reuse:prefill").token(http, clock.now))
    assert asked(http, head, purpose=make.PURPOSE).status_code == 403
    assert http.get("/v1/exports", headers=head).status_code == 403


@pytest.mark.contract
def test_one_that_was_killed_half_way_is_done_when_it_is_run_again(service: Service, loaded: str) -> None:
    wanted = order(service, loaded, "person.phone:read")
    with service.warehouse.changing("tester") as change:
        exports.ask(change, wanted)
    run = (service.warehouse, service.objects, wanted.id)

    def killed(content: bytes) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_export(*run, killed, make.ISSUER)
    with service.warehouse.looking() as connection:
        assert exports.export(connection, wanted.id).state is ExportState.ASKED

    def sign(content: bytes) -> str:
        return service.signer.sign_detached(content, typ=MANIFEST)

    assert run_export(*run, sign, make.ISSUER) is ExportState.DONE
    assert run_export(*run, killed, make.ISSUER) is ExportState.DONE
    with service.warehouse.looking() as connection:
        held = exports.export(connection, wanted.id)
    assert held.manifest is not None
    for one in json.loads(service.objects.get(held.manifest))["parts"]:
        assert len(service.objects.get(one["sha256"])) == one["bytes"]
