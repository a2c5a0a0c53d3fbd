"""Phone numbers by the plan of their day: the table is the specification."""

from datetime import date

import pytest
from tables import notes, rows, said, ways

from extractors.reading import AlternativeKind
from extractors.values.phones import parse_phone, phone_of, phones_of

PHONES = """
the paper says    | on the day | digits      | today's number | finding
0352 114 908      | 2025-12-03 | 0352114908  | 0352114908     | ∅
+84 352 114 908   | 2025-12-03 | 0352114908  | 0352114908     | ∅
84352114908       | 2025-12-03 | 0352114908  | 0352114908     | ∅
0168 3342 219     | 2018-06-09 | 01683342219 | 0383342219     | PHONE_RENUMBERED
0168 3342 219     | 2024-06-09 | 01683342219 | 0383342219     | PHONE_RENUMBERED
08-38251234       | 2016-01-01 | 0838251234  | 02838251234    | PHONE_RENUMBERED
0838251234        | 2024-01-01 | 0838251234  | 0838251234     | ∅
0838251234        | ∅          | 0838251234  | ∅              | PHONE_AMBIGUOUS
0551234567        | 2024-01-01 | 0551234567  | 0551234567     | ∅
024 38251234      | 2024-01-01 | 02438251234 | 02438251234    | ∅
0951234567        | 2024-01-01 | 0951234567  | ∅              | PHONE_UNKNOWN_PREFIX
O352114908        | 2024-01-01 | 0352114908  | 0352114908     | LENIENT_DIGIT
035211490         | 2024-01-01 | UNREADABLE  | ∅              | PHONE_LENGTH
0510 3812345      | 2015-06-01 | 05103812345 | 02353812345    | PHONE_RENUMBERED
0240 3812345      | 2015-06-01 | 02403812345 | 02043812345    | PHONE_RENUMBERED
0313 123 456      | 2016-06-01 | 0313123456  | 02253123456    | PHONE_RENUMBERED
0438251234        | 2022-01-01 | 0438251234  | ∅              | PHONE_UNKNOWN_PREFIX
+84 (0)352114908  | 2024-01-01 | 0352114908  | 0352114908     | ∅
03521149081       | 2024-01-01 | UNREADABLE  | ∅              | PHONE_LENGTH
∅                 | 2024-01-01 | BLANK       | ∅              | ∅
"""


@pytest.mark.parametrize(("text", "day", "digits", "number", "finding"), rows(PHONES))
def test_phone(text: str, day: str, digits: str, number: str, finding: str) -> None:
    dated = date.fromisoformat(day) if day else None
    parsed = parse_phone(text, dated)
    assert said(parsed) == digits
    assert notes(parsed) == finding
    phone = phone_of(digits, dated)
    assert (phone.number if phone else "") == number


NUMBERS_NOW = """
the paper says | on the day | today
0168 3342 219  | 2018-01-01 | 0383342219
08-38251234    | 2016-01-01 | 02838251234
0838251234     | ∅          | 0838251234 02838251234
0438251234     | 2022-01-01 | 02438251234
0352114908     | 2024-01-01 | ∅
"""


@pytest.mark.parametrize(("text", "day", "today"), rows(NUMBERS_NOW))
def test_what_a_number_is_today_is_a_alternative(text: str, day: str, today: str) -> None:
    parsed = parse_phone(text, date.fromisoformat(day) if day else None)
    assert ways(parsed, AlternativeKind.NUMBER_NOW) == today


SEVERAL = """
the paper says              | the numbers
0352114908 / 0912345678     | 0352114908 0912345678
0352114908 0912345678       | 0352114908 0912345678
0352 114 908 - 0912 345 678 | 0352114908 0912345678
0352114908; 024.38251234    | 0352114908 02438251234
"""


@pytest.mark.parametrize(("text", "numbers"), rows(SEVERAL))
def test_several_numbers_on_a_line(text: str, numbers: str) -> None:
    assert " ".join(phone.written for phone in phones_of(text)) == numbers
    parsed = parse_phone(text, date(2024, 1, 1))
    assert said(parsed) == numbers.split()[0]
    assert ways(parsed) == numbers.split()[1]
    assert notes(parsed) == "PHONE_SEVERAL"
