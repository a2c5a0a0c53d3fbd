"""The tables of the extraction benchmark, made of what came of each field."""

from collections.abc import Callable, Sequence

from benchmarks.calibration_error import Reliability, reliability
from benchmarks.extract_record import ExtractRecord, changes
from benchmarks.field_cases import FieldCase, PageCase
from benchmarks.measures import Outcome
from benchmarks.report import percent, table
from extractors.confidence.probability import calibration
from extractors.confidence.signals import ValueKind

NONE = "-"


def sections(pages: Sequence[PageCase], before: ExtractRecord | None, now: ExtractRecord) -> list[tuple[str, str]]:
    """(heading, body) of forms, fields, probabilities, what is left to people, cost, gains and losses."""
    cases = [case for one in pages for case in one.fields]
    found = [
        ("All", _groups_table(pages)),
        ("Forms", _forms_table(pages)),
        ("Probability", _probability(cases)),
        ("Nobody asked", _accepted_table(pages)),
        ("Fields", _fields_table(cases)),
    ]
    if before:
        losses, gains = changes(before, now)
        found.append((f"Losses against the last record: {len(losses)} pages", "\n".join(losses) or "none"))
        found.append((f"Gains: {len(gains)} pages", "\n".join(gains) or "none"))
    return found


def curve_of(pages: Sequence[PageCase]) -> Reliability:
    """Of all values that were read, however unsure."""
    return _curve([case for one in pages for case in one.fields])


def _curve(cases: Sequence[FieldCase]) -> Reliability:
    return reliability([(case.probability, case.read is Outcome.EXACT) for case in cases if case.signals])


def _groups(pages: Sequence[PageCase]) -> list[tuple[str, list[PageCase]]]:
    """All pages, then by way of scanning, then by way of filling in."""
    groups = [("all", list(pages))]
    for name in sorted({one.difficulty for one in pages}):
        groups.append((name, [one for one in pages if one.difficulty == name]))
    for name in sorted({one.fill for one in pages}):
        groups.append((f"filled in: {name}", [one for one in pages if one.fill == name]))
    return groups


def _groups_table(pages: Sequence[PageCase]) -> str:
    rows = [(name, *_row(members)) for name, members in _groups(pages)]
    return table(["pages", *_HEAD], rows)


def _forms_table(pages: Sequence[PageCase]) -> str:
    forms = sorted({one.form for one in pages})
    rows = [(form, *_row([one for one in pages if one.form == form])) for form in forms]
    return table(["form", *_HEAD], rows)


_HEAD = ("pages", "form told", "fields", "exact", "wrong", "missing", "calibration error", "nobody asked", "CPU ms")


def _row(pages: Sequence[PageCase]) -> tuple[str, ...]:
    cases = [case for one in pages for case in one.fields]
    told = sum(one.told == one.form for one in pages)
    cpu = 1000 * sum(one.cpu for one in pages) / max(1, len(pages))
    accepted = sum(case.accepted for case in cases)
    return (
        str(len(pages)),
        percent(told / max(1, len(pages))),
        str(len(cases)),
        *_outcomes(cases),
        f"{_curve(cases).error:.3f}",
        percent(accepted / max(1, len(cases))),
        f"{cpu:.0f}",
    )


def _outcomes(cases: Sequence[FieldCase]) -> list[str]:
    return [percent(sum(case.given is one for case in cases) / max(1, len(cases))) for one in Outcome]


def _probability(cases: Sequence[FieldCase]) -> str:
    curve = _curve(cases)
    rows = [
        (f"{one.said:.3f}", f"{one.right:.3f}", f"{one.said - one.right:+.3f}", str(one.number)) for one in curve.bins
    ]
    head = f"Calibration error {curve.error:.4f} over {sum(one.number for one in curve.bins)} values."
    return f"{head}\n\n{table(['probability said', 'share right', 'too sure by', 'values'], rows)}"


def _accepted_table(pages: Sequence[PageCase]) -> str:
    """Groups, then kinds of values: how many pass unseen, how many of those are wrong, how many people are asked."""
    cases = [case for one in pages for case in one.fields]
    rows = [
        _accepted_row(name, [case for one in members for case in one.fields], NONE) for name, members in _groups(pages)
    ]
    for kind in ValueKind:
        at = calibration().accepted.get(kind, 1.1)
        of_kind = [case for case in cases if case.kind is kind]
        rows.append(_accepted_row(f"kind: {kind.name.lower()}", of_kind, f"{at:.4f}" if at <= 1 else "never"))
    return table(["fields", "threshold", "number", "nobody asked", "wrong among them", "left to people"], rows)


def _accepted_row(name: str, cases: Sequence[FieldCase], threshold: str) -> tuple[str, ...]:
    accepted = [case for case in cases if case.accepted]
    wrong = sum(case.read is not Outcome.EXACT for case in accepted)
    share = len(accepted) / max(1, len(cases))
    of_them = f"{wrong} ({percent(wrong / max(1, len(accepted)))})"
    return name, threshold, str(len(cases)), percent(share), of_them, str(len(cases) - len(accepted))


def _fields_table(cases: Sequence[FieldCase]) -> str:
    names = sorted({(case.form, case.kind_of_field) for case in cases})

    def one_of(form: str, field: str) -> Callable[[FieldCase], bool]:
        return lambda case: case.form == form and case.kind_of_field == field

    rows = []
    for form, field in names:
        own = list(filter(one_of(form, field), cases))
        valued = [case for case in own if case.signals]
        said = f"{sum(case.probability for case in valued) / len(valued):.2f}" if valued else NONE
        right = f"{sum(case.read is Outcome.EXACT for case in valued) / len(valued):.2f}" if valued else NONE
        accepted = percent(sum(case.accepted for case in own) / len(own))
        rows.append((f"{form}.{field}", str(len(own)), *_outcomes(own), said, right, accepted))
    head = ("number", "exact", "wrong", "missing", "probability said", "share right", "nobody asked")
    return table(["field", *head], rows)
