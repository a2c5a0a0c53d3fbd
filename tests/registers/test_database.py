"""What the registers hold is found in databases that are made once, whole or not at all."""

import multiprocessing
import signal
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from registers import database
from registers.database import Columns, opened
from registers.store import Lines, Population, read_lines, read_population
from samples.people import World


@pytest.fixture(scope="module")
def population(folder: Path) -> Population:
    return read_population(folder)


@pytest.fixture(scope="module")
def lines(folder: Path) -> Lines:
    return read_lines(folder)


def test_everybody_is_found_as_the_file_has_them(world: World, population: Population) -> None:
    assert len(population) == population.rows == len(world.individuals)
    for row, one in enumerate(world.individuals):
        told = population.by_pin(one.cccd)
        assert told == population.at(row)
        assert (told.full_name, told.dob, told.cmnd) == (one.full_name, one.dob_text, one.cmnd)
        assert (told.address, told.household_no, told.status) == (one.address, one.household_no, one.status)


def test_every_line_is_found_as_the_file_has_it(world: World, lines: Lines) -> None:
    assert len(lines) == len(world.subscriptions)
    for one in world.subscriptions:
        told = lines.by_phone(one.phone)
        assert (told.subscriber_name, told.subscriber_id, told.status) == (
            one.subscriber_name, one.subscriber_id, one.status,
        )  # fmt: skip


def test_the_day_of_the_last_check_is_always_told(world: World, tmp_path: Path) -> None:
    world.write(tmp_path)
    table = pq.read_table(tmp_path / "telco.parquet").slice(0, 2)
    bare = table.drop_columns([name for name in ("verified_on",) if name in table.column_names])
    for days, told in ((None, bare["registered_on"].to_pylist()), (["2026-01-02", ""], None)):
        with_days = bare if days is None else bare.append_column("verified_on", pa.array(days))
        pq.write_table(with_days, tmp_path / "telco.parquet")
        held = read_lines(tmp_path)
        expected = told or ["2026-01-02", bare["registered_on"][1].as_py()]
        assert [held.at(row).verified_on for row in (0, 1)] == expected


@pytest.mark.parametrize("number", ["", "12", "abc", "00309000000x", "٠٠٣٠٩٠٠٠٠٠٠١", "9" * 40, "-1", "000000000000"])
def test_what_is_no_number_of_anybody_finds_nobody(population: Population, lines: Lines, number: str) -> None:
    assert population.by_pin(number) is None
    assert population.by_old_number(number) == []
    assert lines.by_phone(number) is None


def test_leading_zeros_count(population: Population, world: World) -> None:
    number = world.adults[0].cccd
    assert number.startswith("0")
    assert population.by_pin(number.lstrip("0")) is None


def test_an_old_number_issued_twice_finds_both_in_order_of_pin(world: World, tmp_path: Path) -> None:
    first, second = sorted(world.old_number_holders[:2], key=lambda one: one.cccd)
    replace(world, individuals=(replace(second, cmnd=first.cmnd), first)).write(tmp_path)
    holders = read_population(tmp_path).by_old_number(first.cmnd)
    assert [one.cccd for one in holders] == [first.cccd, second.cccd]


def test_an_empty_register_holds_nobody(world: World, tmp_path: Path) -> None:
    world.write(tmp_path)
    for name in ("population", "telco"):
        pq.write_table(pq.read_table(tmp_path / f"{name}.parquet").slice(0, 0), tmp_path / f"{name}.parquet")
    assert len(read_population(tmp_path)) == len(read_lines(tmp_path)) == 0
    assert read_population(tmp_path).by_pin("003090000001") is None


def test_a_row_that_is_not_there_is_none_of_another(population: Population) -> None:
    for row in (-1, population.rows):
        with pytest.raises(IndexError):
            population.at(row)


def test_a_number_that_the_file_has_twice_is_its_later_row(world: World, tmp_path: Path) -> None:
    one = world.adults[0]
    replace(world, individuals=(one, replace(one, full_name="Người Sau"))).write(tmp_path)
    assert read_population(tmp_path).by_pin(one.cccd).full_name == "Người Sau"


def test_whoever_has_no_number_is_not_counted_and_not_found(world: World, tmp_path: Path) -> None:
    first, second = world.adults[:2]
    replace(world, individuals=(replace(first, cccd="", cmnd=""), second)).write(tmp_path)
    held = read_population(tmp_path)
    assert (len(held), held.rows) == (1, 2)
    assert (held.by_pin(""), held.by_old_number("")) == (None, [])


def test_threads_share_what_is_open(world: World, population: Population) -> None:
    wrong: list[str] = []

    def ask() -> None:
        wrong.extend(one.cccd for one in world.individuals if population.by_pin(one.cccd).full_name != one.full_name)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# --- the database


COLUMNS = Columns(("number", "name"), ("number",))


def source(folder: Path, **columns: list[str | None]) -> Path:
    path = folder / "people.parquet"
    pq.write_table(pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()}), path)
    return path


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_database_is_made_once_and_again_when_the_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    write = database._write

    def counted(written, path, *others):  # type: ignore[no-untyped-def]
        made.append(path)
        write(written, path, *others)

    monkeypatch.setattr(database, "_write", counted)
    path = source(tmp_path, number=["001", "002"], name=["An", None])
    before = opened(path, COLUMNS)
    assert opened(path, COLUMNS).at(1) == ("002", "")
    assert len(made) == 1
    source(tmp_path, number=["001", "003"], name=["An", "Bình"])
    after = opened(path, COLUMNS)
    assert len(made) == 2
    assert after.find("number", "003") == [("003", "Bình")]
    assert before.find("number", "002") == [("002", "")]  # whoever has it open keeps it
    opened(path, Columns(("name", "number"), ("number",)))
    assert len(made) == 3  # other columns, another database
    assert files(tmp_path) == ["people.parquet", "people.sqlite"]


def test_a_database_cannot_be_written_to(tmp_path: Path) -> None:
    table = opened(source(tmp_path, number=["001"], name=["An"]), COLUMNS)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        table._read.execute("DELETE FROM register")


def test_a_database_that_was_broken_off_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = source(tmp_path, number=["001"], name=["An"])
    with monkeypatch.context() as patch:
        patch.setattr(database, "_texts", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            opened(path, COLUMNS)
    assert files(tmp_path) == ["people.parquet"]
    (tmp_path / "people.sqlite.part").write_bytes(b"what a killed process left, longer than any database" * 500)
    assert opened(path, COLUMNS).find("number", "001") == [("001", "An")]
    assert files(tmp_path) == ["people.parquet", "people.sqlite"]


def test_what_a_killed_process_was_making_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = source(tmp_path, number=["001"], name=["An"])
    with monkeypatch.context() as patch:
        patch.setattr(database.os, "fsync", lambda _: signal.raise_signal(signal.SIGKILL))
        process = multiprocessing.get_context("fork").Process(target=opened, args=(path, COLUMNS))
        process.start()
        process.join()
    assert process.exitcode == -signal.SIGKILL
    assert files(tmp_path) == ["people.parquet", "people.sqlite.part"]
    assert opened(path, COLUMNS).find("number", "001") == [("001", "An")]
    assert files(tmp_path) == ["people.parquet", "people.sqlite"]


def test_a_disk_that_is_full_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    path = source(tmp_path, number=["001"], name=["An"])
    monkeypatch.setattr(database, "_write", full)
    with pytest.raises(OSError, match="disk is full"):
        opened(path, COLUMNS)
    assert files(tmp_path) == ["people.parquet"]


def other_tables(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE about (held)")


def no_rows(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE about (made_from, row_count, held)")


@pytest.mark.parametrize(
    "put",
    [Path.touch, lambda path: path.write_bytes(b"no database" * 5000), other_tables, no_rows],
    ids=["empty", "another format", "other tables", "no rows"],
)
def test_what_is_no_database_of_ours_is_made_anew(tmp_path: Path, put: Callable[[Path], object]) -> None:
    path = source(tmp_path, number=["001"], name=["An"])
    put(tmp_path / "people.sqlite")
    assert opened(path, COLUMNS).find("number", "001") == [("001", "An")]


def test_where_nothing_may_be_written_the_database_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, elsewhere = tmp_path / "folder", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    path = source(folder, number=["001"], name=["An"])

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(database, "_alone", refused)
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    table = opened(path, COLUMNS)
    assert (files(folder), files(elsewhere)) == (["people.parquet"], [])
    assert table.find("number", "001") == [("001", "An")] == [table.at(0)]


def test_two_processes_make_one_database(tmp_path: Path) -> None:
    path = source(tmp_path, number=[f"{n:012d}" for n in range(2000)], name=["An"] * 2000)
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=opened, args=(path, COLUMNS)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert files(tmp_path) == ["people.parquet", "people.sqlite"]
    assert opened(path, COLUMNS).find("number", "000000001999") == [("000000001999", "An")]


def test_a_column_or_a_file_that_lacks_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="lacks the columns name"):
        opened(source(tmp_path, number=["001"]), COLUMNS)
    with pytest.raises(OSError, match="nobody"):
        opened(tmp_path / "nobody.parquet", COLUMNS)


def test_people_are_told_how_far_a_large_database_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = source(tmp_path, number=["001", "002", "003"], name=["An", "Bình", "Chi"])
    opened(path, COLUMNS)
    assert capsys.readouterr().err == ""
    (tmp_path / "people.sqlite").unlink()
    monkeypatch.setattr(database, "_LARGE", 3)
    opened(path, COLUMNS)
    assert capsys.readouterr().err == "Lập chỉ mục people: 3 / 3 dòng\n"
