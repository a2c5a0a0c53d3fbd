"""What kind of question it is, why it is asked, and what stands in its field at first."""

from dataclasses import dataclass, field

from extractors.findings import SENTENCES, Finding, doubts_of
from extractors.reading import FieldReading, Problem
from matching.reasons import Reason
from matching.resolution import Outcome
from ocr.files.scan_finding import ScanFinding
from review.shapes import Ask
from review.showing.values import as_read, helps
from review.texts import Words
from storage.question import Origin, Question, Round
from storage.readings import as_text
from storage.review.given import Action, Shown
from storage.review.questions import Item

# a question of known answer is one that two people were asked: it is asked as they were
_MEASURED = (Origin.SAMPLE, Origin.GOLD, Origin.DOUBLE, Origin.DISAGREEMENT)
PREFILL = "prefill"  # in what a question was told: the value that stands in its field
_DIFFERS = ("_DIFFERS", "_DIFFER", "_FROM_PRINT", "_FROM_MRZ")
_BY_FIELD = (Action.ACCEPT, Action.EDIT, Action.UNREADABLE, Action.BLANK)
_OF_KIND = {
    Problem.IMPOSSIBLE.name: "impossible",
    Problem.UNREADABLE.name: "unreadable",
    Finding.LOW_CONFIDENCE.name: "low",
    Finding.PAGE_MISSING.name: "file",
    Finding.PAGE_UNPLACED.name: "paper",
    "UNKNOWN_FORM": "paper",
}
_OF_READING = {  # remarks on how a value was read or written: no rule is broken
    Finding.UNIT_SUPERSEDED.name,
    Finding.UNIT_UNKNOWN.name,
    Finding.UNIT_AMBIGUOUS.name,
    Finding.UNIT_DIVIDED.name,
    Finding.NOT_IN_LIST.name,
    Finding.SPELLING_FROM_LIST.name,
    Finding.SPELLING_FROM_PAPER.name,
    Finding.LENIENT_DIGIT.name,
    Finding.LOOKALIKE_SIGN.name,
    Finding.EXTRA_SIGNS.name,
    Finding.PHONE_RENUMBERED.name,
    Finding.PHONE_AMBIGUOUS.name,
    Finding.DATE_PART_ONLY.name,
}
_TONES = {"impossible": "wrong", "differs": "wrong", "rule": "wrong", "file": "wrong", "person": "people"}
ACTIONS = {
    Ask.FIELD: (*_BY_FIELD, Action.ESCALATE),
    Ask.PERSON: (Action.CHOOSE, Action.NONE_OF_THESE, Action.ESCALATE),
    Ask.PAPER: (Action.PAPER, Action.ESCALATE),
    Ask.FILE: (Action.USABLE, Action.NOT_USABLE, Action.ESCALATE),
}


@dataclass(frozen=True, slots=True)
class Start:
    """What stands in the field when the question appears."""

    shown: Shown
    value: str = field(default="", repr=False)  # as it is read; "" where the field is empty
    kept: str = field(default="", repr=False)  # the same as the warehouse keeps it


def ask_of(question: Question) -> Ask:
    """By what kind of card."""
    if question.field is not None:
        return Ask.FIELD
    if question.kind in ScanFinding.__members__ or question.kind == Finding.PAGE_MISSING.name:
        return Ask.FILE
    if question.document_id is not None or question.origin is Origin.SPLIT:
        return Ask.PAPER
    return Ask.PERSON


def is_blind(item: Item) -> bool:
    """Whether nothing that the machine or somebody before has read may be seen: only the paper."""
    return item.question.origin in _MEASURED or item.round in (Round.SECOND, Round.THIRD, Round.CHECK)


def start_of(item: Item) -> Start:
    """A value that was mistrusted stands in the field only where correcting it beats typing it. Nor is one planted
    where the machine read none: it would be known for a test."""
    told = (item.question.told or {}).get(PREFILL)
    reading = item.reading
    read = reading is not None and reading.value is not None
    if item.question.origin is Origin.PREFILL_TEST and isinstance(told, str) and item.round is Round.FIRST and read:
        return Start(Shown.WRONG_PREFILL, as_read(told), told)
    if is_blind(item) or reading is None or reading.value is None:
        return Start(Shown.EMPTY)
    kept = as_text(reading.value)
    if not helps(kept, reading.sureness):
        return Start(Shown.EMPTY)
    return Start(Shown.PREFILLED, as_read(kept), kept)


def reason_of(item: Item) -> tuple[str, str]:
    """(key of the two or three words of the chip, its tone)."""
    if is_blind(item):
        return ("third", "people") if item.round is Round.THIRD else ("sample", "check")
    key = kind_key(item.question.kind)
    return key, _TONES.get(key, "doubt")


def kind_key(kind: str) -> str:
    """Of the two or three words that name why something is asked."""
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    if kind in _OF_READING:
        return "low"
    if kind.endswith(_DIFFERS):
        return "differs"
    if kind in ScanFinding.__members__:
        return "file"
    if kind in Reason.__members__ or kind in Outcome.__members__:
        return "person"
    return "rule" if kind in Finding.__members__ else "low"


def kind_title(t: Words, kind: str) -> str:
    return t(f"ask.reason.{kind_key(kind)}")


def why_of(item: Item, ask: Ask) -> str:
    """The sentences of why. Where the field is empty they quote nothing of what the machine read."""
    if ask is not Ask.FIELD:
        return item.question.question
    if is_blind(item):
        return ""
    reading = item.reading
    return " ".join(sentences_of(reading)) if reading else ""


def sentences_of(reading: FieldReading) -> tuple[str, ...]:
    """What is wrong with a reading, in a clerk's words."""
    problem = (SENTENCES[reading.problem],) if reading.problem else ()
    return (*problem, *(finding.value for finding in doubts_of(reading.findings)))
