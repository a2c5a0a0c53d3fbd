"""An export is told of to whom something of it may have been about, and to nobody else."""

from datetime import UTC, datetime

import pytest

from storage.service.reads import EXPORT, Read
from storage.service.told_reads import _may_hold

HELD = {"person": datetime(2026, 3, 1, tzinfo=UTC), "cccd": datetime(2026, 6, 1, tzinfo=UTC)}
CASES = [
    # kinds of the export, month in which it was fetched, whether the person is told
    ((), 2, False),  # before anything of them was held
    ((), 3, True),
    (("cccd",), 4, False),
    (("cccd",), 7, True),
    (("cccd", "person"), 4, True),
    (("giay_khai_sinh",), 7, False),
]


@pytest.mark.parametrize(("kinds", "month", "told"), CASES)
def test_what_may_have_been_exported(kinds: tuple[str, ...], month: int, told: bool) -> None:
    export = Read(1, datetime(2026, month, 2, tzinfo=UTC), "portal.h56", EXPORT, "e-1", "1.004222", "", "", (), kinds)
    assert _may_hold(export, HELD) == told
