"""Decisions and letters as samples: what truth they carry, that it stands on ink, and that dice alone decide."""

from random import Random

import numpy as np
import pytest

from samples.papers import cong_van, quyet_dinh
from samples.papers.official import Flaw, Official, settings
from samples.papers.official_page import draw
from samples.papers.sheet import Sheet

HEAD = {"so_ky_hieu", "trich_yeu", "nguoi_ky", "ngay_ban_hanh", "co_quan"}
MAKE = {"quyet_dinh": quyet_dinh.decision, "cong_van": cong_van.letter}


def sheets(paper: Official, seed: int, dpi: int = 60) -> tuple[Sheet, ...]:
    dice = Random(seed)
    return draw(paper, settings(dice), dpi, dice)


def fields(paper: Official, seed: int = 1) -> dict[str, str]:
    return {field.name: field.value for sheet in sheets(paper, seed) for field in sheet.fields}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("form", MAKE)
def test_every_truth_box_holds_ink_inside_its_page(form, seed):
    for drawn in sheets(MAKE[form](Random(seed)), seed):
        dark = np.asarray(drawn.image.convert("L")) < 160
        for field in drawn.fields:
            box = field.box
            assert 0 <= box.left < box.right <= drawn.image.width, field.name
            assert 0 <= box.top < box.bottom <= drawn.image.height, field.name
            assert dark[box.top : box.bottom, box.left : box.right].any(), field.name


@pytest.mark.parametrize("kind", [kind["kind"] for kind in quyet_dinh.wordings()])
def test_every_kind_of_decision_names_its_person(kind, monkeypatch):
    only = tuple(one for one in quyet_dinh.wordings() if one["kind"] == kind)
    monkeypatch.setattr(quyet_dinh, "wordings", lambda: only)
    assert set(fields(quyet_dinh.decision(Random(5)))) == HEAD | {"ho_ten", "so_dinh_danh"}


def test_a_letter_has_the_fields_of_its_form():
    assert set(fields(cong_van.letter(Random(2)))) == HEAD


def test_a_planted_flaw_takes_its_truth_away():
    assert "so_ky_hieu" not in fields(quyet_dinh.decision(Random(3), Flaw.NO_NUMBER))
    assert "ngay_ban_hanh" not in fields(quyet_dinh.decision(Random(3), Flaw.NO_DAY))
    assert "so_dinh_danh" not in fields(quyet_dinh.decision(Random(3), Flaw.SHORT_ID))


def test_the_same_dice_give_the_same_paper():
    assert quyet_dinh.decision(Random(4)) == quyet_dinh.decision(Random(4))
    first, second = (sheets(quyet_dinh.decision(Random(4)), 4) for _ in range(2))
    assert [one.image.tobytes() for one in first] == [one.image.tobytes() for one in second]


def test_numbers_of_persons_stand_under_codes_that_nobody_has():
    numbers = [quyet_dinh.decision(Random(seed)).person_number for seed in range(20)]
    assert {number[:3] for number in numbers if number} <= {"003", "099"}
