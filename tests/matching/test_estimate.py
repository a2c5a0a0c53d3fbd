"""Weights from labels: what is counted, what keeps its share, and what is written of it."""

import json
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from matching_town import people_records, phone_records

from matching.reasons import Reason
from matching.resolution import Level
from matching.weighing.estimate import counted, log_likelihood, main, shares_of
from matching.weighing.labels import Pair, SettledBy, read_set, synthetic_pairs, to_line
from matching.weighing.weights import read_weights, standard_weights

BEFORE = standard_weights()
SLIP = Pair(SettledBy.PERSON, (("id_number", Level.CLOSE, Reason.ID_OCR_DIGIT), ("sex", Level.MISSING, None)))
RIGHT = {
    "doc_type": "ct01", "full_name": "Nguyễn Văn Khánh", "id_number": "099087000101", "dob": "12/03/1987",
    "gender": "Nam", "phone": "0391000001", "conf": {},
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set as `python -m samples.claims` writes it: one right claim, one with a slip, one about nobody."""
    for name, records in (("population", people_records()), ("telco", phone_records())):
        pyarrow.parquet.write_table(pa.Table.from_pylist(records), tmp_path / f"{name}.parquet")
    claims = [RIGHT, RIGHT | {"id_number": "099087000107"}, RIGHT | {"full_name": "Đỗ Hữu Lạ", "id_number": ""}]
    meant = ["P01", "P01", None]
    with (tmp_path / "dossiers.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row | {"dossier_id": f"D{at}"}) + "\n" for at, row in enumerate(claims))
    with (tmp_path / "truth.jsonl").open("w", encoding="utf-8") as lines:
        for at, person in enumerate(meant):
            gold = {"id_number": "099087000101"} if person else {}
            auto = "ok" if person else "forbidden"
            row = {"dossier_id": f"D{at}", "person_id": person, "auto": auto, "gold": gold}
            lines.write(json.dumps(row) + "\n")
    return tmp_path


def test_silence_is_not_counted_and_what_is_not_seen_keeps_its_share() -> None:
    seen, number = counted([SLIP] * 300, BEFORE)
    assert (number, seen["id_number"], seen["sex"]) == (300, Counter(ID_OCR_DIGIT=300), Counter())
    shares = shares_of(seen, BEFORE, believed=100)
    assert shares["id_number"]["ID_OCR_DIGIT"] == pytest.approx((300 + 100 * 0.05) / 400)
    assert shares["sex"] == BEFORE.rules["sex"]


def test_few_pairs_move_little_against_many_believed() -> None:
    seen, _ = counted([SLIP] * 10, BEFORE)
    little, much = (shares_of(seen, BEFORE, believed)["id_number"]["ID_OCR_DIGIT"] for believed in (10_000, 10))
    assert BEFORE.rules["id_number"]["ID_OCR_DIGIT"] < little < 0.06 < much


def test_shares_fitted_to_what_is_seen_make_it_likelier() -> None:
    seen, _ = counted([SLIP] * 300, BEFORE)
    assert log_likelihood(seen, shares_of(seen, BEFORE)) > log_likelihood(seen, BEFORE.rules)


def test_pairs_of_a_set_are_the_claims_about_somebody(folder: Path) -> None:
    numbers = [{rule: reason for rule, _, reason in pair.rows}["id_number"] for pair in _pairs(folder)]
    assert numbers == [None, Reason.ID_OCR_DIGIT]


def _pairs(folder: Path) -> list[Pair]:
    return list(synthetic_pairs(read_set(folder), BEFORE))


def test_the_command_writes_weights_and_report_with_their_origin(folder: Path) -> None:
    reviewed, out, report = folder / "reviewed.jsonl", folder / "weights.json", folder / "weights.md"
    reviewed.write_text((to_line(SLIP) + "\n") * 50, encoding="utf-8")
    command = ["--train", str(folder), "--reviewed", str(reviewed), "--held-out", str(folder), "--version", "t-1"]
    main([*command, "--made-by", "the test", "--out", str(out), "--report", str(report)])
    after = read_weights(out)
    assert (after.version, after.most_doubt, after.style) == ("t-1", BEFORE.most_doubt, BEFORE.style)
    assert after.rules["id_number"]["ID_OCR_DIGIT"] > BEFORE.rules["id_number"]["ID_OCR_DIGIT"]
    origin = json.loads(out.read_text(encoding="utf-8"))["provenance"]
    assert (origin["pairs"], origin["made_by"], len(origin["digest_of_labels"])) == (52, "the test", 64)
    assert str(folder) not in out.read_text(encoding="utf-8") + report.read_text(encoding="utf-8")
    assert "| linked by machine, wrong | 0 | 0 |" in report.read_text(encoding="utf-8")
