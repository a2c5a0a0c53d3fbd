"""QR codes drawn, damaged and found again."""

import cv2
import numpy as np
import pytest
import zxingcpp

from ocr.codes.on_page import qr_codes
from ocr.page import CodeKind

PAYLOAD = "099190012345|990000202|Nguyễn Thị Mẫu|15011990|Nữ|Thôn 2, xã Mẫu Một, tỉnh Mẫu|19052021"
LONGER = PAYLOAD + "|099190099999|Trần Văn Cha|Lê Thị Mẹ|"


def drawn(payload: str, module: int) -> np.ndarray:
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    pixels = np.array(code.to_image(scale=module, add_quiet_zones=False), np.uint8)
    return np.pad(pixels, 4 * module, constant_values=255)


def sheet(*codes: np.ndarray) -> np.ndarray:
    """A white page, one code below the other, 200 px from the left and 100 px from each other."""
    page = np.full((1400, 1000), 255, np.uint8)
    top = 100
    for code in codes:
        page[top : top + code.shape[0], 200 : 200 + code.shape[1]] = code
        top += code.shape[0] + 100
    return page


def photographed(page: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(page, (0, 0), 1.2)


def photocopied(page: np.ndarray) -> np.ndarray:
    """Black and white, with the loose dots of a copier's glass."""
    dots = np.random.default_rng(5).random(page.shape)
    page = np.where(dots < 0.03, 0, np.where(dots > 0.97, 255, page)).astype(np.uint8)
    return np.where(cv2.GaussianBlur(page, (0, 0), 0.6) > 128, 255, 0).astype(np.uint8)


def turned(page: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.rot90(page))


@pytest.mark.parametrize("payload", [PAYLOAD, LONGER])
@pytest.mark.parametrize("damage", [np.copy, photographed, photocopied, turned])
def test_a_card_code_is_read_letter_for_letter(payload, damage):
    (code,) = qr_codes(damage(sheet(drawn(payload, 4))))
    assert (code.kind, code.text) == (CodeKind.QR, payload)


@pytest.mark.parametrize("module", [2, 4])
def test_its_box_lies_on_the_code(module):
    symbol = drawn(PAYLOAD, module)
    (code,) = qr_codes(sheet(symbol))
    middle = (200 + symbol.shape[1] / 2, 100 + symbol.shape[0] / 2)
    assert code.box.middle == pytest.approx(middle, abs=2 * module)
    assert code.box.width == pytest.approx(symbol.shape[1] - 8 * module, abs=3 * module)


def test_two_codes_of_one_page_are_both_read():
    found = qr_codes(sheet(drawn(PAYLOAD, 4), drawn("H56.12-241015-0007|1.004194|099190012345|Tờ khai", 4)))
    assert {code.text.split("|")[0] for code in found} == {"099190012345", "H56.12-241015-0007"}


def test_a_page_without_a_code_has_none():
    assert qr_codes(np.random.default_rng(3).integers(0, 256, (600, 400), np.uint8)) == ()
