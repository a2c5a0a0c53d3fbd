"""Memory that is free but still held by the process, given back to the machine."""

import ctypes
import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """Costs a thousandth of a second. Where the C library is another than GNU's nothing is done."""
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
