"""The index of an extract: keys that never change, columns that come back as they were, counts as row by row."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from matching_town import people_records, town

from extractors.reading import PartialDate
from extractors.values.name_keys import name_keys
from matching.comparing.names import compare_names, keys, may_be_close, parts
from matching.comparing.numbers import filled_numbers, fillings, near_numbers, neighbourhood
from matching.index.column_packing import packed
from matching.index.columns import opened
from matching.index.extract_rows import POPULATION_COLUMNS, partial_date
from matching.index.file import read, write
from matching.index.indexes import is_whole, open_population, population_index
from matching.index.keys import day_key, full_name_key, household_key, short_name_key
from matching.index.name_columns import cut_of, joined_keys, ladder_of, short_keys, text_keys
from matching.index.sorted_index import SortedColumn, SortedIndex, YearIndex, entries
from matching.people import Sex
from matching.resolution import Level
from matching.weighing.frequencies import Counted, count

NAMES = (
    "Nguyễn Thị Thuý Hoà", "NGUYỄN  thị thúy hòa", "A", "", " Y Moan Êñuôl", "H'Hen Niê", "Lý Thị Mỹ", "Đỗ-Văn .K",
    "Nguyễn\u00a0Văn A", "\u0301 x", "Trần Quý", "Võ Thị\u0301 Sáu",
)  # fmt: skip
BORN = PartialDate(1987, 3, 12)
FIXED = (-4519294323005417364, 1052016907199661676, 6091407250461213899, 19870312)  # another value: raise KEYS_VERSION


def test_keys_are_the_same_in_every_process_and_version() -> None:
    found = (full_name_key(NAMES[0], BORN), short_name_key(NAMES[0], BORN), household_key("H1"), day_key(BORN))
    assert found == FIXED


def test_days_of_one_name_and_year_are_neighbours() -> None:
    first, last = full_name_key("Lý Mỹ", PartialDate(1987)), full_name_key("Lý Mỹ", PartialDate(1987, 12, 31))
    assert first < full_name_key("Lý Mỹ", BORN) < last < first + 512


def test_whole_columns_of_names_have_the_keys_of_single_names() -> None:
    names = pa.array(NAMES)
    ladder = ladder_of(names)
    cut = cut_of(ladder.k4)
    assert ladder.k2.to_pylist() == [keys(name).k2 for name in NAMES]
    assert ladder.k4.to_pylist() == [keys(name).k4 for name in NAMES]
    each = zip(cut.surname.to_pylist(), cut.middle.to_pylist(), cut.given.to_pylist(), strict=True)
    known = [parts(keys(name).k4) for name in NAMES]
    assert list(each) == [(one.surname, one.middle, one.given) for one in known]
    days = np.full(len(NAMES), day_key(BORN))
    assert joined_keys(text_keys(ladder.k4), days).tolist() == [full_name_key(name, BORN) for name in NAMES]
    assert joined_keys(short_keys(cut), days).tolist() == [short_name_key(name, BORN) for name in NAMES]


COLUMNS = {
    "digits": ["099087000101", "", "001", "0"],
    "letters and digits": ["H00010653", "H1", "", "H0"],
    "repeated": ["Nam", "Nữ", "Nam", "", "Nam", "Nữ", "Nam", "Nam"],
    "texts": ["một", "hai", "", "12a", "99999999999999999999"],
    "other prefixes": ["H1", "K1", "1", "H"],
    "nothing": ["", "", ""],
    "no rows": [],
}


@pytest.mark.parametrize("texts", COLUMNS.values(), ids=COLUMNS.keys())
def test_a_column_comes_back_as_it_was(texts: list[str]) -> None:
    arrays, form = packed("column", pa.array(texts, pa.string()))
    column = opened(arrays, form, "column")
    assert [column(row) for row in range(len(texts))] == texts


def test_rows_of_keys() -> None:
    held = np.array([5, -7, 5, 5, 900, 5, -7], np.int64)
    rows = np.arange(len(held), dtype=np.int32)
    for index in (SortedIndex.of(entries("few", held, rows), "few"), SortedColumn(np.sort(held) + 10, 10)):
        ascending = isinstance(index, SortedColumn)
        assert index.find(5) == ([2, 3, 4, 5] if ascending else [0, 2, 3, 5])
        assert index.find(6) == index.find(-8) == index.find(1000) == []
        assert index.find_any([900, -7, 8, -7]) == ([0, 1, 6] if ascending else [1, 6, 4])
    alone = SortedIndex.of(entries("one", held[:2], rows[:2]), "one")
    assert (alone.find(5), alone.find_any([]), alone.find_any([-7, 5])) == ([0], [], [1, 0])
    nothing = SortedIndex.of(entries("none", held[:0], rows[:0]), "none")
    assert nothing.find(5) == nothing.find_any([5]) == []


def test_one_array_serves_the_day_and_the_year() -> None:
    days = [PartialDate(1987, 12, 31), PartialDate(1987), BORN, PartialDate(1988)]
    held = np.array([full_name_key("Lý Mỹ", day) for day in days], np.int64)
    by_day = SortedIndex.of(entries("name", held, np.arange(4, dtype=np.int32)), "name")
    assert YearIndex(by_day).find(full_name_key("Lý Mỹ", PartialDate(1987))) == [0, 1, 2]
    assert by_day.find(full_name_key("Lý Mỹ", PartialDate(1987))) == [1]


def test_frequencies_are_those_counted_row_by_row() -> None:
    sexes = {sex.value: sex for sex in Sex}
    births = [partial_date(row["dob"]) for row in people_records()]
    by_row = count(
        Counted(row["full_name"], sexes.get(row["gender"]), born.year if born else 0, row["address"],
                row["address_old"], row["cccd"])
        for row, born in zip(people_records(), births, strict=True)
    )  # fmt: skip
    by_column = town().frequencies
    for row, born in zip(people_records(), births, strict=True):
        sex, year = sexes.get(row["gender"]), born.year if born else 0
        for key in (keys(row["full_name"]).k2, keys(row["full_name"]).k4, "bạch vô danh"):
            assert by_column.name_bits(key, sex, year) == by_row.name_bits(key, sex, year)
            assert by_column.middle_bits(parts(key).middle) == by_row.middle_bits(parts(key).middle)
        assert by_column.number_bits(row["cccd"]) == by_row.number_bits(row["cccd"])
        assert by_column.year_bits(year) == by_row.year_bits(year)
    assert {key: by_column.communes.get(key, 0.0) for key in by_row.communes} == by_row.communes


def test_an_index_is_found_again_and_a_changed_extract_is_noticed(tmp_path: Path) -> None:
    records = people_records()
    extract = tmp_path / "people.parquet"
    pyarrow.parquet.write_table(pa.Table.from_pylist(records), extract)
    first = population_index(extract, tmp_path)
    assert (first.made, population_index(extract, tmp_path)) == (True, type(first)(first.path, made=False))
    records[0]["full_name"] = "Đỗ Hữu Lạ"
    pyarrow.parquet.write_table(pa.Table.from_pylist(records), extract)
    second = population_index(extract, tmp_path)
    assert second.made
    assert second.path != first.path
    person = open_population(second.path).person(records[0]["cccd"])
    assert person is not None
    assert person.full_name == "Đỗ Hữu Lạ"


def test_a_file_that_is_not_whole_is_made_again(tmp_path: Path) -> None:
    extract = tmp_path / "people.parquet"
    pyarrow.parquet.write_table(pa.Table.from_pylist(people_records()), extract)
    made = population_index(extract, tmp_path)
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[: len(whole) // 2])
    assert not is_whole(made.path)
    assert population_index(extract, tmp_path).made
    assert made.path.read_bytes() == whole


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def parts_until_it_breaks():
        yield {"a": np.arange(3)}, {}
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        write(tmp_path / "index", parts_until_it_breaks())
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "index")


@pytest.mark.parametrize("written", ["099087000101", "123456789", "09908700010", "0990870001011", "0990870?0101", ""])
def test_near_numbers_are_the_neighbourhood(written: str) -> None:
    for length in (9, 12):
        near = {int(number) for number in neighbourhood(written, length) if number.isdecimal()}
        assert set(near_numbers(written, length)) == near


CLOSE = (
    "Nguyễn Thị Thuý Hoa",
    "nguyen thi thuy hoà",
    "N T T Hòa",
    "Nguyễn Hoà",
    "NguyễnThị Thuý Hoà",
    "Nguyễm Thị Thúy Hoà",
)


@pytest.mark.parametrize("written", CLOSE)
def test_a_name_that_is_close_is_never_passed_over(written: str) -> None:
    assert compare_names(written, NAMES[0]).level in (Level.EXACT, Level.VARIANT, Level.CLOSE)
    assert may_be_close(written)(keys(NAMES[0]).k4)
    assert not may_be_close(written)(keys("Trần Văn Quyết").k4)


@pytest.mark.parametrize("written", ["Lê Văn A", "N.V. An", "Nguyễn-Văn An", "Ðỗ Thị", "", "???", "Y'Blô Niê", "q ìy"])
def test_keys_of_a_name_are_those_of_the_whole(written: str) -> None:
    """Though they are put together from those of its syllables."""
    whole = name_keys(written)
    assert keys(written) == replace(whole, k4=whole.k4.replace("y", "i"), k5=whole.k5.replace("y", "i"))


@pytest.mark.parametrize("written", ["09908700?101", "?9908700?10?", "????", "?????", "0a?", "099087000101"])
def test_filled_numbers_are_the_fillings(written: str) -> None:
    assert filled_numbers(written) == [int(number) for number in fillings(written) if number.isdecimal()]


def test_every_column_of_an_extract_is_kept() -> None:
    row = people_records()[0]
    person = town().person(row["cccd"])
    assert person is not None
    assert set(row) >= set(POPULATION_COLUMNS)
    assert (person.person_id, person.full_name, person.household) == (
        row["person_id"], row["full_name"], row["household_no"],
    )  # fmt: skip
