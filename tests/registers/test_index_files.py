"""What the registers hold is found through index files that are made once, whole or not at all."""

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from registers import index_build
from registers.index_build import Columns, opened
from registers.index_file import head_of
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


# --- the file


COLUMNS = Columns(("number", "name"), ("number",))


def source(folder: Path, **columns: list[str | None]) -> Path:
    path = folder / "people.parquet"
    pq.write_table(pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()}), path)
    return path


def test_an_index_is_made_once_and_again_when_the_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    write = index_build._write

    def counted(file, path, *others):  # type: ignore[no-untyped-def]
        made.append(path)
        write(file, path, *others)

    monkeypatch.setattr(index_build, "_write", counted)
    path = source(tmp_path, number=["001", "002"], name=["An", None])
    before = opened(path, COLUMNS)
    assert opened(path, COLUMNS).row(1) == ["002", ""]
    assert len(made) == 1
    source(tmp_path, number=["001", "003"], name=["An", "Bình"])
    after = opened(path, COLUMNS)
    assert len(made) == 2
    assert [after.row(row) for row in after.find("number", "003")] == [["003", "Bình"]]
    assert [before.row(row) for row in before.find("number", "002")] == [["002", ""]]  # whoever has it open keeps it
    opened(path, Columns(("name", "number"), ("number",)))
    assert len(made) == 3  # other columns, another index
    assert sorted(one.name for one in tmp_path.iterdir()) == ["people.index", "people.parquet"]


def test_an_index_that_was_broken_off_is_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = source(tmp_path, number=["001"], name=["An"])
    with monkeypatch.context() as patch:
        patch.setattr(index_build, "_put", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            opened(path, COLUMNS)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["people.parquet"]
    (tmp_path / "people.index.part").write_bytes(b"what a killed process left, longer than any index" * 500)
    assert opened(path, COLUMNS).find("number", "001") == [0]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format": 0}', b"\xff" * 5000, b'{"format": 1, "parts": 3}'])
def test_what_is_no_index_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = source(tmp_path, number=["001"], name=["An"])
    (tmp_path / "people.index").write_bytes(content)
    assert head_of(tmp_path / "people.index") is None
    assert opened(path, COLUMNS).find("number", "001") == [0]


def test_where_nothing_may_be_written_the_index_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = source(tmp_path, number=["001"], name=["An"])

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(index_build, "_alone", refused)
        assert opened(path, COLUMNS).row(0) == ["001", "An"]
    assert not (tmp_path / "people.index").exists()


def test_two_processes_make_one_index(tmp_path: Path) -> None:
    path = source(tmp_path, number=[f"{n:012d}" for n in range(2000)], name=["An"] * 2000)
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=opened, args=(path, COLUMNS)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["people.index", "people.parquet"]
    assert opened(path, COLUMNS).find("number", "1999") == [1999]


def test_a_column_that_lacks_and_a_value_that_cannot_be_are_told(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="lacks the columns name"):
        opened(source(tmp_path, number=["001"]), COLUMNS)
    with pytest.raises(ValueError, match="U\\+001F") as error:
        opened(source(tmp_path, number=["001"], name=["Nguyễn\x1fAn"]), COLUMNS)
    assert "Nguyễn" not in str(error.value)
    with pytest.raises(OSError, match="nobody"):
        opened(tmp_path / "nobody.parquet", COLUMNS)


def test_people_are_told_how_far_a_large_index_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = source(tmp_path, number=["001", "002", "003"], name=["An", "Bình", "Chi"])
    opened(path, COLUMNS)
    assert capsys.readouterr().err == ""
    (tmp_path / "people.index").unlink()
    monkeypatch.setattr(index_build, "_LARGE", 3)
    opened(path, COLUMNS)
    assert capsys.readouterr().err == "Lập chỉ mục people: 3 / 3 dòng\n"
