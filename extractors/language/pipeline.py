"""The pipeline: a blank Vietnamese one with our own tokenizer rules and components; no model is loaded.

Fixed phrases are rows of data/patterns.jsonl in spaCy's own form. They compare folded words (NORM), so that a lost mark
does not hide a phrase. What no fixed phrase can tell (names, numbers torn apart, places) is found by the components.
"""

from functools import cache
from importlib.resources import files
from json import loads
from typing import TYPE_CHECKING

from extractors.folded import fold
from extractors.language.numbers import births_in, numbers_in
from extractors.language.persons import persons_in
from extractors.language.places import places_in

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from extractors.language.finds import Finder

# In the order in which they speak: a stretch that one has taken is not given to a later one.
_COMPONENTS: tuple[tuple[str, "Finder"], ...] = (
    ("hoso_births", births_in),
    ("hoso_numbers", numbers_in),
    ("hoso_persons", persons_in),
    ("hoso_places", places_in),
)


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

    from extractors.language.finds import component, cut_at_breaks

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
    Language.component("hoso_cut_at_breaks", func=cut_at_breaks)
    nlp.add_pipe("hoso_cut_at_breaks")
    for name, finder in _COMPONENTS:
        Language.component(name, func=component(finder))
        nlp.add_pipe(name)
    return nlp
