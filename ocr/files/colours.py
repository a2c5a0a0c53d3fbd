"""Whether a picture shows people something else than what its numbers say.

A colour profile or a gamma value can make black letters white on every screen while the numbers, which are what is
read, keep them black; and the other way round.
"""

import io

import numpy as np
from PIL import Image, ImageCms

SAMPLE = 800  # px of the longer side on which the two are compared; single pixels, so that thin strokes stay
LEVELS = 80  # of 256 by which a pixel's brightness must change; camera profiles move it by some 20
SHARE = 0.01  # of the pixels that must change so
GAMMA = (1 / 3.2, 1 / 1.2)  # PNG's gAMA; 1/2.2 is the usual, 1/1.8 an old Macintosh's


def looks_different(picture: Image.Image) -> bool:
    """Whether the picture as screens show it, by its profile or gamma, differs from its numbers."""
    gamma = picture.info.get("gamma")
    if isinstance(gamma, float) and not GAMMA[0] <= gamma <= GAMMA[1]:
        return True
    profile = picture.info.get("icc_profile")
    if not isinstance(profile, bytes) or picture.mode not in ("L", "RGB"):
        return False
    step = max(1, max(picture.size) // SAMPLE)
    sample = picture.resize((max(1, picture.width // step), max(1, picture.height // step)), Image.Resampling.NEAREST)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.profileToProfile(sample, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False  # a profile that cannot be used is not used by screens either
    if shown is None:
        return False
    ours, theirs = (np.asarray(one.convert("L"), dtype=np.int16) for one in (sample, shown))
    return bool((np.abs(ours - theirs) > LEVELS).mean() > SHARE)
