"""A picture's bytes as a PDF image wants them: taken over where its coding is one that PDF has, else packed anew."""

import io
import struct
from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageOps

from errors import ScanRefused
from ocr.files.images import pixels_of
from ocr.files.opening import refuse_large
from ocr.files.refusal import Refusal
from ocr.renditions.jpeg_strips import one_jpeg

_ORIENTATION = 274  # tag of EXIF and TIFF
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1}  # of the colour types that PDF's predictors know as they are
_PROFILE_CLASSES = (b"mntr", b"scnr", b"prtr", b"spac")


@dataclass(frozen=True, slots=True)
class Packed:
    """Coded pixels."""

    data: bytes
    coding: str  # name of a PDF filter
    width: int  # px as stored
    height: int  # px as stored
    channels: int  # 1 or 3
    bits: int = 8  # a channel
    palette: bytes = b""  # red, green, blue of each number, where pixels are numbers of colours
    white_is_one: bool = True  # of fax coding: its white runs are white
    orientation: int = 1  # EXIF 1..8: how the stored picture must be laid to stand as the scan's page does
    profile: bytes = b""  # ICC


def picture(image: Image.Image, content: bytes, number: int) -> Packed:
    """The page of this number (1..) of an opened image file. Raises ScanRefused."""
    try:
        image.seek(number - 1)
        refuse_large(*image.size)
        kept = _kept(image, content)
        if kept is not None:
            profile = image.info.get("icc_profile") or b""
            sound = is_sound_profile(profile, kept.channels) and not kept.palette
            return replace(kept, orientation=_orientation(image), profile=profile if sound else b"")
        image.load()
        return pixels(ImageOps.exif_transpose(image))
    except EOFError:
        raise ScanRefused(Refusal.NO_PAGES, f"no page {number}") from None
    except (OSError, SyntaxError, ValueError, LookupError, TypeError, struct.error):
        raise ScanRefused(Refusal.DAMAGED_PAGE, f"page {number}") from None


def pixels(image: Image.Image) -> Packed:
    """Fax coding for black and white, otherwise as in a PNG; no pixel is changed but see-through and CMYK ones."""
    if image.mode == "1":
        return _faxed(image)
    profile = image.info.get("icc_profile") or b""
    if image.mode not in ("L", "RGB", "P", "I;16") or "transparency" in image.info:
        image, profile = Image.fromarray(pixels_of(image)), b""
    out = io.BytesIO()
    image.save(out, "PNG")
    packed = _of_png(out.getvalue())
    assert packed is not None  # what Pillow writes is never interlaced
    sound = is_sound_profile(profile, packed.channels) and not packed.palette
    return replace(packed, profile=profile if sound else b"")


def plain(drawn: Image.Image) -> Image.Image:
    """Gray where a renderer drew gray in three channels: a third of the bytes, the same look."""
    seen = np.asarray(drawn)
    if seen.ndim == 3 and (seen[..., 0] == seen[..., 1]).all() and (seen[..., 1] == seen[..., 2]).all():
        return Image.fromarray(seen[..., 0])
    return drawn


def image(packed: Packed, target: pikepdf.Pdf) -> pikepdf.Object:
    """The image XObject."""
    drawn = target.make_stream(packed.data)
    drawn.Type, drawn.Subtype = Name.XObject, Name.Image
    drawn.Width, drawn.Height, drawn.BitsPerComponent = packed.width, packed.height, packed.bits
    drawn.ColorSpace = _space(packed, target)
    drawn.Filter = Name("/" + packed.coding)
    if packed.coding == "FlateDecode":
        drawn.DecodeParms = Dictionary(
            Predictor=15, Colors=packed.channels, BitsPerComponent=packed.bits, Columns=packed.width
        )
    elif packed.coding == "CCITTFaxDecode":
        drawn.DecodeParms = Dictionary(K=-1, Columns=packed.width, Rows=packed.height, BlackIs1=not packed.white_is_one)
    return drawn


def is_sound_profile(profile: bytes, channels: int) -> bool:
    """Whether PDF/A takes this ICC profile for pixels of so many channels (ISO 19005-2, 6.2.3 and 6.2.4.2)."""
    if len(profile) < 128 or profile[36:40] != b"acsp" or profile[8] > 4:
        return False
    whole = int.from_bytes(profile[:4], "big") == len(profile)
    space = {1: b"GRAY", 3: b"RGB "}.get(channels)
    return whole and profile[12:16] in _PROFILE_CLASSES and profile[16:20] == space


def _space(packed: Packed, target: pikepdf.Pdf) -> pikepdf.Object:
    if packed.palette:
        most = len(packed.palette) // 3 - 1
        return Array([Name.Indexed, Name.DeviceRGB, most, pikepdf.String(packed.palette)])
    if packed.profile:
        return Array([Name.ICCBased, target.make_stream(packed.profile, N=packed.channels)])
    return Name.DeviceGray if packed.channels == 1 else Name.DeviceRGB


def _kept(image: Image.Image, content: bytes) -> Packed | None:
    """The picture as it lies in the file; None where its coding is none of PDF's."""
    if image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB"):
        return Packed(content, "DCTDecode", *image.size, 1 if image.mode == "L" else 3)
    if image.format == "PNG":
        return _of_png(content)
    if image.format == "TIFF":
        return _fax_strip(image, content) or _jpeg_strips(image, content)
    return None


def _of_png(content: bytes) -> Packed | None:
    """PDF's predictors are PNG's own, so the data stay; interlaced and see-through pictures have none."""
    parts: dict[bytes, list[bytes]] = defaultdict(list)
    at = 8
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        parts[name].append(content[at + 8 : at + 8 + length])
        at += 12 + length
    chunks = {name: b"".join(bodies) for name, bodies in parts.items()}
    width, height, bits, colours, _, _, interlaced = struct.unpack_from(">IIBBBBB", chunks.get(b"IHDR", bytes(13)))
    if colours not in _PNG_CHANNELS or interlaced or b"tRNS" in chunks:
        return None
    palette = chunks.get(b"PLTE", b"") if colours == 3 else b""
    if colours == 3 and not palette:
        return None
    return Packed(chunks[b"IDAT"], "FlateDecode", width, height, _PNG_CHANNELS[colours], bits, palette)


def _fax_strip(image: Image.Image, content: bytes) -> Packed | None:
    """A page of group 4 fax coding in one strip."""
    tags = image.tag_v2  # type: ignore[attr-defined]
    offsets, counts = tags.get(273, ()), tags.get(279, ())
    plain = tags.get(266, 1) == 1 and not tags.get(293, 0) and tags.get(277, 1) == 1
    if tags.get(259) != 4 or len(offsets) != 1 or len(counts) != 1 or not plain:
        return None
    data = content[offsets[0] : offsets[0] + counts[0]]
    return Packed(data, "CCITTFaxDecode", tags[256], tags[257], 1, 1, white_is_one=tags.get(262, 0) == 0)


def _jpeg_strips(image: Image.Image, content: bytes) -> Packed | None:
    """A page of gray, RGB or YCbCr in strips of JPEG."""
    tags = image.tag_v2  # type: ignore[attr-defined]
    offsets, counts, colours = tags.get(273, ()), tags.get(279, ()), tags.get(262)
    channels = {1: 1, 2: 3, 6: 3}.get(colours)
    apart = tags.get(284, 1) != 1 or any(bits != 8 for bits in tags.get(258, (1,)))
    if tags.get(259) != 7 or not offsets or len(offsets) != len(counts) or channels is None or apart:
        return None
    strips = [content[at : at + count] for at, count in zip(offsets, counts, strict=True)]
    width, height = tags[256], tags[257]
    rows = min(tags.get(278, height), height)
    joined = one_jpeg(strips, bytes(tags.get(347, b"")), width, height, rows, ycbcr=colours == 6)
    return None if joined is None else Packed(joined, "DCTDecode", width, height, channels)


def _faxed(image: Image.Image) -> Packed:
    out = io.BytesIO()
    image.save(out, "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(io.BytesIO(out.getvalue())) as coded:
        packed = _fax_strip(coded, out.getvalue())
    assert packed is not None  # it was written as one strip
    return packed


def _orientation(image: Image.Image) -> int:
    declared = image.getexif().get(_ORIENTATION, 1)
    return declared if declared in range(1, 9) else 1
