"""Offices that issue official papers: their names as head lines, their abbreviation, who signs and by what right."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.names import FEMALE, MALE, full_name, rows, surname

_DEPARTMENTS = (
    ("SỞ TƯ PHÁP", "STP"),
    ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SNNMT"),
    ("SỞ NỘI VỤ", "SNV"),
    ("SỞ Y TẾ", "SYT"),
)
_CHAMBERS = (("PHÒNG TƯ PHÁP", "PTP"), ("PHÒNG VĂN HÓA - XÃ HỘI", "VHXH"), ("VĂN PHÒNG HĐND VÀ UBND", "VP"))
_BOARD = "ỦY BAN NHÂN DÂN"
_TWO_LEVELS = date(2025, 7, 2)  # the first day's papers are left out


@dataclass(frozen=True, slots=True)
class Office:
    """One issuing office on one day."""

    above: tuple[str, ...]
    head: tuple[str, ...]  # its own name, in lines
    short: str  # "UBND"
    in_text: str  # "Ủy ban nhân dân xã Yên Lãng"
    commune: str  # "xã Yên Lãng"
    place: str  # of the date line
    authority: str
    capacity: tuple[str, ...]
    signer: str
    day: date


@dataclass(frozen=True, slots=True)
class _Where:
    """The units that an office stands in, as they were called on its day."""

    commune: str
    district: str  # "" since July 2025
    province: str
    day: date

    @property
    def small(self) -> str:
        return self.commune[0].lower() + self.commune[1:]


def office(dice: Random) -> Office:
    """An office by dice: a commune mostly, a district before July 2025, a province's department, the police."""
    row, new = dice.choice(rows("places.csv")), dice.random() < 0.6
    if new:
        where = _Where(row["commune"], "", row["province"], _TWO_LEVELS + timedelta(days=dice.randint(0, 420)))
    else:
        day = date(2016, 2, 1) + timedelta(days=dice.randint(0, 3400))
        where = _Where(row["commune_old"], row["district_old"], row["province_old"], day)
    kind = dice.choices((_committee, _department, _chamber, _police), (10, 3, 1.5, 1.5))[0]
    return kind(dice, where)


def _committee(dice: Random, where: _Where) -> Office:
    """The people's committee of a commune, a district or a province; its name on one line or two."""
    units = [where.commune, where.commune, where.district or where.commune, where.province]
    unit = dice.choice(units)
    over = where.province if unit == where.district or not where.district else where.district
    over = "" if unit == where.province or dice.random() < 0.4 else over.upper()
    above = (dice.choice((f"{_BOARD} {over}", over, f"UBND {over}")),) if over else ()
    name = f"{_BOARD} {unit.upper()}"
    head = (name,) if len(name) < 34 and dice.random() < 0.4 else (_BOARD, unit.upper())
    authority = dice.choice((f"CHỦ TỊCH {name}", name))
    in_text = f"Ủy ban nhân dân {unit[0].lower() + unit[1:]}"
    capacity = _capacity(dice, "CHỦ TỊCH", board=True)
    return Office(above, head, "UBND", in_text, where.small, _bare(unit), authority, capacity, _signer(dice), where.day)


def _department(dice: Random, where: _Where) -> Office:
    name, short = dice.choice(_DEPARTMENTS)
    province = where.province.upper()
    above = dice.choice(((f"UBND {province}",), (f"{_BOARD} {province}",), (_BOARD, province)))
    words = name.split()
    head = (" ".join(words[:3]), " ".join(words[3:])) if len(words) > 4 and dice.random() < 0.5 else (name,)
    signer = _signer(dice)
    signer = f"{dice.choice(('ThS', 'TS', 'BS'))}. {signer}" if dice.random() < 0.3 else signer
    in_text, capacity = f"Sở {name[3:].capitalize()}", _capacity(dice, "GIÁM ĐỐC", board=False)
    authority = f"GIÁM ĐỐC {name}"
    return Office(
        above, head, short, in_text, where.small, _bare(where.province), authority, capacity, signer, where.day
    )


def _chamber(dice: Random, where: _Where) -> Office:
    name, short = dice.choice(_CHAMBERS)
    chief = "TRƯỞNG PHÒNG" if name.startswith("PHÒNG") else "CHÁNH VĂN PHÒNG"
    above = (f"UBND {where.commune.upper()}",)
    authority = f"{chief.split()[0]} {name}"
    return Office(
        above,
        (name,),
        short,
        name.capitalize(),
        where.small,
        _bare(where.commune),
        authority,
        (chief,),
        _signer(dice),
        where.day,
    )


def _police(dice: Random, where: _Where) -> Office:
    commune = where.commune.upper()
    signer = _signer(dice)
    signer = (
        f"{dice.choice(('Thượng tá', 'Trung tá', 'Thiếu tá', 'Đại úy'))} {signer}" if dice.random() < 0.6 else signer
    )
    return Office(
        above=(f"CÔNG AN {where.province.upper()}",),
        head=(f"CÔNG AN {commune}",),
        short="CAX",
        in_text=f"Công an {where.small}",
        commune=where.small,
        place=_bare(where.commune),
        authority=f"TRƯỞNG CÔNG AN {commune}",
        capacity=dice.choice((("TRƯỞNG CÔNG AN XÃ",), ("KT. TRƯỞNG CÔNG AN XÃ", "PHÓ TRƯỞNG CÔNG AN XÃ"))),
        signer=signer,
        day=where.day,
    )


def _capacity(dice: Random, head: str, board: bool) -> tuple[str, ...]:
    """The lines that tell by what right somebody signs (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.7)."""
    choices = [(head,), (f"KT. {head}", f"PHÓ {head}"), (f"Q. {head}",)]
    if board:
        over = f"TM. {_BOARD}"
        choices += [(over, head), (over, f"KT. {head}", f"PHÓ {head}"), (f"TL. {head}", "CHÁNH VĂN PHÒNG")]
    return dice.choice(choices)


def _signer(dice: Random) -> str:
    sex = dice.choice((MALE, FEMALE))
    return full_name(dice, surname(dice), sex, dice.randint(1966, 1990))


def _bare(unit: str) -> str:
    for kind in ("Thị trấn ", "Thành phố ", "Thị xã ", "Phường ", "Huyện ", "Quận ", "Tỉnh ", "Xã "):
        rest = unit.removeprefix(kind)
        if rest != unit:
            return unit if rest.isdigit() else rest
    return unit
