"""Loading an extract: all of it or nothing, told what was left out, and what served before serves until the end."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import extract_makers as make
import pytest
from sqlalchemy import text
from storage_makers import vault

from matching.gateway.inquiry import Purpose
from matching.people import Claim
from storage.connection import engine_for
from storage.replica.clearing import LoadUnderWay, drop
from storage.replica.difference import Difference
from storage.replica.file import ExtractUnusable, Noted, Unusable
from storage.replica.load import INDEXING, READING
from storage.replica.register import Replicas
from storage.replica.schema import table_of
from storage.replica.state import ExtractState

pytestmark = pytest.mark.contract

PURPOSE = Purpose("1.004194", "can-bo", "H56.12", "d1")


def serving(url: str) -> int | None:
    """How many persons the extract in use holds; None when there is none."""
    with closing(Replicas(url)) as replicas:
        extract = replicas.serving()
    return extract.rows if extract else None


def asked(url: str, wanted: str) -> list[tuple[object, ...]]:
    engine = engine_for(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(wanted))]
    engine.dispose()
    return found


def test_a_file_is_put_in_use_and_told_from_the_one_before(warehouse_url: str, tmp_path: Path) -> None:
    first = make.loaded(warehouse_url, make.csv_file(tmp_path / "a.csv", make.people(40)))
    assert (first.new, first.extract.rows, first.difference) == (True, 40, None)
    now = [*make.people(40)[2:], make.person(1, status="da_chet"), make.person(50), make.person(51)]
    now[5] = make.person(7, address="nơi khác")
    second = make.loaded(warehouse_url, make.csv_file(tmp_path / "b.csv", now))
    assert second.difference == Difference(new=2, gone=1, changed=2, no_longer_living=1)
    assert second.extract.details["status"] == {"DECEASED": 1, "LIVING": 40}
    assert serving(warehouse_url) == 41
    assert asked(warehouse_url, f"SELECT to_regclass('{table_of(first.extract.id)}')") == [(None,)]
    actions = [action for (action,) in asked(warehouse_url, "SELECT action FROM audit ORDER BY seq")]
    assert actions == [
        "register.loaded",
        "register.switched",
        "register.retired",
        "register.loaded",
        "register.switched",
    ]
    assert "Đặng" not in str(asked(warehouse_url, "SELECT details FROM audit"))


def test_the_same_file_again_does_nothing(warehouse_url: str, tmp_path: Path) -> None:
    file = make.csv_file(tmp_path / "a.csv", make.people(40))
    first = make.loaded(warehouse_url, file)
    again = make.loaded(warehouse_url, file)
    assert (again.new, again.extract.id) == (False, first.extract.id)


def test_rows_left_out_are_told_by_kind(warehouse_url: str, tmp_path: Path) -> None:
    odd = [make.person(41, dob="hôm qua"), make.person(5, full_name="Đặng Thử Hai"), make.person(43, gender="?")]
    found = make.loaded(warehouse_url, make.csv_file(tmp_path / "a.csv", make.people(40, *odd)), most_unusable=0.1)
    assert found.flaws.rows == {Unusable.BAD_BIRTH: [41], Unusable.DOUBLED_KEY: [42], Noted.UNKNOWN_SEX: [43]}
    assert found.extract.rows == 41
    assert found.extract.details["unusable"] == {"BAD_BIRTH": 1, "DOUBLED_KEY": 1}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (make.people(30, *(make.person(number, cccd="12") for number in range(60, 66))), "6 rows of 36"),
        ([], "no row at all"),
        (make.people(20), "20 persons of 40 are gone"),
    ],
    ids=["too many rows cannot be used", "an empty file", "a file cut short"],
)
def test_what_is_refused_leaves_the_one_before_in_use(rows, told: str, warehouse_url: str, tmp_path: Path) -> None:
    make.loaded(warehouse_url, make.csv_file(tmp_path / "a.csv", make.people(40)))
    with pytest.raises(ExtractUnusable, match=told):
        make.loaded(warehouse_url, make.csv_file(tmp_path / "b.csv", rows))
    assert serving(warehouse_url) == 40
    assert asked(warehouse_url, "SELECT state FROM population_extract") == [("SERVING",)]


KILLED = """
import os, signal, sys
sys.path[:0] = sys.argv[3:]
from pathlib import Path
import extract_makers as make
def die(what, done, total):
    if what == sys.argv[2]: os.kill(os.getpid(), signal.SIGKILL)
make.loaded(sys.argv[1], Path("b.csv"), die)
"""


@pytest.mark.parametrize("when", [READING, INDEXING])
def test_killed_half_way_the_one_before_serves_and_the_next_load_clears_up(
    when: str, warehouse_url: str, tmp_path: Path
) -> None:
    make.loaded(warehouse_url, make.csv_file(tmp_path / "a.csv", make.people(40)))
    file = make.csv_file(tmp_path / "b.csv", make.people(45))
    rooms = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    command = [sys.executable, "-c", KILLED, warehouse_url, when, *rooms]
    assert subprocess.run(command, cwd=tmp_path, env=os.environ, check=False).returncode == -signal.SIGKILL
    assert serving(warehouse_url) == 40
    for _ in range(1000):  # the server lets go of the lock when it sees that the process is gone
        try:
            assert make.loaded(warehouse_url, file).difference == Difference(5, 0, 0, 0)
            break
        except LoadUnderWay:
            continue
    states = asked(warehouse_url, "SELECT state FROM population_extract ORDER BY id")
    assert states == [("RETIRED",), ("SERVING",)]


def test_two_loads_at_once_are_not_made(warehouse_url: str, tmp_path: Path) -> None:
    refused = []

    def second(what: str, done: int, total: int) -> None:
        if what == INDEXING and not done:
            with pytest.raises(LoadUnderWay):
                make.loaded(warehouse_url, make.csv_file(tmp_path / "b.csv", make.people(5)))
            refused.append(serving(warehouse_url))

    make.loaded(warehouse_url, make.csv_file(tmp_path / "a.csv", make.people(40)), second)
    assert refused == [None]
    assert serving(warehouse_url) == 40


def test_who_is_asking_sees_one_extract_to_the_end(warehouse_url: str, tmp_path: Path) -> None:
    """A dossier that is being matched keeps its extract; the rows of that go when a later load finds them free."""
    make.loaded(warehouse_url, make.csv_file(tmp_path / "a.csv", make.people(40)))
    new = make.csv_file(tmp_path / "b.csv", make.people(40, make.person(77)))
    only_new = Claim("d1", id_number=make.person(77)["cccd"])
    with vault(warehouse_url) as keys, closing(Replicas(warehouse_url, keys)) as replicas:
        with replicas.open(PURPOSE) as before:
            assert before.candidates(only_new) == ()
            later = make.loaded(warehouse_url, new)
            assert before.person(make.person(77)["cccd"]) is None
        with replicas.open(PURPOSE) as after:
            assert after.person(make.person(77)["cccd"]) is not None
            assert after.frequencies.persons == 41
    make.loaded(warehouse_url, new)
    assert asked(warehouse_url, f"SELECT to_regclass('{table_of(later.extract.id - 1)}')") == [(None,)]


def test_dropped_it_is_gone(warehouse_url: str, tmp_path: Path) -> None:
    held = make.loaded(warehouse_url, make.csv_file(tmp_path / "a.csv", make.people(40))).extract
    dropped = drop(warehouse_url, actor="ky-su", now=lambda: make.NOW)
    assert dropped
    assert dropped.id == held.id
    assert serving(warehouse_url) is None
    kept = asked(
        warehouse_url, f"SELECT state, frequencies, to_regclass('{table_of(held.id)}') FROM population_extract"
    )
    assert kept == [(ExtractState.RETIRED.name, None, None)]
    assert drop(warehouse_url, actor="ky-su", now=lambda: make.NOW) is None
