"""Which edition of a thing was seen, and that nothing is changed that the sender has not seen (RFC 9110, 13)."""

import re
from typing import Annotated

from fastapi import Depends, Header

from api.problems import Kind, Problem

_TAG = re.compile(r'"[!#-~]{1,200}"')


def etag(*parts: str | int) -> str:
    """A strong one. `parts`: ids, revisions and digests of ours; never a personal value."""
    tag = '"' + "-".join(str(part) for part in parts) + '"'
    if not _TAG.fullmatch(tag):
        raise ValueError("an etag is made of ids and numbers")
    return tag


def wanted_editions(
    told: Annotated[str | None, Header(alias="If-Match", title="Bản đang sửa, theo ETag", max_length=1_000)] = None,
) -> tuple[str, ...]:
    """The editions on one of which the change rests. Raises Problem IF_MATCH_MISSING, also for `*`: it names none."""
    named = tuple(_TAG.findall(told or ""))
    if not named:
        raise Problem(Kind.IF_MATCH_MISSING)
    return named


Editions = Annotated[tuple[str, ...], Depends(wanted_editions)]


def check_match(named: tuple[str, ...], current: str) -> None:
    """Call it within the change, once the row is locked. Raises Problem CHANGED_MEANWHILE."""
    if current not in named:
        raise Problem(Kind.CHANGED_MEANWHILE, headers={"ETag": current})


def unchanged(told: str | None, current: str) -> bool:
    """Whether what If-None-Match names is what would be answered: then 304 is enough."""
    return told is not None and current in (one.removeprefix("W/") for one in map(str.strip, told.split(",")))
