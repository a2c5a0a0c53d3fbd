"""The language part: a spaCy pipeline of our own that finds dates, numbers, agencies, laws and persons in free lines.

Its patterns are rows of data/patterns.jsonl in spaCy's own form; they compare folded words (NORM), so that a lost mark
does not hide a phrase. No model is loaded: the pipeline is a blank Vietnamese one, built once, when first used.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from json import loads
from typing import TYPE_CHECKING

from extractors.folded import fold
from extractors.layout import Row, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Kind(Enum):
    """What a phrase of a free line is."""

    DATE = "ngày, tháng, năm"
    ID = "số giấy tờ tùy thân"
    AGENCY = "cơ quan"
    LAW = "văn bản quy phạm"
    PERSON = "họ tên người"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and the tokens of the page that it stands on."""

    kind: Kind
    rule: str  # id of the pattern
    text: str
    tokens: tuple[Token, ...]
    row: int  # index of the row that it begins on


def _folded_norm(doc: "Doc") -> "Doc":
    """Puts folded words under NORM, by which the patterns compare."""
    for token in doc:
        token.norm_ = fold(token.text) or token.text
    return doc


@cache
def pipeline() -> "Language":
    """The pipeline, built on first use (some 50 ms); words are parted at spaces and outer signs, not by pyvi."""
    # spaCy takes most of a second to import: only a process that reads papers pays for it.
    import spacy
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_prefix_regex, compile_suffix_regex

    Language.component("hoso_folded_norm", func=_folded_norm)
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    # Signs inside a word stay: 66/2023/TT-BCA and 18/05/2021 are one token each.
    before = compile_prefix_regex(nlp.Defaults.prefixes or ()).search
    after = compile_suffix_regex(nlp.Defaults.suffixes or ()).search
    nlp.tokenizer = Tokenizer(nlp.vocab, prefix_search=before, suffix_search=after)
    nlp.add_pipe("hoso_folded_norm")
    ruler = nlp.add_pipe("entity_ruler")
    lines = files("extractors.data").joinpath("patterns.jsonl").read_text(encoding="utf-8").splitlines()
    ruler.add_patterns([loads(line) for line in lines])  # type: ignore[attr-defined]
    return nlp


def phrases_in(rows: tuple[Row, ...]) -> tuple[Phrase, ...]:
    """The phrases of the rows, read on from row to row, each mapped to the tokens that it stands on."""
    text, places = _running_text(rows)
    if not text:
        return ()
    phrases = []
    for span in pipeline()(text).ents:
        covered = [(row, token) for start, end, row, token in places if start < span.end_char and end > span.start_char]
        if covered:
            tokens = tuple(token for _, token in covered)
            phrases.append(Phrase(Kind[span.label_], span.ent_id_, span.text, tokens, covered[0][0]))
    return tuple(phrases)


def _running_text(rows: tuple[Row, ...]) -> tuple[str, list[tuple[int, int, int, Token]]]:
    """All tokens as one text, and where each begins and ends in it."""
    parts: list[str] = []
    places: list[tuple[int, int, int, Token]] = []
    at = 0
    for index, row in enumerate(rows):
        for token in row.tokens:
            places.append((at, at + len(token.text), index, token))
            parts.append(token.text)
            at += len(token.text) + 1
    return " ".join(parts), places
