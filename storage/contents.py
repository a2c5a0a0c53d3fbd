"""Stored objects as the steps read them: many questions in a row about the same one."""

from collections.abc import Callable

from storage.objects import ObjectStore


def contents(objects: ObjectStore) -> Callable[[str], bytes]:
    """Reads objects by digest; the last one is kept, for the pages of a scan come one after the other."""
    last: tuple[str, bytes] = ("", b"")

    def content(digest: str) -> bytes:
        nonlocal last
        if last[0] != digest:
            last = (digest, objects.get(digest))
        return last[1]

    return content
