"""The subject's side: who read what, told to nobody but the person; and requests to put a value right, with clocks."""

import uuid
from datetime import UTC, date, datetime, timedelta

import api_makers as make
import pytest
import subject_makers as people

from errors import MoveRefused, NotHeld
from reuse.subject_log import entry_of, saying, title_of
from storage.service import subject_requests
from storage.service.deferrals import Deferral, defer, lift
from storage.service.reads import Read
from storage.service.subject_requests import NewRequest, accept, extend, move, receive
from storage.service.subject_states import MOVES, RequestState, clocks_on

S = RequestState


def log(http, sender: make.Sender, clock, held: people.Held, **more: object):
    sent = {"assertion": more.pop("assertion", None) or people.assertion(sender, held, clock.now), **more}
    return http.post("/v1/subjects/log", json=sent, headers=make.bearer(sender.token(http, clock.now)))


@pytest.fixture
def clock() -> make.Clock:
    return make.Clock(datetime.now(UTC) + timedelta(seconds=5))


@pytest.fixture
def portal(service) -> make.Sender:
    return make.sender(service, "subject:read", "corrections:write", offices=())


# --- who read what


@pytest.mark.contract
def test_a_person_is_told_who_read_what_and_why(service, http, clock, portal):
    held, reader = people.loaded(service), make.sender(service, "records:read")
    people.read(service, reader.client.id, held.own, dossier=held.code, fields=("phone",))
    given = log(http, portal, clock, held)
    assert given.status_code == 200, given.text
    own_view, one = given.json()["reads"]
    assert "theo yêu cầu của chính ông/bà" in own_view["sentence"]
    assert one["organisation"] == reader.client.organisation
    assert (one["fields"], one["dossier"], one["shielded"]) == (["Số điện thoại"], held.code, False)
    assert "đã xem một bản ghi về ông/bà" in one["sentence"]
    assert "Nghị định 118/2025/NĐ-CP" in one["sentence"]
    assert given.headers["Hoso-Signature"]


@pytest.mark.contract
def test_a_read_for_somebody_elses_dossier_tells_no_more_than_who_and_what_for(service, http, clock, portal):
    held, relative = people.loaded(service), people.loaded(service)
    people.read(service, make.sender(service).client.id, held.own, dossier=relative.code, fields=("phone",))
    one = log(http, portal, clock, held).json()["reads"][1]
    assert (one["shielded"], one["dossier"], one["fields"], one["basis"]) == (True, "", [], "")
    assert relative.code not in str(one)


@pytest.mark.contract
def test_a_member_of_staff_is_told_as_the_organisation(service, http, clock, portal):
    held = people.loaded(service)
    people.read(service, "nguyen.van.b", held.own)
    assert "nguyen" not in log(http, portal, clock, held).text


@pytest.mark.contract
def test_a_deferred_read_is_told_once_its_day_has_come(service, http, clock, portal):
    held, police = people.loaded(service), make.sender(service).client
    people.read(service, police.id, held.own)
    until = clock.now + timedelta(days=30)
    new = Deferral(held.person_id, police.id, make.BEGIN, until, "L91-2025-4", "Đang xác minh vụ việc.")
    with service.warehouse.changing("kiem-toan-1") as change:
        defer(change, new)
    assert len(log(http, portal, clock, held).json()["reads"]) == 1  # this look alone
    clock.pass_by(days=31)
    assert len(log(http, portal, clock, held).json()["reads"]) == 3


@pytest.mark.contract
def test_a_deferral_hides_one_reader_only_can_be_lifted_and_stands_in_no_audit_row_of_the_person(
    service, http, clock, portal
):
    held, police, other = people.loaded(service), make.sender(service).client, make.sender(service).client
    people.read(service, police.id, held.own)
    people.read(service, other.id, held.own)
    new = Deferral(held.person_id, police.id, make.BEGIN, clock.now + timedelta(days=30), "L91-2025-4", "Xác minh.")
    with service.warehouse.changing("kiem-toan-1") as change:
        deferral_id = defer(change, new)
    assert len(log(http, portal, clock, held).json()["reads"]) == 2
    assert "deferral" not in str(make.audit(service, held.person_id))
    with service.warehouse.changing("kiem-toan-1") as change:
        lift(change, deferral_id)
    assert len(log(http, portal, clock, held).json()["reads"]) == 4


@pytest.mark.contract
@pytest.mark.parametrize(("days", "why"), [(0, "Xác minh."), (366, "Xác minh."), (10, " ")])
def test_a_deferral_has_a_reason_and_an_end(service, days, why):
    new = Deferral(str(uuid.uuid4()), "", make.BEGIN, datetime.now(UTC) + timedelta(days=days), "L91-2025-4", why)
    with service.warehouse.changing("kiem-toan-1") as change, pytest.raises(MoveRefused):
        defer(change, new)


@pytest.mark.contract
def test_pages_of_the_log_leave_none_out(service, http, clock, portal):
    held = people.loaded(service)
    for _ in range(5):
        people.read(service, make.sender(service).client.id, held.own)
    first = log(http, portal, clock, held, limit=2).json()
    seen = list(first["reads"])
    cursor = first["next"]
    while cursor:
        page = log(http, portal, clock, held, limit=2, cursor=cursor).json()
        seen += page["reads"]
        cursor = page["next"]
    assert len(seen) == 6


# --- who may ask


@pytest.mark.contract
@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"acr": "vneid:1"}, 403),
        ({"acr": ""}, 403),
        ({"full_name": "Người Khác"}, 404),
        ({"birth_date": "1990-01-01"}, 404),
        ({"id_number": "003187999999"}, 404),
        ({"id_number": "123"}, 403),
    ],
)
def test_the_person_must_be_proven_and_agree_with_what_is_held(service, http, clock, portal, wrong, status):
    held = people.loaded(service)
    assert (
        log(http, portal, clock, held, assertion=people.assertion(portal, held, clock.now, **wrong)).status_code
        == status
    )


@pytest.mark.contract
def test_an_assertion_counts_once_for_its_own_portal_and_for_minutes(service, http, clock, portal):
    held, other = people.loaded(service), make.sender(service, "subject:read")
    first = people.assertion(portal, held, clock.now)
    assert log(http, portal, clock, held, assertion=first).status_code == 200
    assert log(http, portal, clock, held, assertion=first).status_code == 403
    assert log(http, other, clock, held, assertion=people.assertion(portal, held, clock.now)).status_code == 403
    late = people.assertion(portal, held, clock.now - timedelta(minutes=10))
    assert log(http, portal, clock, held, assertion=late).status_code == 403
    for_token = portal.assertion(clock.now)
    assert log(http, portal, clock, held, assertion=for_token).status_code == 403


# --- what is asked to be put right


def asked(http, sender: make.Sender, clock, held: people.Held, key: str = "", **more: str):
    sent = {
        "assertion": people.assertion(sender, held, clock.now), "record_id": held.own, "field": "phone",
        "shows": "0987654321", "why": "Tôi đã đổi số.",
    } | more  # fmt: skip
    headers = make.bearer(sender.token(http, clock.now), **{"Idempotency-Key": key or str(uuid.uuid4())})
    return sent, http.post("/v1/subjects/corrections", json=sent, headers=headers)


@pytest.mark.contract
def test_a_request_is_received_with_its_terms_and_sent_again_is_the_same(service, http, clock, portal):
    held = people.loaded(service)
    sent, first = asked(http, portal, clock, held, "once")
    assert first.status_code == 201, first.text
    assert first.json()["state"] == "RECEIVED"
    headers = make.bearer(portal.token(http, clock.now), **{"Idempotency-Key": "once"})
    again = http.post("/v1/subjects/corrections", json=sent, headers=headers)
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    with service.warehouse.looking() as connection:
        assert len(subject_requests.requests(connection, held.person_id)) == 1


@pytest.mark.contract
def test_nobody_asks_about_another_persons_record(service, http, clock, portal):
    held, other = people.loaded(service), people.loaded(service)
    assert asked(http, portal, clock, held, record_id=other.own)[1].status_code == 404
    assert asked(http, portal, clock, held, field="khong_co")[1].status_code == 404
    made = asked(http, portal, clock, held)[1].json()["id"]
    headers = make.bearer(portal.token(http, clock.now), **{"Idempotency-Key": str(uuid.uuid4())})
    stranger = {"assertion": people.assertion(portal, other, clock.now)}
    assert http.post(f"/v1/subjects/corrections/{made}/withdraw", json=stranger, headers=headers).status_code == 404
    mine = {"assertion": people.assertion(portal, held, clock.now)}
    headers["Idempotency-Key"] = str(uuid.uuid4())
    taken_back = http.post(f"/v1/subjects/corrections/{made}/withdraw", json=mine, headers=headers)
    assert taken_back.json()["state"] == "WITHDRAWN"


@pytest.mark.contract
def test_an_accepted_request_corrects_the_value_and_recalls_the_old_one(service, http, clock, portal):
    from reuse.recall import open_new
    from storage.service.recalls import recalls_of

    held, reader = people.loaded(service), make.sender(service, "events:read")
    people.read(service, reader.client.id, held.own)
    made = asked(http, portal, clock, held)[1].json()["id"]
    with service.warehouse.changing("can-bo-1") as change:
        accept(change, made, "Đã sửa theo hợp đồng thuê bao.")
    assert service.warehouse.record(held.own).value("phone") == "0987654321"
    open_new(service.warehouse)
    with service.warehouse.looking() as connection:
        (recall,) = recalls_of(connection, held.own, "phone")
    assert [one.reader for one in recall.readers] == [reader.client.id]
    mine = {"assertion": people.assertion(portal, held, clock.now)}
    found = http.post("/v1/subjects/corrections/list", json=mine, headers=make.bearer(portal.token(http, clock.now)))
    assert [(one["state"], one["note"]) for one in found.json()] == [("CORRECTED", "Đã sửa theo hợp đồng thuê bao.")]


TERMS = """
received   | answer by  | done by    | with others | extended by 15
2026-11-20 | 2026-11-24 | 2026-12-05 | 2026-12-10  | 2026-12-20
2026-11-23 | 2026-11-25 | 2026-12-08 | 2026-12-13  | 2026-12-23
2026-11-26 | 2026-11-30 | 2026-12-11 | 2026-12-16  | 2026-12-26
"""


@pytest.mark.parametrize("row", TERMS.strip().splitlines()[1:])
def test_the_terms_are_counted_as_the_law_has_them(row):
    received, answer, done, others, extended = (date.fromisoformat(part.strip()) for part in row.split("|"))
    clocks = clocks_on(received)
    assert clocks.answer.last_day(received) == answer
    assert clocks.done_by(received, others=False) == done
    assert clocks.done_by(received, others=True) == others
    assert clocks.extension.last_day(done) == extended


def received(service, day: date = date(2026, 11, 20)) -> tuple[people.Held, str]:
    held = people.loaded(service)
    with service.warehouse.changing("portal") as change:
        new = NewRequest(held.person_id, held.own, "phone", "0987654321", "Tôi đã đổi số.")
        return held, receive(change, new, day)


@pytest.mark.contract
def test_a_term_is_extended_once_with_a_reason(service):
    _, made = received(service)
    with service.warehouse.changing("can-bo-1") as change:
        for days, why in ((16, "Chờ nhà mạng."), (0, "Chờ nhà mạng."), (5, " ")):
            with pytest.raises(MoveRefused):
                extend(change, made, days, why)
        assert extend(change, made, 15, "Chờ nhà mạng.") == date(2026, 12, 20)
        with pytest.raises(MoveRefused):
            extend(change, made, 1, "Chờ thêm.")


@pytest.mark.contract
def test_who_has_to_act_besides_lengthens_the_term_and_every_step_stays(service):
    _, made = received(service)
    with service.warehouse.changing("can-bo-1") as change:
        move(change, made, S.IN_HAND, "Đã tiếp nhận.")
        move(change, made, S.IN_HAND, "Đã chuyển nhà mạng.", others=True)
        assert not move(change, made, S.IN_HAND, others=True)
        held = subject_requests.steps(change.connection, made)
    assert [(one.number, one.state, one.others) for one in held] == [
        (1, S.RECEIVED, False), (2, S.IN_HAND, False), (3, S.IN_HAND, True),
    ]  # fmt: skip
    assert held[-1].done_by > held[1].done_by


@pytest.mark.contract
def test_what_is_late_is_listed_by_the_day_that_passed(service):
    held, made = received(service, date(2026, 11, 20))
    with service.warehouse.changing("can-bo-1") as change:
        late = [
            subject_requests.requests(change.connection, held.person_id, overdue_on=date(2026, 11, day))
            for day in (24, 25)
        ]
        assert [len(one) for one in late] == [0, 1]
        move(change, made, S.IN_HAND)
        assert not subject_requests.requests(change.connection, held.person_id, overdue_on=date(2026, 12, 5))
        assert subject_requests.requests(change.connection, held.person_id, overdue_on=date(2026, 12, 6))
        move(change, made, S.REFUSED, "Giấy tờ không chứng minh được.")
        assert not subject_requests.requests(change.connection, held.person_id, overdue_on=date(2027, 1, 1))


@pytest.mark.contract
def test_only_allowed_moves_and_a_refusal_has_a_reason(service):
    for state in (S.CORRECTED, S.REFUSED, S.WITHDRAWN):
        assert MOVES[state] == frozenset()
    _, made = received(service)
    with service.warehouse.changing("can-bo-1") as change:
        with pytest.raises(MoveRefused):
            move(change, made, S.REFUSED, " ")
        move(change, made, S.WITHDRAWN)
        for state in (S.IN_HAND, S.CORRECTED, S.RECEIVED):
            with pytest.raises(MoveRefused):
                move(change, made, state)
        with pytest.raises(MoveRefused):
            accept(change, made)
        with pytest.raises(NotHeld):
            move(change, str(uuid.uuid4()), S.IN_HAND)


# --- words


def test_an_entry_reads_as_a_sentence():
    read = Read(
        1, make.BEGIN, "x", "record.read", "r", "1.004222", "H56.12-261115-0007", "ND118-2025", ("person.phone",)
    )
    one = entry_of(read, "UBND xã A", frozenset({"H56.12-261115-0007"}))
    assert one.sentence.startswith("UBND xã A đã xem một bản ghi về ông/bà, gồm: Số điện thoại, để làm thủ tục ")
    assert one.sentence.endswith("cho hồ sơ H56.12-261115-0007. Căn cứ: Nghị định 118/2025/NĐ-CP (chưa kiểm chứng).")


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("reuse.prefill.read", "đã lấy dữ liệu của ông/bà để điền sẵn tờ khai"),
        ("predicate.over_18.read", "đã hỏi một điều có hay không về ông/bà, không được cho biết giá trị"),
        ("something.new.read", "đã xem dữ liệu về ông/bà"),
    ],
)
def test_each_way_of_reading_has_plain_words(action, said):
    assert saying(action) == said


def test_fields_are_told_by_their_printed_names():
    assert title_of("person.full_name") == title_of("full_name") == "Họ, chữ đệm và tên"
    assert title_of("document.cccd.ngay_cap") != "ngay_cap"
