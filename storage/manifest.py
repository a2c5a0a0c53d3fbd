"""What the counter's system says of a dossier beside its scans: `manifest.json`, unknown keys refused."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from errors import ManifestRefused

LONGEST = 300  # characters of any value
_SAYABLE = re.compile(r"[A-Za-z_]{1,40}")  # a key that may stand in a message: no digits, no name with its marks


@dataclass(frozen=True, slots=True)
class Applicant:
    """The applicant as declared to the counter: as typed there, nothing corrected. Never shown by `repr`."""

    full_name: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    filer_name: str = field(default="", repr=False)  # who hands it in for the applicant, where that is somebody else
    filer_number: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is not written is "" or None."""

    dossier_code: str = ""  # as the one-stop system gave it: "H56.12-241015-0007"
    procedure_code: str = ""  # national code of the procedure: "1.004194"
    channel: str = ""  # by which way it came: "counter", "online", "post"
    receiving_office: str = ""
    applicant: Applicant | None = None


def parse_manifest(content: bytes) -> Manifest:
    """The manifest. Raises ManifestRefused, which names the keys that are unknown or not understood."""
    held = _as_object(content)
    _refuse_unknown(held, {each.name for each in fields(Manifest)}, "")
    applicant = held.pop("applicant", None)
    if applicant is not None:
        if not isinstance(applicant, dict):
            raise ManifestRefused("applicant: must be an object")
        _refuse_unknown(applicant, {each.name for each in fields(Applicant)}, "applicant.")
        _refuse_values(applicant, "applicant.")
    _refuse_values(held, "")
    return Manifest(**held, applicant=None if applicant is None else Applicant(**applicant))


def _as_object(content: bytes) -> dict[str, Any]:
    try:
        held = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_no_key_twice)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ManifestRefused("not JSON in UTF-8") from None
    if not isinstance(held, dict):
        raise ManifestRefused("must be one JSON object")
    return held


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ManifestRefused(f"keys given twice: {_named(twice, '')}")
    return dict(pairs)


def _refuse_unknown(held: Mapping[str, Any], known: set[str], above: str) -> None:
    unknown = set(held) - known
    if unknown:
        raise ManifestRefused(f"unknown keys: {_named(unknown, above)}")


def _refuse_values(held: Mapping[str, Any], above: str) -> None:
    wrong = {key for key, value in held.items() if not isinstance(value, str) or len(value) > LONGEST or "\0" in value}
    if wrong:
        raise ManifestRefused(f"must be text of at most {LONGEST} characters: {_named(wrong, above)}")


def _named(keys: set[str], above: str) -> str:
    """The keys as they may be shown: one that could hold a name or a number is not repeated."""
    return ", ".join(sorted({f"{above}{key if _SAYABLE.fullmatch(key) else '(?)'}" for key in keys}))
