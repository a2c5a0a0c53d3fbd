"""`hoso match`: claims against extracts in files, without any database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import _app
from samples.people import make_world
from samples.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(3, 200)


@pytest.fixture
def extracts(world: World, tmp_path: Path) -> Path:
    world.write(tmp_path)
    return tmp_path


def claim_of(world: World, number: int) -> dict[str, str]:
    one = world.adults[number]
    return {
        "dossier_id": f"D{number}", "full_name": one.full_name, "id_number": one.cccd, "dob": one.dob.isoformat(),
        "gender": one.gender, "phone": world.phone(one),
    }  # fmt: skip


def hoso_match(folder: Path, *claims: str, out: str = "sâu/decisions.jsonl", more: tuple[str, ...] = ()) -> Result:
    (folder / "claims.jsonl").write_text("\n".join(claims) + "\n", "utf-8")
    words = {"--population": "population.parquet", "--telco": "telco.parquet", "--claims": "claims.jsonl", "--out": out}
    return CliRunner().invoke(
        _app, ["match", *(word for key, name in words.items() for word in (key, str(folder / name))), *more]
    )


def decisions(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "sâu" / "decisions.jsonl").read_text("utf-8").splitlines()]


def test_each_claim_has_its_decision_in_order(world: World, extracts: Path):
    claims = [claim_of(world, number) for number in (0, 1, 2)]
    shown = hoso_match(extracts, *(json.dumps(claim, ensure_ascii=False) for claim in claims))
    assert shown.exit_code == 0, shown.output
    assert "3 khẳng định: 3 khớp" in shown.output
    found = decisions(extracts)
    assert [row["dossier_id"] for row in found] == ["D0", "D1", "D2"]
    assert [row["person_id"] for row in found] == [world.adults[number].person_id for number in (0, 1, 2)]


BAD_ROWS = ("{", "[1]", '{"dossier_id": "D9", "mật": "x"}', '{"full_name": "Bí Mật"}', '{"dossier_id": "D0"}')


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_bad_row_is_told_by_its_number_and_the_others_are_decided(row, world: World, extracts: Path):
    first, third = (json.dumps(claim_of(world, number), ensure_ascii=False) for number in (0, 1))
    shown = hoso_match(extracts, first, row, third)
    assert shown.exit_code == 3
    assert "2" in shown.stderr
    assert "Bí Mật" not in shown.output
    assert world.adults[0].full_name not in shown.output
    assert [decision["dossier_id"] for decision in decisions(extracts)] == ["D0", "D1"]


def test_what_is_recorded_is_replayed_to_the_byte(world: World, extracts: Path):
    claims = [json.dumps(claim_of(world, number), ensure_ascii=False) for number in range(5)]
    record = str(extracts / "record.jsonl")
    shown = hoso_match(extracts, *claims, more=("--record", record))
    assert shown.exit_code == 0, shown.output
    again = CliRunner().invoke(_app, ["replay", record])
    assert again.exit_code == 0, again.output
    assert "5 quyết định được làm lại: 5 giống từng byte, 0 khác." in again.output


def test_shards_are_merged_to_what_one_run_gives(world: World, extracts: Path):
    claims = [json.dumps(claim_of(world, number), ensure_ascii=False) for number in range(9)]
    assert hoso_match(extracts, *claims).exit_code == 0
    for part in ("1/2", "2/2"):
        assert hoso_match(extracts, *claims, out=part[0], more=("--shard", part)).exit_code == 0
    merge = ["match", "--claims", str(extracts / "claims.jsonl"), "--out", str(extracts / "merged")]
    parts = [word for part in "12" for word in ("--merge", str(extracts / part))]
    shown = CliRunner().invoke(_app, [*merge, *parts])
    assert shown.exit_code == 0, shown.output
    assert (extracts / "merged").read_bytes() == (extracts / "sâu" / "decisions.jsonl").read_bytes()
    assert CliRunner().invoke(_app, [*merge, "--merge", parts[3], "--merge", parts[1]]).exit_code == 2
    assert CliRunner().invoke(_app, merge).exit_code == 2
