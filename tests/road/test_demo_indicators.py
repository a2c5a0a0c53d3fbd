"""The indicators of the demonstration, as `hoso indicators` publishes them, against the count by hand."""

import csv
import io
from typing import Any

import pytest
from demo_by_hand import by_hand
from installation import Installation, published
from other_system import Told

pytestmark = pytest.mark.road

# Who filed at a counter or by post filed no dossier at the portal; of the five others (three online, two without a
# manifest) nobody has said it, so 4.3 does not know them. Of no dossier has anybody told of an electronic result, of a
# result in the portal's catalogue or of a VNeID account: 4.1, 4.2 and 4.4 know nothing of any, 4.5b not of the one for
# whom the population register was of no use. All of 4.5a's procedures (tạm trú, khai sinh) have used it.
UNTOLD = """
indicator | numerator | denominator | unknown | rate
4.1       | 0         | 12          | 12      | 0
4.2       | 0         | 12          | 12      | 0
4.3       | 0         | 12          | 5       | 0
4.4       | 0         | 12          | 12      | 0
4.5a      | 2         | 2           | 0       | 100
4.5b      | 11        | 12          | 1       | 91.67
"""

# What is told after that: `FACTS` of tests/road/demo_by_hand.py.
# 4.1, 4.2  7 of 12 (each of the seven has files, too); not known: the four of which nothing is told of a result
#           (...0008, 0009, 0010, 0012): 58,33 %
# 4.3       1 of 12 (...0003: made at the portal and digitised there); not known: ...0009 and ...0012
# 4.4       3 of 12 (...0001, 0002, 0006); not known: ...0008, 0009, 0010, 0011, 0012
TOLD = """
indicator | numerator | denominator | unknown | rate
4.1       | 7         | 12          | 4       | 58.33
4.2       | 7         | 12          | 4       | 58.33
4.3       | 1         | 12          | 2       | 8.33
4.4       | 3         | 12          | 5       | 25
4.5a      | 2         | 2           | 0       | 100
4.5b      | 11        | 12          | 1       | 91.67
"""

# A counter of another system has now asked the service about a marriage and told that the identity paper was not asked
# for (tests/road/conftest.py): a thirteenth dossier, by its code alone. It counts in every denominator: in 4.3 it is
# reuse; its procedure is a third one, and neither is known to have used the population register; of its files, result,
# portal and VNeID nothing is told. That a marriage ends in a paper stands in reuse/data/results.toml.
ASKED = """
indicator | numerator | denominator | unknown | rate
4.1       | 7         | 13          | 5       | 53.85
4.2       | 7         | 13          | 5       | 53.85
4.3       | 2         | 13          | 2       | 15.38
4.4       | 3         | 13          | 6       | 23.08
4.5a      | 2         | 3           | 0       | 66.67
4.5b      | 11        | 13          | 2       | 84.62
"""
COMPONENT_MINUTES = 15  # reuse/data/minutes.toml: to find, copy, hand in and scan one paper


@pytest.mark.parametrize(("moment", "table"), [("untold", UNTOLD), ("told", TOLD), ("asked", ASKED)])
def test_the_indicators_are_those_counted_by_hand(stages: dict[str, dict[str, Any]], moment: str, table: str) -> None:
    found = {
        one["id"]: [str(one["numerator"]), str(one["denominator"]), str(one["unknown"]), f"{one['rate']:g}"]
        for one in stages[moment]["whole"]["indicators"]
    }
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]
    assert found == {name: told for name, *told in rows}


def test_each_dossier_is_as_counted_by_hand(stages: dict[str, dict[str, Any]]) -> None:
    told = {one["code"]: one for one in stages["untold"]["dossiers"] if one["code"]}
    for one in by_hand():
        if not one.code:
            continue
        held = told.pop(one.code)
        fields = held["fields"]
        assert (held["procedure"], held["DuocSoHoa"]) == (one.procedure, one.files > 0), one.code
        assert (fields["reused"], fields["minutes_saved"]) == (one.reused, one.minutes), one.code
        assert fields["needed"] in one.needed, one.code
        assert held["indicators"]["4.5b"]["numerator"] is one.found, one.code
    assert told == {}


def test_the_table_for_a_spreadsheet_says_the_same(demo: Installation, stages: dict[str, dict[str, Any]]) -> None:
    text = (demo.state / "untold" / "dossiers.csv").read_text("utf-8-sig")
    rows = {row["Mã hồ sơ"]: row for row in csv.DictReader(io.StringIO(text)) if row["Mã hồ sơ"]}
    found = {code: (int(row["DuocSoHoa (tệp)"]), row["Kênh"]) for code, row in rows.items()}
    assert found == {one.code: (one.files, one.channel) for one in by_hand() if one.code}


def test_our_finer_rate_counts_fields(stages: dict[str, dict[str, Any]]) -> None:
    reused = sum(one.reused for one in by_hand())
    least, most = (sum(one.needed[at] for one in by_hand()) for at in (0, -1))
    fields = stages["untold"]["whole"]["fields"]
    assert fields["reused"] == reused == 11
    assert least <= fields["needed"] <= most
    assert fields["rate"] == round(100 * reused / fields["needed"], 2)
    assert fields["minutes_saved"] == fields["minutes_assumed"] == sum(one.minutes for one in by_hand()) == 6


def test_a_component_that_was_not_asked_for_saves_its_minutes(stages: dict[str, dict[str, Any]]) -> None:
    before, after = (stages[moment]["whole"]["fields"] for moment in ("told", "asked"))
    assert after["minutes_saved"] - before["minutes_saved"] == COMPONENT_MINUTES
    assert (after["reused"], after["needed"]) == (before["reused"], before["needed"])


def test_figures_by_a_mocked_register_say_so(stages: dict[str, dict[str, Any]]) -> None:
    mocked = sum(one.found for one in by_hand())
    assert stages["untold"]["whole"]["dossiers_by_mocked_register"] == mocked == 11


@pytest.fixture(scope="module")
def stages(demo: Installation, before: dict[str, dict[str, Any]], asked: Told) -> dict[str, dict[str, Any]]:
    """What is published: of the demonstration; once results are told of; and once another system has asked."""
    return before | {"asked": published(demo, "asked")}
