"""What `hoso doctor` says of the keys."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.keys_health import generation_finding, master_finding, sealed_finding, seals_finding, signing_finding
from settings import Settings
from storage.sealing.master import FileMaster

NOW = datetime(2026, 11, 22, tzinfo=UTC)

AGES = """
what       | days | more | good | seen
generation |    3 |    0 | yes  | 3 ngày
generation |  900 |    0 | yes  | quá 2 năm
generation |    3 |    7 | no   | 7 khóa dưới đời cũ
generation |      |    0 | yes  | chưa bọc
signing    |   90 |   90 | yes  | 90 ngày
signing    |   91 |   90 | no   | 91 ngày
signing    |      |   90 | yes  | chưa có
seals      |    2 |    1 | yes  | 2 ngày trước
seals      |    3 |    1 | no   | 3 ngày trước
seals      |    3 |    0 | yes  | 3 ngày trước
seals      |      |    1 | no   | chưa niêm phong
seals      |      |    0 | yes  | chưa niêm phong
"""


@pytest.mark.parametrize("row", AGES.strip().splitlines()[1:])
def test_ages_are_told_and_what_is_too_old_is_bad(row: str) -> None:
    what, days, more, good, seen = (cell.strip() for cell in row.split("|"))
    at = NOW - timedelta(days=int(days)) if days else None
    found = {
        "generation": lambda: generation_finding(at, int(more), NOW),
        "signing": lambda: signing_finding(at, int(more), NOW),
        "seals": lambda: seals_finding(at, NOW, more == "1"),
    }[what]()
    assert found.good is (good == "yes")
    assert seen in found.seen


def test_a_value_in_clear_is_told_by_its_column() -> None:
    assert sealed_finding(()).good
    assert "dossier.label" in sealed_finding(("dossier.label",)).seen
    assert not sealed_finding(("dossier.label",)).good


def test_where_the_master_key_lies_and_who_may_read_it(tmp_path: Path) -> None:
    inside, apart = Settings(state=tmp_path / "state"), tmp_path / "apart" / "key"
    FileMaster.made(tmp_path / "state" / "master.key")
    FileMaster.made(apart)
    told = master_finding(inside)
    assert (told.good, "quyền 600" in told.seen, "inside a folder" in told.seen) == (True, True, True)
    assert not master_finding(inside.model_copy(update={"production": True})).good
    production = {"production": True, "master_key": str(apart)}
    assert master_finding(inside.model_copy(update=production)).good
    beside = {**production, "objects": str(tmp_path / "apart")}
    assert not master_finding(inside.model_copy(update=beside)).good
    service = {**production, "master_key": "https://host/v1/transit/keys/hoso"}
    assert "dịch vụ giữ khóa" in master_finding(inside.model_copy(update=service)).seen
