"""The data files of procedures: every one is read, dated without overlap, sourced, and names only what exists."""

from datetime import date

import pytest
from held_cases import rows

from errors import NotHeld
from extractors.form import form
from reuse.catalogue import catalogue, parse_procedures, procedure, without_overlap
from reuse.components import Need, TakenAs, WhoHas
from reuse.law import parse_laws
from reuse.papers import PERSON, parse_papers

PROCEDURES = catalogue().procedures
TEN = {
    "khai_sinh", "cu_tru", "ket_hon", "khai_tu", "dat_dai", "gplx", "lltp", "chung_thuc", "ho_kinh_doanh",
    "bao_tro_xa_hoi",
}  # fmt: skip
FIELDS_OF_PERSON = {"id_number", "full_name", "birth_date", "sex", "phone"}


def _names(one) -> str:
    return f"{one.family} from {one.valid_from}"


def test_the_ten_families_are_known_today():
    assert {one.family for one in PROCEDURES if one.in_force(date(2026, 11, 23))} == TEN


@pytest.mark.parametrize("one", PROCEDURES, ids=_names)
def test_every_component_stands_on_a_law_in_force_throughout(one):
    for law in {law for each in one.components for law in each.required_by} | set(one.law):
        assert law.in_force(one.valid_from), law.code
        assert one.valid_to is None or law.in_force(one.valid_to), law.code


@pytest.mark.parametrize("one", PROCEDURES, ids=_names)
def test_a_component_is_a_declaration_or_something_that_can_be_handed_in(one):
    for each in one.components:
        assert bool(each.accepted) == (each.need is not Need.EACH_TIME), each.code
        assert each.taken_as
        assert bool(each.not_asked_by) or TakenAs.DATA not in each.taken_as, f"{each.code}: by which law is it data?"


@pytest.mark.parametrize("one", PROCEDURES, ids=_names)
def test_papers_and_fields_are_those_that_extraction_gives(one):
    named = [(each.paper.code, name) for part in one.components for each in part.accepted for name in each.fields]
    named += [(origin.paper, origin.field) for each in one.fields for origin in each.origins]
    named += [
        (each.circumstance.paper, each.circumstance.field)
        for each in one.components
        if each.circumstance and each.circumstance.paper
    ]
    unknown = {f"{paper}.{name}" for paper, name in named if not _exists(paper, name)}
    assert not unknown


@pytest.mark.parametrize("kind", catalogue().papers.values(), ids=lambda kind: kind.code)
def test_what_is_said_of_a_kind_of_paper_stands_on_its_form(kind):
    fields = {*kind.issued, *kind.compared, *kind.named, *kind.kin, kind.expires, kind.holder, kind.number} - {""}
    assert kind.readable == (kind.code == PERSON or form(kind.code) is not None)
    assert {name for name in fields if not _exists(kind.code, name)} == set()


def _exists(paper: str, name: str) -> bool:
    if paper == PERSON:
        return name in FIELDS_OF_PERSON
    known = form(paper)
    return known is not None and known.field(name) is not None


def test_the_three_that_the_population_database_does_not_share_are_marked():
    unshared = {(each.name, each.who_has) for one in PROCEDURES for each in one.fields if each.unshared}
    assert {WhoHas.TELCO, WhoHas.CARD, WhoHas.PARENTS} == {who for _, who in unshared}
    assert {"dien_thoai", "ngay_cap", "ngay_sinh_cha", "ngay_sinh_me"} <= {name for name, _ in unshared}


CODES = """
asked                     | on         | family
1.004222                  | 2026-11-23 | cu_tru
1.004194.000.00.00.H56    | 2026-11-23 | cu_tru
1.000894.000.00.00        | 2026-11-23 | ket_hon
lltp                      | 2026-06-30 | lltp
3.000333                  | 2026-07-01 | lltp
"""


@pytest.mark.parametrize(("asked", "on", "family"), rows(CODES))
def test_a_procedure_is_found_by_short_code_full_code_or_family(asked, on, family):
    assert procedure(asked, date.fromisoformat(on)).family == family


@pytest.mark.parametrize(("code", "on"), [("9.999999", date(2026, 1, 1)), ("lltp", date(1999, 1, 1)), ("", date.max)])
def test_what_is_not_known_on_the_day_is_said_to_be(code, on):
    with pytest.raises(NotHeld):
        procedure(code, on)


def test_a_change_of_law_is_a_change_of_edition():
    before, after = (procedure("lltp", date(2026, 6, 30)), procedure("lltp", date(2026, 7, 1)))
    asked_again = [law.code for one in after.components for law in one.not_asked_by]
    assert "ND216-2026-23" in asked_again
    assert before.law != after.law


LAWS = parse_laws('[L1]\nact = "Nghị định 1"\nsays = "Một."\nvalid_from = 2020-01-01\n')
PAPERS = parse_papers('[cccd]\ntitle = "Căn cước"\n')
FILE = """
family = "thu"
name = "Thủ tục thử"
codes = ["1.000001"]
office = "Ủy ban"
subject = "người nộp"
{head}
[[edition]]
valid_from = {start}
{end}
law = ["L1"]
component = [{component}]
field = [{field}]
"""
COMPONENT = 'code = "a", name = "A", taken_as = ["data"], law = ["L1"], need = "required"'
FIELD = 'name = "x", label = "X", who_has = "citizen"'


def _parsed(start="2025-01-01", end="", head="", component=COMPONENT, field=FIELD):
    text = FILE.format(start=start, end=end, head=head, component="{" + component + "}", field="{" + field + "}")
    return parse_procedures(text, LAWS, PAPERS)


def test_a_whole_file_is_read():
    (one,) = _parsed()
    assert (one.family, one.components[0].required_by[0].act, one.fields[0].required) == ("thu", "Nghị định 1", True)


WRONG = """
what            | written                                                  | why
head            | colour = "đỏ"                                            | unknown colour
end             | valid_to = 2024-12-31                                    | ends before it begins
end             | until = 2026-01-01                                       | unknown until
component       | code = "a", need = "required"                            | missing law, name, taken_as
component       | {COMPONENT}, colour = "đỏ"                               | unknown colour
component       | {COMPONENT}, not_asked = ["L2"]                          | no law is called L2
component       | {COMPONENT}, accepted = [{paper = "x", fields = []}]     | no paper is called x
component       | {COMPONENT}, circumstance = {code = "c", sentence = "s"}    | conditional and circumstance go together
component       | code = "a", name = "A", taken_as = ["tờ"], law = ["L1"], need = "required" | no TakenAs is called tờ
component       | code = "a", name = "", taken_as = ["data"], law = ["L1"], need = "required" | empty name
field           | {FIELD}, from = ["x.y"]                                  | no paper is called x
field           | name = "x", label = "X", who_has = "nobody"              | no WhoHas is called nobody
field           | {FIELD}}, {{FIELD}                                       | a field stands twice
"""


@pytest.mark.parametrize(("what", "written", "why"), rows(WRONG))
def test_what_is_not_understood_is_refused(what, written, why):
    said = written.replace("{COMPONENT}", COMPONENT).replace("{FIELD}", FIELD)
    with pytest.raises(ValueError, match=why):
        _parsed(**{what: said})


OVERLAPS = """
first ends | second begins | refused
2025-12-31 | 2026-01-01    | no
2026-01-01 | 2026-01-01    | yes
2026-06-30 | 2026-01-01    | yes
-          | 2026-01-01    | yes
"""


@pytest.mark.parametrize(("ends", "begins", "refused"), rows(OVERLAPS))
def test_two_editions_never_hold_on_the_same_day(ends, begins, refused):
    editions = [*_parsed(end=f"valid_to = {ends}" if ends else ""), *_parsed(start=begins)]
    if refused == "yes":
        with pytest.raises(ValueError, match="two editions hold on 2026-01-01"):
            without_overlap(reversed(editions))
    else:
        assert [one.valid_from.isoformat() for one in without_overlap(reversed(editions))] == ["2025-01-01", begins]


BAD_LAWS = """
row                                                                  | why
act = "A"                                                            | missing says, valid_from
act = "A", says = "s", valid_from = 2020-01-01, colour = "đỏ"        | unknown colour
act = "A", says = "s", valid_from = 2020-01-01, unverified = true    | unverified and note go together
act = "A", says = "s", valid_from = 2020-01-01, valid_to = 2019-01-01| ends before it begins
"""


@pytest.mark.parametrize(("row", "why"), rows(BAD_LAWS))
def test_a_law_tells_all_that_is_needed_and_no_more(row, why):
    with pytest.raises(ValueError, match=why):
        parse_laws(f"L9 = {{ {row} }}")


def test_what_was_not_held_against_the_act_is_said_to_be_unverified():
    cited = {law.cited for law in catalogue().laws.values()}
    assert "Nghị định 216/2026/NĐ-CP, Điều 6 khoản 4" in cited
    assert "Nghị quyết 66.7/2025/NQ-CP (chưa kiểm chứng)" in cited
