"""Verified dossiers as the load step gets them, of invented people: four records each, no paper is drawn or read."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ocr.page import Box
from storage.dossiers import NewDossier, NewScan
from storage.manifest import Manifest
from storage.readings import Method
from storage.records import PERSON, Place, Record, RecordField
from storage.states import DossierState

RECORDS = 4  # of each dossier: the person and three papers
PAPERS = ("cccd", "ct01", "giay_khai_sinh")
ENGINE = "tesseract@5"
DAY = date(2026, 11, 2)
_VERIFIED = datetime(2026, 11, 2, 3, tzinfo=UTC)
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Quang")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Khánh", "Linh", "Mai", "Nam", "Oanh", "Phúc", "Sơn", "Yến")


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person, the same for the same number."""

    number: int  # 0..
    id_number: str
    name: str
    born: date
    woman: bool
    phone: str
    mother: str
    father: str

    @property
    def key(self) -> str:
        """As the population register has it."""
        return f"NG{self.number:08d}"


@dataclass(frozen=True, slots=True)
class Verified:
    """One dossier at the end of its way."""

    dossier: NewDossier
    records: tuple[Record, ...]


def somebody(number: int) -> Somebody:
    """Province code 099 is given to nobody (100 different numbers a day of birth would not do: six digits follow)."""
    chance = random.Random(number)
    woman = chance.random() < 0.5
    born = date(1940, 1, 1) + timedelta(days=number % 21900)  # 1940 to 1999
    id_number = f"099{int(woman)}{born.year % 100:02d}{number % 1_000_000:06d}"
    return Somebody(
        number, id_number, _name(chance), born, woman, f"09{number % 100_000_000:08d}", _name(chance), _name(chance)
    )


def some_of(people: int, many: int, seed: int) -> list[int]:
    """So many different numbers of people, of those below `people`."""
    return random.Random(seed).sample(range(people), min(many, people))


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)} {chance.choice(_GIVEN)}"


def verified(numbers: range) -> Iterator[Verified]:
    """A dossier of each of these people."""
    for number in numbers:
        yield Verified(_dossier(number), _records(somebody(number)))


def _dossier(number: int) -> NewDossier:
    digest = hashlib.sha256(f"warehouse benchmark {number}".encode()).hexdigest()
    manifest = Manifest(
        dossier_code=code_of(number), procedure_code="1.004222", channel="counter", receiving_office="H56.12"
    )
    scan = NewScan("giay-to.pdf", _scan(number), 200_000, "application/pdf", 4)
    return NewDossier(digest, f"ho-so-{number}", manifest, (scan,), DossierState.RECEIVED)


def code_of(number: int) -> str:
    """Of the dossier of the person of this number."""
    return f"H56.12-261102-{number:07d}"


def _scan(number: int) -> str:
    return hashlib.sha256(f"scan {number}".encode()).hexdigest()


def _records(one: Somebody) -> tuple[Record, ...]:
    confirmed = {
        "id_number": one.id_number,
        "full_name": one.name,
        "birth_date": one.born.isoformat(),
        "sex": "Nữ" if one.woman else "Nam",
    }
    phone = _field(one, 1, 9, "phone", one.phone, "telco")
    person = [*(_field(one, 1, row, name, value, "population") for row, (name, value) in enumerate(confirmed.items()))]
    found = [Record(PERSON, one.key, (*person, phone))]
    for page, (kind, fields) in enumerate(_papers(one).items(), start=2):
        told = tuple(_field(one, page, row, name, value, None) for row, (name, value) in enumerate(fields.items()))
        found.append(Record(kind, one.key, told))
    return tuple(found)


def _papers(one: Somebody) -> dict[str, dict[str, str]]:
    own = {"so_dinh_danh": one.id_number, "ho_ten": one.name, "ngay_sinh": one.born.isoformat()}
    sex = {"gioi_tinh": "Nữ" if one.woman else "Nam"}
    return {
        "cccd": {**own, **sex, "ngay_cap": "2022-05-10", "gia_tri_den": "2032-05-10", "quoc_tich": "Việt Nam"},
        "ct01": {**own, **sex, "dien_thoai": one.phone, "noi_dung_de_nghi": "Đăng ký tạm trú", "ngay_ky": "2026-11-02"},
        "giay_khai_sinh": {
            **own,
            "so": f"{one.number % 999 + 1}/{one.born.year}",
            "ho_ten_me": one.mother,
            "nam_sinh_me": str(one.born.year - 27),
            "ho_ten_cha": one.father,
            "nam_sinh_cha": str(one.born.year - 29),
            "ngay_dang_ky": (one.born + timedelta(days=20)).isoformat(),
        },
    }


def _field(one: Somebody, page: int, row: int, name: str, value: str, against: str | None) -> RecordField:
    place = Place(_scan(one.number), page, Box(300, 400 + 60 * row, 900, 440 + 60 * row), value)
    return RecordField(
        name,
        value,
        Method.OCR,
        confidence=0.98,
        evidence=(place,),
        verified_against=against,
        verified_by="matching-3" if against else None,
        verified_at=_VERIFIED if against else None,
        engine=ENGINE,
    )
