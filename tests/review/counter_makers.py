"""Papers as a counter scans them, of invented people, and what is sent of them."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any
from urllib.parse import quote

import pikepdf
import review_makers as make
from httpx import Response
from PIL import Image, ImageDraw, ImageFilter

from samples.lettering import Face, font
from samples.papers import ct01
from samples.papers.sheet import Manner, Pen
from storage.objects import digest_of

OFFICE, PROCEDURE = "H56.12", "1.004194"
NAME = "Đặng Thị Hồng Thử"
DPI = 200
_WORDS = "đăng ký thường trú tạm trú tại thôn Đoài xóm Ngoài phường Giữa cùng gia đình chuyển đến từ nơi khác"


@cache
def form(name: str = NAME) -> Image.Image:
    """A form; of another name, a letter of other words: two short forms that differ in a name alone may be told as one
    paper that was scanned twice."""
    return _letter(name) if name != NAME else _ct01()


def _letter(name: str) -> Image.Image:
    dice, sheet = Random(name), Image.new("L", (1654, 2339), 255)
    draw, face = ImageDraw.Draw(sheet), font(Face.SERIF, 36)
    words = _WORDS.split()
    for line in range(30):
        draw.text((160, 200 + 62 * line), " ".join([name, *dice.choices(words, k=dice.randint(4, 9))]), 20, face)
    return sheet


def _ct01() -> Image.Image:
    sheet = ct01.draw(
        ct01.Ct01(
            addressed_to="Công an xã Yên Lãng", full_name=NAME, birth_date=date(1987, 3, 12), sex="Nữ",
            id_number="099187000123", phone="0912345678", email="", head=NAME, relation="Chủ hộ",
            head_id="099187000123", request="Tách hộ", members=(), place="Yên Lãng", signed_on=date(2026, 10, 5),
        ),
        Manner(DPI, Pen(), Random(1)),
    )  # fmt: skip
    return sheet.image.convert("L")


def blurred(name: str = NAME) -> Image.Image:
    return form(name).filter(ImageFilter.GaussianBlur(4))


def jpeg(image: Image.Image) -> bytes:
    return _saved(image, "JPEG", quality=80, dpi=(DPI, DPI))


def pdf(*images: Image.Image) -> bytes:
    return _saved(images[0], "PDF", save_all=True, append_images=images[1:], resolution=DPI)


def encrypted_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(form()))) as opened:
        opened.save(made, encryption=pikepdf.Encryption(user="mat-khau", owner="x"))
    return made.getvalue()


def huge_png() -> bytes:
    """121 million pixels in a few kilobytes."""
    return _saved(Image.new("1", (11_000, 11_001), 1), "PNG")


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


@dataclass
class Basket:
    """One basket of a browser, as the page's script speaks of it."""

    browser: make.Browser
    id: str

    def bring(self, content: bytes, name: str = "Tờ khai.pdf", *, digest: str = "", instead: str = "") -> Response:
        headers = {"X-Hoso-Name": quote(name), "Content-Type": "application/octet-stream"}
        if instead:
            headers["X-Hoso-Instead"] = instead
        path = f"{self.path}/files/{digest or digest_of(content)}"
        return self.browser.send("PUT", path, content=content, headers=headers)

    def look(self, content: bytes) -> dict[str, Any]:
        return dict(self.browser.send("POST", f"{self.path}/files/{digest_of(content)}/look").json())

    def hand_in(self, **wish: object) -> Response:
        told = {"office": OFFICE, "procedure": PROCEDURE, **wish}
        return self.browser.send("POST", f"{self.path}/hand-in", json=told)

    @property
    def path(self) -> str:
        return f"/counter/baskets/{self.id}"

    @property
    def told(self) -> dict[str, Any]:
        return dict(self.browser.send("GET", self.path).json())


def begun(browser: make.Browser) -> Basket:
    return Basket(browser, browser.send("POST", "/counter/baskets").json()["id"])


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    saved = io.BytesIO()
    image.save(saved, form, **options)
    return saved.getvalue()
