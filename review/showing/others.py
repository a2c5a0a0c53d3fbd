"""What else a field may say: other readings of the same pixels, and the same field on other papers of the dossier."""

from collections.abc import Iterator, Sequence

from extractors.folded import fold
from extractors.reading import AlternativeKind
from extractors.titles import form_title
from matching.mentions import asker_fields
from storage.readings import METHOD_OF, StoredDocument, as_text
from storage.review.questions import Item

MOST = 9  # as many as a digit can choose


def other_readings(item: Item, documents: Sequence[StoredDocument]) -> tuple[tuple[str, str], ...]:
    """(value, where it stands), each value once, the likelier first; "" for another reading of the same place."""
    found: dict[str, str] = {}
    for value, source in _all(item, documents):
        found.setdefault(value, source)
    own = as_text(item.reading.value) if item.reading and item.reading.value is not None else None
    return tuple((value, source) for value, source in found.items() if value != own)[:MOST]


def _all(item: Item, documents: Sequence[StoredDocument]) -> Iterator[tuple[str, str]]:
    reading = item.reading
    if reading is None or item.document is None:
        return
    for one in reading.alternatives:
        if one.kind is AlternativeKind.VALUE:
            yield as_text(one.value), ""
    for piece in reading.evidence[1:]:
        if piece.raw and reading.value is not None and fold(piece.raw) != fold(as_text(reading.value)):
            yield piece.raw, METHOD_OF[piece.source].value
    field = _said(item.document.document.form, reading.field)
    for other in documents:
        name = field and asker_fields(other.document.form).get(field)
        same = other.document.reading(name) if name and other.id != item.document.id else None
        if same and same.value is not None:
            yield as_text(same.value), form_title(other.document.form)


def _said(form: str, field: str) -> str | None:
    """What the field says of the person who asks."""
    return next((claimed for claimed, name in asker_fields(form).items() if name == field), None)
