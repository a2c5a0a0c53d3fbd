"""The recogniser of this machine: Tesseract within the process where that is installed, else its program."""

from ocr.engine import Recogniser
from ocr.recognition.tesseract import Tesseract


def standard_recogniser() -> Recogniser:
    """Made anew; keep it, for its start costs as much as several lines. Raises NotSetUp."""
    try:
        from ocr.recognition.in_process import TesseractInProcess
    except ImportError:  # no wheel for this machine
        return Tesseract()
    return TesseractInProcess()
