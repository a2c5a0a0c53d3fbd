"""Claims and extracts as files: what is taken in, what is refused and how it is told, and decisions that come out."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from matching_town import khanh, operators, people_records, phone_records, rows, town

from matching.bulk import match_files
from matching.claims import RowRefused, parse_row, read_claims
from matching.index.extract_files import ExtractRefused
from matching.people import Claim, Sex
from matching.weighing.estimate import estimated_shares
from matching.weighing.weights import standard_weights

BIRTH_DATES = """
as written                 | read
12/03/1987                 | 1987-03-12
12-03-1987                 | 1987-03-12
12.3.1987                  | 1987-03-12
ngày 12 tháng 03 năm 1987  | 1987-03-12
1987-03-12                 | 1987-03-12
Năm 1987                   | 1987
1987                       | 1987
31/02/1990                 | None
12/03/87                   | None
                           | None
"""


@pytest.mark.parametrize(("written", "read"), rows(BIRTH_DATES))
def test_birth_dates_in_all_styles(written: str, read: str) -> None:
    found = parse_row(1, json.dumps({"dossier_id": "D1", "dob": written}))
    assert isinstance(found, Claim)
    assert str(found.birth_date) == read


def test_a_row_keeps_what_is_written() -> None:
    row = {
        "dossier_id": "D1", "full_name": "Nguye\u0302\u0303n  Va\u0306n KHÁNH", "id_number": "099 087.00?101",
        "gender": "nam",
        "phone": "0123 234 5678", "conf": {"dob": 0.5, "phone": 0.9}, "father_name": None,
    }  # fmt: skip
    found = parse_row(1, json.dumps(row))
    assert isinstance(found, Claim)
    assert (found.full_name, found.id_number, found.phone) == ("Nguyễn Văn KHÁNH", "09908700?101", "0123 234 5678")
    assert (found.sex, found.father_name, found.confidence) == (Sex.MALE, "", {"birth_date": 0.5, "phone": 0.9})


REFUSED = """
line                                      | message
{"dossier_id": "D1", "surprise": "x"}     | dòng 7: không hiểu các khóa surprise
{"dossier_id": "D1", "dob": 1987}         | dòng 7: giá trị không phải văn bản ở dob
{"dossier_id": "D1", "conf": "high"}      | dòng 7: giá trị không phải văn bản ở conf
{"full_name": "Nguyễn Văn Khánh"}         | dòng 7: thiếu dossier_id
["D1"]                                    | dòng 7: không phải một đối tượng JSON
{"dossier_id": "D1",                      | dòng 7: không phải JSON
"""


@pytest.mark.parametrize(("line", "message"), rows(REFUSED))
def test_rows_that_are_refused(line: str, message: str) -> None:
    found = parse_row(7, line)
    assert isinstance(found, RowRefused)
    assert found.message == message
    assert "Khánh" not in found.message


def test_a_bad_row_stops_no_other_and_a_double_is_told() -> None:
    lines = ['{"dossier_id": "D1"}', "", "{", '{"dossier_id": "D1"}', '{"dossier_id": "D2"}']
    found = list(read_claims(lines))
    assert [type(row).__name__ for row in found] == ["Claim", "RowRefused", "RowRefused", "Claim"]
    assert [row.line for row in found if isinstance(row, RowRefused)] == [3, 4]


def _files(folder: Path, kind: str) -> tuple[Path, Path]:
    write = {"csv": pyarrow.csv.write_csv, "parquet": pyarrow.parquet.write_table}[kind]
    paths = folder / f"people.{kind}", folder / f"phones.{kind}"
    for path, records in zip(paths, (people_records(), phone_records()), strict=True):
        write(pa.Table.from_pylist(records), path)
    return paths


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_files_in_decisions_out(tmp_path: Path, kind: str) -> None:
    population, telco = _files(tmp_path, kind)
    claims, out = tmp_path / "claims.jsonl", tmp_path / "decisions.jsonl"
    right = {"dossier_id": "A", "full_name": "Nguyễn Văn Khánh", "id_number": "099087000101", "dob": "12/03/1987"}
    slip = right | {"dossier_id": "B", "id_number": "099087000107", "dob": "1987", "phone": "0391000001"}
    lines = [right, slip, {"dossier_id": "C", "what": ""}, right | {"dossier_id": "D", "full_name": "Đỗ Hữu Lạ"}]
    claims.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    steps: list[tuple[int, int]] = []
    tally = match_files(population, telco, claims, out, 1, lambda done, of: steps.append((done, of)))
    decisions = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["decision"] for row in decisions] == ["auto_verify", "auto_correct", "review"]
    assert decisions[1]["corrected"] == {"id_number": "099087000101", "dob": "1987-03-12"}
    assert (decisions[1]["phone_status"], decisions[0]["phone_status"]) == ("owner", "missing")
    assert [row.line for row in tally.refused] == [3]
    assert (tally.verified, tally.corrected, tally.review, tally.unlinked) == (1, 1, 1, 0)
    assert steps == [(4, 4)]
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".part") == []


def test_an_extract_without_a_column_is_refused(tmp_path: Path) -> None:
    population, telco = _files(tmp_path, "csv")
    population.write_text("person_id,cccd\nP1,099087000101\n", encoding="utf-8")
    with pytest.raises(ExtractRefused, match="full_name"):
        match_files(population, telco, tmp_path / "none", tmp_path / "out")
    population.with_suffix(".parquet").write_bytes(b"no parquet at all")
    with pytest.raises(ExtractRefused, match="parquet"):
        match_files(population.with_suffix(".parquet"), telco, tmp_path / "none", tmp_path / "out")


def test_shares_follow_the_labelled_pairs() -> None:
    population = town()
    person = population.person("099087000101")
    assert person is not None
    pairs = [(khanh(id_number="099087000107"), person)] * 300 + [(khanh(), person)] * 100
    before = standard_weights()
    found = estimated_shares(pairs, population.frequencies, operators(), before)
    assert found["id_number"]["ID_OCR_DIGIT"] == pytest.approx((300 + 200 * 0.05) / 600)
    assert found["full_name"]["EXACT"] > before.rules["full_name"]["EXACT"]
    assert found["parents"] == before.rules["parents"]
