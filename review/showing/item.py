"""One question as the screen shows it, made of all that it rests on. What the paper says, what a register says and what
was decided stay apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.confidence.signals import ValueKind
from extractors.form import forms
from extractors.reading import UNKNOWN_FORM
from extractors.titles import field_title, form_title
from matching.decision import Decision
from matching.mentions import asker_fields
from matching.people import Sex
from review import shapes
from review.shapes import Ask
from review.showing import others, people
from review.showing.asked import ACTIONS, Start, ask_of, is_blind, reason_of, sentences_of, start_of, why_of
from review.showing.places import SeenPlace
from review.showing.values import as_read, grouped, kind_of_field, parts
from review.texts import Words
from storage.readings import METHOD_OF, Method, StoredDocument, as_text
from storage.review.questions import Item
from storage.review.sight import SeenPage, Sibling
from storage.states import TaskState

_MOST_SIBLINGS = 6
_OF_CITIZENS = ("so_dinh_danh", "so_dinh_danh_chu_ho")  # 12 digits and no other number
_NUMERIC = (ValueKind.ID, ValueKind.PHONE, ValueKind.DATE)


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page that may be looked at. `number`: by which the screen names it."""

    number: int
    seen: SeenPage
    file: int  # 1.. among the dossier's files
    width: int  # px of the upright page


@dataclass(frozen=True, slots=True)
class Known:
    """All that a question rests on."""

    item: Item
    documents: tuple[StoredDocument, ...]  # of the dossier
    decision: Decision | None
    places: tuple[SeenPlace, ...]
    pages: tuple[ShownPage, ...]
    siblings: tuple[Sibling, ...]
    today: date


def item_out(known: Known, t: Words) -> shapes.ItemOut:
    item = known.item
    ask = ask_of(item.question)
    start = start_of(item) if ask is Ask.FIELD else Start(shapes.Shown.EMPTY)
    key, tone = reason_of(item)
    blind = is_blind(item)
    apart = not blind and item.question.origin.holds  # what only measures is not helped by what is known already
    register = _register(known) if apart and ask is Ask.FIELD else None
    return shapes.ItemOut(
        task=item.task_id,
        version=item.version,
        ask=ask.name,
        reason=t(f"ask.reason.{key}"),
        tone=tone,
        about=_about(item, ask, t),
        why=_why(item, ask, t),
        dossier=shapes.DossierOut(id=item.dossier_id, line=_line(known, t)),
        shown=_as_told(start),
        prefill=start.value,
        actions=list(ACTIONS[ask]),
        field=_field(item, t) if ask is Ask.FIELD else None,
        paper=_paper(item, start) if ask is Ask.FIELD and not blind else None,
        in_register=register,
        decided=_decided(item) if apart else None,
        others=[] if blind or ask is not Ask.FIELD else _others(known, start, t),
        places=[_place(item, number, one, known.pages) for number, one in enumerate(known.places)],
        pages=[_page(item, one, t) for one in known.pages],
        candidates=_candidates(known) if ask is Ask.PERSON else [],
        claim=[_row(row) for row in people.claimed(known.decision)] if ask is Ask.PERSON and known.decision else [],
        papers=_papers(known) if ask is Ask.PAPER else [],
        forms=_forms() if ask is Ask.PAPER else [],
        siblings=_siblings(known, t),
    )


def _as_told(start: Start) -> shapes.Shown:
    """Who answers is not told that a value stands there on purpose."""
    return shapes.Shown.EMPTY if start.shown is shapes.Shown.EMPTY else shapes.Shown.PREFILLED


def _about(item: Item, ask: Ask, t: Words) -> str:
    if item.document is None:
        return t(f"ask.about.{ask.name.lower()}")
    code = item.document.document.form
    title = form_title(code)
    return f"{field_title(code, item.question.field)} · {title}" if item.question.field else title


def _why(item: Item, ask: Ask, t: Words) -> str:
    """Without the question itself, which stands above it."""
    told = why_of(item, ask) or t("ask.why_blind" if is_blind(item) else "ask.why_read")
    return told.removeprefix(_about(item, ask, t)).strip() or told


def _line(known: Known, t: Words) -> str:
    item = known.item
    code = item.dossier_code or item.dossier_label
    told = [t("ask.dossier", code=code) if code else t("ask.dossier_uncoded", code=item.dossier_id[:8])]
    told += [t("ask.procedure", code=item.procedure)] if item.procedure else []
    if item.deadline:
        key = "ask.overdue" if item.deadline < known.today else "ask.due"
        told.append(t(key, day=f"{item.deadline:%d/%m/%Y}"))
    return " · ".join(told)


def _field(item: Item, t: Words) -> shapes.FieldOut:
    name = item.question.field or ""
    kind = kind_of_field(name, item.reading)
    form = item.document.document.form if item.document else UNKNOWN_FORM
    hint = t("ask.hint.citizen" if name in _OF_CITIZENS else f"ask.hint.{kind.name.lower()}")
    return shapes.FieldOut(title=field_title(form, name), kind=kind.name, hint=hint, numeric=kind in _NUMERIC)


def _paper(item: Item, start: Start) -> shapes.PaperOut | None:
    """Of a value that is not good enough to be prefilled only the doubts are told: seen, it would be typed."""
    reading = item.reading
    if reading is None:
        return None
    sentences = list(sentences_of(reading))
    problem = sentences.pop(0) if reading.problem else ""
    kind = kind_of_field(reading.field, reading)
    value = grouped(start.value, kind) if start.value else ""
    method = METHOD_OF.get(reading.source, Method.OCR).value
    return shapes.PaperOut(value=value, problem=problem, findings=sentences, how=method)


def _register(known: Known) -> shapes.RegisterOut | None:
    """Of a field by which somebody asks, where the decision names a person; else nothing is known to be the same."""
    item, decision = known.item, known.decision
    if decision is None or item.document is None or not decision.resolution.candidates:
        return None
    form, name = item.document.document.form, item.question.field
    claimed = next((claim for claim, field in asker_fields(form).items() if field == name), None)
    best = decision.resolution.candidates[0]
    if claimed is None or best.person.person_id != decision.resolution.person_id:
        return None
    held = getattr(best.person, claimed, None)
    if not held:
        return None
    text = as_read(held.value if isinstance(held, Sex) else as_text(held))
    written = as_read(as_text(item.reading.value)) if item.reading and item.reading.value is not None else ""
    found = next((one for one in decision.resolution.comparisons if one.rule == claimed and one.reason), None)
    told = [shapes.PartOut(text=part.text, differs=part.differs) for part in parts(text, written)]
    return shapes.RegisterOut(parts=told, reason=found.reason.value if found and found.reason else "")


def _decided(item: Item) -> shapes.DecidedOut | None:
    latest = item.latest
    if latest is None or latest.method is not Method.KEYED:
        return None
    return shapes.DecidedOut(value=as_read(latest.value), how=f"{Method.KEYED.value}, {latest.at:%d/%m/%Y}")


def _others(known: Known, start: Start, t: Words) -> list[shapes.OtherOut]:
    found = others.other_readings(known.item, known.documents)
    if start.shown is shapes.Shown.EMPTY:  # of the same pixels nothing is better than what was mistrusted
        found = tuple(one for one in found if one[1])
    return [
        shapes.OtherOut(value=as_read(value), source=source or t("ask.other_alternative")) for value, source in found
    ]


def _place(item: Item, number: int, one: SeenPlace, pages: Sequence[ShownPage]) -> shapes.PlaceOut:
    crop = one.crop
    address = f"/q/{item.task_id}/crop/{number}?v={one.version}"
    shown = next((page.number for page in pages if (page.seen.scan_digest, page.seen.number) == one.at), 1)
    region, mark = ([box.left, box.top, box.right, box.bottom] for box in (crop.region, crop.mark))
    rows = [
        shapes.LineOut(box=[one.box.left, one.box.top, one.box.right, one.box.bottom], breaks=list(one.breaks))
        for one in crop.rows
    ]
    return shapes.PlaceOut(page=shown, crop=address, region=region, mark=mark, line=crop.line, rows=rows)


def _page(item: Item, one: ShownPage, t: Words) -> shapes.PageOut:
    address = f"/q/{item.task_id}/page/{one.number}?v={one.seen.picture[:16]}"
    title = t("ask.page_of_file", file=one.file, page=one.seen.number)
    return shapes.PageOut(number=one.number, title=title, url=address, width=one.width)


def _candidates(known: Known) -> list[shapes.CandidateOut]:
    found = people.candidates(known.decision) if known.decision else ()
    return [
        shapes.CandidateOut(
            person=one.person_id,
            name=one.name,
            found_by=list(one.found_by),
            status=one.status,
            weight=one.weight,
            rows=[_row(row) for row in one.rows],
        )
        for one in found
    ]


def _row(row: people.Row) -> shapes.RowOut:
    def told(found: Sequence[people.Part]) -> list[shapes.PartOut]:
        return [shapes.PartOut(text=part.text, differs=part.differs) for part in found]

    return shapes.RowOut(
        title=row.title,
        paper=told(row.paper),
        held=told(row.register),
        level=row.level.name,
        reason=row.reason,
        weight=row.weight,
    )


def _papers(known: Known) -> list[shapes.PapersOut]:
    """The papers of the scan as the machine found them, in order of their pages; of pages in none it is not known."""
    scan_id = known.item.document.scan_id if known.item.document else None
    ours = sorted(one.document.pages for one in known.documents if one.scan_id == scan_id)
    form = {one.document.pages: one.document.form for one in known.documents if one.scan_id == scan_id}
    told = [shapes.PapersOut(form=form[pages], pages=list(pages)) for pages in ours]
    taken = {page for pages in ours for page in pages}
    left = [one.number for one in known.pages if one.number not in taken]
    return sorted(
        [*told, *([shapes.PapersOut(form=UNKNOWN_FORM, pages=left)] if left else [])], key=lambda one: one.pages
    )


def _forms() -> list[shapes.FormOut]:
    found = [shapes.FormOut(code=one.code, title=form_title(one.code)) for one in forms()]
    return sorted(found, key=lambda one: one.title)


def _siblings(known: Known, t: Words) -> list[shapes.SiblingOut]:
    """Not what was asked of the same field before: it would tell that this asks again, and lead to the answer."""
    item = known.item
    same = (item.question.document_id, item.question.field) if item.question.field else None
    told = [one for one in known.siblings if one.task_id != item.task_id and (one.document_id, one.field) != same]
    told.sort(key=lambda one: one.state is not TaskState.OPEN)
    return [
        shapes.SiblingOut(
            task=one.task_id,
            title=_sibling_title(one, item, t),
            done=one.state is TaskState.SETTLED,
            told=t(f"ask.sibling.{one.state.name.lower()}"),
            state=one.state.name,
        )
        for one in told[:_MOST_SIBLINGS]
    ]


def _sibling_title(one: Sibling, item: Item, t: Words) -> str:
    """The paper is named where it is another one."""
    if one.field:
        title = field_title(one.form or UNKNOWN_FORM, one.field)
        same = one.document_id is not None and one.document_id == item.question.document_id
        return title if same else f"{title} · {form_title(one.form or UNKNOWN_FORM)}"
    return form_title(one.form) if one.form else t("ask.about.person")
