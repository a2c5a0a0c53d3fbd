"""Dates in words as civil-status papers write them."""

from datetime import date

import pytest

from samples.papers.words import day_in_words

DAYS = """
1989-12-09 | Ngày mồng chín, tháng mười hai, năm một nghìn chín trăm tám mươi chín
2000-01-10 | Ngày mồng mười, tháng một, năm hai nghìn không trăm
2009-04-15 | Ngày mười lăm, tháng tư, năm hai nghìn không trăm linh chín
2021-05-21 | Ngày hai mươi mốt, tháng năm, năm hai nghìn không trăm hai mươi mốt
1994-11-24 | Ngày hai mươi tư, tháng mười một, năm một nghìn chín trăm chín mươi tư
1975-10-25 | Ngày hai mươi lăm, tháng mười, năm một nghìn chín trăm bảy mươi lăm
2014-07-31 | Ngày ba mươi mốt, tháng bảy, năm hai nghìn không trăm mười bốn
"""
CASES = [tuple(cell.strip() for cell in row.split("|")) for row in DAYS.strip().splitlines()]


@pytest.mark.parametrize(("day", "words"), CASES)
def test_day_in_words(day, words):
    assert day_in_words(date.fromisoformat(day)) == words
