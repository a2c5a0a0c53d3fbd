"""The language part: a Vietnamese spaCy pipeline of our own components, its phrases laid on the tokens of a page."""

from extractors.language.phrases import Kind, Phrase, phrases_in
from extractors.language.pipeline import pipeline

__all__ = ["Kind", "Phrase", "phrases_in", "pipeline"]
