"""The measures of a page's verdict, over the page's reduced copy and a few patches of the scan itself."""

import cv2
import numpy as np

from ocr.files.images import Pixels
from ocr.verdict.verdict import Measures, Side
from ocr.verdict.view import MM, Numbers, View, patch

PATCHES = 12  # squares of text of the scan itself that are looked at
PATCH = 0.5  # inch
FEW_LETTERS = 2  # in a patch: fewer tell nothing of it
CALM = 1.0  # px, spread of the blur that takes the grain off a patch
INK_SHARE, PAPER_SHARE = 3.0, 90.0  # percentiles of a patch's brightness that are ink and paper
STEEPEST = 99.0  # percentile of a patch's slopes that are edges of strokes
NORMAL = 1.4826  # standard deviation over median deviation, of normal noise
WORD_GAP = 1.7  # mm: gaps up to this are closed, so that the letters of a line run together
LINE = 5.0  # times as long as it is thick: a run of letters whose direction is that of the text
SIDEWAYS = 60.0  # degrees from which lines run up the page
EDGE = 0.4  # mm from the edge within which a letter is cut off, or so near that it may be
FEWEST_CUT = 4  # letters at an edge that make text that is cut off: one or two may be dust, a rule or a scribble
RIM = 0.6  # of the paper's brightness: what is darker than this beneath a letter is desk, lid or shadow
SATURATED = 251  # of 255
HALO = 12  # of 255: by how much paper is brighter in a glare than around it
HALO_WIDTH = 12.0  # mm around a glare
SMALLEST_GLARE = 0.004  # share of the page


def measured(view: View) -> Measures:
    """All measures; what only text can tell stays 0 on a page without."""
    letters = view.letters
    blur, contrast, grain = _strokes(view, letters)
    slope, sideways = direction(view)
    return Measures(
        letters=len(letters),
        letter_mm=float(np.median(letters[:, 3])) * MM / view.small_dpi if len(letters) else 0.0,
        blur_mm=blur,
        contrast=contrast,
        grain=grain,
        brightness=view.brightness,
        glare=glare(view),
        slope=slope,
        sideways=sideways,
        cut=cut_sides(view, letters),
    )


def _strokes(view: View, letters: Numbers) -> tuple[float, float, float]:
    """(spread of the edges of strokes in mm, contrast 0..1, grain), each the median over patches full of text."""
    looks = [_sharpness(patch(view, x, y, PATCH)) for x, y in _full_of_text(view, letters)]
    looks = [look for look in looks if look[1] > 0]
    if not looks:
        return 0.0, 0.0, 0.0
    spread, contrast, grain = np.median(np.array(looks), axis=0)
    return float(spread) * MM / view.dpi, float(contrast), float(grain)


def _full_of_text(view: View, letters: Numbers) -> list[tuple[float, float]]:
    """Middles of the patches that hold the most letters, in px of the copy."""
    side = max(8.0, PATCH * view.small_dpi)
    cells = (letters[:, :2] + letters[:, 2:4] / 2) // side
    places, counts = np.unique(cells, axis=0, return_counts=True)
    most = np.argsort(-counts, kind="stable")[:PATCHES]
    return [tuple((places[at] + 0.5) * side) for at in most if counts[at] >= FEW_LETTERS]


def _sharpness(gray: Pixels) -> tuple[float, float, float]:
    """(spread of edges in px, contrast 0..1, grain over contrast) of one patch.

    An edge is as wide as its height over its steepest slope.
    """
    sharp = gray.astype(np.float32)
    calm = cv2.GaussianBlur(sharp, (0, 0), CALM)
    ink, paper = np.percentile(calm, (INK_SHARE, PAPER_SHARE))
    if paper - ink < 4:
        return 0.0, 0.0, 0.0
    across, down = np.abs(calm[:, 2:] - calm[:, :-2]) / 2, np.abs(calm[2:] - calm[:-2]) / 2
    steep = min(float(np.percentile(across, STEEPEST)), float(np.percentile(down, STEEPEST)))
    spread = (paper - ink) / (max(steep, 0.01) * np.sqrt(2 * np.pi))
    grain = NORMAL * float(np.median(np.abs(sharp - calm))) / (paper - ink)
    return float(np.sqrt(max(0.0, spread**2 - CALM**2))), float((paper - ink) / max(paper, 1.0)), grain


def direction(view: View) -> tuple[float, bool]:
    """(degrees clockwise by which lines slope, -45..45; whether they run up the page)."""
    side = max(3, round(view.px(WORD_GAP))) | 1
    marks = np.zeros_like(view.ink)
    for left, top, width, height in view.letters:
        marks[top : top + height, left : left + width] = view.ink[top : top + height, left : left + width]
    runs = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    contours, _ = cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = [line for contour in contours if (line := _line(contour))]
    if not found:
        return 0.0, False
    angles, lengths = np.array(found).T
    upright = np.abs(angles) < 45
    up_the_page = bool(lengths[~upright].sum() > 2 * lengths[upright].sum())
    chosen = ~upright if up_the_page else upright
    slopes = np.where(angles > 45, angles - 90, np.where(angles < -45, angles + 90, angles))[chosen]
    return _middle(slopes, lengths[chosen]), up_the_page


def _line(contour: Numbers) -> tuple[float, float] | None:
    """(degrees -90..90, length) of a run of letters; None when it is no longer than thick."""
    (_, _), (width, height), angle = cv2.minAreaRect(contour)
    if height > width:
        width, height, angle = height, width, angle - 90
    if width < LINE * max(height, 1.0):
        return None
    return (angle + 90) % 180 - 90, width


def _middle(values: Numbers, weights: Numbers) -> float:
    order = np.argsort(values)
    return float(values[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)])


def cut_sides(view: View, letters: Numbers) -> tuple[Side, ...]:
    """Edges of the image at which several letters end; none where the whole sheet is seen."""
    if view.sheet or not len(letters):
        return ()
    height, width = view.small.shape
    near = max(1.0, view.px(EDGE))
    left, top, wide, tall = letters.T
    middle_x, middle_y = np.minimum(left + wide // 2, width - 1), np.minimum(top + tall // 2, height - 1)
    on_paper = view.paper[middle_y, middle_x] > RIM * view.brightness
    at = {
        Side.TOP: top < near,
        Side.RIGHT: left + wide > width - near,
        Side.BOTTOM: top + tall > height - near,
        Side.LEFT: left < near,
    }
    return tuple(side for side, there in at.items() if np.count_nonzero(there & on_paper) >= FEWEST_CUT)


def glare(view: View) -> float:
    """Share of the page that lies in washed-out patches with a halo; bright paper alone has none."""
    paper = view.paper
    blobs = cv2.threshold(paper, SATURATED - 1, 255, cv2.THRESH_BINARY)[1]
    if view.brightness >= SATURATED or not blobs.any():
        return 0.0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(blobs)
    kernel = np.ones((max(3, round(2 * view.px(HALO_WIDTH))) | 1,) * 2, np.uint8)
    lost = 0.0
    for label in range(1, count):
        if stats[label, 4] < SMALLEST_GLARE * paper.size:
            continue
        blob = (labels == label).astype(np.uint8)
        rim = (cv2.dilate(blob, kernel) > 0) & (blobs == 0)
        if rim.any() and SATURATED - float(np.median(paper[rim])) >= HALO:
            lost += stats[label, 4] / paper.size
    return lost
