"""How a claim stands on paper: letters, styles of dates and numbers, and what the reader thinks of its own reading."""

import unicodedata
from random import Random
from typing import Literal

from samples.claims_case import Case
from samples.claims_slips import BY_MACHINE

_PAPERS = (
    "don_xin_tro_cap",
    "don_dang_ky_ho_tich",
    "ho_so_bao_hiem",
    "to_khai_cu_tru",
    "dang_ky_kinh_doanh",
    "ho_so_dat_dai",
)


def row_of(random: Random, dossier_id: str, case: Case) -> dict[str, object]:
    """The line of dossiers.jsonl."""
    form: Literal["NFC", "NFD"] = "NFD" if random.random() < 0.12 else "NFC"
    capitals = random.random() < 0.35
    row = {
        "dossier_id": dossier_id,
        "doc_type": random.choice(_PAPERS),
        "full_name": case.name.upper() if capitals else case.name,
        "id_number": _number(random, case.number),
        "dob": written_day(random, case.day),
        "gender": case.gender,
        "phone": _phone(random, case.phone),
        "address": _address(random, case.address),
        "father_name": case.father_name,
        "mother_name": case.mother_name,
        "id_issued_on": "/".join(reversed(case.issued_on.split("-"))) if case.issued_on else "",
    }
    written: dict[str, object] = {key: unicodedata.normalize(form, value) for key, value in row.items()}
    return written | {"conf": _confidences(random, case)}


def written_day(random: Random, day: str) -> str:
    """A day of YYYY-MM-DD in one of five styles; a year alone as it is."""
    if len(day) != 10:
        return day
    year, month, date = day.split("-")
    return random.choices(
        (
            f"{date}/{month}/{year}",
            f"{int(date)}/{int(month)}/{year}",
            f"{date}.{month}.{year}",
            f"{date}-{month}-{year}",
            f"ngày {date} tháng {month} năm {year}",
        ),
        (5, 2, 1, 1, 1),
    )[0]


def _number(random: Random, number: str) -> str:
    if len(number) == 12 and "?" not in number and random.random() < 0.15:
        return " ".join(number[place : place + 3] for place in range(0, 12, 3))
    return number


def _phone(random: Random, phone: str) -> str:
    style = random.random()
    if len(phone) < 9 or style < 0.5:
        return phone
    if style < 0.65 and phone.startswith("0"):
        return f"+84{phone[1:]}" if random.random() < 0.7 else f"+84 {phone[1:]}"
    mark = " " if style < 0.85 else "."
    head = len(phone) - 6
    return mark.join((phone[:head], phone[head : head + 3], phone[head + 3 :]))


def _address(random: Random, forms: tuple[str, str]) -> str:
    """Today's form or that of before 2025-07-01, whole, without the house, or without the word for a province."""
    address = forms[random.random() < 0.45]
    if not address:
        return ""
    parts = address.split(", ")
    if random.random() < 0.25:
        parts = parts[1:]
    if random.random() < 0.25:
        parts[-1] = parts[-1].removeprefix("tỉnh ")
    return ", ".join(parts)


def _confidences(random: Random, case: Case) -> dict[str, float]:
    """0..1, lower on average where the machine misread; a clerk's or the applicant's own mistake does not lower it."""
    kinds = set(case.labels)
    spoilt = {
        "id_number": any(
            kind.startswith("id_") or kind.endswith("_idocr") for kind in kinds & (BY_MACHINE | {"same_name_dob_idocr"})
        ),
        "full_name": bool(kinds & BY_MACHINE & {"name_diacritic", "name_nodia", "name_ocr_char"}),
        "dob": "dob_digit" in kinds,
        "phone": case.phone_label in ("phone_ocr", "phone_drop"),
    }
    return {what: round(_confidence(random, bad), 3) for what, bad in spoilt.items()}


def _confidence(random: Random, bad: bool) -> float:
    return random.betavariate(3.2, 2.4) if bad else random.betavariate(14, 0.9)
