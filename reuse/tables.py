"""A report as CSV for a spreadsheet and as JSON for a program: the same figures, and the notes that belong to them."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from followup.spreadsheet import csv_text
from reuse.indicators import NO_DOSSIER, NOT_KNOWN, Figure, Figures
from reuse.report import Line, Report

SCHEMA = "hoso/indicators/1"
COLUMNS = (
    "Phạm vi", "Tên", "Số hồ sơ", "Mã chỉ số", "Chỉ số", "Tử số", "Mẫu số", "Tỷ lệ (%)", "Điểm", "Điểm tối đa",
    "Thiếu dữ kiện", "Ghi chú",
)  # fmt: skip
OF_DOSSIER = (
    "Mã hồ sơ", "Mã trong hệ thống", "Ngày tiếp nhận", "Nơi tiếp nhận", "Mã thủ tục", "Kênh", "DuocSoHoa (tệp)",
    "DuocTaiSuDung (thành phần)", "DuocLayTuKhoDMQG (thành phần)", "Thông tin dùng lại", "Thông tin cần",
    "Phút tiết kiệm",
)  # fmt: skip
FINER = "Thông tin không phải hỏi lại"
_ANSWER = {True: "có", False: "không"}


def indicators_csv(told: Report) -> str:
    """A row for each indicator of the whole, of each office and of each month."""
    return csv_text(COLUMNS, _rows(told))


def dossiers_csv(told: Report) -> str:
    """A row for each dossier, with its answer to each indicator."""
    head = (*OF_DOSSIER, *(f"{one.id} {one.short}" for one in told.indicators))
    return csv_text(head, (_dossier_row(line, told) for line in told.lines))


def report_json(told: Report) -> str:
    """Rates and points as numbers with two decimals; null where there is nothing to count."""
    held = {
        "schema": SCHEMA,
        "made_at": told.made_at.isoformat(),
        "period": {"from": _day(told.period.first), "to": _day(told.period.last)},
        "time_zone": "Asia/Ho_Chi_Minh",
        "office": told.office or None,
        "formulas": [
            {
                "id": one.id,
                "name": one.name,
                "unit": one.unit.name.lower(),
                "formula": one.formula,
                "numerator": [[fact.name for fact in facts] for facts in one.numerator],
                "denominator": [[fact.name for fact in facts] for facts in one.denominator],
                "weight": float(one.weight),
                "full_at": float(one.full_at),
                "valid_from": one.valid_from.isoformat(),
                "source": one.source,
                "unverified": one.unverified or None,
            }
            for one in told.indicators
        ],
        "whole": _figures(told.whole),
        "offices": [{"office": part.name, **_figures(part.told)} for part in told.offices],
        "months": [{"month": part.name, **_figures(part.told)} for part in told.months],
        "dossiers": [_dossier(line) for line in told.lines],
    }
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def number(value: Decimal | None) -> str:
    """As it is written in Vietnam: "66,67"; "" where there is none."""
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def minutes_text(value: float) -> str:
    """ "6,5"."""
    return f"{value:.12g}".replace(".", ",")


def _rows(told: Report) -> Iterator[tuple[object, ...]]:
    whole = told.office or "Tất cả nơi tiếp nhận"
    parts = [("Chung", whole, told.whole)]
    parts += [("Nơi tiếp nhận", part.name, part.told) for part in told.offices]
    parts += [("Tháng", part.name, part.told) for part in told.months]
    for scope, name, held in parts:
        for one in held.figures:
            yield (scope, name, held.dossiers, one.indicator.id, one.indicator.name, *_counts(one))
        fields = held.fields
        note = (
            f"tiết kiệm {minutes_text(fields.minutes)} phút, {minutes_text(fields.minutes_assumed)} phút theo giả định"
        )
        note = note if fields.needed else NO_DOSSIER
        counts = (fields.reused, fields.needed, number(fields.rate), "", "", "", note)
        yield (scope, name, held.dossiers, "", FINER, *counts)


def _counts(one: Figure) -> tuple[object, ...]:
    notes = "; ".join(note for note in (one.note, one.indicator.unverified) if note)
    weight = number(one.indicator.weight)
    return (one.numerator, one.denominator, number(one.rate), number(one.points), weight, one.unknown, notes)


def _dossier_row(line: Line, told: Report) -> tuple[object, ...]:
    one = line.counted
    answers = (answer_text(line.answers[each.id]) for each in told.indicators)
    return (
        one.code, one.dossier_id, f"{line.received_on:%d/%m/%Y}", one.office, one.procedure_code, one.channel,
        one.files_kept, one.components_reused, one.components_from_store, one.fields_reused, one.fields_needed,
        number(Decimal(str(one.minutes_saved))), *answers,
    )  # fmt: skip


def answer_text(told: tuple[bool | None, bool | None]) -> str:
    """Of one dossier to one indicator."""
    counts, belongs = told
    if belongs is False:
        return "không thuộc mẫu số"
    return NOT_KNOWN if counts is None or (belongs is None and not counts) else _ANSWER[counts]


def _figures(held: Figures) -> dict[str, Any]:
    fields = held.fields
    return {
        "dossiers": held.dossiers,
        "points": _float(held.points),
        "points_at_most": float(held.weight),
        "indicators": [
            {
                "id": one.indicator.id,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "rate": _float(one.rate),
                "points": _float(one.points),
                "unknown": one.unknown,
                "note": one.note or None,
            }
            for one in held.figures
        ],
        "fields": {
            "reused": fields.reused,
            "needed": fields.needed,
            "rate": _float(fields.rate),
            "minutes_saved": fields.minutes,
            "minutes_assumed": fields.minutes_assumed,
        },
        "dossiers_by_mocked_register": held.mocked,
    }


def _dossier(line: Line) -> dict[str, Any]:
    one = line.counted
    return {
        "id": one.dossier_id,
        "code": one.code,
        "received_on": line.received_on.isoformat(),
        "office": one.office,
        "procedure": one.procedure_code,
        "DuocSoHoa": one.files_kept > 0,
        "DuocTaiSuDung": one.components_reused > 0,
        "DuocLayTuKhoDMQG": one.components_from_store > 0,
        "fields": {"reused": one.fields_reused, "needed": one.fields_needed, "minutes_saved": one.minutes_saved},
        "indicators": {
            name: {"numerator": counts, "denominator": belongs} for name, (counts, belongs) in line.answers.items()
        },
    }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _day(value: Any) -> str | None:
    return None if value is None else value.isoformat()
