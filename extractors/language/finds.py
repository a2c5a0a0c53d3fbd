"""What a component of the pipeline finds, and how its finds become entities beside those that are there already."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.language.words import first_words, longest, word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc

BREAKS = "hoso_breaks"
_WORDS = "hoso_words"  # made once for all components
_OVER_DATES = {"BIRTH"}  # labels that say more of a date than that it is one


@dataclass(frozen=True, slots=True)
class Find:
    """A stretch of words, `last` not included."""

    first: int
    last: int
    label: str  # name of a `Kind`
    rule: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, as written and folded; what components look at."""

    texts: tuple[str, ...]
    folded: tuple[str, ...]  # a sign stands for itself
    breaks: frozenset[int] = frozenset()  # words before which a line or column ends that does not run on

    def at(self, index: int) -> str:
        """The word at an index, "" behind the last."""
        return self.texts[index] if index < len(self.texts) else ""

    def listed(self, at: int, name: str) -> int:
        """How many words from `at` on are the longest entry of a list, signs between its words included; 0: none."""
        if at >= len(self.folded) or self.folded[at].partition(" ")[0] not in first_words(name):
            return 0
        entries, best, seen, end = word_set(name), 0, "", at
        while end < len(self.texts) and len(seen.split()) <= longest(name):
            word = self.folded[end]
            end += 1
            if word[:1].isalnum():
                seen = f"{seen} {word}".strip()
                if seen in entries:
                    best = end - at
            elif not seen or word not in {",", "(", ")", "/", "-"}:
                break
        return best


Finder = Callable[[Words], Iterable[Find]]


def words_of(doc: "Doc") -> Words:
    """The words of a text; its breaks are places in it, put into `doc.user_data[BREAKS]` by who laid out the text."""
    if _WORDS not in doc.user_data:
        places = doc.user_data.get(BREAKS, frozenset())
        breaks = frozenset(token.i for token in doc if token.idx in places)
        words = Words(tuple(token.text for token in doc), tuple(token.norm_ for token in doc), breaks)
        doc.user_data[_WORDS] = words
    found: Words = doc.user_data[_WORDS]
    return found


def cut_at_breaks(doc: "Doc") -> "Doc":
    """Agencies end where their line does, when it does not run on."""
    from spacy.tokens import Span

    breaks, spans = words_of(doc).breaks, []
    for span in doc.ents:
        last = min((at for at in breaks if span.start < at < span.end), default=span.end)
        if span.label_ == "AGENCY" and last < span.end:
            spans.append(Span(doc, span.start, last, label=span.label, span_id=span.ent_id_))
        else:
            spans.append(span)
    doc.set_ents(spans)
    return doc


def component(finder: Finder) -> Callable[["Doc"], "Doc"]:
    """The finder as a component: its finds become entities where none stands yet."""

    def add(doc: "Doc") -> "Doc":
        from spacy.tokens import Span

        words = words_of(doc)
        finds = list(finder(words))
        told = {at for find in finds if find.label in _OVER_DATES for at in range(find.first, find.last)}
        spans = [span for span in doc.ents if span.label_ != "DATE" or told.isdisjoint(range(span.start, span.end))]
        taken = {token.i for span in spans for token in span}
        for find in finds:
            stretch = set(range(find.first, find.last))
            if stretch and not stretch & taken:
                taken |= stretch
                spans.append(Span(doc, find.first, find.last, label=find.label, span_id=find.rule))
        doc.set_ents(spans)
        return doc

    return add
