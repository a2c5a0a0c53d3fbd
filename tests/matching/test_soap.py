"""What the client sends to the population register, and what it believes of the answers."""

import gzip
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from soap_answers import NAMES, citizen, collection, envelope, fault, register

from errors import NotSetUp, RegisterRefused, RegisterUnavailable
from extractors.reading import PartialDate
from matching.gateway.answers import persons, verdict
from matching.gateway.soap import Access, SoapWire
from matching.people import Sex

SEARCH, VERIFY = "TraCuuThongTinCongDan", "XacThucThongTinCongDan"
QUESTION: dict[str, Any] = {
    "NgayThangNamSinh": {"NgayThangNam": "19900315"},
    "HoVaTen": "TRẦN THỊ BƯỞI",
    "SoDinhDanh": "003090000001",
    "MaTichHop": "037",
    "MaDonVi": "H00.01",
    "MaCanBo": "canbo.a",
    "MaDVC": "1.001193",
    "MaYeuCau": "r1",
}
BY_OLD_NUMBER = {**{k: v for k, v in QUESTION.items() if k != "SoDinhDanh"}, "SoCMND": "900000001"}
BY_YEAR = {**QUESTION, "NgayThangNamSinh": {"Nam": "1990"}}


def asked(service: str, question: dict[str, Any]) -> list[str]:
    """The names of the elements sent, in their order."""
    root = ElementTree.fromstring(SoapWire().sent("http://register/x", service, question).body)
    ((content,),) = [list(one) for one in root if one.tag.endswith("Body")]
    assert content.tag == f"{{http://dancuquocgia.bca}}{service}"
    assert {one.tag.partition("}")[0] for one in content.iter()} == {"{http://dancuquocgia.bca"}
    return [one.tag.partition("}")[2] for one in content]


def test_elements_go_out_in_the_agreed_order_whatever_the_order_of_the_question() -> None:
    order = ["MaYeuCau", "MaDVC", "MaTichHop", "MaCanBo", "MaDonVi", "SoDinhDanh", "HoVaTen", "NgayThangNamSinh"]
    assert asked(SEARCH, QUESTION) == order
    assert asked(SEARCH, dict(reversed(QUESTION.items()))) == order
    assert asked(SEARCH, BY_OLD_NUMBER) == ["SoCMND" if name == "SoDinhDanh" else name for name in order]
    assert asked(VERIFY, QUESTION) == [name for name in order if name != "MaDonVi"]  # the older service knows it not


def test_what_a_misread_page_may_hold_breaks_no_envelope() -> None:
    question = {**QUESTION, "HoVaTen": "TR<N & \x00\x0b\ud800 ]]> BƯỞI"}
    root = ElementTree.fromstring(SoapWire().sent("http://register/x", SEARCH, question).body)
    (name,) = (one.text for one in root.iter() if one.tag.endswith("HoVaTen"))
    assert name == "TR<N &     ]]> BƯỞI"


def test_headers_are_those_of_the_gateway() -> None:
    access = Access("don-vi", "mat", "VN/GOV/1/X", "khoa")
    sent = SoapWire(access, clock=lambda: 1_800_000_000.25).sent("http://register/x", SEARCH, QUESTION).headers
    assert (sent["Timestamp"], sent["X-Road-Client"], sent["ApiKey"]) == ("1800000000250", "VN/GOV/1/X", "khoa")
    user, _, digest = b64decode(sent["Authorization"].removeprefix("Basic ")).decode().partition(":")
    assert user == "don-vi"
    assert digest == sha256(b"http://register/xdon-vi1800000000250mat").hexdigest()
    fixed = SoapWire(Access("a", "b", digest_url="http://sign"), clock=lambda: 1.0).sent("http://r/x", SEARCH, QUESTION)
    digest = b64decode(fixed.headers["Authorization"].removeprefix("Basic ")).decode().partition(":")[2]
    assert digest == sha256(b"http://signa1000b").hexdigest()
    assert "mat" not in repr(access)
    assert "khoa" not in repr(access)


def test_every_try_is_signed_anew() -> None:
    stamps: list[str] = []
    clock: Iterator[float] = iter(range(1, 9))

    def answer(request: httpx.Request) -> httpx.Response:
        stamps.append(request.headers["Timestamp"])
        return httpx.Response(503)

    from matching.gateway.http import HttpRegister

    wire = SoapWire(clock=lambda: next(clock))
    transport = httpx.MockTransport(answer)
    with (
        HttpRegister("population", "http://r/", wire=wire, transport=transport, sleep=lambda s: None) as way,
        pytest.raises(RegisterUnavailable),
    ):
        way.ask(SEARCH, QUESTION, persons)
    assert stamps == ["1000", "2000", "3000"]


def ask(answer: str | bytes, question: dict[str, Any] = QUESTION, status: int = 200) -> Any:
    with register(answer, status) as way:
        return way.ask(SEARCH, question, persons).content


def test_a_person() -> None:
    kin = "<d:HoVaTen>TRẦN VĂN MÍT</d:HoVaTen><d:QuocTich>VN</d:QuocTich><d:SoDinhDanh>{}</d:SoDinhDanh>"
    more = f"<d:Cha>{kin.format('003060000002')}</d:Cha><d:Me>{kin.format('123456')}</d:Me><d:VoChong/><d:Khac/>"
    (person,) = ask(collection(citizen(more=more, old="<d:SoCMND>900000001</d:SoCMND>")))
    assert (person.id_number, person.old_numbers) == ("003090000001", ("900000001",))
    assert (person.full_name, person.birth_date, person.sex) == (
        "TRẦN THỊ BƯỞI",
        PartialDate(1990, 3, 15),
        Sex.FEMALE,
    )
    assert (person.father_id, person.mother_id, person.spouse_id) == ("003060000002", "", "")


@pytest.mark.parametrize("empty", ["<d:CongdanCollection/>", "<d:CongdanCollection> </d:CongdanCollection>"])
def test_an_empty_collection_is_an_answer(empty: str) -> None:
    assert ask(envelope(empty)) == ()


# name as asked -> name as told, which is the same one
SAME_NAMES = [
    "<d:Ten>TRẦN THỊ BƯỞI</d:Ten>",
    "<d:Ho/><d:ChuDem/><d:Ten>Tran Thi Buoi</d:Ten>",
    "<d:Ten>TRANTHIBUOI</d:Ten>",
]


@pytest.mark.parametrize("name", SAME_NAMES)
def test_the_same_name_otherwise_written(name: str) -> None:
    assert len(ask(collection(citizen(name=name)))) == 1


YEAR = "<d:Nam>1990</d:Nam><d:NgayThangNam/>"
OLD = "<d:SoCMND>900000001</d:SoCMND>"
TWO = citizen(), citizen("003090000002")
# answer that lies, or errs -> the question
LIES: list[tuple[str, str, dict[str, Any]]] = [
    ("another number", collection(citizen("003090000002")), QUESTION),
    ("another name", collection(citizen(name="<d:Ten>LÊ THỊ BƯỞI</d:Ten>")), QUESTION),
    ("half the name", collection(citizen(name="<d:Ten>BƯỞI</d:Ten>")), QUESTION),
    ("another day", collection(citizen(born=YEAR.replace("/>", ">19900316</d:NgayThangNam>"))), QUESTION),
    ("another year", collection(citizen(born="<d:Nam>1991</d:Nam>")), QUESTION),
    ("two years", collection(citizen(born="<d:Nam>1990</d:Nam><d:NgayThangNam>19910315</d:NgayThangNam>")), BY_YEAR),
    ("another year than the one asked", collection(citizen(born="<d:Nam>1991</d:Nam>")), BY_YEAR),
    ("two persons of one number", collection(*TWO), QUESTION),
    ("a person twice", collection(citizen(old=OLD), citizen(old=OLD)), BY_OLD_NUMBER),
    ("another old number", collection(citizen(old=OLD.replace("1<", "2<"))), BY_OLD_NUMBER),
    ("no old number", collection(citizen()), BY_OLD_NUMBER),
    ("one right, one wrong", collection(citizen(old=OLD), citizen("003090000002")), BY_OLD_NUMBER),
]


@pytest.mark.parametrize(("answer", "question"), [row[1:] for row in LIES], ids=[row[0] for row in LIES])
def test_an_answer_about_somebody_else_is_none(answer: str, question: dict[str, Any]) -> None:
    with pytest.raises(RegisterUnavailable) as raised:
        ask(answer, question)
    for value in ("0030900000", "BƯỞI", "1990", "9000000"):
        assert value not in f"{raised.value!r} {raised.value.__cause__!r}"


def test_what_fits_the_question_is_believed() -> None:
    assert len(ask(collection(citizen(born=YEAR)))) == 1  # the register knows the year alone
    assert len(ask(collection(citizen()), BY_YEAR)) == 1  # it knows more than was asked
    assert len(ask(collection(citizen(old=OLD), citizen("003090000002", old=OLD)), BY_OLD_NUMBER)) == 2


GOOD = collection(citizen())
# what comes instead of an answer
NONSENSE: list[tuple[str, str | bytes]] = [
    ("nothing", ""),
    ("HTML", "<html><body>Bad gateway</body></html>"),
    ("JSON", '{"source": "mock"}'),
    ("half", GOOD[: len(GOOD) // 2]),
    ("DOCTYPE", "<!DOCTYPE x>" + GOOD),
    ("entities", '<!DOCTYPE x [<!ENTITY a "BƯỞI">]>' + GOOD.replace("BƯỞI", "&a;")),
    ("undeclared entity", GOOD.replace("BƯỞI", "&a;")),
    ("processing instruction", "<?x y?>" + GOOD),
    ("declared Latin", '<?xml version="1.0" encoding="iso-8859-1"?>' + GOOD),
    ("UTF-16", GOOD.encode("utf-16")),
    ("UTF-16 without a mark", GOOD.encode("utf-16-be")),
    ("broken UTF-8", GOOD.encode().replace("Ở".encode(), b"\xff")),
    ("too long", collection(citizen(more=f"<d:SoSoHoKhau>{'x' * 1024 * 1024}</d:SoSoHoKhau>"))),
    ("deep", envelope("<d:x>" * 5000 + "</d:x>" * 5000)),
    ("many", envelope("<d:CongdanCollection>" + "<d:CongDan/>" * 30_000 + "</d:CongdanCollection>")),
    ("another namespace", GOOD.replace("http://www.mic.gov.vn/dancu/1.0", "http://x")),
    ("no namespace", GOOD.replace("d:SoDinhDanh", "SoDinhDanh")),
    ("SOAP 1.2", GOOD.replace("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")),
    ("two Bodies", GOOD.replace("</s:Body>", "</s:Body><s:Body/>")),
    ("two answers", envelope("<d:CongdanCollection/><d:CongdanCollection/>")),
    ("no Body", f"<s:Envelope {NAMES}/>"),
    ("the other service's answer", envelope("<d:KetQuaXacThuc><d:TonTai>true</d:TonTai></d:KetQuaXacThuc>")),
    ("a number twice", GOOD.replace("<d:SoCMND/>", "<d:SoDinhDanh>003090000002</d:SoDinhDanh>")),
    ("text between", GOOD.replace("<d:SoCMND/>", "x")),
    ("elements where text belongs", GOOD.replace("003090000001", "<d:a/>")),
    ("text where elements belong", collection(citizen(born="19900315"))),
    ("no birth year", GOOD.replace("<d:Nam>1990</d:Nam>", "")),
    ("unknown state", collection(citizen(more="<d:TrangThai>?</d:TrangThai>"))),
]


@pytest.mark.parametrize("answer", [row[1] for row in NONSENSE], ids=[row[0] for row in NONSENSE])
@pytest.mark.parametrize("status", [200, 500])
def test_nonsense_is_no_answer(answer: str | bytes, status: int) -> None:
    with pytest.raises(RegisterUnavailable):
        ask(answer, status=status)


def test_a_small_answer_that_unpacks_to_a_huge_one_is_none() -> None:
    bomb = gzip.compress(b" " * 50_000_000)

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=bomb, headers={"Content-Encoding": "gzip"})

    with register(answer) as way, pytest.raises(RegisterUnavailable, match="more than any answer"):
        way.ask(SEARCH, QUESTION, persons)


# what the register says of an identity -> yes or no; None: no answer
VERDICTS = [("true", True), ("false", False), ("1", True), ("0", False), ("", None), ("yes", None), ("<d:x/>", None)]


@pytest.mark.parametrize(("said", "believed"), VERDICTS)
def test_verdicts(said: str, believed: bool | None) -> None:
    with register(envelope(f"<d:KetQuaXacThuc><d:TonTai>{said}</d:TonTai></d:KetQuaXacThuc>")) as way:
        if believed is None:
            with pytest.raises(RegisterUnavailable):
                way.ask(VERIFY, QUESTION, verdict)
        else:
            assert way.ask(VERIFY, QUESTION, verdict).content is believed


# fault -> HTTP status -> what it is, and what the clerk reads of it
FAULTS = [
    (fault("004"), 500, RegisterRefused, "004"),
    (fault("005"), 500, RegisterRefused, "005"),
    (fault("005"), 200, RegisterRefused, "005"),
    (fault("001"), 500, RegisterRefused, "001"),
    (fault("NGUYEN VAN A"), 500, RegisterRefused, "không rõ"),
    (fault("401"), 401, RegisterRefused, "credentials"),
    (fault("004", "Server"), 500, RegisterUnavailable, "500"),
    (fault(""), 500, RegisterUnavailable, "500"),
    (fault("004"), 404, NotSetUp, "address"),
]


@pytest.mark.parametrize(("answer", "status", "error", "says"), FAULTS)
def test_faults(answer: str, status: int, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        ask(answer, status=status)


# an answer of a mock, by whatever it says so
MOCKS = [
    (GOOD.replace("<d:CongdanCollection", '<d:CongdanCollection source="mock"'), 200, {}),
    (GOOD, 200, {"X-Source": "mock"}),
    (fault("004", more=' source="mock"'), 500, {}),
    (fault("401", more=' source="mock"'), 401, {}),
    (fault("004"), 500, {"X-Source": "mock"}),
    ("<html/>", 503, {"X-Source": "mock"}),
    ("", 404, {"X-Source": "mock"}),
]


@pytest.mark.parametrize(("content", "status", "headers"), MOCKS)
def test_production_refuses_whatever_a_mock_says(content: str, status: int, headers: dict[str, str]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=content, headers=headers)

    with register(answer, production=True) as way, pytest.raises(NotSetUp, match="mock"):
        way.ask(SEARCH, QUESTION, persons)


def test_production_believes_a_register_that_is_none() -> None:
    with register(GOOD, production=True) as way:
        answer = way.ask(SEARCH, QUESTION, persons)
    assert (len(answer.content), answer.mock) == (1, False)
