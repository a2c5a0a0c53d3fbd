"""The clients of the registers against real servers on loopback: what they find, ask, refuse and never say."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial as partial_of
from pathlib import Path
from typing import Any

import httpx
import pytest

from errors import NotSetUp, QueryBudgetSpent, RegisterRefused, RegisterUnavailable
from extractors.reading import PartialDate
from matching.gateway.guesses import standard_values
from matching.gateway.http import Breaker, HttpRegister
from matching.gateway.inquiry import InquiryOutcome, Purpose, Supposition
from matching.gateway.population import PopulationGateway
from matching.gateway.questions import questions
from matching.gateway.soap import SoapWire
from matching.gateway.telco import TelcoClient
from matching.people import Claim, LifeStatus, Sex, SubscriberKind
from matching.registers import PopulationRegister, TelcoRegister, Why
from registers.serve import Addresses, Misbehaviour, running
from samples.people import Individual, World, make_world

pytestmark = pytest.mark.contract

PURPOSE = Purpose("1.001193", "canbo.a", "H00.01", "D1")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(5, 400)


@pytest.fixture(scope="module")
def addresses(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    folder = tmp_path_factory.mktemp("registers")
    world.write(folder)
    with running(folder) as addresses:
        yield addresses


@pytest.fixture
def naps() -> list[float]:
    """How long the client would have slept between its tries."""
    return []


@pytest.fixture
def population(addresses: Addresses, naps: list[float]) -> Iterator[HttpRegister]:
    with HttpRegister("population", addresses.population, wire=SoapWire(), sleep=naps.append) as register:
        yield register


@pytest.fixture
def gateway(population: HttpRegister) -> PopulationGateway:
    return PopulationGateway(population, PURPOSE, now=lambda: NOON)


@pytest.fixture
def telco(addresses: Addresses) -> Iterator[TelcoClient]:
    with HttpRegister("telco", addresses.telco, sleep=lambda seconds: None) as register:
        yield TelcoClient(register, PURPOSE)


@pytest.fixture
def faults(addresses: Addresses) -> Iterator[Callable[..., None]]:
    def put(**wanted: Any) -> None:
        for address in (addresses.population, addresses.telco):
            httpx.post(address + "/admin/faults", json=wanted, trust_env=False).raise_for_status()

    yield put
    put()


def partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def claim(one: Individual, **changes: Any) -> Claim:
    born = PartialDate(one.dob.year) if one.year_only else partial(one.dob)
    return replace(Claim("D1", one.full_name, one.cccd, birth_date=born, sex=Sex(one.gender)), **changes)


def suppositions(gateway: PopulationGateway) -> list[Supposition]:
    return [inquiry.supposition for inquiry in gateway.inquiries]


def other_digit(number: str, at: int, digit: str) -> str:
    assert number[at] != digit
    return number[:at] + digit + number[at + 1 :]


def test_both_keep_the_protocols_of_matching(gateway: PopulationGateway, telco: TelcoClient) -> None:
    way: PopulationRegister = gateway
    line: TelcoRegister = telco
    assert way.person("003090000001") is None
    assert line.near("0320000000") == ()


def test_a_person_as_read(world: World, gateway: PopulationGateway) -> None:
    child, father, mother = world.children_of_known_parents[0]
    (candidate,) = gateway.candidates(claim(child))
    person = candidate.person
    assert candidate.found_by == (Why.NUMBER,)
    assert (person.person_id, person.id_number) == (child.cccd, child.cccd)
    assert person.full_name == child.full_name.upper()
    assert (person.birth_date, person.sex) == (partial(child.dob), Sex(child.gender))
    assert (person.father_id, person.mother_id) == (father.cccd, mother.cccd)
    assert (person.address or person.address_old) in (child.address, child.address_old.upper())
    assert bool(person.address) != bool(person.address_old)
    assert (person.id_issued_on, person.status) == (None, LifeStatus.LIVING)
    assert gateway.person(child.cccd) == person


def test_the_name_is_whole_where_the_register_leaves_its_parts_empty(world: World, population: HttpRegister) -> None:
    for one in world.adults[:25]:
        (candidate,) = PopulationGateway(population, PURPOSE).candidates(claim(one))
        assert candidate.person.full_name == one.full_name.upper()
        held = (one.address, "") if candidate.person.address else ("", one.address_old.upper())
        assert (candidate.person.address, candidate.person.address_old) == held


def day_and_month_swap(world: World) -> tuple[Individual, Claim]:
    one = next(one for one in world.adults if one.dob.day <= 12 and one.dob.day != one.dob.month)
    return one, claim(one, birth_date=PartialDate(one.dob.year, one.dob.day, one.dob.month))


def misread_year_in_number(world: World) -> tuple[Individual, Claim]:
    one = next(one for one in world.adults if one.cccd[5] == "7")
    return one, claim(one, id_number=other_digit(one.cccd, 5, "1"))


def misread_sex_in_number(world: World) -> tuple[Individual, Claim]:
    one = next(one for one in world.adults if one.cccd[3] == "0")
    return one, claim(one, id_number=other_digit(one.cccd, 3, "9"))


def misread_birth_year(world: World) -> tuple[Individual, Claim]:
    one = next(one for one in world.adults if one.dob.year % 10 == 1)
    return one, claim(one, birth_date=PartialDate(one.dob.year + 6, one.dob.month, one.dob.day))


def misread_serial(world: World) -> tuple[Individual, Claim]:
    one = next(one for one in world.adults if one.cccd[-1] == "4" and one.dob.day > 12)
    return one, claim(one, id_number=other_digit(one.cccd, 11, "9"))


def other_reading_of_the_serial(world: World) -> tuple[Individual, Claim]:
    one, written = misread_serial(world)
    return one, replace(written, alternatives={"id_number": (one.cccd,)}, confidence={"id_number": 0.7})


def other_reading_of_the_name(world: World) -> tuple[Individual, Claim]:
    one = world.adults[0]
    changes = {"alternatives": {"full_name": (one.full_name,)}, "confidence": {"full_name": 0.7}}
    return one, claim(one, full_name=one.full_name[:-1] + "x", **changes)


def old_number_as_number(world: World) -> tuple[Individual, Claim]:
    one = world.old_number_holders[0]
    return one, claim(one, id_number=one.cmnd)


def old_number_beside_a_wrong_one(world: World) -> tuple[Individual, Claim]:
    one = world.old_number_holders[1]
    return one, claim(one, id_number="099999999999", old_number=one.cmnd)


def year_alone(world: World) -> tuple[Individual, Claim]:
    one = world.adults[0]
    return one, claim(one, birth_date=PartialDate(one.dob.year))


def day_the_register_does_not_know(world: World) -> tuple[Individual, Claim]:
    one = world.year_only[0]
    return one, claim(one, birth_date=PartialDate(one.dob.year, 5, 17))


def unreadable_year_digit(world: World) -> tuple[Individual, Claim]:
    one = world.adults[0]
    return one, claim(one, id_number=one.cccd[:4] + "?" + one.cccd[5:])


def lost_zeros(world: World) -> tuple[Individual, Claim]:
    one = world.adults[0]
    return one, claim(one, id_number=one.cccd.lstrip("0") if one.cccd[1] == "0" else one.cccd[1:])


# how the paper differs from the register -> by what a person is found, which supposition held
FOUND = [
    (day_and_month_swap, Why.NUMBER, Supposition.YEAR_ONLY),
    (misread_year_in_number, Why.NUMBER_NEAR, Supposition.PREFIX_REPAIRED),
    (misread_sex_in_number, Why.NUMBER_NEAR, Supposition.PREFIX_REPAIRED),
    (misread_birth_year, Why.NUMBER, Supposition.YEAR_OF_NUMBER),
    (other_reading_of_the_serial, Why.NUMBER_NEAR, Supposition.OTHER_READING),
    (other_reading_of_the_name, Why.NUMBER, Supposition.OTHER_READING),
    (old_number_as_number, Why.OLD_NUMBER, Supposition.OLD_NUMBER),
    (old_number_beside_a_wrong_one, Why.OLD_NUMBER, Supposition.OLD_NUMBER),
    (year_alone, Why.NUMBER, Supposition.AS_READ),
    (day_the_register_does_not_know, Why.NUMBER, Supposition.YEAR_ONLY),
    (unreadable_year_digit, Why.NUMBER_MASKED, Supposition.UNREADABLE_FILLED),
    (lost_zeros, Why.NUMBER_NEAR, Supposition.ZERO_RESTORED),
]


@pytest.mark.parametrize(("slip", "why", "held"), FOUND, ids=[row[0].__name__ for row in FOUND])
def test_a_slip_is_seen_through_within_the_budget(
    world: World,
    gateway: PopulationGateway,
    slip: Callable[[World], tuple[Individual, Claim]],
    why: Why,
    held: Supposition,
) -> None:
    one, written = slip(world)
    (candidate,) = gateway.candidates(written)
    assert (candidate.person.id_number, candidate.found_by) == (one.cccd, (why,))
    assert suppositions(gateway)[-1] is held
    assert len(gateway.inquiries) <= 4


def test_a_slip_that_nothing_hints_at_is_left_to_people(world: World, gateway: PopulationGateway) -> None:
    _, written = misread_serial(world)
    assert gateway.candidates(written) == ()
    assert len(gateway.inquiries) <= 2


def test_a_swapped_day_is_found_where_a_year_finds_no_full_date(world: World, tmp_path: Path) -> None:
    world.write(tmp_path)
    one, written = day_and_month_swap(world)
    strict = Misbehaviour(year_finds_full_date=False)
    patient = partial_of(questions, values=replace(standard_values(), year_finds_full_date=0.0), least_value=0.02)
    with (
        running(tmp_path, strict) as addresses,
        PopulationGateway(addresses.population, PURPOSE, order=patient) as gateway,
    ):
        assert [found.person.id_number for found in gateway.candidates(written)] == [one.cccd]
    assert suppositions(gateway)[-1] is Supposition.DAY_AND_MONTH_SWAPPED


def test_a_wrong_name_is_a_miss_and_the_budget_holds(world: World, gateway: PopulationGateway) -> None:
    wrong = claim(world.adults[0], full_name="Nguyễn Văn Không Có")
    assert gateway.candidates(wrong) == ()
    assert 1 <= len(gateway.inquiries) <= 4
    assert {inquiry.outcome for inquiry in gateway.inquiries} == {InquiryOutcome.EMPTY}
    assert len({inquiry.request_digest for inquiry in gateway.inquiries}) == len(gateway.inquiries)


@pytest.mark.parametrize("changes", [{"full_name": " "}, {"birth_date": None}, {"id_number": ""}, {"id_number": "12"}])
def test_what_cannot_be_asked_is_not_asked(world: World, gateway: PopulationGateway, changes: dict[str, Any]) -> None:
    assert gateway.candidates(claim(world.adults[0], **changes)) == ()
    assert gateway.inquiries == ()


def test_the_dead_and_cancelled_numbers_are_told(world: World, gateway: PopulationGateway) -> None:
    cancelled = next(one for one in world.individuals if one.status == "da_huy")
    for one, status in ((world.deceased[0], LifeStatus.DECEASED), (cancelled, LifeStatus.CANCELLED)):
        (candidate,) = gateway.candidates(claim(one))
        assert candidate.person.status is status


def test_the_budget_ends_the_asking_whatever_is_still_worth_it(world: World, population: HttpRegister) -> None:
    endless = partial_of(questions, least_value=0.0)
    gateway = PopulationGateway(population, PURPOSE, 3, order=endless)
    assert gateway.candidates(claim(world.adults[0], full_name="Nguyễn Văn Không Có")) == ()
    assert len(gateway.inquiries) == 3


def test_the_same_question_is_sent_once(world: World, gateway: PopulationGateway) -> None:
    first = gateway.candidates(claim(world.adults[0]))
    assert gateway.candidates(claim(world.adults[0])) == first
    assert len(gateway.inquiries) == 1


def test_a_spent_budget_is_an_error_and_no_absence(world: World, population: HttpRegister) -> None:
    gateway = PopulationGateway(population, PURPOSE, dossier_budget=1)
    assert gateway.candidates(claim(world.adults[0]))
    with pytest.raises(QueryBudgetSpent):
        gateway.candidates(claim(world.adults[1]))
    assert gateway.candidates(claim(world.adults[0]))  # known already


def test_an_inquiry_tells_what_was_asked_in_digests_only(world: World, population: HttpRegister) -> None:
    one = world.adults[0]
    gateway, keyed = (PopulationGateway(population, PURPOSE, digest_key=key, now=lambda: NOON) for key in (b"", b"k"))
    for way in (gateway, keyed):
        way.candidates(claim(one))
    (inquiry,), (other,) = gateway.inquiries, keyed.inquiries
    assert (inquiry.purpose, inquiry.asked_at, inquiry.outcome) == (PURPOSE, NOON, InquiryOutcome.HIT)
    assert (inquiry.service, inquiry.mock) == ("TraCuuThongTinCongDan", True)
    assert inquiry.request_digest != other.request_digest
    assert inquiry.request_id != other.request_id
    for value in (one.cccd, one.full_name, one.full_name.upper()):
        assert value not in repr(inquiry)


def test_a_person_named_by_another_record(world: World, gateway: PopulationGateway) -> None:
    _, father, _ = world.children_of_known_parents[0]
    person = gateway.named(father.cccd, father.full_name, PartialDate(father.dob.year))
    assert person is not None
    assert person.birth_date == partial(father.dob)
    assert gateway.named("", father.full_name, PartialDate(father.dob.year)) is None
    assert gateway.exists(father.cccd, father.full_name, partial(father.dob))
    assert not gateway.exists(father.cccd, "Không Có", partial(father.dob))


# the procedure and officer -> what the clerk reads of the refusal
REFUSED = [
    (replace(PURPOSE, procedure="9.999999"), "004"),
    (replace(PURPOSE, officer="canbo.chuacap"), "005"),
]


@pytest.mark.parametrize(("purpose", "code"), REFUSED)
def test_refusals(world: World, addresses: Addresses, purpose: Purpose, code: str) -> None:
    with PopulationGateway(addresses.population, purpose) as gateway, TelcoClient(addresses.telco, purpose) as telco:
        with pytest.raises(RegisterRefused, match=code):
            gateway.candidates(claim(world.adults[0]))
        with pytest.raises(RegisterRefused, match=code):
            telco.subscriber("0320000000")
    assert [inquiry.outcome for inquiry in gateway.inquiries] == [InquiryOutcome.REFUSED]


@pytest.mark.parametrize("fault", [{"outage": True}, {"malformed": True}, {"half": True}, {"error_rate": 1.0}], ids=str)
def test_a_register_that_fails_is_never_an_absence(
    world: World, gateway: PopulationGateway, telco: TelcoClient, faults: Callable[..., None], fault: dict[str, Any]
) -> None:
    faults(**fault)
    with pytest.raises(RegisterUnavailable):
        gateway.candidates(claim(world.adults[0]))
    with pytest.raises(RegisterUnavailable):
        telco.subscriber(world.subscriptions[0].phone)
    assert [inquiry.outcome for inquiry in gateway.inquiries] == [InquiryOutcome.UNAVAILABLE]
    faults()
    assert gateway.candidates(claim(world.adults[0]))


def test_a_slow_register_is_unavailable(world: World, addresses: Addresses, faults: Callable[..., None]) -> None:
    faults(slow_s=0.3)
    with (
        HttpRegister("population", addresses.population, wire=SoapWire(), timeout_s=0.05, attempts=1) as register,
        pytest.raises(RegisterUnavailable, match="no answer in time"),
    ):
        PopulationGateway(register, PURPOSE).candidates(claim(world.adults[0]))


def test_nobody_at_the_address(world: World, naps: list[float]) -> None:
    with (
        HttpRegister("population", "http://127.0.0.1:9", wire=SoapWire(), sleep=naps.append) as register,
        pytest.raises(RegisterUnavailable, match="no connection"),
    ):
        PopulationGateway(register, PURPOSE).candidates(claim(world.adults[0]))
    assert len(naps) == 2


def test_few_retries_with_growing_rests(
    world: World, gateway: PopulationGateway, naps: list[float], faults: Callable[..., None]
) -> None:
    faults(error_rate=0.5, seed=7)  # by this seed's draws the first two tries fail and the third does not
    assert gateway.candidates(claim(world.adults[0]))
    assert len(gateway.inquiries) == 1
    assert len(naps) == 2
    assert 0 < naps[0] < naps[1] + 0.3


def test_the_breaker_opens_rests_and_lets_one_through(
    world: World, addresses: Addresses, faults: Callable[..., None]
) -> None:
    clock = [0.0]
    breaker = Breaker(failures=2, rest_s=30, clock=lambda: clock[0])
    one = claim(world.adults[0])
    with HttpRegister("population", addresses.population, wire=SoapWire(), attempts=1, breaker=breaker) as register:

        def ask() -> int:
            return len(PopulationGateway(register, PURPOSE).candidates(one))

        faults(outage=True)
        for _ in range(2):
            with pytest.raises(RegisterUnavailable, match="503"):
                ask()
        faults()
        with pytest.raises(RegisterUnavailable, match="not asked"):
            ask()
        clock[0] = 30.0
        faults(outage=True)
        with pytest.raises(RegisterUnavailable, match="503"):
            ask()
        faults()
        with pytest.raises(RegisterUnavailable, match="not asked"):
            ask()
        clock[0] = 60.0
        assert ask() == 1
        assert ask() == 1


def test_half_open_lets_only_one_through() -> None:
    clock = [0.0]
    breaker = Breaker(failures=1, rest_s=10, clock=lambda: clock[0])
    assert breaker.enter()
    breaker.leave(answered=False)
    assert not breaker.enter()
    clock[0] = 10.0
    assert breaker.enter()
    assert not breaker.enter()
    breaker.leave(answered=True)
    assert breaker.enter()


def test_production_refuses_a_mock(world: World, addresses: Addresses) -> None:
    one, phone = claim(world.adults[0]), world.subscriptions[0].phone
    with (
        PopulationGateway(addresses.population, PURPOSE, production=True) as gateway,
        TelcoClient(addresses.telco, PURPOSE, production=True) as telco,
    ):
        with pytest.raises(NotSetUp, match="mock"):
            gateway.candidates(one)
        with pytest.raises(NotSetUp, match="mock"):
            telco.subscriber(phone)
    with PopulationGateway(addresses.population, PURPOSE) as gateway, TelcoClient(addresses.telco, PURPOSE) as telco:
        assert gateway.candidates(one)
        assert telco.subscriber(phone)


# what stands in the Body of a well-formed envelope that is yet no answer -> unavailable
NO_ANSWERS = [
    "",
    "<d:TonTai>true</d:TonTai>",
    "<d:CongdanCollection>x</d:CongdanCollection>",
    "<d:CongdanCollection><d:CongDan/></d:CongdanCollection>",
    "<d:CongdanCollection><d:CongDan><d:SoDinhDanh>003090000001</d:SoDinhDanh></d:CongDan></d:CongdanCollection>",
]


@pytest.mark.parametrize("content", NO_ANSWERS, ids=str)
def test_an_answer_of_another_shape_is_unavailable(world: World, content: str) -> None:
    names = 'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:d="http://www.mic.gov.vn/dancu/1.0"'
    text = f"<s:Envelope {names}><s:Body>{content}</s:Body></s:Envelope>"
    transport = httpx.MockTransport(lambda request: httpx.Response(200, text=text))
    with (
        HttpRegister("population", "http://register", wire=SoapWire(), transport=transport) as register,
        pytest.raises(RegisterUnavailable),
    ):
        PopulationGateway(register, PURPOSE).candidates(claim(world.adults[0]))


# HTTP status -> error
STATUSES = [
    (401, RegisterRefused),
    (403, RegisterRefused),
    (404, NotSetUp),
    (400, RegisterUnavailable),
    (429, RegisterUnavailable),
]


@pytest.mark.parametrize(("status", "error"), STATUSES)
def test_statuses(world: World, status: int, error: type[Exception]) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(status, json={}))
    with (
        HttpRegister(
            "population", "http://register", wire=SoapWire(), transport=transport, sleep=lambda seconds: None
        ) as register,
        pytest.raises(error),
    ):
        PopulationGateway(register, PURPOSE).candidates(claim(world.adults[0]))


def test_a_subscriber(world: World, telco: TelcoClient) -> None:
    for line in world.subscriptions[:20]:
        told = telco.subscriber(line.phone)
        assert told is not None
        assert (told.phone, told.name, told.paper_number) == (line.phone, line.subscriber_name, line.subscriber_id)
        assert told.birth_date == (partial(line.subscriber_dob) if line.subscriber_dob else None)
        assert (told.kind is SubscriberKind.ORGANISATION) == (line.kind == "to_chuc")
        assert told.active == (line.status == "hoat_dong")
        assert told.registered_on == line.registered_on
        if len(telco.inquiries) == 6:
            break
    with pytest.raises(QueryBudgetSpent):
        telco.subscriber(world.subscriptions[30].phone)


def test_a_number_that_no_operator_has(world: World, telco: TelcoClient) -> None:
    taken = {one.phone for one in world.subscriptions}
    free = next(number for number in (f"032{n:07d}" for n in range(9999)) if number not in taken)
    assert telco.subscriber(free) is None
    assert telco.subscriber(free) is None
    assert [inquiry.outcome for inquiry in telco.inquiries] == [InquiryOutcome.EMPTY]
    with pytest.raises(ValueError, match="ten digits"):
        telco.subscriber("84320000000")


def test_no_personal_value_in_logs_errors_or_addresses(
    world: World, addresses: Addresses, faults: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    one = next(one for one in world.phone_of_own)
    phone, said = world.phone(one), []

    def ask(population: str, telco: str) -> None:
        for way in (
            lambda: PopulationGateway(population, PURPOSE).candidates(claim(one)),
            lambda: TelcoClient(telco, PURPOSE).subscriber(phone),
        ):
            try:
                way()
            except (RegisterUnavailable, NotSetUp) as error:
                said.append(f"{error!r} {error.__cause__!r} {error.__context__!r}")

    ask(addresses.telco, addresses.population)  # each at the other's address
    for fault in ({}, {"outage": True}, {"half": True}, {"malformed": True}):
        faults(**fault)
        ask(addresses.population, addresses.telco)
    assert said
    assert caplog.records
    text = " ".join((*said, caplog.text))
    for value in (one.cccd, one.full_name, one.full_name.upper(), one.dob.strftime("%Y%m%d"), phone):
        assert value not in text
