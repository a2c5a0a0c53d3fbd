"""An address by the units of before 2025-07-01 is no error: it is told, and changes nothing."""

import pytest

from extractors.reading import PartialDate
from matching.comparing.places import is_old_unit
from matching.people import Person

PLACES = """
the paper says                                        | old unit
Thôn 3, xã Hoằng Phong, huyện Hoằng Hóa, Thanh Hóa    | yes
Thôn 3, xã Hoằng Giang, tỉnh Thanh Hóa                | no
xã Hoằng Phong và xã Hoằng Giang, tỉnh Thanh Hóa      | no
xã Quỳnh Bảng, tỉnh Nghệ An                           | no
                                                      | no
"""
PERSON = Person(
    "P1", "099087000101", (), "NGUYỄN VĂN KHÁNH", PartialDate(1987, 3, 12), None,
    address="Thôn 3, Xã Hoằng Giang, Tỉnh Thanh Hóa",
    address_old="Thôn 3, Xã Hoằng Phong, Huyện Hoằng Hóa, Tỉnh Thanh Hóa",
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "old"), [tuple(part.strip() for part in line.split("|")) for line in PLACES.strip("\n").split("\n")[1:]]
)
def test_the_commune_is_named_as_it_was(written: str, old: str):
    assert is_old_unit(written, PERSON) is (old == "yes")
