"""The mocked population database by its agreement: what it finds, in which shape, and what it will not take."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from soap_asking import (
    ANSWERED,
    ASKED,
    SEARCH,
    SOAP,
    VERIFY,
    ask,
    client,
    element,
    envelope,
    exists,
    fault,
    fields,
    found,
    headers,
)  # fmt: skip

from registers.serve import Addresses, Misbehaviour, running
from registers.store import name_key
from samples.people import Individual, World

pytestmark = pytest.mark.contract

# what is asked, changed from a person's own entry -> is the person found
ASKINGS: list[tuple[str, Callable[[Individual], dict[str, Any]], bool]] = [
    ("as registered", lambda one: {}, True),
    ("capitals without marks and spaces", lambda one: {"HoVaTen": name_key(one.full_name).upper()}, True),
    ("capitals with marks", lambda one: {"HoVaTen": one.full_name.upper()}, True),
    ("by year", lambda one: {"NgayThangNamSinh": [("Nam", str(one.dob.year))]}, True),
    ("by old number", lambda one: {"SoDinhDanh": None, "SoCMND": one.cmnd}, True),
    ("another name", lambda one: {"HoVaTen": one.full_name + " Anh"}, False),
    ("another day", lambda one: {"NgayThangNamSinh": [("NgayThangNam", f"{one.dob.year}0231")]}, False),
    ("another year", lambda one: {"NgayThangNamSinh": [("Nam", str(one.dob.year + 1))]}, False),
    ("a number nobody has", lambda one: {"SoDinhDanh": "099999999999"}, False),
    ("another's old number", lambda one: {"SoDinhDanh": None, "SoCMND": "900000000"}, False),
]


@pytest.mark.parametrize(("changes", "hit"), [row[1:] for row in ASKINGS], ids=[row[0] for row in ASKINGS])
def test_all_or_nothing(
    world: World, addresses: Addresses, changes: Callable[[Individual], dict[str, Any]], hit: bool
) -> None:
    one = world.old_number_holders[0]
    answer = ask(addresses.population, SEARCH, fields(one, **changes(one)))
    assert [citizen["SoDinhDanh"] for citizen in found(answer)] == ([one.cccd] if hit else [])
    if not hit:  # no reason, no field named
        assert f'<ns1:CongdanCollection xmlns:ns1="{ANSWERED}" source="mock"></ns1:CongdanCollection>' in answer.text
    assert exists(ask(addresses.population, VERIFY, fields(one, VERIFY, **changes(one)))) is hit


PLACE = ["MaTinhThanh", "MaQuanHuyen", "MaPhuongXa", "ChiTiet", "QuocGia"]
KIN = ["HoVaTen", "QuocTich", "SoDinhDanh", "SoCMND"]
SHAPE: dict[str, list[str]] = {
    "SoDinhDanh": [], "SoCMND": [], "HoVaTen": ["Ho", "ChuDem", "Ten"], "GioiTinh": [], "DanToc": [], "TonGiao": [],
    "TinhTrangHonNhan": [], "NhomMau": [], "NgayThangNamSinh": ["Nam", "NgayThangNam"], "NoiDangKyKhaiSinh": PLACE,
    "QuocTich": [], "QueQuan": PLACE, "ThuongTru": PLACE, "NoiOHienTai": PLACE, "Cha": KIN, "Me": KIN, "VoChong": KIN,
    "NguoiDaiDien": KIN, "ChuHo": ["QuanHe", "SoDinhDanh", "SoCMND", "HoVaTen"], "SoSoHoKhau": [], "TrangThai": [],
}  # fmt: skip


def test_a_person_is_told_in_the_agreed_order_and_nothing_else_is(world: World, addresses: Addresses) -> None:
    for one in world.adults[:20]:
        (told,) = found(ask(addresses.population, SEARCH, fields(one)))
        assert {name: list(part) if isinstance(part, dict) else [] for name, part in told.items()} == SHAPE
        assert list(told) == list(SHAPE)


def test_relatives(world: World, addresses: Addresses) -> None:
    child, father, mother = world.children_of_known_parents[0]
    (told,) = found(ask(addresses.population, SEARCH, fields(child)))
    for as_what, parent in (("Cha", father), ("Me", mother)):
        assert told[as_what]["HoVaTen"] == parent.full_name.upper()
        assert (told[as_what]["SoDinhDanh"], told[as_what]["SoCMND"]) == (parent.cccd, parent.cmnd)
    assert told["NguoiDaiDien"]["HoVaTen"] in ("", father.full_name.upper())
    assert " ".join(filter(None, told["HoVaTen"].values())) == child.full_name.upper()
    husband, wife = world.couples[0]
    (told,) = found(ask(addresses.population, SEARCH, fields(husband)))
    assert (told["VoChong"]["HoVaTen"], told["VoChong"]["SoDinhDanh"]) == (wife.full_name.upper(), wife.cccd)
    assert told["TinhTrangHonNhan"] == "2"


def test_a_parent_without_a_number(world: World, addresses: Addresses) -> None:
    one = next(one for one in world.adults if one.father_name and not one.father_cccd)
    (told,) = found(ask(addresses.population, SEARCH, fields(one)))
    assert (told["Cha"]["HoVaTen"], told["Cha"]["SoDinhDanh"]) == (one.father_name.upper(), "")


def test_never_a_phone_nor_a_day_of_issue_nor_a_parents_birth_date(world: World, addresses: Addresses) -> None:
    for child, father, mother in world.children_of_known_parents[:5]:
        text = ask(addresses.population, SEARCH, fields(child)).text
        for parent in (father, mother):
            assert parent.dob.strftime("%Y%m%d") not in text
        text = ask(addresses.population, SEARCH, fields(father)).text
        issued = father.cccd_issued_on
        assert issued is None or not any(issued.strftime(form) in text for form in ("%Y%m%d", "%Y-%m-%d", "%d/%m/%Y"))
        assert world.phone(father) == "" or world.phone(father) not in text
        assert "DienThoai" not in text
        assert "NgayCap" not in text


def test_habits_of_old_records_occur(world: World, addresses: Addresses) -> None:
    told = [found(ask(addresses.population, SEARCH, fields(one)))[0] for one in world.adults[:60]]
    names = [one["HoVaTen"] for one in told]
    assert {bool(name["Ho"]) for name in names} == {True, False}
    assert all(name["Ten"] == name["Ten"].upper() for name in names)
    assert {len(one["ThuongTru"]["MaQuanHuyen"]) for one in told} == {0, 3}
    for residence in (one["ThuongTru"] for one in told):
        levels = residence["ChiTiet"].count(", ")
        assert (len(residence["MaTinhThanh"]), len(residence["MaPhuongXa"])) == (2, 5)
        assert (levels, residence["ChiTiet"].isupper()) == ((3, True) if residence["MaQuanHuyen"] else (2, False))
    assert {one["TinhTrangHonNhan"] for one in told} <= {"", "1", "2", "3"}
    assert len({one["DanToc"] for one in told}) > 1
    year_only = found(ask(addresses.population, SEARCH, fields(world.year_only[0])))[0]
    assert year_only["NgayThangNamSinh"] == {"Nam": str(world.year_only[0].dob.year), "NgayThangNam": ""}


def test_the_dead_and_cancelled_numbers_are_told_as_such(world: World, addresses: Addresses) -> None:
    cancelled = next(one for one in world.individuals if one.status == "da_huy")
    for one, state in ((world.deceased[0], "da_chet"), (cancelled, "da_huy")):
        assert found(ask(addresses.population, SEARCH, fields(one)))[0]["TrangThai"] == state


def test_an_old_number_issued_twice(tmp_path: Path, world: World) -> None:
    """Two persons who share old number, name and birth date are both told; others by their name."""
    first, second, third = world.old_number_holders[:3]
    alike = replace(second, cmnd=first.cmnd, full_name=first.full_name, dob=first.dob)
    twice = replace(world, individuals=(first, alike, replace(third, cmnd=first.cmnd)))
    twice.write(tmp_path)
    with running(tmp_path) as addresses:
        for one, numbers in ((first, sorted([first.cccd, alike.cccd])), (third, [third.cccd])):
            answer = ask(addresses.population, SEARCH, fields(one, SoDinhDanh=None, SoCMND=first.cmnd))
            assert [citizen["SoDinhDanh"] for citizen in found(answer)] == numbers


def test_a_year_may_find_only_those_without_a_day(world: World, folder: Path) -> None:
    full, year_only = world.adults[0], world.year_only[0]
    with running(folder, Misbehaviour(year_finds_full_date=False)) as addresses:
        for one, hits in ((full, 0), (year_only, 1)):
            asked = fields(one, NgayThangNamSinh=[("Nam", str(one.dob.year))])
            assert len(found(ask(addresses.population, SEARCH, asked))) == hits


def test_newer_clients_name_office_account_and_phone(world: World, addresses: Addresses) -> None:
    newer = {"MaDonVi": "H00.01", "TaiKhoan": "canbo.a", "SoDienThoai": "0"}
    assert found(ask(addresses.population, SEARCH, fields(world.adults[0], **newer)))
    refused = ask(addresses.population, VERIFY, fields(world.adults[0], VERIFY, **newer))
    assert fault(refused) == (500, "001", "MaDonVi")


# what breaks the agreed form -> the element named
MISSHAPEN: list[tuple[dict[str, Any], str]] = [
    ({"SoCMND": "900000000"}, "SoCMND"),
    ({"SoDinhDanh": None}, "SoDinhDanh"),
    ({"HoVaTen": None}, "HoVaTen"),
    ({"HoVaTen": ""}, "HoVaTen"),
    ({"HoVaTen": "A" * 201}, "HoVaTen"),
    ({"NgayThangNamSinh": None}, "NgayThangNamSinh"),
    ({"NgayThangNamSinh": []}, "NgayThangNamSinh"),
    ({"NgayThangNamSinh": "19800101"}, "NgayThangNamSinh"),
    ({"NgayThangNamSinh": [("Nam", "1980"), ("NgayThangNam", "19800101")]}, "NgayThangNamSinh"),
    ({"NgayThangNamSinh": [("NgayThangNam", "1980-01-01")]}, "NgayThangNam"),
    ({"NgayThangNamSinh": [("Nam", "80")]}, "Nam"),
    ({"SoDinhDanh": "12345"}, "SoDinhDanh"),
    ({"SoDinhDanh": "٠٩٩٠٩٠٠٠٠٠٠١"}, "SoDinhDanh"),
    ({"MaYeuCau": ""}, "MaYeuCau"),
    ({"MaTichHop": "003"}, "MaTichHop"),
    ({"MaDVC": None}, "MaDVC"),
    ({"Khac": "x"}, "Khac"),
]


@pytest.mark.parametrize(("changes", "named"), MISSHAPEN, ids=str)
def test_a_misshapen_question_is_refused_without_an_echo(
    world: World, addresses: Addresses, changes: dict[str, Any], named: str
) -> None:
    one = world.adults[0]
    answer = ask(addresses.population, SEARCH, fields(one, **changes))
    assert fault(answer) == (500, "001", named)
    for value in (one.full_name, one.cccd, one.dob.strftime("%Y%m%d"), "900000000", "12345"):
        assert value not in answer.text


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 2), (3, 4), (4, 5), (5, 6)])
def test_the_order_of_the_elements_matters(world: World, addresses: Addresses, first: int, second: int) -> None:
    asked = fields(world.adults[0])
    asked[first], asked[second] = asked[second], asked[first]
    assert fault(ask(addresses.population, SEARCH, asked)) == (500, "001", asked[second][0])


def test_an_element_twice(world: World, addresses: Addresses) -> None:
    asked = fields(world.adults[0])
    assert fault(ask(addresses.population, SEARCH, [*asked, asked[-1]])) == (500, "001", "NgayThangNamSinh")


# who asks for what -> error code
REFUSED = [
    ({"MaDVC": "9.999999"}, "004"),
    ({"MaDVC": "khai sinh"}, "004"),
    ({"MaDVC": ""}, "004"),
    ({"MaDVC": "9.999999.000.00.00.H56"}, "004"),
    ({"MaCanBo": "canbo.chuacap"}, "005"),
    ({"MaCanBo": "canbo.chuacoso"}, "005"),
    ({"MaCanBo": " "}, "005"),
]


@pytest.mark.parametrize(("changes", "code"), REFUSED)
@pytest.mark.parametrize("service", [SEARCH, VERIFY])
def test_refusals(world: World, addresses: Addresses, service: str, changes: dict[str, str], code: str) -> None:
    answer = ask(addresses.population, service, fields(world.adults[0], service, **changes))
    assert fault(answer) == (500, code, "")


def basic(text: str) -> str:
    return "Basic " + b64encode(text.encode()).decode()


# what is wrong with the headers -> the header named
STRANGERS: list[tuple[str, dict[str, str | None], str]] = [
    ("unknown user", {"user": "ai-do"}, "Authorization"),
    ("wrong secret", {"secret": "khac"}, "Authorization"),
    ("another account's secret", {"user": "hoso-dia-chi-co-dinh"}, "Authorization"),
    ("no digest", {"Authorization": basic("hoso")}, "Authorization"),
    ("password instead of digest", {"Authorization": basic("hoso:bi-mat-mo-phong")}, "Authorization"),
    ("not base64", {"Authorization": "Basic ???"}, "Authorization"),
    ("not Basic", {"Authorization": "Bearer x"}, "Authorization"),
    ("none", {"Authorization": None}, "Authorization"),
    ("another client", {"X-Road-Client": "MO-PHONG/GOV/0001/HOSO"}, "Authorization"),
    ("no client", {"X-Road-Client": None}, "Authorization"),
    ("another key", {"ApiKey": "khac"}, "Authorization"),
    ("stamp not signed", {"Timestamp": "1"}, "Timestamp"),
    ("no stamp", {"Timestamp": None}, "Timestamp"),
    ("stamp of another form", {"stamp": "2026-11-22T16:00:00Z"}, "Timestamp"),
]


@pytest.mark.parametrize(("changes", "named"), [row[1:] for row in STRANGERS], ids=[row[0] for row in STRANGERS])
def test_a_stranger_is_not_answered(
    world: World, addresses: Addresses, changes: dict[str, str | None], named: str
) -> None:
    answer = ask(addresses.population, SEARCH, fields(world.adults[0]), **changes)
    assert fault(answer) == (401, "401", named)
    assert "bi-mat" not in answer.text


# milliseconds by which the caller's clock is off -> answered
SKEWS = [(-299_000, True), (299_000, True), (-301_000, False), (301_000, False)]


@pytest.mark.parametrize(("off", "answered"), SKEWS)
def test_the_clocks_may_differ_by_five_minutes(
    world: World, addresses: Addresses, off: int, answered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_800_000_000_000
    monkeypatch.setattr("registers.population.time.time_ns", lambda: now * 1_000_000)
    answer = ask(addresses.population, SEARCH, fields(world.adults[0]), stamp=str(now + off))
    assert answer.status_code == (200 if answered else 401)


def test_an_account_may_sign_a_fixed_address(world: World, addresses: Addresses) -> None:
    sent = headers(
        "http://truc.mo-phong/xac-thuc",
        user="hoso-dia-chi-co-dinh",
        secret="bi-mat-mo-phong-2",
        X_Road_Client="MO-PHONG/GOV/0001/HOSO",
        ApiKey="khoa-mo-phong-2",
    )
    asked = envelope(SEARCH, fields(world.adults[0]))
    url = f"{addresses.population}/{SEARCH}"
    assert len(found(client().post(url, content=asked, headers=sent))) == 1


GOOD = element(SEARCH, [("MaYeuCau", "r1")])


def soap(inside: str, before: str = "", names: str = f'xmlns:s="{SOAP}" xmlns:dan="{ASKED}"') -> str:
    return f"{before}<s:Envelope {names}>{inside}</s:Envelope>"


def in_body(content: str) -> str:
    return f"<s:Body>{content}</s:Body>"


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
# what no client sends -> HTTP status
HOSTILE: list[tuple[str, str | bytes, int]] = [
    ("nothing", "", 500),
    ("JSON", "{}", 500),
    ("half", soap(in_body(GOOD))[:-20], 500),
    ("DOCTYPE", soap(in_body(GOOD), "<!DOCTYPE s:Envelope>"), 500),
    ("entities", soap(in_body(element(SEARCH, [])).replace("></dan", ">&b;</dan"), LAUGHS), 500),
    ("outside file", soap(in_body("<x>&f;</x>"), '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'), 500),
    ("undeclared entity", soap(in_body("&b;")), 500),
    ("processing instruction", soap(in_body(GOOD), '<?xml-stylesheet href="x"?>'), 500),
    ("too long", soap(in_body(element(SEARCH, [("MaYeuCau", "x" * 65536)]))), 413),
    ("deep", soap(in_body("<x>" * 2000 + "</x>" * 2000)), 500),
    ("many", soap(in_body("<x>" + "<y/>" * 2000 + "</x>")), 500),
    ("UTF-16", soap(in_body(GOOD)).encode("utf-16"), 500),
    ("UTF-16 without a mark", soap(in_body(GOOD)).encode("utf-16-be"), 500),
    ("declared Latin", soap(in_body(GOOD), '<?xml version="1.0" encoding="iso-8859-1"?>'), 500),
    ("broken UTF-8", soap(in_body("<x>\u1ec5</x>")).encode()[:-25] + b"\xff" + b"</x></s:Body></s:Envelope>", 500),
    ("two Bodies", soap(in_body(GOOD) * 2), 500),
    ("two questions", soap(in_body(GOOD * 2)), 500),
    ("an empty Body", soap("<s:Body/>"), 500),
    ("no Body", soap("<s:Header/>"), 500),
    ("Body before Header", soap(in_body(GOOD) + "<s:Header/>"), 500),
    ("text beside the question", soap(in_body("x" + GOOD)), 500),
    ("no envelope", GOOD.replace("<dan:TraCuu", f'<dan:TraCuu xmlns:dan="{ASKED}"', 1), 500),
    ("SOAP 1.2", soap(in_body(GOOD)).replace(SOAP, "http://www.w3.org/2003/05/soap-envelope"), 500),
    ("another namespace", soap(in_body(GOOD), names=f'xmlns:s="{SOAP}" xmlns:dan="http://x"'), 500),
    ("the other service", soap(in_body(GOOD.replace(SEARCH, VERIFY))), 500),
    (
        "a header to be understood",
        soap(f'<s:Header><x xmlns:m="{SOAP}" m:mustUnderstand="1"/></s:Header>' + in_body(GOOD)),
        500,
    ),
]


@pytest.mark.parametrize(("content", "status"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_what_no_client_sends_is_refused_with_a_fault(addresses: Addresses, content: str | bytes, status: int) -> None:
    answer = ask(addresses.population, SEARCH, content)
    assert fault(answer)[:2] == (status, "001")
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "application/soap+xml", "text/xml; charset=utf-16", ""]
)
def test_another_content_type_is_refused(world: World, addresses: Addresses, kind: str) -> None:
    answer = ask(addresses.population, SEARCH, fields(world.adults[0]), Content_Type=kind)
    assert fault(answer) == (415, "001", "")


@pytest.mark.parametrize("kind", ["text/xml", "application/xml", 'TEXT/XML; charset="UTF-8"'])
def test_content_types_of_clients(world: World, addresses: Addresses, kind: str) -> None:
    assert found(ask(addresses.population, SEARCH, fields(world.adults[0]), Content_Type=kind))
