"""The machine-readable zone: what is set right, and what is not believed."""

import pytest

from ocr.codes import mrz

FIRST = "IDVNM1900123457099190012345<<3"
SECOND = "9001158F3001156VNM<<<<<<<<<<<6"
THIRD = "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<"

READ = """
as recognised                      | as printed
IDVNM1900123457099190012345<<3     | IDVNM1900123457099190012345<<3
1DVNM1900123457099190012345<<3     | IDVNM1900123457099190012345<<3
IDVNM19OO123457O9919OO12345<<3     | IDVNM1900123457099190012345<<3
IDVNM1900123457099190012345<3      | IDVNM1900123457099190012345<<3
I D V N M1900123457099190012345«<3 | IDVNM1900123457099190012345<<3
IDVNM1900123457099190012346<<3     |
IDVNM1900123447099190012345<<3     |
IDVNM1900123457099190012345<<4     |
IDVNM190012345709919001234<<3      |
9001158F3001156VNM<<<<<<<<<<<6     |
"""


def rows(table):
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("text", "line"), rows(READ))
def test_first_line(text, line):
    assert (mrz.first_line(text) or "") == line


SECONDS = """
as recognised                    | as printed
9001158F3001156VNM<<<<<<<<<<<6   | 9001158F3001156VNM<<<<<<<<<<<6
9OO1158F3OO1156VNM<<<<<<<<<<<6   | 9001158F3001156VNM<<<<<<<<<<<6
9001158F3001156VNM<<<<<<<<<<6    | 9001158F3001156VNM<<<<<<<<<<<6
9001158F3001156VNM<<<<<<<<<<<<<6 | 9001158F3001156VNM<<<<<<<<<<<6
9001157F3001156VNM<<<<<<<<<<<6   |
9001158F3001157VNM<<<<<<<<<<<6   |
9001158X3001156VNM<<<<<<<<<<<6   |
"""


@pytest.mark.parametrize(("text", "line"), rows(SECONDS))
def test_second_line(text, line):
    assert (mrz.second_line(text) or "") == line


THIRDS = """
as recognised                    | as printed
NGUYEN<<THI<MAU<<<<<<<<<<<<<<<   | NGUYEN<<THI<MAU<<<<<<<<<<<<<<<
NGUYEN<<THI<MAU<<<<<<<<          | NGUYEN<<THI<MAU<<<<<<<<<<<<<<<
NG0<<TH1<MAU<<<<<<<<<<<<<<<<<<   | NGO<<THI<MAU<<<<<<<<<<<<<<<<<<
NGUYEN                           |
"""


@pytest.mark.parametrize(("text", "line"), rows(THIRDS))
def test_third_line(text, line):
    assert (mrz.third_line(text) or "") == line


def test_zone_is_found_among_other_lines():
    found = mrz.zone(["CỤC TRƯỞNG", SECOND, FIRST, THIRD, "0123456789"])
    assert found == mrz.Zone((FIRST, SECOND, THIRD), (2, 1, 3))


def test_zone_is_not_believed_when_the_digit_over_all_is_wrong():
    of_another_card = SECOND[:-1] + "7"
    assert mrz.second_line(of_another_card) == of_another_card
    assert mrz.zone([FIRST, of_another_card, THIRD]) is None


@pytest.mark.parametrize(("signs", "digit"), [("520727", 3), ("D23145890", 7), ("AB2134<<<", 5), ("<<<", 0)])
def test_check_digit_as_icao_9303_gives_it(signs, digit):
    assert mrz.check_digit(signs) == digit


LAST_OF_THE_FIRST = """
the digit at place 30 is over | line                           | is believed
the number alone              | IDVNM0850678907099085067890<<3 | yes
all that is before it         | IDVNM0850678907099085067890<<9 | yes
neither                       | IDVNM0850678907099085067890<<0 | no
"""


@pytest.mark.parametrize(("over", "line", "believed"), rows(LAST_OF_THE_FIRST))
def test_the_last_digit_of_the_first_line_is_seen_both_ways(over, line, believed):
    assert (mrz.first_line(line) == line) is (believed == "yes"), over


def with_last_digit(first, second):
    return second[:-1] + str(mrz.check_digit(first[5:] + second[:7] + second[8:15] + second[18:29]))


NEVER = """
second line                    | never expires
9001158F3001156VNM<<<<<<<<<<<6 | no
9001158F<<<<<<0VNM<<<<<<<<<<<0 | yes
9001158F<<<<<<<VNM<<<<<<<<<<<0 | yes
9001158F9912315VNM<<<<<<<<<<<0 | yes
"""


@pytest.mark.parametrize(("line", "never"), rows(NEVER))
def test_the_holder_of_a_whole_zone(line, never):
    second = with_last_digit(FIRST, line)
    found = mrz.holder([FIRST, second, THIRD])
    assert found == mrz.Holder("099190012345", "900115", "F", line[8:14], "NGUYEN THI MAU")
    assert found.never_expires is (never == "yes")


def test_no_zone_of_another_state_or_with_a_line_missing():
    foreign = with_last_digit(FIRST, SECOND.replace("VNM", "LAO"))
    assert mrz.holder([FIRST, foreign, THIRD]) is None
    assert mrz.holder([FIRST, SECOND]) is None
    assert mrz.holder([FIRST, THIRD, SECOND]) is None
