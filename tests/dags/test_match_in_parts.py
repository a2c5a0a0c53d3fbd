"""The DAG that matches claims in parts, run by a real Airflow: its decisions are those of one process, to the byte."""

import json
from pathlib import Path

import pytest

from cli.airflow import run_dag
from matching.bulk import match_files
from samples.people import make_world
from settings import Settings

pytestmark = pytest.mark.road

CLAIMS = 30


def test_parts_give_what_one_process_gives(tmp_path: Path):
    world = make_world(5, 300)
    world.write(tmp_path)
    rows = [
        {"dossier_id": f"D{number}", "full_name": one.full_name, "id_number": one.cccd, "dob": one.dob.isoformat()}
        for number, one in enumerate(world.adults[:CLAIMS])
    ]
    claims = tmp_path / "claims.jsonl"
    claims.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", "utf-8")
    population, telco, out = (tmp_path / name for name in ("population.parquet", "telco.parquet", "out.jsonl"))
    alone = tmp_path / "alone.jsonl"
    match_files(population, telco, claims, alone)

    paths = {"population": population, "telco": telco, "claims": claims, "out": out, "index": tmp_path / "index"}
    conf = {name: str(path) for name, path in paths.items()} | {"shards": 3}
    run_dag(Settings(state=tmp_path / "state"), "match_claims", conf, lambda: None)

    assert out.read_bytes() == alone.read_bytes()
    assert len(out.read_text("utf-8").splitlines()) == CLAIMS
    log = (tmp_path / "state" / "airflow" / "match_claims.log").read_text("utf-8")
    assert not [one.full_name for one in world.adults[:CLAIMS] if one.full_name in log or one.cccd in log]
