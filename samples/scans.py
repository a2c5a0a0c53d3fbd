"""From drawn sheets to scanned files: each page damaged, its truth moved along, and the bytes of a PDF, TIFF or JPEG.

The bytes are the same for the same sheets and dice: no clock, no random name gets into them.
"""

import io
import time
from dataclasses import dataclass
from random import Random
from typing import Any

from PIL import Image

from samples import damage
from samples.papers.sheet import Sheet
from samples.plans import Format
from samples.treatment import Treatment, damages
from samples.truth import FieldTruth, PageTruth

_EPOCH = time.gmtime(1_760_000_000)  # the day that stands in every made PDF


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as it goes into a file; the number of its truth is set when the file is put together."""

    image: Image.Image
    truth: PageTruth


def scanned(sheet: Sheet, form: str, fill: str, treatment: Treatment, dice: Random, turned: int = 0) -> ScannedPage:
    """The sheet after its treatment, turned by so many degrees (0, 90, 180, 270) at the end."""
    steps = damages(treatment, dice) + ((damage.turn(turned),) if turned else ())
    scan = damage.damaged(damage.fresh(sheet.image), steps, dice)
    fields = tuple(FieldTruth(one.name, one.value, one.written, scan.place(one.box)) for one in sheet.fields)
    truth = PageTruth(
        number=1,
        form=form,
        width=scan.image.width,
        height=scan.image.height,
        dpi=sheet.dpi,
        turned=scan.turned,
        fill=fill,
        damage=scan.done,
        lines=sheet.lines(),
        fields=fields,
        qr=sheet.qr,
        mrz=sheet.mrz,
    )
    return ScannedPage(scan.image, truth)


def file_bytes(images: list[Image.Image], kind: Format, dpi: int) -> bytes:
    """The images as one file. A JPEG holds one page: ValueError for more."""
    first, *others = images
    out = io.BytesIO()
    if kind is Format.JPEG:
        if others:
            raise ValueError("a JPEG holds one page")
        first.convert("L" if first.mode == "1" else first.mode).save(out, "JPEG", quality=82, dpi=(dpi, dpi))
    elif kind is Format.TIFF:
        if len({image.mode for image in images}) > 1:  # one packing for the whole file
            first, *others = (image.convert("L") for image in images)
        packing = {"compression": "group4"} if first.mode == "1" else {"compression": "jpeg", "quality": 85}
        first.save(out, "TIFF", save_all=True, append_images=others, dpi=(dpi, dpi), **packing)
    else:
        extra: dict[str, Any] = {"creationDate": _EPOCH, "modDate": _EPOCH, "producer": "scanner"}
        if all(image.mode != "1" for image in images):  # group 4 fax packing, which bitonal pages get, knows no quality
            extra["quality"] = 80
        first.save(out, "PDF", resolution=dpi, save_all=True, append_images=others, **extra)
    return out.getvalue()


def cut_short(whole: bytes) -> bytes:
    """The first third of a file, as a broken copy from a scanner's stick leaves it."""
    return whole[: len(whole) // 3]
