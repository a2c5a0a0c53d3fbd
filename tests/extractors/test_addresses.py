"""Addresses against both lists of units."""

import pytest
from tables import rows

from extractors.values.addresses import parse_address, parse_address_text
from extractors.values.parsed import Parsed
from extractors.values.units import UnitList, bare_key, provinces

ADDRESSES = """
the paper says                                                         | list    | codes           | now in
Tổ 16, thôn Yên Bình, xã Quỳnh Bảng, huyện Quỳnh Lưu, tỉnh Nghệ An    | LEGACY  | 40 421 17158    | 17176
Số 5 Vọng Hà, phường Chương Dương, quận Hoàn Kiếm, thành phố Hà Nội   | LEGACY  | 01 002 00067    | 00097
số 2, P. Bến Nghé, Q. 1, TP. HCM                                       | LEGACY  | 79 760 26740    | 26740
phường Hồng Hà, thành phố Hà Nội                                       | CURRENT | 01 00097        | 00097
Xã Quỳnh Bảng Huyện Quỳnh Lưu Tỉnh Nghệ An                             | LEGACY  | 40 421 17158    | 17176
TP.HCM                                                                 | CURRENT | 79              | ∅
Thôn 3, một nơi nào đó                                                 | None    | ∅               | ∅
"""


@pytest.mark.parametrize(("text", "which", "codes", "now"), rows(ADDRESSES))
def test_units_of_an_address(text: str, which: str, codes: str, now: str) -> None:
    address = parse_address(text)
    assert (address.list.name if address.list else "None") == which
    assert [unit.code for unit in address.units] == codes.split()
    assert set(now.split()) <= set(address.candidates)
    assert address.text == text


def test_both_lists_are_whole() -> None:
    legacy, current = provinces(UnitList.LEGACY), provinces(UnitList.CURRENT)
    assert (len(legacy), len(current)) == (63, 34)
    districts = [unit for group in legacy.values() for one in group for units in one.below.values() for unit in units]
    assert len(districts) == 696
    assert sum(len(units) for group in current.values() for one in group for units in one.below.values()) == 3321
    assert all(commune.became for one in districts for units in one.below.values() for commune in units)


def test_marks_lost_on_the_way_are_spelled_by_the_list_and_say_so() -> None:
    parsed = parse_address_text("Xóm 2, xã Quỳnh Băng, huyện Quỳnh Lưu, tỉnh Nghê An")
    assert isinstance(parsed, Parsed)
    assert parsed.value == "Xóm 2, xã Quỳnh Bảng, huyện Quỳnh Lưu, tỉnh Nghệ An"
    assert "SPELLING_FROM_LIST" in [finding.name for finding in parsed.findings]


def test_another_name_is_never_put_in_place_of_the_written_one() -> None:
    parsed = parse_address_text("Xóm Đông, xã Xuân Thượng Hạ, huyện Quỳnh Lưu, tỉnh Nghệ An")
    assert isinstance(parsed, Parsed)
    assert "Xuân Thượng Hạ" in str(parsed.value)


def test_bare_key() -> None:
    assert bare_key("Thị xã Quảng Yên") == "quang yen"
    assert bare_key("Phường 09") == bare_key("phường 9") == "9"
