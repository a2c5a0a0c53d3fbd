"""The national store's own question and answer, paper and file, with its very names."""

import base64
import itertools

import api_makers as make
import held_people as people
import pytest

pytestmark = pytest.mark.contract
_NUMBERS = (f"0991870005{number:02d}" for number in itertools.count())
BYTES = "document.giay_khai_sinh.original:read"
SCOPES = ("national-store:query", "documents:read", "document.giay_khai_sinh.so:read", BYTES)
TOLD = ", ".join(f"{name}={value}" for name, value in people.MARRIAGE.items())


@pytest.fixture
def held(service):
    return people.hold(service, next(_NUMBERS))


@pytest.fixture
def client(service, http):
    return people.client(service, http, *SCOPES)


def query(client, held, **more):
    number = getattr(held, "number", held)
    body = {
        "SoDinhDanhChuSoHuu": number,
        "HoTenNguoiYeuCau": people.NAME.upper(),
        "SoDinhDanhNguoiYeuCau": number,
        "KenhThucHien": "1",
        "MaThuTuc": "1.000894",
        "DanhSachDanhMucKetQua": [{"MaKetQua": "KQ.G15.000031", "SoKyHieu": ""}],
    } | more
    return client.post("national-store/query", body, **{"Hoso-Purpose": TOLD})


def fetch(client, office, path):
    body = {"CoQuanChuQuan": office, "DuongDan": path}
    return client.post("national-store/file", body, **{"Hoso-Purpose": TOLD})


def test_the_answer_has_the_names_of_the_national_store_and_nothing_else(client, held):
    answer = query(client, held)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert set(said) == {"errorCode", "message", "signature", "result"}
    (paper,) = said["result"]["DanhSachGiayToKetQua"]
    assert (paper["MaKetQua"], paper["SoKyHieu"], paper["CoQuanChuQuan"]) == ("KQ.G15.000031", "31/2020", "H56.12")
    (file,) = paper["DanhSachTepDinhKem"]
    assert set(file) == {"TenTep", "DuongDan"}
    assert file["TenTep"] == "KQ.G15.000031.pdf"
    for value in (held.number, people.NAME, "31/2020"):
        assert value not in str(file)
    assert answer.headers["Hoso-Signature"]


@pytest.mark.parametrize(
    "more",
    [
        {"HoTenNguoiYeuCau": "Trần Văn Khác"},
        {"SoDinhDanhChuSoHuu": "099199999998", "SoDinhDanhNguoiYeuCau": "099199999998"},
        {"DanhSachDanhMucKetQua": [{"MaKetQua": "KQ.G15.000031", "SoKyHieu": "31"}]},
        {"DanhSachDanhMucKetQua": [{"MaKetQua": "KQ.G15.000034"}]},
    ],
    ids=["other name", "nobody", "part of a number", "other kind"],
)
def test_nobody_nothing_and_not_agreeing_are_one_empty_list(client, held, more):
    answer = query(client, held, **more)
    assert (answer.status_code, answer.json()["result"]) == (200, {"DanhSachGiayToKetQua": []})


def test_a_file_comes_by_its_address_in_base64_for_a_while_and_for_this_client(service, http, clock, held):
    sender = make.sender(service, *SCOPES)
    client = people.Client(http, sender.token(http, clock()))
    (paper,) = query(client, held).json()["result"]["DanhSachGiayToKetQua"]
    path = paper["DanhSachTepDinhKem"][0]["DuongDan"]
    assert base64.b64decode(fetch(client, "H56.12", path).json()).startswith(b"%PDF")
    other = people.client(service, http, *SCOPES)
    refused = [fetch(other, "H56.12", path), fetch(client, "H57", path), fetch(client, "H56.12", path[:-2] + "AA")]
    clock.pass_by(minutes=16)
    refused.append(fetch(people.Client(http, sender.token(http, clock())), "H56.12", path))
    assert [one.status_code for one in refused] == [404] * 4


def test_no_file_is_offered_without_its_scope_and_the_procedure_is_part_of_the_question(service, http, client, held):
    poor = people.client(service, http, "national-store:query", "document.giay_khai_sinh.so:read")
    (paper,) = query(poor, held).json()["result"]["DanhSachGiayToKetQua"]
    assert paper["DanhSachTepDinhKem"] == []
    assert query(client, held, MaThuTuc="1.001193").status_code == 403


def test_a_document_tells_its_metadata_and_gives_bytes_to_who_may(service, http, client, held):
    answer = client.get(f"documents/{held.documents['giay_khai_sinh']}")
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["metadata"]["type_code"], said["metadata"]["owner_number"]) == ("giay_khai_sinh", None)
    assert (said["standing"]["state"]["code"], said["signatures"]) == ("VALID", None)
    assert [one["kind"] for one in said["renditions"]] == ["original"]
    original = client.get(f"documents/{held.documents['giay_khai_sinh']}/original")
    assert (original.content[:4], original.headers["Content-Type"]) == (b"%PDF", "application/pdf")
    poor = people.client(service, http, "documents:read", "document.giay_khai_sinh.*:read")
    assert poor.get(f"documents/{held.documents['giay_khai_sinh']}/original").status_code == 404
    card = people.client(service, http, "documents:read", "document.cccd.original:read")
    shared = card.get(f"documents/{held.documents['cccd']}/original")  # its scan holds another paper, too
    assert (shared.status_code, shared.json()["type"]) == (409, "urn:hoso:problem:other-papers")


def test_a_paper_of_somebody_else_that_lay_in_the_dossier_is_not_given_as_the_owners(service, client):
    number = next(_NUMBERS)
    others = people.birth(f"K{number}", ho_ten="Người Khác", ngay_sinh="1990-01-01", so="77/1990")
    held = people.hold(service, number, "H56.12-261101-0002", others)
    papers = query(client, held).json()["result"]["DanhSachGiayToKetQua"]
    assert [one["SoKyHieu"] for one in papers] == ["31/2020"]
