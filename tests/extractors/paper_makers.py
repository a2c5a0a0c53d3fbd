"""Pages made from lines of text, set as a typewriter would: for tests that need no recorded scan."""

from ocr.page import Box, Line, Page, Word

SIGN, HEIGHT, PITCH, LEFT, TOP = 15, 28, 52, 150, 100  # px


def page_of(text: str, number: int = 1, confidence: float = 0.95) -> Page:
    """A page of 1654 x 2339 px (A4 at 200 dpi); every word has its place, several spaces are kept as space."""
    lines = []
    for row, line in enumerate(part for part in text.split("\n") if part.strip()):
        words, at = [], 0
        for piece in line.split(" "):
            if piece:
                left = LEFT + at * SIGN
                box = Box(left, TOP + row * PITCH, left + SIGN * len(piece), TOP + row * PITCH + HEIGHT)
                words.append(Word(piece, box, confidence))
            at += len(piece) + 1
        lines.append(Line(tuple(words)))
    plain = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    return Page(number, 1654, 2339, 200, 0, 0.0, plain, tuple(lines), (), (), "typed for a test")
