"""QR codes to be printed on papers of ours, drawn as vectors: sharp on any printer, in any size."""

import re

import zxingcpp

_PATH = re.compile(r'<path d="([^"]+)"')
_SIDE = re.compile(r'<svg width="(\d+)" height="(\d+)"')


def qr_svg(text: str) -> bytes:
    """An SVG of the code with its quiet zone, black on white, one unit a module; the page gives it its size.

    Level Q: a quarter of it may be creased or stamped over (ISO/IEC 18004).
    """
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q").to_svg()
    side, path = _SIDE.search(drawn), _PATH.search(drawn)
    if side is None or path is None:
        raise ValueError("a QR code that could not be drawn")
    width = side[1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{width}v{width}H0z"/><path d="{path[1]}"/></svg>'
    ).encode()
