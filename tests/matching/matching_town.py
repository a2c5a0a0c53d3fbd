"""A town of invented people for the tests of matching. Their numbers begin with 099, which no province has."""

from functools import cache

import pyarrow as pa

from extractors.reading import PartialDate
from matching.index.build import population_parts, telco_parts
from matching.index.extract import PopulationExtract, TelcoExtract
from matching.index.extract_files import POPULATION_COLUMNS, TELCO_COLUMNS, texts_of
from matching.index.file import in_memory
from matching.people import Claim, Sex

NEW, OLD = "xã Phước Lộc, tỉnh Thử Nghiệm", "xã Lộc Hạ, huyện Phước An, tỉnh Thử Nghiệm Cũ"
ELSEWHERE = "xã Mỹ Sơn, tỉnh Giả Định"

_PEOPLE = """
person_id | cccd | cmnd | full_name | other_name | dob | gender | home | father_cccd | spouse_cccd | status | issued
P01 | 099087000101 | 990000101 | Nguyễn Văn Khánh |  | 1987-03-12 | Nam | H1 |  | 099189000202 | song | 2021-05-04
P02 | 099189000202 |  | Trần Thị Diệu Hiền |  | 1989-11-25 | Nữ | H1 |  | 099087000101 | song | 2021-05-04
P03 | 099214000303 |  | Nguyễn Minh Triết |  | 2014-06-09 | Nam | H1 | 099087000101 |  | song |
P04 | 099214000304 |  | Nguyễn Minh Trí |  | 2014-06-09 | Nam | H1 | 099087000101 |  | song |
P05 | 099160000505 | 990000505 | Lê Thị Sương |  | 1960 | Nữ | H2 |  |  | song |
P06 | 099055000606 | 990000606 | Phạm Quang Vinh |  | 1955-08-17 | Nam | H3 |  |  | da_chet |
P07 | 099178000707 | 990000707 | Võ Thị Ngọc Lan | Võ Thị Bưởi | 1978-02-28 | Nữ | H4 |  |  | song |
P08 | 099091000808 | 990000808 | Hoàng Đức Thiện |  | 1991-01-01 | Nam | H5 |  |  | song |
P09 | 099091000809 |  | Hoàng Đức Thiện |  | 1991-01-01 | Nam | H6 |  |  | song |
P10 | 099087000181 |  | Đinh Công Mạnh |  | 1987-10-30 | Nam | H7 |  |  | song |
"""

_PHONES = """
phone      | kind     | subscriber_name   | subscriber_id | subscriber_dob | status
0391000001 | ca_nhan  | NGUYEN VAN KHANH  | 099087000101  | 1987-03-12     | hoat_dong
0391000002 | ca_nhan  | Trần Thị Diệu Hiền| 099189000202  | 1989-11-25     | hoat_dong
0391000003 | ca_nhan  | Nguyễn Văn Khánh  | 990000101     | 1987-03-12     | hoat_dong
0391000004 | ca_nhan  | Nguyễn Văn Khanh  | 099087000101  | 1987-03-12     | tam_khoa
0391000005 | to_chuc  | Cửa hàng Thử      |               |                | hoat_dong
0391000006 | ca_nhan  | Đinh Công Mạnh    | 099087000181  | 1987-10-30     | hoat_dong
0391000007 | ca_nhan  | Người Không Ai    | 099070009999  | 1970-01-05     | hoat_dong
0391000008 | ca_nhan  | Nguyễn Minh Triết | 099214000303  | 2014-06-09     | hoat_dong
0391000009 | ca_nhan  | Nguyễn Văn Khánh  | 099087000107  | 1987-03-12     | hoat_dong
0935550123 | ca_nhan  | Nguyễn Văn Khánh  | 099087000101  | 1987-03-12     | hoat_dong
"""

_NEIGHBOURS = 500
_SURNAMES = ["Nguyễn", "Trần", "Nguyễn", "Lê", "Phạm", "Bùi", "Nguyễn", "Ngô", "Đặng", "Dương", "Trần"]
_MIDDLES = ["Văn", "Xuân", "Hữu", "Đình", "Văn", "Bá", "Tiến"]
_GIVENS = ["Phước", "Toàn", "Luận", "Bách", "Sáng", "Cầu", "Vượng", "Độ", "Ngữ", "Thao", "Hựu", "Cẩn", "Dực"]


def rows(table: str) -> list[tuple[str, ...]]:
    """The rows of a table of cases below its heading, cells stripped."""
    lines = [line for line in table.strip().splitlines() if line.strip()]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines[1:]]


def _records(table: str) -> list[dict[str, str]]:
    names = [cell.strip() for cell in table.strip().splitlines()[0].split("|")]
    return [dict(zip(names, row, strict=True)) for row in rows(table)]


def people_records() -> list[dict[str, str]]:
    """Every person as a row of an extract."""
    records = [dict.fromkeys(POPULATION_COLUMNS, "") | record for record in _records(_PEOPLE)]
    for record in records:
        record["cccd_issued_on"], record["household_no"] = record.pop("issued"), record.pop("home")
        record["address"], record["address_old"] = f"Thôn 1, {NEW}", f"Thôn 1, {OLD}"
        if record["father_cccd"]:
            record |= {"father_name": "Nguyễn Văn Khánh", "mother_name": "Trần Thị Diệu Hiền"}
    return records + [_neighbour(number) for number in range(_NEIGHBOURS)]


def _neighbour(number: int) -> dict[str, str]:
    """One of many, so that names and dates are as rare as in a small town; none is near to those above."""
    surname, middle, given = (words[number % len(words)] for words in (_SURNAMES, _MIDDLES, _GIVENS))
    born = f"{1940 + number % 60}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    return dict.fromkeys(POPULATION_COLUMNS, "") | {
        "person_id": f"Q{number:03d}", "cccd": f"0990{born[2:4]}77{number:04d}",
        "full_name": f"{surname} {middle} {given}",
        "dob": born, "gender": "Nam", "address": ELSEWHERE, "address_old": ELSEWHERE, "status": "song",
    }  # fmt: skip


def phone_records() -> list[dict[str, str]]:
    """Every subscriber as a row of an extract."""
    return [dict.fromkeys(TELCO_COLUMNS, "") | record for record in _records(_PHONES)]


@cache
def town() -> PopulationExtract:
    """The population register of the town."""
    table = pa.table({name: [r[name] for r in people_records()] for name in POPULATION_COLUMNS})
    return PopulationExtract(in_memory(population_parts(lambda name: texts_of(table[name]))))


@cache
def operators() -> TelcoExtract:
    """The telco register of the town."""
    table = pa.table({name: [r.get(name, "") for r in phone_records()] for name in TELCO_COLUMNS})
    return TelcoExtract(in_memory(telco_parts(lambda name: texts_of(table[name]))))


def day(text: str) -> PartialDate | None:
    """dd/mm/yyyy, or yyyy, as cases write dates."""
    if not text:
        return None
    return PartialDate(*(int(part) for part in reversed(text.split("/"))))


def claim(name: str = "", number: str = "", born: str = "", sex: str = "", **more: object) -> Claim:
    """A claim as cases write it."""
    return Claim("D1", name, number, birth_date=day(born), sex=Sex(sex) if sex else None, **more)  # type: ignore[arg-type]


def khanh(**more: object) -> Claim:
    """The claim of P01, all of it right, with changes."""
    right = {"full_name": "Nguyễn Văn Khánh", "id_number": "099087000101", "birth_date": PartialDate(1987, 3, 12)}
    return Claim(**({"dossier_id": "D1"} | right | more))  # type: ignore[arg-type]
