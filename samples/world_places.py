"""Invented addresses in real communes, each in the form of today and in that of before 2025-07-01."""

from dataclasses import dataclass
from functools import cache
from random import Random

from samples.names import rows

_HAMLETS = ("Đông", "Đoài", "Thượng", "Hạ", "Trung", "Nội", "Ngoại", "Tân Lập", "Hòa Bình", "Đồng Tâm")
_STREETS = ("Lê Lợi", "Trần Phú", "Nguyễn Trãi", "Hùng Vương", "Quang Trung", "Hai Bà Trưng", "Lý Thường Kiệt")
_SOUTH = 52  # the province codes of the 63-table grow southwards: hamlets are called "ấp" from about here
_HIGHLANDS = {"062", "064", "066", "067"}  # Kon Tum, Gia Lai, Đắk Lắk, Đắk Nông: "buôn"


@dataclass(frozen=True, slots=True)
class Home:
    """One household's address."""

    number: str  # household number
    address: str
    address_old: str


def home(random: Random, number: str) -> Home:
    """A house somewhere in the country."""
    return _home(random, number, random.choice(communes()))


def spots(random: Random, row: dict[str, str]) -> list[Home]:
    """Addresses in one commune of places.csv: as many as a village has hamlets, or a town houses."""
    return [_home(random, "", row) for _ in range(400 if _town(row) else 30)]


def _home(random: Random, number: str, row: dict[str, str]) -> Home:
    spot = _spot(random, row["province_code_63"], town=_town(row))
    today = (spot, _inner(row["commune"]), _inner(row["province"]))
    before = (spot, _inner(row["commune_old"]), _inner(row["district_old"]), _inner(row["province_old"]))
    return Home(number, ", ".join(today), ", ".join(before))


def _town(row: dict[str, str]) -> bool:
    return not row["commune_old"].startswith("Xã")


def _spot(random: Random, province: str, town: bool) -> str:
    if town and random.random() < 0.6:
        alley = f"/{random.randint(2, 60)}" if random.random() < 0.3 else ""
        return f"Số {random.randint(1, 250)}{alley} đường {random.choice(_STREETS)}"
    if town:
        return f"Tổ dân phố {random.randint(1, 20)}"
    kind = "Buôn" if province in _HIGHLANDS else "Ấp" if int(province) > _SOUTH else "Thôn"
    return f"{kind} {random.choice((*_HAMLETS, *map(str, range(1, 10))))}"


def _inner(unit: str) -> str:
    """ "Xã Đa Phúc" as it stands inside an address: "xã Đa Phúc"."""
    return unit[0].lower() + unit[1:]


@cache
def communes() -> tuple[dict[str, str], ...]:
    """Real communes, each in the form of today and of before 2025-07-01: the rows of places.csv."""
    return tuple(rows("places.csv"))
