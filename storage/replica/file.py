"""An extract as a stream of rows, each usable or with what is wrong with it. No message holds a value of the file."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from extractors.reading import PartialDate
from matching.comparing.numbers import LENGTH, OLD_LENGTH
from matching.index.extract_files import POPULATION_COLUMNS, ExtractRefused, partial_date, person_of
from matching.people import LifeStatus, Person

Texts = tuple[str, ...]
"""One row, in order of POPULATION_COLUMNS, NFC and without spaces around."""

_ROWS_AT_ONCE = 20_000
_BYTES_AT_ONCE = 8 << 20
_TOLD = 5  # rows named of each kind
_SEPARATORS = (",", ";", "\t")  # desks with Vietnamese settings write ";"
_CANCELLED = "da_huy"


class Unusable(Enum):
    """Why a row is left out. The value is the sentence for who loads."""

    NO_KEY = "thiếu person_id"
    DOUBLED_KEY = "person_id đã có ở một dòng trước"
    NO_NAME = "thiếu full_name"
    ZERO_LOST = "cccd mất chữ số 0 ở đầu: cột bị lưu thành số, hãy xuất lại thành chữ"
    BAD_NUMBER = "cccd không phải 12 chữ số"
    BAD_OLD_NUMBER = "cmnd không phải 9 hoặc 12 chữ số"
    BAD_BIRTH = "dob không phải một ngày có thật, dạng YYYY-MM-DD hoặc YYYY"


class Noted(Enum):
    """What is odd about a row that is used all the same."""

    UNKNOWN_STATUS = "status lạ: coi như số định danh đã hủy, máy không tự nhận người này"
    UNKNOWN_SEX = "gender lạ: coi như không biết"
    BAD_ISSUE_DATE = "cccd_issued_on không phải một ngày: coi như không biết"


class ExtractUnusable(ExtractRefused):
    """A file that cannot become the replica; the message names the rows and why. What served before still serves."""

    sentence = "Không nạp được bản trích. Bản đang dùng (nếu có) vẫn được dùng."


@dataclass(slots=True)
class Flaws:
    """Rows with flaws: how many of each kind, and the first ones by their number in the file (1.., without header)."""

    counts: Counter[Unusable | Noted] = field(default_factory=Counter)
    rows: dict[Unusable | Noted, list[int]] = field(default_factory=dict)

    def note(self, kind: Unusable | Noted, row: int) -> None:
        self.counts[kind] += 1
        named = self.rows.setdefault(kind, [])
        if len(named) < _TOLD:
            named.append(row)

    @property
    def unusable(self) -> int:
        """Rows left out."""
        return sum(count for kind, count in self.counts.items() if isinstance(kind, Unusable))

    def sentences(self) -> list[str]:
        """One for each kind, what is left out first."""
        kinds = [kind for words in (Unusable, Noted) for kind in words if kind in self.counts]
        return [f"{kind.value}: {self.counts[kind]} dòng ({self._named(kind)})" for kind in kinds]

    def _named(self, kind: Unusable | Noted) -> str:
        rows = self.rows[kind]
        return "dòng " + ", ".join(map(str, rows)) + (", ..." if self.counts[kind] > len(rows) else "")


@dataclass(frozen=True, slots=True)
class Measured:
    """A file before its rows are read."""

    digest: str  # sha256 of its bytes
    rows: int  # known for parquet; for CSV the line ends, which a quoted text may hold, too


def measure(file: Path) -> Measured:
    """Raises ExtractUnusable when it cannot be read."""
    digest, lines = hashlib.sha256(), 0
    try:
        with file.open("rb") as content:
            while piece := content.read(_BYTES_AT_ONCE):
                digest.update(piece)
                lines += piece.count(b"\n")
        rows = lines - 1 if _is_csv(file) else pyarrow.parquet.read_metadata(file).num_rows
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(file, error) from None
    return Measured(digest.hexdigest(), max(rows, 0))


def rows(file: Path) -> Iterator[tuple[int, Texts]]:
    """Every row with its number, in bounded memory. Raises ExtractUnusable where it can be read no further."""
    number, broken = 0, list[int]()
    try:
        for batch in _batches(file, broken):
            columns = [_texts(batch.column(name)) for name in POPULATION_COLUMNS]
            for texts in zip(*columns, strict=True):
                number += 1
                yield number, texts
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        if broken:
            raise ExtractUnusable(f"line {broken[0]} has more or fewer columns than the header") from None
        raise _unreadable(file, error, number) from None


def person_in(texts: Texts, number: int, flaws: Flaws) -> Person | None:
    """The person of a row; None, with the reason noted, when the row cannot be used."""
    row = dict(zip(POPULATION_COLUMNS, texts, strict=True))
    wrong = _unusable(row)
    if wrong:
        flaws.note(wrong, number)
        return None
    person = person_of(row)
    if person.status is LifeStatus.CANCELLED and row["status"] != _CANCELLED:
        flaws.note(Noted.UNKNOWN_STATUS, number)
    if row["gender"] and person.sex is None:
        flaws.note(Noted.UNKNOWN_SEX, number)
    if row["cccd_issued_on"] and person.id_issued_on is None:
        flaws.note(Noted.BAD_ISSUE_DATE, number)
    return person


def _unusable(row: dict[str, str]) -> Unusable | None:
    cccd, cmnd = row["cccd"], row["cmnd"]
    if not row["person_id"]:
        return Unusable.NO_KEY
    if not row["full_name"]:
        return Unusable.NO_NAME
    if not (len(cccd) == LENGTH and _digits(cccd)):
        return Unusable.ZERO_LOST if _digits(cccd) and len(cccd) in (LENGTH - 1, LENGTH - 2) else Unusable.BAD_NUMBER
    if cmnd and not (len(cmnd) in (OLD_LENGTH, LENGTH) and _digits(cmnd)):
        return Unusable.BAD_OLD_NUMBER
    return None if _is_birth(partial_date(row["dob"])) else Unusable.BAD_BIRTH


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_birth(born: PartialDate | None) -> bool:
    return born is not None and born.year >= 1850  # nobody in the register was born before


def _batches(file: Path, broken: list[int]) -> Iterator[pa.RecordBatch]:
    if not _is_csv(file):
        parquet = pyarrow.parquet.ParquetFile(file)
        _check_columns(file, parquet.schema_arrow.names)
        yield from parquet.iter_batches(batch_size=_ROWS_AT_ONCE, columns=list(POPULATION_COLUMNS))
        return

    def refuse(row: Any) -> str:
        broken.append(row.number)
        return "error"

    names = _header(file)
    _check_columns(file, names)
    with pyarrow.csv.open_csv(
        file,
        read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=_BYTES_AT_ONCE),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=_separator(file), newlines_in_values=True, invalid_row_handler=refuse
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            include_columns=list(POPULATION_COLUMNS),
        ),
    ) as reader:
        yield from reader


def _header(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig") as lines:
        return [name.strip().strip('"') for name in lines.readline().rstrip("\r\n").split(_separator(file))]


def _separator(file: Path) -> str:
    with file.open(encoding="utf-8-sig") as lines:
        header = lines.readline()
    return max(_SEPARATORS, key=header.count)


def _check_columns(file: Path, names: Sequence[str]) -> None:
    missing = sorted(set(POPULATION_COLUMNS) - set(names))
    if missing:
        raise ExtractUnusable(f"{_kind(file)}: columns are missing: {', '.join(missing)}")


def _texts(column: pa.Array) -> list[str]:
    texts = column.cast(pa.string()).fill_null("")
    normal = pyarrow.compute.utf8_normalize(texts, form="NFC")
    found: list[str] = pyarrow.compute.utf8_trim_whitespace(normal).to_pylist()
    return found


def _is_csv(file: Path) -> bool:
    return file.suffix.lower() == ".csv"


def _kind(file: Path) -> str:
    return "CSV" if _is_csv(file) else "parquet"


def _unreadable(file: Path, error: Exception, after: int = 0) -> ExtractUnusable:
    """What pyarrow says may quote the file: only the kind of its error passes."""
    where = f" after row {after}" if after else ""
    return ExtractUnusable(f"not a readable {_kind(file)} file in UTF-8{where} ({type(error).__name__})")
