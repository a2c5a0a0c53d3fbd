"""The codes on a made card: machine-readable zone with its check digits, QR code with its seven fields."""

from datetime import date

import pytest
import zxingcpp
from PIL import Image

from samples.papers.codes import check_digit, mrz, plain, qr_image, qr_payload

# ICAO 9303 part 3, 4.9 and part 5, appendix B: the standard's own examples
CHECK_DIGITS = (("520727", "3"), ("AB2134<<<", "5"), ("D23145890", "7"), ("740812", "2"), ("120415", "9"))


@pytest.mark.parametrize(("text", "digit"), CHECK_DIGITS)
def test_check_digit(text, digit):
    assert check_digit(text) == digit


def test_zone_of_a_known_card():
    zone = mrz("099190012345", "Nguyễn Thị Mậu", date(1990, 1, 15), "Nữ", date(2030, 1, 15))
    assert zone == (
        "IDVNM1900123457099190012345<<3",
        "9001158F3001156VNM<<<<<<<<<<<6",
        "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<",
    )


def test_a_long_name_is_cut_at_thirty_signs():
    zone = mrz("003090012345", "Nguyễn Hoàng Trường Giang Phương Uyên Đan", date(1990, 1, 15), "Nam", date(2030, 1, 15))
    assert [len(line) for line in zone] == [30, 30, 30]
    assert zone[2] == "NGUYEN<<HOANG<TRUONG<GIANG<PHU"


NAMES = (("Đặng Thị Ước", "DANG THI UOC"), ("Nguyễn Ỷ Lan", "NGUYEN Y LAN"), ("Lò Văn Đường", "LO VAN DUONG"))


@pytest.mark.parametrize(("name", "capitals"), NAMES)
def test_plain(name, capitals):
    assert plain(name) == capitals


def test_qr_code_holds_its_seven_fields():
    payload = qr_payload(
        "003194123456", "", "Đặng Thị Hồng Gấm", date(1994, 9, 5), "Nữ", "Thôn Đoài, xã Yên Lãng", date(2021, 5, 4)
    )
    assert payload == "003194123456||Đặng Thị Hồng Gấm|05091994|Nữ|Thôn Đoài, xã Yên Lãng|04052021"
    code = qr_image(payload)
    page = Image.new("L", (code.width * 4 + 64, code.height * 4 + 64), 255)
    page.paste(code.resize((code.width * 4, code.height * 4), Image.Resampling.NEAREST), (32, 32))
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [payload]
