"""A body that is not understood is told what is expected where, so that its sender can mend it; never what was sent."""

from typing import Any

import held_people as people
import pytest

pytestmark = pytest.mark.contract
BOTH = {"person_id": "00000000-0000-4000-8000-00000000000f", "id_number": "099187000123"}
FAULTS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("records/search", {"limit": 900}, {"where": "body.limit", "fault": "less_than_equal", "expected": {"le": 200}}),
    ("records/search", {"person": BOTH}, {"where": "body.person", "fault": "person_id_or_id_number"}),
    (
        "records/search",
        {"person": {"id_number": "099187000123", "birth_date": "1987-02-30"}},
        {"where": "body.person.birth_date", "fault": "no_such_day"},
    ),
    (
        "records/search",
        {"person": {"id_number": "0991"}},
        {
            "where": "body.person.id_number",
            "fault": "string_pattern_mismatch",
            "expected": {"pattern": "^([0-9]{9}|[0-9]{12})$"},
        },
    ),
    (
        "reuse",
        {"procedure": "1.000894", "components": [{"component": "nhan_than"}]},
        {"where": "body.components.0", "fault": "record_id_or_from_national_store"},
    ),
]


@pytest.mark.parametrize(("path", "more", "fault"), FAULTS, ids=lambda one: one.get("fault") if "fault" in one else "")
def test_a_fault_says_where_it_is_and_what_is_expected(service, http, path, more, fault):
    body = people.asked("099187000123") | more
    said = people.client(service, http).post(path, body, **{"Idempotency-Key": "k1"})
    assert (said.status_code, said.json()["faults"]) == (422, [fault])
    assert "099187000123" not in said.text
    assert "1987" not in said.text
