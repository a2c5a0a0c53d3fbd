"""Addresses against both lists of units."""

import pytest
from tables import notes, rows, said, ways

from extractors.reading import AlternativeKind
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
Bắc Sơn, Móng Cái, Quảng Ninh                                          | LEGACY  | 22 194 06727    | 06724
Quỳnh Bang, Quỳnh Lưu, Nghệ An                                         | LEGACY  | 40 421 17158    | 17176
Quỳnh Bảng - Quỳnh Lưu - Nghệ An                                       | LEGACY  | 40 421 17158    | 17176
TT. Phố Mới, H. Quế Võ, T. Bắc Ninh                                    | LEGACY  | 27 259 09247    | 09247
KP 3, TT Long Thành, H. Long Thành, Đồng Nai                           | LEGACY  | 75 740 26368    | 26368
P15, Q. Tân Bình, Tp.HCM                                               | LEGACY  | 79 766 27007    | 27007 27004
Phường 1, TP. Vũng Tàu, Bà Rịa - Vũng Tàu                              | LEGACY  | 77 747 26506    | 26506
Vĩnh Ninh, TP Huế, Thừa Thiên - Huế                                    | LEGACY  | 46 19783        | 19789
Huyện Cần Giờ, TP Hồ Chí Minh                                          | LEGACY  | 79 787          | ∅
thôn Yên Bình, xã Quỳnh Bảmg, huyện Quỳnh Lưư, tỉnh Nghệ Am            | LEGACY  | 40 421 17158    | 17176
Đặc khu Phú Quốc, tỉnh An Giang                                        | CURRENT | 91 31078        | 31078
TP.HCM                                                                 | CURRENT | 79              | ∅
xã Cẩm Bình, tỉnh Hà Tĩnh                                              | CURRENT | 42 18685        | 18685
Thôn 3, một nơi nào đó                                                 | None    | ∅               | ∅
"""


@pytest.mark.parametrize(("text", "which", "codes", "now"), rows(ADDRESSES))
def test_units_of_an_address(text: str, which: str, codes: str, now: str) -> None:
    address = parse_address(text)
    assert (address.list.name if address.list else "None") == which
    assert [unit.code for unit in address.units] == codes.split()
    assert set(now.split()) <= set(address.alternatives)
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


def test_a_commune_like_one_of_the_list_stays_as_written_when_it_may_be_an_older_one() -> None:
    parsed = parse_address_text("Xóm Chùa, xã Nghi Phong, huyện Nghi Lộc, tỉnh Nghệ An")
    assert isinstance(parsed, Parsed)
    assert parsed.value == "Xóm Chùa, xã Nghi Phong, huyện Nghi Lộc, tỉnh Nghệ An"
    assert parsed.strictness < 0.6


@pytest.mark.parametrize("text", ["xã Tịnh Hà huyện Sơn Tịnh tỉnh Quảng Ngãi", "phường Phương Liên, thành phố Hà Nội"])
def test_the_word_of_a_type_within_a_name_is_no_type(text: str) -> None:
    assert parse_address(text).spelled == text


def test_another_name_is_never_put_in_place_of_the_written_one() -> None:
    parsed = parse_address_text("Xóm Đông, xã Xuân Thượng Hạ, huyện Quỳnh Lưu, tỉnh Nghệ An")
    assert isinstance(parsed, Parsed)
    assert "Xuân Thượng Hạ" in str(parsed.value)


def test_bare_key() -> None:
    assert bare_key("Thị xã Quảng Yên") == "quang yen"
    assert bare_key("Phường 09") == bare_key("phường 9") == "9"


CODES = """
the paper says                            | unit                | now                               | finding
Bắc Sơn, Móng Cái, Quảng Ninh             | legacy:22.194.06727 | current:22.06724                  | UNIT_SUPERSEDED
Phường 15, Quận Tân Bình, TP. Hồ Chí Minh | legacy:79.766.27007 | current:79.27007 current:79.27004 | UNIT_DIVIDED
phường Hồng Hà, thành phố Hà Nội          | current:01.00097    | ∅                                 | ∅
huyện Quỳnh Lưu, tỉnh Nghệ An             | legacy:40.421       | ∅                                 | UNIT_UNKNOWN
Thôn 3, một nơi nào đó                    | ∅                   | ∅                                 | UNIT_UNKNOWN
Quỳnh Lưu, Nghệ An                        | current:40.17179    | ∅                                 | UNIT_AMBIGUOUS
"""


@pytest.mark.parametrize(("text", "unit", "now", "finding"), rows(CODES))
def test_codes_of_an_address_are_alternatives_and_its_text_stays(text: str, unit: str, now: str, finding: str) -> None:
    parsed = parse_address_text(text)
    assert said(parsed) == text
    assert (ways(parsed, AlternativeKind.UNIT), ways(parsed, AlternativeKind.UNIT_NOW)) == (unit, now)
    assert notes(parsed).split()[-1:] == finding.split()


def test_the_house_is_kept_apart() -> None:
    assert parse_address("Số 12/3 ngõ 5, đường Láng, P. Láng Thượng, Q. Đống Đa, tp Hà Nội").detail == (
        "Số 12/3 ngõ 5, đường Láng"
    )


def test_the_wording_before_the_lists_spelling_is_a_alternative() -> None:
    assert ways(parse_address_text("xã Quỳnh Băng, huyện Quỳnh Lưu, tỉnh Nghệ An")) == (
        "xã Quỳnh Băng, huyện Quỳnh Lưu, tỉnh Nghệ An"
    )
    assert said(parse_address_text("xã Thuỷ Xuân Tiên, huyện Chương Mỹ, Hà Nội")).startswith("xã Thuỷ")


def test_a_unit_that_is_only_near_one_of_the_list_stays_and_is_doubted() -> None:
    parsed = parse_address_text("phường Vên Giang, thị xã Quảng Yên, tỉnh Quảng Ninh")
    assert isinstance(parsed, Parsed)
    assert parsed.value == "phường Vên Giang, thị xã Quảng Yên, tỉnh Quảng Ninh"
    assert parsed.strictness < 0.5
    assert ways(parsed) == "Phường Yên Giang, thị xã Quảng Yên, tỉnh Quảng Ninh"
