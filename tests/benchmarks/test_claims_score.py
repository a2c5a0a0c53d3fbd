"""Decisions held against truth: each kind of outcome counts where it must, and a limit is what the books say."""

import json
from pathlib import Path

import pytest

from benchmarks.claims_score import ClaimsScore, score
from benchmarks.limits import upper_limit

TRUTH = """
id | person | auto      | phone
D1 | P1     | ok        | owner
D2 | P2     | ok        | relative
D3 | P3     | forbidden | owner
D4 |        | forbidden | n/a
D5 | P5     | tolerated | other_person
D6 | P6     | ok        | owner_stale
"""
DECISIONS = """
id | person | decision        | phone
D1 | P1     | auto_verify     | owner
D2 | P9     | auto_correct    | owner
D3 | P3     | auto_verify     | owner
D4 | P4     | review          | missing
D5 | P5     | review          | other_person
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.fixture
def scored(tmp_path: Path) -> ClaimsScore:
    truth = [
        {
            "dossier_id": claim,
            "person_id": person or None,
            "auto": auto,
            "type": f"kind {claim}",
            "phone_status": phone,
            "gold": {"dob": "1987"},
        }
        for claim, person, auto, phone in rows(TRUTH)
    ]
    path = tmp_path / "truth.jsonl"
    path.write_text("\n".join(map(json.dumps, truth)), "utf-8")
    decisions = [
        {"dossier_id": claim, "person_id": person or None, "decision": decision, "phone_status": phone}
        for claim, person, decision, phone in rows(DECISIONS)
    ]
    decisions[0]["corrected"] = {"dob": "1987", "full_name": "Ai Đó"}
    return score(path, decisions)


@pytest.mark.parametrize(
    ("what", "count"),
    [
        ("claims", 6),
        ("false_accepts", 2),  # another person, and one whom a person had to see
        ("wrong_kinds", (("kind D2", 1), ("kind D3", 1))),
        ("linkable", 3),
        ("linked_right", 1),
        ("reviews", 3),  # D6 is not decided: a review that names nobody
        ("reviews_of_somebody", 2),
        ("right_on_top", 1),
        ("phones", 5),
        ("phones_right", 3),
        ("owners", 3),
        ("false_owners", 1),
        ("values", 2),
        ("values_right", 1),
    ],
)
def test_each_outcome_counts_where_it_must(scored: ClaimsScore, what: str, count: object):
    assert getattr(scored, what) == count


@pytest.mark.parametrize(
    ("errors", "of", "limit"),
    [
        (0, 20_000, 1 - 0.05 ** (1 / 20_000)),  # closed form: nothing seen
        (0, 100, 1 - 0.05 ** (1 / 100)),
        (1, 1, 1.0),
        (3, 10, 0.60662),  # tables of Clopper and Pearson
    ],
)
def test_the_limit_is_the_exact_one(errors: int, of: int, limit: float):
    assert upper_limit(errors, of) == pytest.approx(limit, abs=1e-5)
