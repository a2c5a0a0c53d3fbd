"""Files that wait at the counter: whole, sealed, one person's, and gone after a day."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from errors import NotHeld, ObjectDamaged
from storage.objects import digest_of
from storage.staging import Basket, Staging, open_staging, staged
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
NOW = datetime.now(UTC)
NAME = "Đặng Thị Hồng Thử.pdf"
ONE, TWO, THREE = b"%PDF one, of Dang Thi Hong Thu", b"%PDF two", b"%PDF three"


@pytest.fixture
def staging(tmp_path: Path, warehouse: Warehouse) -> Staging:
    return open_staging(tmp_path / "counter", warehouse)


def add(staging: Staging, basket: Basket, content: bytes, name: str = NAME, instead_of: str = "") -> Basket:
    return staging.add(basket.id, basket.person, content, staged(content, name, "application/pdf", 1, ()), instead_of)


def names(basket: Basket) -> list[str]:
    return [file.name for file in basket.files]


def test_files_come_back_byte_for_byte_to_whoever_opens_the_place_again(
    staging: Staging, tmp_path: Path, warehouse: Warehouse
) -> None:
    basket = add(staging, staging.begin("a", NOW), ONE)
    again = open_staging(tmp_path / "counter", warehouse)
    assert again.basket(basket.id, "a") == basket
    assert again.content(basket.id, "a", digest_of(ONE)) == ONE
    assert again.of("a") == (basket,)


def test_neither_name_nor_content_lies_open(staging: Staging, tmp_path: Path) -> None:
    basket = add(staging, staging.begin("a", NOW), ONE)
    for place in (tmp_path / "counter" / basket.id).iterdir():
        held = place.read_bytes()
        assert ONE[5:15] not in held
        assert "Hồng Thử".encode() not in held
        assert b"H\\u1ed3ng" not in held


def test_a_basket_is_one_persons(staging: Staging) -> None:
    basket = add(staging, staging.begin("a", NOW), ONE)
    for asked in (
        lambda: staging.basket(basket.id, "b"),
        lambda: staging.content(basket.id, "b", digest_of(ONE)),
        lambda: staging.remove(basket.id, "b", digest_of(ONE)),
        lambda: staging.drop(basket.id, "b"),
        lambda: staging.basket("../counter", "a"),
        lambda: staging.content(basket.id, "a", "list"),
    ):
        with pytest.raises(NotHeld):
            asked()
    assert staging.of("b") == ()


def test_the_same_bytes_are_there_once(staging: Staging) -> None:
    basket = staging.begin("a", NOW)
    assert names(add(staging, add(staging, basket, ONE), ONE, "other.pdf")) == [NAME]


def test_files_are_put_in_order_replaced_and_taken_out(staging: Staging, tmp_path: Path) -> None:
    basket = staging.begin("a", NOW)
    for content, name in ((ONE, "1"), (TWO, "2")):
        basket = add(staging, basket, content, name)
    basket = add(staging, basket, THREE, "3", instead_of=digest_of(ONE))
    assert names(basket) == ["3", "2"]
    assert [file.number for file in basket.files] == [3, 2]
    assert names(staging.arrange(basket.id, "a", [digest_of(TWO), "nonsense"])) == ["2", "3"]
    assert names(staging.remove(basket.id, "a", digest_of(TWO))) == ["3"]
    assert names(staging.remove(basket.id, "a", digest_of(TWO))) == ["3"]
    assert not (tmp_path / "counter" / basket.id / digest_of(ONE)).exists()
    with pytest.raises(NotHeld):
        staging.content(basket.id, "a", digest_of(ONE))


def test_a_damaged_file_is_told_as_damaged(staging: Staging, tmp_path: Path) -> None:
    basket = add(staging, staging.begin("a", NOW), ONE)
    place = tmp_path / "counter" / basket.id / digest_of(ONE)
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    with pytest.raises(ObjectDamaged):
        staging.content(basket.id, "a", digest_of(ONE))


def test_what_was_handed_in_is_known_and_its_files_are_gone(staging: Staging, tmp_path: Path) -> None:
    basket = add(staging, staging.begin("a", NOW), ONE)
    assert staging.handed_in(basket.id, "a", "PT-1").receipt == "PT-1"
    assert staging.of("a") == ()
    assert not (tmp_path / "counter" / basket.id / digest_of(ONE)).exists()


def test_what_nobody_touches_for_a_day_is_given_up(staging: Staging, tmp_path: Path) -> None:
    old, new = (add(staging, staging.begin("a", NOW), ONE) for _ in range(2))
    then = (NOW - timedelta(hours=25)).timestamp()
    for place in (tmp_path / "counter" / old.id / "list", tmp_path / "counter" / old.id):
        os.utime(place, (then, then))
    assert staging.sweep(NOW) == 1
    assert staging.of("a") == (new,)
    assert staging.sweep(NOW + timedelta(hours=25)) == 1
    assert staging.of("a") == ()


def test_a_list_cut_short_hides_its_basket_and_no_other(staging: Staging, tmp_path: Path) -> None:
    broken, whole = (add(staging, staging.begin("a", NOW), ONE) for _ in range(2))
    (tmp_path / "counter" / broken.id / "list").write_bytes(b"h1.x")
    assert staging.of("a") == (whole,)
    staging.drop(whole.id, "a")
    assert staging.of("a") == ()
