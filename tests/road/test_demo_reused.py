"""From the demonstration's records to answers that another system holds and proves, with nothing of ours at hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from demo_by_hand import by_hand
from installation import Installation
from other_system import NUMBER, ORGANISATION, PROCEDURES, Told

pytestmark = pytest.mark.road

# Of the applicant of H56.11-261005-0001, who hands in ...0011, too: her form CT01 and her card were scanned, and the
# registers confirmed who she is. Nothing else of hers is held.
ENOUGH = """
procedure | component              | state
1.004222  | to_khai                | ABSENT
1.004222  | nhan_than              | SUFFICIENT
1.004222  | cho_o_hop_phap         | ABSENT
1.004222  | quan_he                | ABSENT
1.004222  | dong_y                 | ABSENT
1.000894  | to_khai                | ABSENT
1.000894  | nhan_than              | SUFFICIENT
1.000894  | tinh_trang_hon_nhan    | ABSENT
1.000894  | ly_hon                 | ABSENT
1.000894  | cu_tru                 | ABSENT
"""
# As her manifest and her papers have it (H56.11-261005-0001/manifest.json; the card's day of issue: its print).
VALUES = """
procedure | field       | value
1.004222  | ho_ten      | Nguyễn Thị Kim Hương
1.004222  | ngay_sinh   | 1977-01-06
1.004222  | gioi_tinh   | Nữ
1.004222  | so_dinh_danh| 013177000025
1.004222  | dien_thoai  | 0832795315
1.000894  | ngay_cap    | 2021-10-05
1.000894  | dien_thoai  | 0832795315
1.000894  | ho_ten      | Nguyễn Thị Kim Hương
"""
UNSHARED_FIRST = {"1.004222": ["dien_thoai"], "1.000894": ["ngay_cap", "dien_thoai"]}
OWN = ("iat", "jti")  # of each answer


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def answer(asked: Told, name: str, client: str = "python") -> dict[str, Any]:
    held: dict[str, Any] = json.loads((asked.folder / client / f"{name}.json").read_text("utf-8"))
    return held


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_what_need_not_be_handed_in_again(asked: Told, procedure: str) -> None:
    told = answer(asked, f"sufficiency-{procedure}")["components"]
    found = {one["component"]: one["state"]["code"] for one in told}
    assert found == {component: state for code, component, state in rows(ENOUGH) if code == procedure}
    assert all(one["ask"] for one in told if one["state"]["code"] != "SUFFICIENT")
    assert all(one["rests_on"] and not one["ask"] for one in told if one["state"]["code"] == "SUFFICIENT")


def test_the_page_tells_of_everybody_who_was_found_what_need_not_be_asked_again(demo: Installation) -> None:
    page = (demo.state / "demo" / "hoso.html").read_text("utf-8")
    assert page.count("Lần sau không phải hỏi lại") == sum(one.found for one in by_hand())


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_the_form_is_filled_from_her_papers(asked: Told, procedure: str) -> None:
    told = answer(asked, f"prefill-{procedure}")["fields"]
    found = {one["field"]: one["value"] for one in told}
    expected = {field: value for code, field, value in rows(VALUES) if code == procedure}
    assert {field: found[field] for field in expected} == expected
    first = UNSHARED_FIRST[procedure]
    assert sorted(one["field"] for one in told[: len(first)]) == sorted(first)
    sources = [source for one in told if one["value"] for source in one["sources"]]
    assert all(source["places"] or source["verified"] for source in sources)


def test_clients_in_other_languages_are_told_the_same(asked: Told) -> None:
    for client in asked.clients:
        for file in sorted((asked.folder / client).glob("*-*.json")):
            told, expected = (answer(asked, file.stem, one) for one in (client, "python"))
            assert {**told, **dict.fromkeys(OWN)} == {**expected, **dict.fromkeys(OWN)}, file


def test_answers_are_verified_with_nothing_but_files(asked: Told, elsewhere: Installation) -> None:
    files = sorted(file for client in asked.clients for file in (asked.folder / client).glob("*-*.json"))
    assert len(files) >= 2 * len(PROCEDURES)
    for file in files:
        judged = elsewhere.run("verify", file, "--keys", asked.folder / "python" / "keys.json")
        assert judged.returncode == 0, f"{file}: {judged.stdout}"
        assert "portal.h56" in judged.stdout
        assert NUMBER not in judged.stdout


def test_a_changed_byte_is_found(asked: Told, elsewhere: Installation, tmp_path: Path) -> None:
    file = asked.folder / "python" / f"prefill-{PROCEDURES[0]}.json"
    content = file.read_bytes()
    changed = tmp_path / file.name
    (tmp_path / f"{file.stem}.jws").write_text(file.with_suffix(".jws").read_text())
    at = content.index(b"0832795315")
    for place in (0, at, len(content) - 1):
        changed.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert elsewhere.run("verify", changed, "--keys", file.with_name("keys.json")).returncode == 1
    (tmp_path / "other.jws").write_text(file.with_name(f"sufficiency-{PROCEDURES[0]}.jws").read_text())
    swapped = elsewhere.run(
        "verify", file, "--signature", tmp_path / "other.jws", "--keys", file.with_name("keys.json")
    )
    assert swapped.returncode == 1


def test_it_is_written_down_who_read_about_her(asked: Told, demo: Installation) -> None:
    person_id = answer(asked, f"prefill-{PROCEDURES[0]}")["person_id"]
    shown = demo.run("subject", "log", person_id)
    assert shown.returncode == 0, shown.stderr
    assert all(f"{ORGANISATION} " in shown.stdout and f"({code})" in shown.stdout for code in PROCEDURES)
    assert "H56.11-261123-0001" not in shown.stdout  # nobody has shown yet that this dossier is hers
    assert demo.run("audit", "verify").returncode == 0


def test_the_service_and_its_clients_tell_no_personal_value_to_a_log(asked: Told) -> None:
    assert "POST /v1/prefill 200" in asked.service
    assert not [word for word in (NUMBER, "Kim Hương", "0832795315") if word in asked.service]


def test_the_body_of_a_request_that_offers_http2_is_read(asked: Told) -> None:
    assert asked.to_http2 == "invalid_request"  # not "unsupported_grant_type": the grant was read, an assertion lacks


@pytest.fixture
def elsewhere(tmp_path: Path) -> Installation:
    """Another machine: no state, and no database that could be asked."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    return Installation(place)
