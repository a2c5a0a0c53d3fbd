"""What is told at the counter: made pages with a known damage, and the faults that a clerk should hear of."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image
from scan_makers import encoded

from errors import ScanRefused
from ocr.files.images import PageImage, pixels_of
from ocr.files.refusal import Refusal
from ocr.files.text_layer import TextLayer
from ocr.verdict.codec import verdict_from_json, verdict_to_json
from ocr.verdict.dossier import FIRST_PAGES, SAMPLED_PAGES, DossierJudge, pages_to_see
from ocr.verdict.pages import Look, digest_of, faults_of, judge_page, look_at
from ocr.verdict.verdict import Fault, Grade, Measures, PageVerdict, ScanVerdict, Side
from samples import damage
from samples.damage import Damage
from samples.papers import ct01
from samples.papers.sheet import Manner, Pen

pytestmark = pytest.mark.pixels

DPI = 200
MM = DPI / 25.4
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)


@cache
def form(name: str = "Đặng Thị Hồng Thử", number: str = "099187000123", request: str = "Tách hộ") -> Image.Image:
    sheet = ct01.draw(
        ct01.Ct01(
            addressed_to="Công an xã Yên Lãng", full_name=name, birth_date=date(1987, 3, 12), sex="Nữ",
            id_number=number, phone="0912345678", email="", head=name, relation="Chủ hộ", head_id=number,
            request=request, members=(), place="Yên Lãng", signed_on=date(2026, 10, 5),
        ),
        Manner(DPI, Pen(), Random(1)),
    )  # fmt: skip
    return sheet.image.convert("L")


def seen(image: Image.Image, dpi: int = DPI, photographed: bool = False) -> PageVerdict:
    pixels = pixels_of(image)
    return judge_page(PageImage(1, pixels, dpi, photographed))


def after(*damages: Damage, image: Image.Image | None = None, seed: int = 3) -> Image.Image:
    return damage.damaged(damage.fresh(image or form()), damages, Random(seed)).image


def names(verdict: PageVerdict) -> list[str]:
    return [fault.name for fault in verdict.faults]


def at(dpi: int) -> Image.Image:
    return form().resize([round(side * dpi / DPI) for side in form().size], Image.Resampling.LANCZOS)


def darker(share: float) -> Image.Image:
    return form().point([round(value * share) for value in range(256)])


def blank() -> Image.Image:
    return Image.new("L", form().size, 250)


def shown_through() -> Image.Image:
    back = form().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return after(damage.blur(1.5), damage.faint(0.93), damage.noise(4), image=back)


def washed_out(radius: float = 0.1) -> Image.Image:
    """A lamp's reflection on a photographed page: white in the middle, with a halo."""
    page = np.asarray(form(), np.float32) * 0.8
    height, width = page.shape
    down, across = np.mgrid[:height, :width]
    distance = np.hypot(across - 0.5 * width, down - 0.4 * height) / (radius * width)
    light = np.clip(1.6 - 0.8 * distance, 0, 1)
    return Image.fromarray(np.clip(page * (1 - light) + 300 * light, 0, 255).astype(np.uint8))


def rimmed() -> Image.Image:
    """The lid stood open: black around the paper."""
    wide = Image.new("L", (form().width + 100, form().height + 100), 25)
    wide.paste(form(), (50, 50))
    return after(damage.noise(4), image=wide)


def framed() -> Image.Image:
    page = np.array(form())
    page[2:6], page[-6:-2], page[:, 2:6], page[:, -6:-2] = 0, 0, 0, 0
    return Image.fromarray(page)


def judge_here() -> DossierJudge:
    """One that looks in this process: what the confined one does is held elsewhere."""
    return DossierJudge(look_at)


OFFICE = (damage.skew(0.8), damage.noise(4))
PAGES: dict[str, tuple[Callable[[], Image.Image], Grade, list[str]]] = {
    # the page, its grade, its faults
    "as drawn": (form, Grade.GOOD, []),
    "by an office scanner": (lambda: after(*OFFICE), Grade.GOOD, []),
    "as a photocopy": (lambda: after(damage.specks(60), damage.noise(8), damage.photocopy), Grade.GOOD, []),
    "in a lamp's shadow": (lambda: after(damage.shadow, damage.noise(6)), Grade.GOOD, []),
    "with a black rim": (rimmed, Grade.GOOD, []),
    "with a frame at its edge": (framed, Grade.GOOD, []),
    "a little soft": (lambda: after(damage.blur(0.17 * MM)), Grade.READABLE, ["SOFT"]),
    "out of focus": (lambda: after(damage.blur(0.35 * MM), damage.noise(3)), Grade.RESCAN, ["BLURRED"]),
    "pale": (lambda: after(damage.faint(0.7), damage.noise(3)), Grade.READABLE, ["FAINT"]),
    "all but gone": (lambda: after(damage.faint(0.84), damage.noise(2)), Grade.RESCAN, ["TOO_FAINT"]),
    "grainy": (lambda: after(damage.faint(0.4), damage.noise(20)), Grade.READABLE, ["GRAINY"]),
    "all grain": (lambda: after(damage.faint(0.6), damage.noise(28)), Grade.RESCAN, ["NOISY", "FAINT"]),
    "dim": (lambda: darker(0.38), Grade.READABLE, ["DARK"]),
    "dark": (lambda: darker(0.22), Grade.RESCAN, ["TOO_DARK"]),
    "aslant": (lambda: after(damage.skew(6)), Grade.READABLE, ["ASLANT"]),
    "crooked": (lambda: form().rotate(-11, Image.Resampling.BICUBIC, fillcolor=255), Grade.RESCAN, ["CROOKED"]),
    "on its side": (lambda: after(*OFFICE, damage.turn(90)), Grade.READABLE, ["TURNED"]),
    "of nothing": (lambda: after(damage.specks(60), damage.noise(5), image=blank()), Grade.READABLE, ["BLANK"]),
    "of the other side's print": (shown_through, Grade.READABLE, ["BLANK"]),
}  # fmt: skip


@pytest.mark.parametrize("what", PAGES)
def test_a_page(what):
    draw, grade, faults = PAGES[what]
    verdict = seen(draw())
    assert (verdict.grade, names(verdict)) == (grade, faults), verdict.measures


COARSE = """
dpi | faults
72  | TOO_COARSE
100 | TOO_COARSE
150 | COARSE
200 |
"""


@pytest.mark.parametrize("line", COARSE.strip().splitlines()[1:])
def test_a_coarse_scan_is_told_by_its_dpi(line):
    dpi, _, faults = line.partition("|")
    verdict = seen(at(int(dpi)), int(dpi))
    assert (verdict.dpi, names(verdict)) == (int(dpi), faults.split())


def test_a_bitonal_fax_of_72_dpi_is_scanned_again():
    fax = at(72).point([0 if value < 170 else 255 for value in range(256)])
    assert seen(fax, 72).grade is Grade.RESCAN


DECLARED = [
    # dpi of the picture, declared, effective
    (200, 200, 200),
    (200, 72, 200),  # a PDF that shows a pixel as a point: paper of 82 cm
    (72, 300, 72),  # paper of 7 cm
]


@pytest.mark.parametrize(("drawn", "declared", "effective"), DECLARED)
def test_a_declared_dpi_counts_where_such_a_paper_can_be(drawn, declared, effective):
    assert seen(at(drawn), declared).dpi == pytest.approx(effective, abs=1)


@pytest.mark.parametrize("side", Side)
def test_text_that_runs_over_the_edge_is_told_with_the_edge(side):
    page = np.asarray(form())
    ink = np.argwhere(page < 128)
    middle = {side: int(np.median(ink[:, axis])) for side, axis in ((Side.LEFT, 1), (Side.TOP, 0))}
    cut = {
        Side.LEFT: lambda: page[:, middle[Side.LEFT] :],
        Side.RIGHT: lambda: page[:, : middle[Side.LEFT]],
        Side.TOP: lambda: page[_through_a_line(page) :],
        Side.BOTTOM: lambda: page[: _through_a_line(page)],
    }[side]()
    verdict = seen(Image.fromarray(np.ascontiguousarray(cut)))
    assert Fault.CUT_OFF in verdict.faults
    assert verdict.measures.cut == (side,)
    assert f"mép {side.value}" in verdict.sentences[0]


def _through_a_line(page: np.ndarray) -> int:
    """A row through the middle of letters: a millimetre above the baseline with the most ink, rules aside."""
    rules = cv2.morphologyEx(255 - page, cv2.MORPH_OPEN, np.ones((1, 60), np.uint8))
    share = ((255 - page - rules) > 128).sum(axis=1)
    return len(share) // 4 + int(share[len(share) // 4 : len(share) * 3 // 4].argmax()) - round(MM)


def test_a_lamp_on_the_page_is_told_and_bright_paper_is_not():
    assert Fault.GLARE in seen(washed_out(), photographed=True).faults
    bright = after(damage.shadow)
    assert Fault.GLARE not in seen(bright, photographed=True).faults


def test_a_sheet_on_a_dark_table_is_measured_alone():
    table = Image.new("L", (2100, 2800), 60)
    table.paste(form(), (220, 230))
    verdict = seen(table, 240, photographed=True)
    assert names(verdict) == []
    assert verdict.dpi == pytest.approx(DPI, abs=6)


ODD = [(1, 1), (2, 3), (1, 3000), (3000, 1), (5, 30000), (40, 40, 3), (900, 700)]


@pytest.mark.parametrize("shape", ODD)
@pytest.mark.parametrize("photographed", [False, True])
def test_any_pixels_get_a_verdict(shape, photographed):
    sand = np.random.default_rng(1)
    for pixels in (np.zeros(shape, np.uint8), np.full(shape, 255, np.uint8), sand.integers(0, 256, shape, np.uint8)):
        for dpi in (1, 300):
            assert judge_page(PageImage(1, pixels, dpi, photographed)).grade is not Grade.GOOD


# --- pages that come again


def scan(*images: Image.Image) -> bytes:
    return encoded(images[0], "TIFF", save_all=True, append_images=images[1:], dpi=(DPI, DPI))


def test_the_same_paper_scanned_twice_is_told_of_the_second_time():
    judge = judge_here()
    first = judge.scan(scan(form()), 1)
    second = judge.scan(scan(blank(), after(*OFFICE, seed=8)), 2)
    assert names(first.pages[0]) == []
    assert [names(page) for page in second.pages] == [["BLANK"], ["REPEATED"]]
    assert second.pages[1].repeats == (1, 1)
    assert "trang 1 của tệp thứ 1" in second.pages[1].sentences[0]


def test_the_same_form_filled_in_for_someone_else_is_another_paper():
    other = form("Phạm Văn Mẫu", "099091000456", "Đăng ký thường trú tại thôn Đoài, xã Yên Lãng")
    found = judge_here().scan(scan(form(), after(*OFFICE, image=other)))
    assert [names(page) for page in found.pages] == [[], []]


def test_empty_pages_are_no_repetitions():
    found = judge_here().scan(scan(blank(), blank(), form()))
    assert [names(page) for page in found.pages] == [["BLANK"], ["BLANK"], []]


def test_the_very_same_picture_is_told_however_little_it_shows():
    seal = form().crop((0, 0, 700, 260)).resize((1654, 2339))
    found = judge_here().scan(scan(seal, seal))
    assert found.pages[0].image == found.pages[1].image != ""
    assert found.pages[1].repeats == (1, 1)


def test_one_pixel_makes_another_picture():
    dotted = form().copy()
    dotted.putpixel((5, 5), 0)
    one, other = (PageImage(1, pixels_of(image), DPI, False) for image in (form(), dotted))
    assert digest_of(one) == digest_of(replace(one, number=2))
    others = (other, replace(one, dpi=300), replace(one, photographed=True))  # read at another size, or straightened
    assert digest_of(one) not in [digest_of(each) for each in others]
    assert digest_of(one, TextLayer((), drawn=True)) != digest_of(one)


# --- long scans, and those that break what looks at them


SEEN = [
    # pages of the scan, looked at, the last of these
    (1, 1, 1),
    (FIRST_PAGES, FIRST_PAGES, FIRST_PAGES),
    (FIRST_PAGES + SAMPLED_PAGES, FIRST_PAGES + SAMPLED_PAGES, FIRST_PAGES + SAMPLED_PAGES),
    (FIRST_PAGES + SAMPLED_PAGES + 1, FIRST_PAGES + SAMPLED_PAGES, FIRST_PAGES + SAMPLED_PAGES + 1),
    (3000, FIRST_PAGES + SAMPLED_PAGES, 3000),
]


@pytest.mark.parametrize(("count", "looked_at", "last"), SEEN)
def test_of_a_long_scan_the_first_pages_and_an_even_sample_are_looked_at(count, looked_at, last):
    numbers = pages_to_see(count)
    assert (len(numbers), numbers[-1]) == (looked_at, last)
    assert numbers[:FIRST_PAGES] == tuple(range(1, min(count, FIRST_PAGES) + 1))
    steps = {later - earlier for earlier, later in pairwise(numbers[FIRST_PAGES:])}
    assert not steps or max(steps) - min(steps) <= 1


def good(content: bytes, number: int) -> Look:
    return Look(PageVerdict(number, 300, ()))


def test_a_scan_that_was_seen_in_part_says_so():
    dot = Image.new("1", (40, 56), 1)
    verdict = DossierJudge(good).scan(scan(*[dot] * (FIRST_PAGES + SAMPLED_PAGES + 40)))
    assert (len(verdict.pages), verdict.grade) == (60, Grade.GOOD)
    assert "chỉ xem 60 trong 100 trang" in verdict.sentence
    assert verdict_from_json(verdict_to_json(verdict)) == verdict


BREAKS = [
    # the pages that break the process, the faults of the four pages
    ((2,), ["", "TOO_HEAVY", "", ""]),
    ((1, 3), ["TOO_HEAVY", "", "TOO_HEAVY"]),
    ((1, 2, 3), ["TOO_HEAVY", "TOO_HEAVY"]),
]


@pytest.mark.parametrize(("breaking", "told"), BREAKS)
def test_pages_that_break_the_process_are_told_and_after_two_the_rest_is_left_to_reading(breaking, told):
    def look(content: bytes, number: int) -> Look:
        if number in breaking:
            raise ScanRefused(Refusal.TOO_SLOW)
        return good(content, number)

    verdict = DossierJudge(look).scan(scan(*[Image.new("1", (40, 56), 1)] * 4))
    assert [" ".join(names(page)) for page in verdict.pages] == told
    assert verdict.grade is Grade.RESCAN
    assert bool(verdict.seen_in_part) == (len(told) < 4)


def test_a_page_that_cannot_be_decoded_is_told_and_the_others_are_judged():
    two = bytearray(encoded(form(), "TIFF", save_all=True, append_images=[form()], compression="tiff_deflate"))
    two[2000:2400] = bytes(400)  # within the strips of the first page
    found = judge_here().scan(bytes(two))
    assert [names(page) for page in found.pages] == [["DAMAGED"], []]
    with pytest.raises(ScanRefused):
        judge_here().scan(b"no scan")


# --- words and rules


def test_each_fault_has_a_sentence_of_its_own_and_a_grade():
    assert all(VIETNAMESE.search(fault.value) and fault.value.endswith(".") for fault in Fault)
    assert len({fault.value for fault in Fault}) == len(Fault.__members__)
    again = re.compile("(quét|chụp) lại")
    assert all(again.search(fault.value) for fault in Fault if fault.grade is Grade.RESCAN)
    assert all(fault.grade is not Grade.GOOD for fault in Fault)


FOUND = [
    # measures, dpi, faults
    (Measures(letters=400, blur_mm=0.08, contrast=0.7, brightness=250), 300, []),
    (Measures(letters=400, blur_mm=0.3, contrast=0.1, brightness=250), 300, ["BLURRED"]),  # no word on the toner
    (Measures(letters=400, blur_mm=0.3, contrast=0.4, brightness=250), 72, ["TOO_COARSE"]),  # wide edges by nature
    (Measures(letters=400, blur_mm=0.3, contrast=0.4, brightness=250), 150, ["BLURRED", "COARSE"]),
    (Measures(letters=400, blur_mm=0.1, contrast=0.2, brightness=60, slope=-9), 300, ["TOO_DARK", "CROOKED", "FAINT"]),
    (Measures(letters=3, blur_mm=0.5, contrast=0.1, brightness=250), 72, ["NEARLY_BLANK"]),
    (Measures(letters=400, blur_mm=0.1, contrast=0.6, grain=0.1, brightness=250), 300, ["GRAINY"]),
    (Measures(letters=400, blur_mm=0.1, contrast=0.2, grain=0.3, brightness=250), 300, ["NOISY", "FAINT"]),
    (Measures(letters=400, blur_mm=0.3, contrast=0.2, grain=0.3, brightness=250), 300, ["BLURRED"]),
    (Measures(letters=400, blur_mm=0.1, contrast=0.6, brightness=200, glare=0.01), 300, ["GLARE"]),
]  # fmt: skip


@pytest.mark.parametrize(("measures", "dpi", "faults"), FOUND)
def test_measures_become_faults_the_gravest_first(measures, dpi, faults):
    assert [fault.name for fault in faults_of(measures, dpi)] == faults


def test_what_the_reader_passes_over_is_told_as_blank_whatever_was_measured():
    assert faults_of(Measures(letters=400, blur_mm=0.1, contrast=0.6, brightness=250), 300, blank=True) == (
        Fault.BLANK,
    )


def page(number: int, *faults: Fault) -> PageVerdict:
    return PageVerdict(number, 300, faults)


def test_a_scan_is_as_good_as_its_worst_page():
    assert ScanVerdict((page(1), page(2))).grade is Grade.GOOD
    assert ScanVerdict((page(1), page(2, Fault.SOFT))).grade is Grade.READABLE
    assert ScanVerdict((page(1, Fault.SOFT), page(2, Fault.BLURRED))).grade is Grade.RESCAN
    assert ScanVerdict((page(1), page(2, Fault.BLANK))).grade is Grade.READABLE
    assert ScanVerdict((page(1, Fault.BLANK), page(2, Fault.BLANK))).grade is Grade.RESCAN
    assert ScanVerdict((page(1, Fault.BLANK), page(2, Fault.NEARLY_BLANK))).grade is Grade.RESCAN


def test_one_line_tells_the_gravest_fault_and_its_pages():
    assert ScanVerdict((page(1), page(2))).sentence == ""
    faulty = ScanVerdict((page(1, Fault.SOFT), page(2, Fault.BLURRED), page(3), page(4, Fault.BLURRED)))
    assert faulty.sentence == f"Cần quét lại, trang 2, 4: {Fault.BLURRED.value}"
    many = ScanVerdict(tuple(page(number, Fault.BLURRED) for number in range(1, 12)))
    assert many.sentence.startswith("Cần quét lại, trang 1, 2, 3, 4, 5, 6, 7, 8 và 3 trang khác: ")
    two = ScanVerdict((page(1, Fault.BLURRED), page(2, Fault.GLARE)))
    assert two.sentence.endswith("(1 trang khác cũng cần xem.)")


def test_a_verdict_is_stored_whole():
    verdict = judge_here().scan(scan(form(), after(damage.skew(6)), blank()))
    text = verdict_to_json(verdict)
    again = verdict_from_json(text)
    assert verdict_to_json(again) == text
    assert (again.grade, again.sentence) == (verdict.grade, verdict.sentence)
    assert [page.repeats for page in again.pages] == [None, (1, 1), None]


def test_a_verdict_of_the_first_format_is_read():
    held = json.loads(verdict_to_json(judge_here().scan(scan(form()))))
    held["format"] = 1
    del held["count"], held["pages"][0]["image"], held["pages"][0]["measures"]["grain"]
    (page,) = verdict_from_json(json.dumps(held)).pages
    assert (page.image, page.measures.grain, page.grade) == ("", 0.0, Grade.GOOD)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 0, "pages": []}', '{"format": 1, "pages": [{"number": 1}]}']
)
def test_what_is_no_stored_verdict_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        verdict_from_json(text)


def test_nothing_of_the_paper_is_stored():
    text = verdict_to_json(judge_here().scan(scan(form())))
    assert "ink" not in text
    assert "Thử" not in text
    assert len(io.StringIO(text).read()) < 1000
