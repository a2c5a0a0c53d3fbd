"""What a person typed into one field, read by the parser that reads the same field off the paper.

Where a paper is read leniently, typing is not: nothing is spelled by a list, no letter is taken for a digit, and a name
or a text stays as it was typed, in NFC. A slip is told beside the field and nothing of it is kept.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from extractors.fields import MEMBER_CELLS
from extractors.findings import Finding
from extractors.form import Field, form
from extractors.reading import PartialDate, Problem, Value
from extractors.values import codes, date_words, dates, id_papers, money, personal_id, texts, words
from extractors.values.document_signs import parse_number_and_sign
from extractors.values.names import parse_name
from extractors.values.parsed import Answer, Parse, Parsed, Unsettled, problem_of
from extractors.values.phones import parse_phone
from extractors.values.signs import says_nothing

LONGEST, LONGEST_NAME = 500, 120  # signs


class Slip(Enum):
    """Why what was typed is not taken. The value is what stands beside the field."""

    EMPTY = "Ô chưa có nội dung. Nếu ô này trên giấy để trống, hãy chọn “Để trống”."
    TOO_LONG = "Nội dung quá dài. Chỉ nhập đúng phần ghi trong ô này trên giấy."
    CONTROL_SIGNS = "Có ký tự điều khiển không nhìn thấy được. Hãy xóa đi và gõ lại, đừng dán từ nơi khác."
    FORMULA = "Nội dung bắt đầu như một công thức bảng tính. Hãy xóa dấu đầu dòng và gõ lại theo giấy."
    ID_LENGTH = (
        "Số định danh phải có đúng 12 chữ số. Nếu giấy ghi thiếu, thừa số, hoặc ghi số chứng minh nhân dân cũ "
        "(9 chữ số), hãy chọn “Không đọc được”: hệ thống sẽ lấy số ở giấy tờ khác."
    )
    ANY_ID_LENGTH = "Số giấy tờ phải có 12 chữ số (định danh, căn cước) hoặc 9 chữ số (chứng minh nhân dân cũ)."
    OLD_ID_LENGTH = "Số chứng minh nhân dân cũ phải có đúng 9 chữ số."
    PAPER_NUMBER = "Số giấy tờ phải có 12 chữ số, 9 chữ số, hoặc là số hộ chiếu (một chữ cái và 7 hoặc 8 chữ số)."
    PHONE = "Số điện thoại phải có 10 hoặc 11 chữ số và bắt đầu bằng 0; mỗi ô chỉ một số."
    EMAIL = "Địa chỉ thư điện tử phải có một dấu @ và tên miền, như ten@coquan.vn."
    DATE = "Ngày phải có dạng ngày/tháng/năm, như 02/09/1945."
    BIRTH_DATE = "Ngày sinh phải có dạng ngày/tháng/năm; giấy chỉ ghi tháng/năm hoặc năm thì nhập đúng như vậy."
    NO_SUCH_DAY = "Không có ngày như vậy trong lịch. Hãy xem lại ngày và tháng."
    CENTURY = "Năm phải ghi đủ bốn chữ số."
    YEAR_RANGE = "Năm nằm ngoài khoảng có thể của giấy tờ. Hãy xem lại."
    FUTURE = "Ngày này ở sau hôm nay. Hãy xem lại."
    YEAR = "Năm phải có bốn chữ số, như 1987."
    SEX = "Chỉ nhập “Nam” hoặc “Nữ”."
    NAME = "Họ tên chỉ gồm chữ cái và dấu cách."
    NUMBER = "Phải là một số, như 2."
    MONEY = "Số tiền phải ghi bằng chữ số, như 50.000.000."
    LICENCE = "Số giấy phép lái xe phải có 12 chữ số, hoặc hai chữ cái và 6 chữ số."
    LICENCE_CLASS = "Không có hạng giấy phép lái xe như vậy. Ví dụ: B2, A1."
    CODE = "Mã không đúng mẫu. Hãy nhập đúng từng ký tự như trên giấy."
    NUMBER_AND_SIGN = "Số, ký hiệu phải có dạng như 412/QĐ-UBND."


@dataclass(frozen=True, slots=True)
class Fault:
    """What was typed is not taken."""

    code: str  # name of a `Slip`
    sentence: str  # Vietnamese; quotes nothing of what was typed


_STRICT: dict[Parse, Slip] = {  # what is read by one of these has one shape; everything else is text
    personal_id.parse_personal_id: Slip.ID_LENGTH,
    personal_id.parse_any_id: Slip.ANY_ID_LENGTH,
    personal_id.parse_old_id: Slip.OLD_ID_LENGTH,
    id_papers.parse_paper_number: Slip.PAPER_NUMBER,
    parse_phone: Slip.PHONE,
    texts.parse_email: Slip.EMAIL,
    dates.parse_date: Slip.DATE,
    dates.parse_first_date: Slip.DATE,
    dates.parse_expiry: Slip.DATE,
    date_words.parse_date_said: Slip.DATE,
    id_papers.parse_paper_issued: Slip.DATE,
    dates.parse_birth_date: Slip.BIRTH_DATE,
    dates.parse_year: Slip.YEAR,
    words.parse_sex: Slip.SEX,
    codes.parse_count: Slip.NUMBER,
    money.parse_money: Slip.MONEY,
    codes.parse_licence_number: Slip.LICENCE,
    codes.parse_licence_class: Slip.LICENCE_CLASS,
    codes.parse_dossier_code: Slip.CODE,
    codes.parse_document_number: Slip.CODE,
    parse_number_and_sign: Slip.NUMBER_AND_SIGN,
}
_DATES = (Slip.DATE, Slip.BIRTH_DATE, Slip.YEAR)
_OF_DIGITS = (*_DATES, Slip.ID_LENGTH, Slip.ANY_ID_LENGTH, Slip.OLD_ID_LENGTH, Slip.PHONE, Slip.NUMBER)
_LETTER_AMONG = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
_TYPED_OTHERWISE = {Finding.LENIENT_DIGIT, Finding.CODE_MISREAD, Finding.PHONE_SEVERAL, Finding.SEVERAL_VALUES}
_OF_FINDING = {
    Finding.CENTURY_UNKNOWN: Slip.CENTURY,
    Finding.DAY_IMPOSSIBLE: Slip.NO_SUCH_DAY,
    Finding.YEAR_OUT_OF_RANGE: Slip.YEAR_RANGE,
}
_LISTED = (words.parse_ethnic_group, words.parse_nationality, words.parse_religion, words.parse_kinship)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0xD0: "Đ", 0xF0: "đ"}
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD))  # zero width: left by keyboards and web pages
_FORMULA = re.compile(r"[=@]|[+\-](?!\s*[\d(])")
_NO_NAME = re.compile(r"[^\w\s.,'’()\-–/]|[\d_]")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_MEMBER = re.compile(r"\w+?_\d+_(\w+)")


def keyed_value(form_code: str, field: str, text: str, on: date) -> Value | Fault:
    """The value of what was typed into a field of a form, or why it is none. `on`: today; nothing but an expiry or an
    appointment lies after it. Pure; raises nothing for any text."""
    found = keyed(form_code, field, text, on)
    return found.value if isinstance(found, Parsed) else found


def keyed(form_code: str, field: str, text: str, on: date) -> Parsed | Fault:
    """The same with the codes of the value, where a list has them."""
    line = _clean(text)
    if isinstance(line, Slip):
        return _fault(line)
    asked = _asked(form_code, field)
    parse = asked.parse if asked else _parser_by_name(field)
    slip = _STRICT.get(parse)
    if slip is None:
        return _as_typed(parse, line)
    if len(line) > LONGEST_NAME:
        return _fault(Slip.TOO_LONG)
    if slip in _OF_DIGITS and _LETTER_AMONG.search(line):
        return _fault(slip)
    if slip in _DATES and (iso := _ISO.fullmatch(line)):
        line = "/".join(part for part in reversed(iso.groups()) if part)
    answer = parse(line)
    wrong = _wrong(answer, slip)
    if wrong or not isinstance(answer, Parsed):
        return _fault(wrong or slip)
    if slip in _DATES and not (asked and asked.ahead) and _after(answer.value, on):
        return _fault(Slip.FUTURE)
    return Parsed(line) if Finding.SPELLING_FROM_LIST in answer.findings else answer


def _clean(text: str) -> str | Slip:
    """In NFC, of one line, wide digits as digits; or what is wrong with any text."""
    if len(text) > 4 * LONGEST:
        return Slip.TOO_LONG
    line = " ".join(unicodedata.normalize("NFC", text.translate(_UNSEEN).translate(_WIDE)).split())
    if any(unicodedata.category(sign).startswith("C") for sign in line):
        return Slip.CONTROL_SIGNS
    if _FORMULA.match(line):
        return Slip.FORMULA
    if says_nothing(line):
        return Slip.EMPTY
    return Slip.TOO_LONG if len(line) > LONGEST else line


def _asked(form_code: str, field: str) -> Field | None:
    """The field as its form describes it, also that of one of several persons."""
    held = form(form_code)
    if held is None:
        return None
    if found := held.field(field):
        return found
    member = _MEMBER.fullmatch(field)
    each = held.members.each if held.members and member else ()
    return next((one for one in each if member and one.name == member[1]), None)


def _parser_by_name(field: str) -> Parse:
    """Of a field that no form describes: a cell of a table, or what a free text says."""
    member = _MEMBER.fullmatch(field)
    if member and member[1] in MEMBER_CELLS:
        return MEMBER_CELLS[member[1]]
    return texts.parse_text


def _as_typed(parse: Parse, line: str) -> Parsed | Fault:
    """A name or a text: what the parser makes of it tells codes and the spelling of a list, and nothing else."""
    if parse is parse_name:
        if _NO_NAME.search(line):
            return _fault(Slip.NAME)
        return Parsed(line) if len(line) <= LONGEST_NAME else _fault(Slip.TOO_LONG)
    answer = parse(line)
    if not isinstance(answer, Parsed):
        return Parsed(line)
    same = Finding.SPELLING_FROM_LIST not in answer.findings
    value = answer.value if same and parse in _LISTED else line
    return Parsed(value, 1.0, (), answer.alternatives if same else ())


def _wrong(answer: Answer, slip: Slip) -> Slip | None:
    """What a parser has against it; None when nothing."""
    findings = answer.findings if isinstance(answer, Parsed | Unsettled) else ()
    told = next((_OF_FINDING[one] for one in findings if one in _OF_FINDING), None)
    problem = problem_of(answer)
    if problem is Problem.BLANK:
        return Slip.EMPTY
    if problem is not None or _TYPED_OTHERWISE & set(findings):
        return told or slip
    return Slip.FUTURE if told is Slip.YEAR_RANGE else told


def _after(value: Value, on: date) -> bool:
    if isinstance(value, date):
        return value > on
    if isinstance(value, PartialDate):
        return (value.year, value.month or 0, value.day or 0) > (on.year, on.month, on.day)
    return value.isdigit() and int(value) > on.year


def _fault(slip: Slip) -> Fault:
    return Fault(slip.name, slip.value)
