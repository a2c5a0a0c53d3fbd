"""How long what is kept: the longest term of the papers of a dossier, on dated data."""

from datetime import date

import pytest

from storage.retention_terms import Start, Term, binding, parsed, terms

ON = date(2026, 11, 22)


def term(years: int | None, start: Start) -> Term:
    return Term(("*",), years, start, date(2020, 1, 1), None, "TT", True)


ENDS = """
years | from        | received   | closed     | first day without
5     | YEAR_CLOSED | 2020-03-01 | 2020-04-01 | 2026-01-01
5     | YEAR_CLOSED | 2020-03-01 | 2020-12-31 | 2026-01-01
5     | YEAR_CLOSED | 2020-03-01 |            |
5     | CLOSED      | 2020-03-01 | 2020-04-01 | 2025-04-01
1     | CLOSED      | 2020-01-01 | 2020-02-29 | 2021-03-01
5     | RECEIVED    | 2020-03-01 |            | 2025-03-01
-     | CLOSED      | 2020-03-01 | 2020-04-01 |
"""


@pytest.mark.parametrize("row", ENDS.strip().splitlines()[1:])
def test_a_term_ends(row: str) -> None:
    years, start, received, closed, end = (cell.strip() for cell in row.split("|"))
    found = term(None if years == "-" else int(years), Start[start]).ended(
        date.fromisoformat(received), date.fromisoformat(closed) if closed else None
    )
    assert found == (date.fromisoformat(end) if end else None)


LONGEST = """
papers              | closed     | runs on 2026-11-22
                    | 1999-05-01 | no
                    |            | yes
cccd                | 1999-05-01 | no
cccd                | 2006-05-01 | yes
cccd                | 2005-12-31 | no
ct01 cccd           | 2020-05-01 | yes
tk_khai_sinh cccd   | 1999-05-01 | yes
"""


@pytest.mark.parametrize("row", LONGEST.strip().splitlines()[1:])
def test_a_dossier_is_kept_for_the_longest_term_of_its_papers(row: str) -> None:
    papers, closed, runs = (cell.strip() for cell in row.split("|"))
    settled = date.fromisoformat(closed) if closed else None
    found = binding(papers.split(), date(1999, 1, 1), settled, ON)
    assert found.runs(ON) == (runs == "yes")
    assert found.term.source in found.term.said


def test_civil_status_is_kept_for_ever() -> None:
    found = binding(["tk_ket_hon", "cccd"], date(2020, 1, 1), date(2020, 2, 1), ON)
    assert found.term.years is None
    assert "vĩnh viễn" in found.term.said


def test_what_nobody_verified_is_said_so() -> None:
    assert all(one.verified or "chưa kiểm chứng" in one.said for one in terms(ON))
    assert all(one.source and (one.verified or one.note) for one in terms(ON))


def test_before_the_first_rule_all_rules_bind() -> None:
    assert terms(date(1990, 1, 1)) == terms(ON)


RULE = {
    "kinds": '["*"]',
    "years": "5",
    "from": '"closed"',
    "valid_from": "2020-01-01",
    "source": '"TT"',
    "verified": "true",
}
WRONG = [
    {"kinds": '["ct01"]'},
    {"kinds": ""},
    {"years": ""},
    {"years": "0"},
    {"permanent": "true"},
    {"from": '"birth"'},
    {"source": ""},
    {"verified": "false"},
    {"note": '"n"'},
    {"unknown": "1"},
]


def _text(change: dict[str, str]) -> str:
    return "[[term]]\n" + "\n".join(f"{name} = {value}" for name, value in (RULE | change).items() if value)


@pytest.mark.parametrize("change", WRONG, ids=str)
def test_a_rule_that_is_not_understood_is_refused(change: dict[str, str]) -> None:
    assert parsed(_text({}))[0].years == 5
    with pytest.raises(ValueError, match="retention"):
        parsed(_text(change))


def test_a_rule_ends_and_the_next_begins() -> None:
    (one,) = parsed(_text({"valid_to": "2025-12-31"}))
    assert one.in_force(date(2025, 12, 31))
    assert not one.in_force(date(2026, 1, 1))
