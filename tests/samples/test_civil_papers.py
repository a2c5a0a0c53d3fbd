"""Papers of civil status: fields of their form, truth on ink, the same for the same dice, flaws without a value."""

from importlib import import_module
from random import Random
from types import ModuleType

import numpy as np
import pytest

from extractors.form import form
from samples.papers.civil import Flaw, Printing, printings
from samples.papers.civil_page import draw
from samples.papers.sheet import Manner, Pen, Sheet

CODES = [
    "tk_ket_hon",
    "xn_hon_nhan",
    "tk_xn_hon_nhan",
    "tk_khai_tu",
    "trich_luc_khai_tu",
    "gcn_ket_hon",
    "xn_cmnd",
    "so_ho_khau",
]


def drawn(module: ModuleType, seed: int, flaw: Flaw | None = None, printing: Printing | None = None) -> Sheet:
    dice = Random(seed)
    return draw(module.paper(dice, flaw), Manner(72, Pen(), dice), printing or printings(dice))


@pytest.mark.parametrize("code", CODES)
def test_every_truth_is_a_field_of_the_form_and_stands_on_ink(code: str) -> None:
    module, known = import_module(f"samples.papers.{code}"), form(code)
    assert known is not None
    for seed in range(4):
        sheet = drawn(module, seed)
        dark = np.asarray(sheet.image.convert("L")) < 160
        names = [one.name for one in sheet.fields]
        assert len(names) == len(set(names))
        for one in sheet.fields:
            assert known.field(one.name), one.name
            box = one.box
            assert 0 <= box.left < box.right <= sheet.image.width, one.name
            assert 0 <= box.top < box.bottom <= sheet.image.height, one.name
            assert dark[box.top : box.bottom, box.left : box.right].any(), one.name


@pytest.mark.parametrize("code", CODES)
def test_same_dice_same_page(code: str) -> None:
    module = import_module(f"samples.papers.{code}")
    once, again = drawn(module, 3), drawn(module, 3)
    assert once.image.tobytes() == again.image.tobytes()
    assert once.fields == again.fields


@pytest.mark.parametrize("sides", ["table", "columns", "below"])
def test_bride_and_groom_in_every_layout(sides: str) -> None:
    module = import_module("samples.papers.tk_ket_hon")
    sheet = drawn(module, 5, printing=Printing(sides=sides))
    assert len([one for one in sheet.fields if one.name.startswith("ben_nu_") and one.value]) == 5


def test_a_planted_flaw_leaves_no_value_to_be_read() -> None:
    module = import_module("samples.papers.xn_hon_nhan")
    held = {one.name: (one.value, one.written) for one in drawn(module, 2, Flaw.NO_SUCH_DAY).fields}
    assert held["ngay_sinh"][0] == ""
    assert held["ngay_sinh"][1].startswith("31/02/")
    short = {one.name: one.value for one in drawn(module, 2, Flaw.SHORT_ID).fields}
    assert short["so_giay_to"] == ""
