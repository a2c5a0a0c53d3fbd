"""Claims in bulk: one process, several, parts on several machines and a single look-up all give the same bytes."""

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from matching_town import people_records, phone_records

from errors import DossierError
from matching import bulk
from matching.bulk import decision_row, match_files, resolutions
from matching.claims import parse_row
from matching.codec import decision_from_json
from matching.index.extract_files import ExtractRefused
from matching.index.indexes import read_population, read_telco
from matching.people import Claim
from matching.replay import replay
from matching.shards import Shard, merge, parse_shard
from matching.work import indexed, match_part, merged

RIGHT = {"full_name": "Nguyễn Văn Khánh", "id_number": "099087000101", "dob": "12/03/1987"}
WRITTEN = (
    {}, {"id_number": "099087000107"}, {"dob": "1987"}, {"full_name": "NGUYEN VAN KHANH"}, {"full_name": "Đỗ Hữu Lạ"},
    {"id_number": "09908700?101"}, {"id_number": ""}, {"phone": "0391000001"}, {"surprise": "x"},
)  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Extracts and 450 claims, some of them refused, one of them twice."""
    folder = tmp_path_factory.mktemp("bulk")
    for name, records in (("people", people_records()), ("phones", phone_records())):
        pyarrow.parquet.write_table(pa.Table.from_pylist(records), folder / f"{name}.parquet")
    rows = [RIGHT | {"dossier_id": f"D{number % 448}"} | WRITTEN[number % len(WRITTEN)] for number in range(450)]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "claims.jsonl").write_text("\n".join([*lines[:7], "", "{", *lines[7:]]), encoding="utf-8")
    match_files(folder / "people.parquet", folder / "phones.parquet", folder / "claims.jsonl", folder / "alone.jsonl")
    return folder


def _match(files: Path, out: Path, jobs: int = 1, shard: str = "1/1", index: Path | None = None) -> bytes:
    extracts = files / "people.parquet", files / "phones.parquet"
    match_files(*extracts, files / "claims.jsonl", out, jobs, index=index, shard=parse_shard(shard))
    return out.read_bytes()


def test_single_look_ups_give_the_same(files: Path) -> None:
    population, telco = read_population(files / "people.parquet"), read_telco(files / "phones.parquet")
    lines = (files / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    claims = {claim.dossier_id: claim for line in reversed(lines) if isinstance(claim := parse_row(1, line), Claim)}
    written = [json.loads(line) for line in (files / "alone.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in written:
        (alone,) = resolutions([claims[row["dossier_id"]]], population, telco)
        assert decision_row(alone) == row
    assert len(written) == 400 - 1


def test_processes_give_the_same_as_one(files: Path, tmp_path: Path) -> None:
    assert _match(files, tmp_path / "out", jobs=2) == (files / "alone.jsonl").read_bytes()


def test_an_index_that_is_kept_gives_the_same(files: Path, tmp_path: Path) -> None:
    first = _match(files, tmp_path / "first", index=tmp_path / "kept")
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "kept").iterdir()}
    assert _match(files, tmp_path / "second", index=tmp_path / "kept") == first
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "kept").iterdir()} == kept
    assert first == (files / "alone.jsonl").read_bytes()


def test_the_order_of_rows_in_the_extract_changes_nothing(files: Path, tmp_path: Path) -> None:
    for name, records in (("people", people_records()), ("phones", phone_records())):
        random.Random(5).shuffle(records)
        pyarrow.parquet.write_table(pa.Table.from_pylist(records), tmp_path / f"{name}.parquet")
    (tmp_path / "claims.jsonl").write_bytes((files / "claims.jsonl").read_bytes())
    assert _match(tmp_path, tmp_path / "out") == (files / "alone.jsonl").read_bytes()


@pytest.mark.parametrize("of", [1, 3])
def test_parts_merge_to_the_whole(files: Path, tmp_path: Path, of: int) -> None:
    extracts = [str(files / name) for name in ("people.parquet", "phones.parquet")]
    claims, out, index = (str(path) for path in (files / "claims.jsonl", tmp_path / "out", tmp_path / "index"))
    shards = indexed(*extracts, index, of)
    parts = [match_part(shard, *extracts, claims, out, index) for shard in shards]
    assert merged(parts, claims, out) == out
    assert Path(out).read_bytes() == (files / "alone.jsonl").read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out"]


def test_parts_of_other_claims_are_not_merged(files: Path, tmp_path: Path) -> None:
    _match(files, tmp_path / "1", shard="1/2")
    _match(files, tmp_path / "2", shard="2/2")
    with pytest.raises(ValueError, match="not of these claims"):
        merge(files / "claims.jsonl", [tmp_path / "2", tmp_path / "1"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "out.part").exists()


def test_a_dossier_is_in_one_part_and_always_the_same() -> None:
    assert [n for n in range(1, 17) if Shard(n, 16).holds("D0000017")] == [16]
    assert all(sum(Shard(n, 5).holds(f"D{number}") for n in range(1, 6)) == 1 for number in range(200))


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", ""])
def test_no_such_part(text: str) -> None:
    with pytest.raises(ValueError, match=r"no shard|invalid literal"):
        parse_shard(text)


KILLED_ON_THE_WAY = """
import os, signal, sys
from pathlib import Path
from matching.bulk import match_files
people, phones, claims, out, index = map(Path, sys.argv[1:6])
die = lambda done, total: os.kill(os.getpid(), signal.SIGKILL)
match_files(people, phones, claims, out, int(sys.argv[6]), die, index=index)
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_leaves_no_decisions_and_the_next_gives_all(
    files: Path, tmp_path: Path, jobs: int
) -> None:
    words = [files / name for name in ("people.parquet", "phones.parquet", "claims.jsonl")]
    words += [tmp_path / "out", tmp_path / "index"]
    root = Path(bulk.__file__).parents[1]
    run = [sys.executable, "-c", KILLED_ON_THE_WAY, *map(str, words), str(jobs)]
    assert subprocess.run(run, cwd=root, check=False).returncode == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    assert _match(files, tmp_path / "out", jobs, index=tmp_path / "index") == (files / "alone.jsonl").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "out"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_recorded_is_decided_again_the_same(files: Path, tmp_path: Path, jobs: int) -> None:
    extracts = files / "people.parquet", files / "phones.parquet"
    match_files(*extracts, files / "claims.jsonl", tmp_path / "out", jobs, record=tmp_path / "whole")
    assert (tmp_path / "out").read_bytes() == (files / "alone.jsonl").read_bytes()
    assert (tmp_path / "whole").stat().st_mode & 0o077 == 0
    lines = (tmp_path / "whole").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]
    made = [decision_from_json(line) for line in lines]
    assert [one.resolution.dossier_id for one in made] == [row["dossier_id"] for row in rows]
    assert all(decision_row(one.resolution) == row for one, row in zip(made, rows, strict=True))
    assert all(replay(one).same for one in made[:: len(made) // 20])


def test_a_run_that_fails_leaves_no_file(files: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    extracts = files / "people.parquet", files / "phones.parquet"
    with pytest.raises(KeyboardInterrupt):
        match_files(*extracts, files / "claims.jsonl", tmp_path / "out", progress=stop)
    (tmp_path / "people.parquet").write_bytes(b"no parquet")
    with pytest.raises(ExtractRefused) as refused:
        match_files(tmp_path / "people.parquet", extracts[1], files / "claims.jsonl", tmp_path / "out")
    assert isinstance(refused.value, DossierError)
    assert [path.name for path in tmp_path.iterdir()] == ["people.parquet"]
