"""Whether a client may be registered as it was described: its name, offices, procedures and scopes."""

import re
from collections.abc import Sequence
from datetime import date

from api.scopes import unknown
from errors import ClientRefused, NotHeld
from reuse.catalogue import procedure
from storage.service.clients import Client

_NAME = re.compile(r"[a-z][a-z0-9._-]{2,63}")
_OFFICE = re.compile(r"[A-Z]\d{2}(\.\d{2,3}){0,3}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}")
_DIGITS = re.compile(r"\d{6,}")  # as a number of a person would stand


def checked_client(client: Client, on: date) -> None:
    """Raises ClientRefused."""
    if not _NAME.fullmatch(client.id) or _DIGITS.search(client.id):
        raise ClientRefused("a name is 3 to 64 small letters, digits, . _ - and begins with a letter: portal.h56")
    if not client.organisation.strip() or len(client.organisation) > 200:
        raise ClientRefused("name the organisation, in 200 letters at most")
    for office in client.offices:
        if not _OFFICE.fullmatch(office):
            raise ClientRefused("an office's code is written like H56 or H56.12")
    for code in client.procedures:
        try:
            if code != "*":
                procedure(code, on)
        except NotHeld as error:
            raise ClientRefused(str(error)) from None
    checked_scopes(client.scopes, on)


def checked_scopes(scopes: Sequence[str], on: date) -> None:
    """Raises ClientRefused for one that is not in the catalogue on that day, and where there is none."""
    if not scopes:
        raise ClientRefused("a client without any scope may nothing: name at least one")
    lacking = unknown(scopes, on)
    if lacking:
        raise ClientRefused(f"no such scope stands in the catalogue: {', '.join(lacking)}")
