"""The one-stop system's table of facts: read strictly, and refused without a word of what its cells say."""

import pytest

from errors import FactsRefused
from reuse.told import read_facts
from storage.told_facts import ToldFact


def test_what_a_line_tells_and_what_it_leaves_open():
    content = "\ufeffMaHoSo,RESULT_ELECTRONIC,VNEID\r\nH56.12-261116-0007,1,\r\nH56.12-261116-0008,0,1\r\n"
    first, second = read_facts(content.encode())
    assert (first.code, dict(first.facts)) == ("H56.12-261116-0007", {ToldFact.RESULT_ELECTRONIC: True})
    assert dict(second.facts) == {ToldFact.RESULT_ELECTRONIC: False, ToldFact.VNEID: True}


BAD = {
    "empty": b"",
    "no code column": b"RESULT_ELECTRONIC\n1\n",
    "unknown column": b"MaHoSo,SO_CCCD\nx,1\n",
    "column twice": b"MaHoSo,VNEID,VNEID\nx,1,0\n",
    "word for a number": b"MaHoSo,VNEID\nx,099187000123\n",
    "no code": b"MaHoSo,VNEID\n,1\n",
    "cell too many": b"MaHoSo,VNEID\nx,1,099187000123\n",
    "cell too few": b"MaHoSo,VNEID\nx\n",
    "not UTF-8": b"MaHoSo,VNEID\n\xff\xfe,1\n",
    "quote left open": b'MaHoSo,VNEID\n"x,1\n',
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_a_table_that_is_not_understood_is_refused_as_a_whole(content):
    with pytest.raises(FactsRefused) as refused:
        read_facts(content)
    assert "099187000123" not in f"{refused.value}{refused.value.__cause__}"
