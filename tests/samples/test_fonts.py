"""The fonts of the papers: every letter of Vietnamese, small enough to keep, each with its licence."""

import re

import pytest

from samples.lettering import FONTS, Face, font

VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
ACCENTED = sorted({letter for letter in VOWELS + VOWELS.upper() if not letter.isascii()})
SIGNS = "0123456789<>|.,:;/()-–…@“”"


def drawn(face: Face, sign: str) -> bytes:
    mask = font(face, 48).getmask(sign)
    return bytes(mask) + repr(mask.size).encode()


def test_there_are_134_accented_letters():
    assert len(ACCENTED) == 134


@pytest.mark.parametrize("face", Face)
def test_every_letter_has_a_mark_of_its_own(face):
    letters = ACCENTED + list(SIGNS) + list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    absent = drawn(face, "\ufdd0")  # a sign that no font has
    marks = {letter: drawn(face, letter) for letter in letters}
    assert [letter for letter, mark in marks.items() if mark == absent] == []
    assert len({marks[letter] for letter in ACCENTED}) == 134


def test_fonts_are_small_and_each_has_its_licence():
    files = list(FONTS.iterdir())
    assert sum(file.stat().st_size for file in files) < 1_500_000
    readme = (FONTS / "README.md").read_text("utf-8")
    licences = {file.name for file in files if file.name.startswith("OFL-")}
    assert licences == set(re.findall(r"OFL-\w+\.txt", readme))
    assert all("SIL OPEN FONT LICENSE Version 1.1" in (FONTS / name).read_text("utf-8") for name in licences)
    families = {file.stem.partition("-")[0] for file in files if file.suffix == ".ttf"}
    assert {f"| {family}-" in readme for family in families} == {True}
    assert {face.value + ".ttf" for face in Face} == {file.name for file in files if file.suffix == ".ttf"}
