"""Quyết định: decisions of the kinds that stand in dossiers, by an invented office about an invented person."""

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from samples.names import FEMALE, MALE, full_name, surname
from samples.papers.offices import Office, office
from samples.papers.official import Flaw, Official
from samples.world_places import home

FORM = "quyet_dinh"
_COPIES = ("Như Điều 3;", "Như Điều 2;", "TTr. Đảng ủy (b/c);", "Chủ tịch, các PCT;", "Lưu: VT, TP.", "Lưu: VT.")


@cache
def wordings() -> tuple[dict[str, Any], ...]:
    """Every kind of decision with its wordings."""
    text = files("samples").joinpath("data", "quyet_dinh.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["decision"])


def phrases(dice: Random, by: Office, day: date, short_id: bool = False) -> dict[str, str]:
    """What stands in the gaps of a wording: one person, with number, birth and address, and small facts."""
    sex, born = dice.choice((MALE, FEMALE)), dice.randint(1945, 2004)
    name = full_name(dice, surname(dice), sex, born)
    birth = date(born, dice.randint(1, 12), dice.randint(1, 28))
    sign = (0 if sex == MALE else 1) + (2 if born >= 2000 else 0)
    number = f"{dice.choice(('003', '099'))}{sign}{born % 100:02d}{dice.randrange(10**6):06d}"
    other = full_name(dice, surname(dice), sex, born)
    lead = dice.choice(("ông", "anh")) if sex == MALE else dice.choice(("bà", "chị"))
    lead = lead if dice.random() < 0.8 else ("ông (bà)")
    place = home(dice, "")
    past = day - timedelta(days=dice.randint(20, 900))
    return {
        "ong": lead,
        "Ong": lead[0].upper() + lead[1:],
        "ten": name,
        "TEN": name.upper(),
        "ten_moi": other,
        "gioi": sex,
        "sinh": f"{birth.day:02d}/{birth.month:02d}/{birth.year}",
        "nam": str(born),
        "so": number[:-1] if short_id else number,
        "giay": dice.choice(("căn cước công dân", "CCCD", "thẻ căn cước", "số định danh cá nhân", "Căn cước")),
        "noi": place.address if day >= date(2025, 7, 1) else place.address_old,
        "ngay": f"{past.day:02d}/{past.month:02d}/{past.year}",
        "tien": dice.choice(("540.000", "750.000", "900.000", "1.000.000", "1.500.000")),
        "so_khac": f"{dice.randint(2, 300)}",
        "co_quan": by.in_text,
        "xa": by.commune,
        "xa_khac": office(dice).commune,
    }


def decision(dice: Random, flaw: Flaw | None = None) -> Official:
    """A decision by dice, with the flaw planted that is asked for."""
    by, kind = office(dice), dice.choice(wordings())
    day = by.day
    said = phrases(dice, by, day, flaw is Flaw.SHORT_ID)
    said["giay"] = said["giay"].removeprefix("số định danh cá nhân") or "căn cước"
    first = dice.choice(kind["first"]).format(**said)
    excerpt = dice.choice(kind["excerpts"]).format(**said)
    if flaw is Flaw.TWO_PERSONS:
        first += f" Nội dung này cũng được áp dụng đối với {said['ong']} {said['ten_moi']}."
    articles = (first, "Quyết định này có hiệu lực kể từ ngày ký.", *(one.format(**said) for one in kind["last"]))
    grounds = tuple(one.format(**said) for one in kind["grounds"])
    if dice.random() < 0.5:
        grounds = ("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025;", *grounds)
    return Official(
        form=FORM,
        above=by.above,
        agency=by.head,
        number="" if flaw is Flaw.NO_NUMBER else str(dice.choice((dice.randint(1, 99), dice.randint(100, 5200)))),
        sign=dice.choice((f"QĐ-{by.short}", f"QĐ-{by.short}", f"QĐ-{by.short}", f"{day.year}/QĐ-{by.short}")),
        place=by.place,
        day=None if flaw is Flaw.NO_DAY else day,
        kind="QUYẾT ĐỊNH",
        excerpt=excerpt,
        authority=by.authority,
        addressed=(),
        grounds=grounds,
        articles=articles,
        body=(),
        copies=tuple(dice.sample(_COPIES, 3)),
        capacity=by.capacity,
        signer=by.signer,
        person=said["ten"] if said["ten"] in first + excerpt or said["TEN"] in first else "",
        person_number=said["so"] if said["so"] in first and flaw is not Flaw.SHORT_ID else "",
    )
