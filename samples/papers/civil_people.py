"""Invented people of civil-status papers, and the words in which these tell of them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from samples.names import FEMALE, MALE, full_name, surname
from samples.papers.blanks import day_first
from samples.papers.civil import Blank, Flaw
from samples.world import UNASSIGNED
from samples.world_places import Home, home

TWO_LEVELS = date(2025, 7, 1)
ETHNIC = ("Kinh", "Kinh", "Kinh", "Tày", "Nùng", "Thái", "Mường", "Khmer")
_ISSUERS = (
    "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "Cục Cảnh sát QLHC về TTXH",
    "Bộ Công an",
)


@dataclass(frozen=True, slots=True)
class Citizen:
    name: str
    sex: str
    born: date
    ethnicity: str
    number: str
    residence: Home
    id_issuer: str
    id_day: date

    def lives(self, day: date) -> str:
        """The address as papers of that day write it."""
        return self.residence.address if day >= TWO_LEVELS else self.residence.address_old

    def born_as_written(self, flaw: Flaw | None) -> str:
        return f"31/02/{self.born.year}" if flaw is Flaw.NO_SUCH_DAY else day_first(self.born)

    def id_paper(self, dice: Random, flaw: Flaw | None = None) -> str:
        """Kind, number, issuer and day on one free line, as people write it."""
        number = self.number[:-1] if flaw is Flaw.SHORT_ID else self.number
        day = day_first(self.id_day)
        kind = dice.choice(("CCCD", "Căn cước công dân", "Thẻ căn cước")) if len(self.number) == 12 else "CMND"
        return dice.choice(
            (
                f"{kind} số {number}, do {self.id_issuer} cấp ngày {day}",
                f"{kind} số {number}, {self.id_issuer} cấp ngày {day}",
                f"{kind} số: {number}; cấp ngày {day}; nơi cấp: {self.id_issuer}",
                f"{kind} {number} cấp ngày {day}",
                f"{kind} số {number}",
                number,
            )
        )


def citizen(dice: Random, sex: str, first: int = 1960, last: int = 2003, day: date = date(2026, 1, 1)) -> Citizen:
    """A person born in the years `first` to `last`, who holds a card on `day`."""
    born = date(dice.randint(first, last), dice.randint(1, 12), dice.randint(1, 28))
    sign = (0 if sex == MALE else 1) + (2 if born.year >= 2000 else 0)
    number = f"{dice.choice(UNASSIGNED)}{sign}{born.year % 100:02d}{dice.randrange(10**6):06d}"
    if day < date(2021, 1, 1) and dice.random() < 0.5:
        number = f"9{dice.randrange(10**8):08d}"
    issued = min(day - timedelta(days=dice.randint(30, 1500)), date(2025, 12, 1))
    where = home(dice, "")
    name = full_name(dice, surname(dice), sex, born.year)
    return Citizen(name, sex, born, dice.choice(ETHNIC), number, where, dice.choice(_ISSUERS), issued)


def two(dice: Random, day: date) -> tuple[Citizen, Citizen]:
    """(bride, groom)."""
    return citizen(dice, FEMALE, 1975, 2003, day), citizen(dice, MALE, 1970, 2002, day)


def some_day(dice: Random, first: date = date(2016, 3, 1), last: date = date(2026, 9, 30)) -> date:
    return first + timedelta(days=dice.randrange((last - first).days))


def commune_of(one: Citizen, day: date) -> str:
    """ "xã Yên Lãng": the commune in which somebody lives on that day."""
    parts = one.lives(day).split(", ")
    return parts[-2] if day >= TWO_LEVELS else parts[-3]


def bare(unit: str) -> str:
    """Bình Giang for xã Bình Giang; a numbered ward keeps its word."""
    for kind in ("xã ", "phường ", "thị trấn ", "đặc khu "):
        rest = unit.removeprefix(kind)
        if rest != unit:
            return unit if rest.isdigit() else rest
    return unit


def official(dice: Random) -> str:
    """The name of somebody who signs for an office."""
    sex = dice.choice((MALE, FEMALE))
    return full_name(dice, surname(dice), sex, dice.randint(1965, 1990))


def person_blanks(one: Citizen, dice: Random, flaw: Flaw | None = None, prefix: str = "") -> dict[str, Blank]:
    """The blanks that papers ask of a person, by name without the prefix; a flawed value has no truth."""
    number = "" if flaw is Flaw.SHORT_ID else one.number
    born = "" if flaw is Flaw.NO_SUCH_DAY else one.born.isoformat()
    blanks = {
        "ho_ten": Blank(f"{prefix}ho_ten", ("Họ, chữ đệm, tên", "Họ và tên", "Họ, chữ đệm và tên"), one.name),
        "ngay_sinh": Blank(
            f"{prefix}ngay_sinh", ("Ngày, tháng, năm sinh", "Ngày sinh", "Sinh ngày"), born, one.born_as_written(flaw)
        ),
        "gioi_tinh": Blank(f"{prefix}gioi_tinh", ("Giới tính",), one.sex),
        "dan_toc": Blank(f"{prefix}dan_toc", ("Dân tộc",), one.ethnicity),
        "quoc_tich": Blank(f"{prefix}quoc_tich", ("Quốc tịch",), "Việt Nam"),
        "so_giay_to": Blank(
            f"{prefix}so_giay_to",
            ("Giấy tờ tùy thân", "Số định danh cá nhân/Giấy tờ tùy thân"),
            number,
            one.id_paper(dice, flaw),
            "(3)",
        ),
    }
    if flaw is Flaw.BLANKS:
        blanks["dan_toc"] = replace(blanks["dan_toc"], value="")
    return blanks


def home_blank(name: str, where: str, labels: tuple[str, ...] = ()) -> Blank:
    """A residence, with its footnote mark."""
    return Blank(name, labels or ("Nơi cư trú", "Nơi thường trú", "Nơi thường trú/tạm trú"), where, note="(2)")
