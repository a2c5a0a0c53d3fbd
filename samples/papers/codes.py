"""The codes of a chip CCCD: the QR payload of seven fields and the machine-readable zone (ICAO 9303 part 5, TD1)."""

import unicodedata
from datetime import date

import zxingcpp
from PIL import Image

_VALUES = {letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}


def qr_payload(
    number: str, old_number: str, full_name: str, birth_date: date, sex: str, residence: str, issued_on: date
) -> str:
    """number|CMND|name|ddMMyyyy|sex|residence|ddMMyyyy, as cards of 2021 carry it."""
    days = (f"{day.day:02d}{day.month:02d}{day.year:04d}" for day in (birth_date, issued_on))
    born, issued = days
    return "|".join((number, old_number, full_name, born, sex, residence, issued))


def qr_image(payload: str) -> Image.Image:
    """The QR code, one pixel a module, without its quiet zone."""
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))


def check_digit(text: str) -> str:
    """ICAO 9303 part 3, 4.9: weights 7, 3, 1 over the signs' values, modulo 10."""
    return str(sum(_VALUES[sign] * (7, 3, 1)[place % 3] for place, sign in enumerate(text)) % 10)


def plain(name: str) -> str:
    """NGUYEN VAN AN: capitals without marks, "Đ" as "D"."""
    parts = unicodedata.normalize("NFD", name.upper().replace("Đ", "D"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def mrz(number: str, full_name: str, birth_date: date, sex: str, expires_on: date) -> tuple[str, str, str]:
    """The three lines: the last nine digits as document number, the whole personal number as optional data."""
    short = number[-9:]
    first = f"IDVNM{short}{check_digit(short)}{number}<<"
    first += check_digit(first[15:29])
    born, until = f"{birth_date:%y%m%d}", f"{expires_on:%y%m%d}"
    second = f"{born}{check_digit(born)}{'M' if sex == 'Nam' else 'F'}{until}{check_digit(until)}VNM".ljust(29, "<")
    second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    surname, _, given = plain(full_name).partition(" ")
    third = f"{surname}<<{given.replace(' ', '<')}"[:30].ljust(30, "<")
    return first, second, third
