"""The typefaces of the papers, from samples/fonts: loaded once per size, never from the machine's own fonts."""

from enum import Enum
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"


class Face(Enum):
    """A typeface of samples/fonts; the value is its file name without suffix."""

    SERIF = "HosoSerif-Regular"
    SERIF_BOLD = "HosoSerif-Bold"
    SERIF_ITALIC = "HosoSerif-Italic"
    SANS = "HosoSans-Regular"
    SANS_BOLD = "HosoSans-Bold"
    MONO = "HosoMono-Regular"
    HAND_PRINT = "HosoHandPrint-Regular"
    HAND_BRUSH = "HosoHandBrush-Regular"
    HAND_ROUND = "HosoHandRound-Regular"
    HAND_QUICK = "HosoHandQuick-Regular"
    HAND_WILD = "HosoHandWild-Regular"
    HAND_MARKER = "HosoHandMarker-Regular"
    HAND_SLANT = "HosoHandSlant-Regular"
    HAND_SCHOOL = "HosoHandSchool-Regular"
    HAND_SCRIPT = "HosoHandScript-Regular"

    @property
    def by_hand(self) -> bool:
        """Looks like handwriting."""
        return self.name.startswith("HAND")

    @property
    def bold(self) -> "Face":
        """The bold of the same family, or the face itself when it has none."""
        return Face.__members__.get(f"{self.name}_BOLD", self)


@lru_cache(maxsize=256)
def font(face: Face, pixels: int) -> ImageFont.FreeTypeFont:
    """The face at `pixels` per em. Basic layout: the same marks on every machine, with or without libraqm."""
    return ImageFont.truetype(FONTS / f"{face.value}.ttf", pixels, layout_engine=ImageFont.Layout.BASIC)
