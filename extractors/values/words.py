"""Words of closed lists: sex, ethnic group, nationality, religion, kinship, marital status; codes are alternatives."""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from extractors.findings import Finding
from extractors.folded import fold, tight
from extractors.reading import Alternative, AlternativeKind, Problem
from extractors.values.parsed import Answer, Parsed, Unsettled, or_else
from extractors.values.signs import STRANGE, says_nothing, written
from extractors.values.syllables import syllable_share
from extractors.values.tables import rows_of

_CLEAR = 4  # how much likelier, of 100, the best word must be than the best of another entry
_PERHAPS = 60  # likeness, 0..100, from which a word of the list is a alternative
_TICKED, _EMPTY = "☑☒✓✔✗✘⊠", "☐□▢❏"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a closed list."""

    name: str
    code: str = ""  # "" in lists without codes
    others: tuple[str, ...] = ()  # other names of the same, and other spellings


def parse_sex(text: str) -> Answer:
    """ "Nam" or "Nữ". Of two words the ticked one counts; with no tick, or both, it is UNREADABLE."""
    if says_nothing(text):
        return Problem.BLANK
    if ticked := _ticked(text):
        return Parsed(ticked, 0.9)
    folded = re.sub(r"\bviet nam\b|\bquoc tich\b", " ", fold(text))
    if len(re.findall(r"\b(?:nam|nu)\b", folded)) > 2:  # the form's own "Nam/Nữ:" stands before the word
        folded = re.sub(r"\bnam nu\b", " ", folded, count=1)
    words = folded.split() if len(tight(text)) > 3 else [tight(text)]
    male, female = "nam" in words, "nu" in words
    if male == female:
        return Problem.UNREADABLE
    extra = len(words) > 1 or len(folded) != len(fold(text))
    return Parsed("Nam" if male else "Nữ", 0.8 if extra else 1.0, (Finding.EXTRA_SIGNS,) if extra else ())


def _ticked(text: str) -> str:
    """The sex beside the only ticked box; boxes stand all before or all behind their words."""
    marks = [sign for sign in text if sign in _TICKED + _EMPTY]
    if sum(sign in _TICKED for sign in marks) != 1:
        return ""
    ahead = text.lstrip()[:1] in _TICKED + _EMPTY
    beside = re.search(rf"[{_TICKED}]\s*(\w+)" if ahead else rf"(\w+)\s*[{_TICKED}]", text)
    return {"nam": "Nam", "nu": "Nữ"}.get(fold(beside[1]), "") if beside else ""


def parse_ethnic_group(text: str) -> Answer:
    """One of the 54 groups with its code; another name of a group is kept as written. Nothing written is BLANK."""
    return _of_list(re.sub(r"^\s*(?:[Dd]ân tộc|[Nn]gười(?! nước))\s+", "", text), entries("ethnic_groups"), 80)


def parse_nationality(text: str) -> Answer:
    """A nationality in the spelling of the list; one that is not listed is kept as written with NOT_IN_LIST."""
    return _of_list(text, entries("nationalities"), 78)


def parse_religion(text: str) -> Answer:
    """A religion with its code; "Không" is one too: a paper says that there is none."""
    return _of_list(text, entries("religions"), 82)


def parse_kinship(text: str) -> Answer:
    """How one person is related to another, as civil-status and residence forms write it."""
    return _of_list(text, entries("kinship"), 86)


def parse_marital_status(text: str) -> Answer:
    """The state as written, with its code where the words say it: "Đã ly hôn theo Bản án số ..." is 3."""
    states = entries("marital_states")
    exact = _of_list(text, states, 86)
    if isinstance(exact, Parsed) and any(one.kind is AlternativeKind.CODE for one in exact.alternatives):
        return exact
    line = written(text)
    if says_nothing(line):
        return Problem.BLANK
    if len(STRANGE.findall(line)) > 2 or syllable_share(line) < 0.65:
        return Problem.UNREADABLE
    folded = f" {fold(line)} "
    said = {one.code for one in states for word in (one.name, *one.others) if f" {fold(word)} " in folded}
    code = "3" if "3" in said else said.pop() if len(said) == 1 else ""
    return Parsed(line, 0.9, (), _coded(code)) if code else Parsed(line, 0.6, (Finding.NOT_IN_LIST,))


def _of_list(text: str, listed: tuple[Entry, ...], cutoff: float) -> Answer:
    """A word of a list: as it is there, as another name of it, or nearly (SPELLING_FROM_LIST). Never a default."""
    line = written(text)
    if says_nothing(line):
        return Problem.BLANK
    for entry in listed:
        if entry.name.casefold() == line.casefold():
            return Parsed(entry.name, 1.0, (), _coded(entry.code))
        if any(other.casefold() == line.casefold() for other in entry.others):
            return Parsed(line, 1.0, (), _coded(entry.code))
    words = {word: entry for entry in reversed(listed) for word in (*entry.others, entry.name)}
    alike = sorted(_likeness(fold(line), words), key=lambda one: -one[1])
    if alike and alike[0][1] >= cutoff:
        entry = words[alike[0][0]]
        rival = next((sure for word, sure in alike if words[word] is not entry), 0.0)
        if alike[0][1] - rival >= _CLEAR:
            return Parsed(alike[0][0], 0.9 * alike[0][1] / 100, (Finding.SPELLING_FROM_LIST,), _coded(entry.code))
    near = or_else(*(word for word, _ in alike[:3]))
    known = syllable_share(line) == 1.0 and line[0].isupper() and len(line) > 3
    if known and not STRANGE.search(line):
        return Parsed(line, 0.5, (Finding.NOT_IN_LIST,), near)
    return Unsettled(Problem.UNREADABLE, (), near) if near else Problem.UNREADABLE


def _likeness(folded: str, words: dict[str, Entry]) -> list[tuple[str, float]]:
    """Words with their likeness, 0..100. Of a short word one letter is too much: only its marks may differ."""
    found = process.extract(folded, {word: fold(word) for word in words}, scorer=fuzz.ratio, limit=8)
    short = len(folded) < 4
    return [(word, sure) for _, sure, word in found if sure == 100 or (not short and sure >= _PERHAPS)]


def _coded(code: str) -> tuple[Alternative, ...]:
    return (Alternative(AlternativeKind.CODE, code),) if code else ()


_OWN_FILES = {"ethnic_groups", "religions", "marital_states", "id_issuers", "id_papers"}


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """The entries of one list: a file of its own, or a part of data/words.csv."""
    if name not in _OWN_FILES:
        return tuple(Entry(row["word"]) for row in rows_of("words") if row["list"] == name)
    return tuple(Entry(row["name"], row["code"], _parted(row["others"])) for row in rows_of(name))


@cache
def listed_words(name: str) -> tuple[str, ...]:
    """The names of one list, in its spelling."""
    return tuple(entry.name for entry in entries(name))


def _parted(cell: str) -> tuple[str, ...]:
    return tuple(one for one in cell.split(";") if one)
