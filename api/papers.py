"""A paper as one client may have it: which parts of its metadata, and whether its bytes."""

from dataclasses import dataclass
from typing import Any

from api.caller import Caller
from api.holding import NOBODY, Question, looked_at, seen_head
from api.needs import Left, WhyLeft, left, scope_of
from reuse.catalogue import catalogue
from storage.of_person import Loaded, loaded
from storage.record_heads import PaperFile, file_of, head_of_document

ORIGINAL = "original"  # the scope of its bytes: "document.cccd.original:read", never by a wider one


@dataclass(frozen=True, slots=True)
class HeldPaper:
    held: Loaded
    file: PaperFile


def of_document(
    question: Question, document_id: str, what: str, fields: tuple[str, ...], *, with_bytes: bool = False
) -> HeldPaper:
    """A paper of a kind that the purpose's procedure needs. `with_bytes`: and whose bytes the caller may have.

    Raises Problem HIDDEN, BUDGET_SPENT. What may not be seen is not read: refusing it is the same work as where there
    is nothing.
    """
    seen = seen_head(
        question,
        lambda connection: head_of_document(connection, document_id),
        lambda head: not with_bytes or may_have_bytes(question.caller, head.kind),
    )

    def load(connection: Any) -> tuple[Loaded | None, PaperFile | None]:
        held = loaded(connection, seen.record_id if seen else NOBODY)
        return held, file_of(connection, document_id if seen else NOBODY)

    held, file = looked_at(question, what, document_id, fields, load)
    if held is None or file is None:
        raise question.refused()
    return HeldPaper(held, file)


def may_have_bytes(caller: Caller, kind: str) -> bool:
    """Only a scope that names this very kind: the picture of a card is sensitive data whatever stands on it (Nghị định
    356/2025/NĐ-CP)."""
    return scope_of(kind, ORIGINAL) in caller.scopes


def open_parts(question: Question, kind: str) -> tuple[frozenset[str], list[Left]]:
    """Which parts of the metadata the caller may see, by the fields on which they rest, and which are withheld."""
    paper = catalogue().papers[kind]
    rests = {"number": (paper.number,), "issued": paper.issued[:1], "owner": (paper.holder,)}
    seen, withheld = {"issuer", "abstract"}, []
    for part, fields in rests.items():
        for field in filter(None, fields):
            closed = left(question.caller, question.procedure, kind, field)
            if closed is None:
                seen.add(part)
            else:
                withheld.append(Left(part, closed.why, closed.scopes))
    if {"number", "owner"} <= seen or (not paper.number and "owner" in seen):
        seen.add("code")  # it is made of both
    if not may_have_bytes(question.caller, kind):
        withheld.append(Left(ORIGINAL, WhyLeft.SCOPE, (scope_of(kind, ORIGINAL),)))
    return frozenset(seen), withheld
