"""Forms drawn by dice in printings by dice: truth on ink, the same page for the same dice, flaws really planted."""

from random import Random

import numpy as np
import pytest

from samples.lettering import Face
from samples.papers import (
    bien_nhan,
    can_cuoc,
    cmnd,
    ct07,
    dc02,
    dk_hkd,
    doi_gplx,
    form_layout,
    giay_phep,
    tk1_ts,
    tk_lltp,
)
from samples.papers.blank_form import Flaw, with_flaw
from samples.papers.sheet import BLUE, Manner, Pen, Sheet

FORMS = {one.FORM: one for one in (bien_nhan, ct07, dc02, dk_hkd, doi_gplx, giay_phep, tk1_ts, tk_lltp)}
CARDS = {"can_cuoc": can_cuoc, "cmnd": cmnd}


def drawn(code: str, seed: int, flaw: Flaw | None = None) -> list[Sheet]:
    dice = Random(seed)
    pen = Pen(Face.HAND_PRINT, 15, BLUE, on_dots=True, unsteady=0.35) if seed % 2 else Pen()
    manner = Manner(72, pen, dice)
    if code in CARDS:
        return list(CARDS[code].draw_by(dice, manner))
    return form_layout.draw(with_flaw(FORMS[code].paper(dice), flaw), manner)


@pytest.mark.parametrize("code", [*FORMS, *CARDS])
def test_every_truth_box_holds_ink_inside_its_page(code: str) -> None:
    for sheet in drawn(code, 5):
        dark = np.asarray(sheet.image.convert("L")) < 170
        for field in sheet.fields:
            box = field.box
            assert 0 <= box.left < box.right <= sheet.image.width, field.name
            assert 0 <= box.top < box.bottom <= sheet.image.height, field.name
            assert dark[box.top : box.bottom, box.left : box.right].any(), field.name


@pytest.mark.parametrize("code", [*FORMS, *CARDS])
def test_same_dice_same_pages(code: str) -> None:
    once, again = drawn(code, 3), drawn(code, 3)
    assert [sheet.image.tobytes() for sheet in once] == [sheet.image.tobytes() for sheet in again]
    assert [sheet.fields for sheet in once] == [sheet.fields for sheet in again]


@pytest.mark.parametrize("code", FORMS)
def test_other_dice_print_the_form_otherwise(code: str) -> None:
    assert len({tuple(line for sheet in drawn(code, seed) for line in sheet.lines()) for seed in range(3)}) == 3


@pytest.mark.parametrize("code", ["dc02", "doi_gplx", "tk_lltp", "dk_hkd"])
def test_a_blank_form_has_no_truth(code: str) -> None:
    assert [field.name for sheet in drawn(code, 4, Flaw.BLANK) for field in sheet.fields] == []


def test_a_planted_flaw_is_on_the_paper_and_not_in_its_truth() -> None:
    right, short, no_day = (drawn("dc02", 6, flaw) for flaw in (None, Flaw.SHORT_ID, Flaw.NO_SUCH_DAY))
    held = {field.name: field.written for sheet in right for field in sheet.fields}
    assert "so_dinh_danh" not in {field.name for sheet in short for field in sheet.fields}
    assert "ngay_sinh" not in {field.name for sheet in no_day for field in sheet.fields}
    assert any("31/02/" + held["ngay_sinh"][-4:] in line for sheet in no_day for line in sheet.lines())
