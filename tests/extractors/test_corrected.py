"""What people settled, laid over what the machine read; and what papers then say of each other."""

from datetime import date

import pytest

from extractors.agreement.cross_checks import with_agreement
from extractors.agreement.individuals import Declared, individuals
from extractors.agreement.persons import Says
from extractors.codec import documents_from_json, documents_to_json
from extractors.confidence.probability import assessed
from extractors.corrected import Keyed, corrected
from extractors.reading import Alternative, AlternativeKind, Document, Evidence, FieldReading, Problem, Source, Value
from ocr.page import Box, Page

BOX, ELSEWHERE = Box(10, 20, 300, 60), Box(5, 6, 7, 8)
NAME, RIGHT, WRONG = "Đặng Văn Thử", "099087000123", "099087000128"


def read(field: str, value: Value, sure: float = 0.8, source: Source = Source.PRINT) -> FieldReading:
    return FieldReading(field, value, (Evidence(1, BOX, str(value), sure, source),), probability=sure)


def paper(form: str, number: str, sure: float = 0.8) -> Document:
    born = read("ngay_sinh", date(1987, 3, 12))
    return Document(form, "", (1,), 0.9, (read("ho_ten", NAME), read("so_dinh_danh", number, sure), born))


def findings(document: Document, field: str = "so_dinh_danh") -> set[str]:
    reading = document.reading(field)
    assert reading
    return {name for name in reading.findings if name.startswith(("PAPERS", "DECLARED"))}


def test_nothing_keyed_changes_nothing():
    documents = with_agreement([paper("ct01", RIGHT), paper("cccd", RIGHT)])
    assert corrected(documents, {}) == documents
    assert corrected(documents, {0: ()}) == documents


def test_the_value_is_a_persons_and_stands_where_it_was_seen():
    machine = paper("ct01", WRONG)
    (found,) = corrected([machine], {0: [Keyed("so_dinh_danh", RIGHT, None)]})
    reading = found.reading("so_dinh_danh")
    assert reading == FieldReading("so_dinh_danh", RIGHT, (Evidence(1, BOX, "", 1.0, Source.KEYED),))
    assert (reading.source, reading.sureness) == (Source.KEYED, 1.0)
    assert machine.reading("so_dinh_danh") == read("so_dinh_danh", WRONG), "what was read stays as it was"
    assert [one for one in found.readings if one.field != "so_dinh_danh"] == [
        one for one in machine.readings if one.field != "so_dinh_danh"
    ]


def test_the_places_that_were_shown_go_before_those_of_the_machine():
    seen = (Evidence(2, ELSEWHERE, "thô", 0.4),)
    (found,) = corrected([paper("ct01", WRONG)], {0: [Keyed("so_dinh_danh", RIGHT, None, seen)]})
    reading = found.reading("so_dinh_danh")
    assert reading
    assert reading.evidence == (Evidence(2, ELSEWHERE, "", 1.0, Source.KEYED),)


@pytest.mark.parametrize("problem", [Problem.UNREADABLE, Problem.BLANK])
def test_a_problem_is_a_persons_too(problem: Problem):
    (found,) = corrected([paper("ct01", WRONG)], {0: [Keyed("so_dinh_danh", None, problem)]})
    reading = found.reading("so_dinh_danh")
    assert reading
    assert (reading.value, reading.problem, reading.source) == (None, problem, Source.KEYED)


def test_a_field_that_the_machine_did_not_find_comes_last_and_rests_on_the_page():
    (found,) = corrected([paper("ct01", RIGHT)], {0: [Keyed("email", "a@b.vn", None)]})
    assert [one.field for one in found.readings] == ["ho_ten", "so_dinh_danh", "ngay_sinh", "email"]
    assert found.readings[-1].evidence[0].page == 1


def test_codes_of_a_value_stay_and_other_readings_of_it_go():
    code, other = Alternative(AlternativeKind.CODE, "01"), Alternative(AlternativeKind.VALUE, "Kính")
    machine = Document("ct01", "", (1,), 0.9, (FieldReading("dan_toc", "Kinh", (), None, (), (code, other)),))
    (found,) = corrected([machine], {0: [Keyed("dan_toc", "Kinh", None)]})
    assert found.readings[0].alternatives == (code,)
    (found,) = corrected([machine], {0: [Keyed("dan_toc", "Tày", None)]})
    assert found.readings[0].alternatives == ()


def test_papers_that_differed_agree_once_one_is_corrected():
    documents = with_agreement([paper("ct01", WRONG), paper("cccd", RIGHT)])
    assert [findings(one) for one in documents] == [{"PAPERS_DIFFER"}, {"PAPERS_DIFFER"}]
    keyed, other = corrected(documents, {0: [Keyed("so_dinh_danh", RIGHT, None)]})
    assert findings(keyed) == findings(other) == {"PAPERS_AGREE"}
    before, after = documents[1].reading("so_dinh_danh"), other.reading("so_dinh_danh")
    assert before
    assert after
    assert after.sureness > before.sureness
    assert after.value == before.value


def test_what_is_judged_anew_is_as_sure_as_its_page_says():
    documents = with_agreement([paper("ct01", WRONG), paper("cccd", RIGHT)])
    asked: list[int] = []

    def pages_of(index: int) -> list[Page]:
        asked.append(index)
        return []

    keyed = {0: [Keyed("so_dinh_danh", RIGHT, None)]}
    _, other = corrected(documents, keyed, pages_of=pages_of)
    (judged,) = [one for one in assessed(other, []).readings if one.field == "so_dinh_danh"]
    assert other.reading("so_dinh_danh") == judged
    assert other.reading("ho_ten") == documents[1].reading("ho_ten")
    assert asked == [1], "of the paper that a person settled no page is needed"


def test_papers_that_agreed_differ_once_one_is_corrected():
    documents = with_agreement([paper("ct01", WRONG), paper("cccd", WRONG)])
    assert findings(documents[1]) == {"PAPERS_AGREE"}
    _, other = corrected(documents, {0: [Keyed("so_dinh_danh", RIGHT, None)]})
    assert findings(other) == {"PAPERS_DIFFER"}
    reading = other.reading("so_dinh_danh")
    assert reading
    assert reading.sureness < 0.8


def test_what_was_declared_is_held_against_the_corrected_value():
    declared = Declared(NAME, RIGHT)
    documents = with_agreement([paper("ct01", WRONG)], declared)
    (found,) = corrected(documents, {0: [Keyed("so_dinh_danh", RIGHT, None)]}, declared)
    assert "DECLARED_AGREES" in findings(found)


def test_a_confirmed_value_leaves_the_other_papers_as_they_were():
    documents = with_agreement([paper("ct01", RIGHT), paper("cccd", RIGHT)])
    _, other = corrected(documents, {0: [Keyed("so_dinh_danh", RIGHT, None)]})
    assert other == documents[1]


def test_a_person_reads_as_surely_as_a_code():
    def told(form: str, number: str, sure: float, source: Source) -> Document:
        others = read("ho_ten", NAME), read("ngay_sinh", date(1987, 3, 12))
        return Document(form, "", (1,), 0.9, (read("so_dinh_danh", number, sure, source), *others))

    keyed, coded = told("ct01", WRONG, 1.0, Source.KEYED), told("cccd", RIGHT, 0.97, Source.QR)
    (person,) = individuals([keyed, coded])
    agreed = person.told(Says.ID_NUMBER)
    assert agreed
    assert agreed.undecided


def test_a_persons_reading_survives_the_codec():
    found = corrected([paper("ct01", WRONG)], {0: [Keyed("so_dinh_danh", RIGHT, None)]})
    assert documents_from_json(documents_to_json(found)) == found
