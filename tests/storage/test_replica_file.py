"""An extract's rows: which are used, which are not and why; and never a value in what is told."""

from pathlib import Path

import extract_makers as make
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from matching.index.extract_files import POPULATION_COLUMNS
from storage.replica.file import ExtractUnusable, Flaws, Noted, Unusable, measure, person_in, rows

CASES = {
    # what the row says otherwise: what is told of it
    ("person_id", ""): Unusable.NO_KEY,
    ("full_name", " "): Unusable.NO_NAME,
    ("cccd", ""): Unusable.BAD_NUMBER,
    ("cccd", "09908700000X"): Unusable.BAD_NUMBER,
    ("cccd", "٠99087000009"): Unusable.BAD_NUMBER,
    ("cccd", "99087000009"): Unusable.ZERO_LOST,
    ("cccd", "9087000009"): Unusable.ZERO_LOST,
    ("cmnd", "12345678"): Unusable.BAD_OLD_NUMBER,
    ("dob", ""): Unusable.BAD_BIRTH,
    ("dob", "31/12/1987"): Unusable.BAD_BIRTH,
    ("dob", "1987-02-30"): Unusable.BAD_BIRTH,
    ("dob", "0087"): Unusable.BAD_BIRTH,
    ("status", "đi vắng"): Noted.UNKNOWN_STATUS,
    ("gender", "lạ lắm"): Noted.UNKNOWN_SEX,
    ("cccd_issued_on", "2021"): Noted.BAD_ISSUE_DATE,
    ("dob", "1987"): None,
    ("cmnd", "990000009"): None,
    ("cccd", " 099087000009 "): None,
}


@pytest.mark.parametrize(("change", "told"), CASES.items(), ids=lambda value: str(value))
def test_a_row_is_used_or_told(change: tuple[str, str], told: Unusable | Noted | None, tmp_path: Path) -> None:
    file = make.csv_file(tmp_path / "p.csv", [make.person(1), make.person(9, **dict([change]))])
    flaws = Flaws()
    found = [person_in(texts, number, flaws) for number, texts in rows(file)]
    assert flaws.rows == ({told: [2]} if told else {})
    assert (found[1] is None) == isinstance(told, Unusable)
    assert not (change[1].strip() and change[1] in " ".join(flaws.sentences()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_as_desks_write_it(encoding: str, separator: str, tmp_path: Path) -> None:
    """With a byte order mark or none, other separators, decomposed letters, quotes and line ends within a text."""
    odd = make.person(1, full_name="Đặng Thị Hòa", address='Số 1, tổ "2"; xã Thử,\ntỉnh Giả Định')
    file = make.csv_file(tmp_path / "p.csv", [odd, make.person(2)], encoding, separator)
    read = [dict(zip(POPULATION_COLUMNS, texts, strict=True)) for _, texts in rows(file)]
    assert [row["person_id"] for row in read] == ["T0001", "T0002"]
    assert read[0]["full_name"] == "Đặng Thị Hòa"
    assert read[0]["address"] == odd["address"]


def test_parquet_and_csv_of_the_same_people_are_the_same_rows(tmp_path: Path) -> None:
    people = make.people(30)
    pq.write_table(pa.Table.from_pylist([dict(row) for row in people]), tmp_path / "p.parquet", row_group_size=7)
    assert measure(tmp_path / "p.parquet").rows == 30
    assert list(rows(tmp_path / "p.parquet")) == list(rows(make.csv_file(tmp_path / "p.csv", people)))


def _headless(path: Path) -> None:
    path.write_text("person_id,cccd\nT1,099087000001\n")


def _broken(path: Path) -> None:
    make.csv_file(path, make.people(3))
    path.write_text(path.read_text("utf-8") + "T9,mật\n", "utf-8")


def _latin(path: Path) -> None:
    make.csv_file(path, make.people(3))
    path.write_bytes(path.read_bytes() + "T9".join([","] * 18).encode() + b"\xd0\xff,m\xe2t\n")


@pytest.mark.parametrize(
    ("write", "told"),
    [(_headless, "columns are missing: address"), (_broken, "line 5 has more or fewer"), (_latin, "CSV|line 5")],
)
def test_a_file_that_is_not_understood_is_refused_without_its_values(write, told: str, tmp_path: Path) -> None:
    write(tmp_path / "p.csv")
    with pytest.raises(ExtractUnusable, match=told) as refused:
        list(rows(tmp_path / "p.csv"))
    assert "mật" not in str(refused.value)


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.parquet").write_bytes(b"PAR1 no")
    for read in (measure, lambda file: list(rows(file))):
        with pytest.raises(ExtractUnusable, match="not a readable parquet"):
            read(tmp_path / "p.parquet")


def test_many_flawed_rows_are_counted_and_the_first_named() -> None:
    flaws = Flaws()
    for number in range(1, 9):
        flaws.note(Unusable.BAD_BIRTH, number)
    assert flaws.unusable == 8
    assert flaws.sentences() == [f"{Unusable.BAD_BIRTH.value}: 8 dòng (dòng 1, 2, 3, 4, 5, ...)"]
