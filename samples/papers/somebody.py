"""An invented person with all that forms ask, by dice: for papers that no dossier of the demonstration needs."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.names import FEMALE, MALE, full_name, surname
from samples.papers.codes import plain
from samples.world_places import home

TWO_LEVELS = date(2025, 7, 1)  # since this day an address names commune and province only
_GROUPS = ("Kinh", "Kinh", "Kinh", "Kinh", "Tày", "Thái", "Mường", "Khmer", "Nùng", "H'Mông", "Ê Đê")
_FAITHS = ("Không", "Không", "Không", "Phật giáo", "Công giáo", "Cao Đài")
_PREFIXES = ("032", "035", "037", "038", "070", "077", "081", "085", "086", "090", "091", "097", "098")


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person as papers of a day describe them."""

    name: str
    sex: str
    born: date
    number: str  # 12 digits under a province code that was never given out
    old_number: str  # 9 digits, beginning with 9
    phone: str
    email: str
    ethnicity: str
    religion: str
    address: str
    spot: str  # the address up to the commune: "Số 12 đường Lê Lợi"
    commune: str  # "xã Yên Lãng"
    province: str  # "tỉnh Thái Nguyên"
    origin: str
    issued: date  # of the card


def somebody(
    dice: Random, day: date, eldest: int = 1948, youngest: int = 2006, house: str = "", sex: str = ""
) -> Somebody:
    """A person by dice; `house` gives the surname, a parent's or a child's."""
    sex, year = sex or dice.choice((MALE, FEMALE)), dice.randint(eldest, youngest)
    name = full_name(dice, house or surname(dice), sex, year)
    lives = home(dice, "")
    address = lives.address if day >= TWO_LEVELS else lives.address_old
    parts = address.split(", ")
    origin = home(dice, "").address_old.split(", ")[1:]
    sign = (0 if sex == MALE else 1) + (2 if year >= 2000 else 0)
    return Somebody(
        name=name,
        sex=sex,
        born=date(year, dice.randint(1, 12), dice.randint(1, 28)),
        number=f"{dice.choice(('003', '013', '099'))}{sign}{year % 100:02d}{dice.randrange(10**6):06d}",
        old_number=f"9{dice.randrange(10**8):08d}",
        phone=f"{dice.choice(_PREFIXES)}{dice.randrange(10**7):07d}",
        email=f"{plain(name.split()[-1]).lower()}{year}@example.org",
        ethnicity=dice.choice(_GROUPS),
        religion=dice.choice(_FAITHS),
        address=address,
        spot=parts[0],
        commune=", ".join(parts[1:-1]),
        province=parts[-1],
        origin=", ".join(origin),
        issued=min(day, date(2024, 6, 1)) - timedelta(days=dice.randint(10, 1100)),
    )
