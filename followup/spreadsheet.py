"""CSV that an office's spreadsheet opens rightly: UTF-8 with its mark, and no cell that is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(value: object) -> str:
    """The text of a cell. One that a spreadsheet would run gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The whole file, to be written as UTF-8 with its line ends as they are."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([guarded(value) for value in row] for row in rows)
    return _BOM + out.getvalue()
