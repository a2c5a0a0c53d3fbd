"""What a client may be allowed, one scope a thing: `data/scopes.toml`, dated."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources

from api.caller import Caller
from reuse.catalogue import catalogue
from reuse.strict import checked
from storage.dated import Dated


@dataclass(frozen=True, slots=True)
class Scope(Dated):
    name: str  # "person.phone:read"; may hold {kind} and {field}, or {name}
    title: str
    valid_from: date
    valid_to: date | None = None  # the last day


@cache
def scopes() -> tuple[Scope, ...]:
    """As delivered with this version. Raises ValueError where the file is not understood."""
    return parse_scopes(resources.files("api").joinpath("data", "scopes.toml").read_text(encoding="utf-8"))


def parse_scopes(text: str) -> tuple[Scope, ...]:
    """Raises ValueError."""
    read = []
    for row in tomllib.loads(text)["scope"]:
        checked(row, f"scope {row.get('name')}", {"name", "title", "valid_from", "source"}, {"valid_to"})
        read.append(Scope(row["name"], row["title"], row["valid_from"], row.get("valid_to")))
    names = [one.name for one in read]
    if len(names) != len(set(names)):
        raise ValueError("a scope stands twice")
    return tuple(read)


def unknown(names: Iterable[str], on: date) -> tuple[str, ...]:
    """Those that are no scope on that day."""
    return tuple(name for name in names if not _known(name, on))


def readable(caller: Caller, kind: str, fields: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a record that the caller may see, and those withheld. `kind`: "person", or the paper's code."""
    prefix = "person" if kind == "person" else f"document.{kind}"
    seen = tuple(one for one in fields if caller.may(f"{prefix}.{one}:read"))
    return seen, tuple(one for one in fields if one not in seen)


def _known(name: str, on: date) -> bool:
    stands = _standing(on)
    return name in stands or any(form in stands for form in _forms(name))


@lru_cache(maxsize=8)
def _standing(on: date) -> frozenset[str]:
    """Names of the scopes of a day."""
    return frozenset(one.name for one in scopes() if one.in_force(on))


def _forms(name: str) -> tuple[str, ...]:
    """How the catalogue writes a scope of its kind: "document.cccd.so:read" is of "document.{kind}.{field}:read"."""
    subject, _, verb = name.partition(":")
    parts = subject.split(".")
    if len(parts) == 3 and parts[0] == "document" and parts[1] in catalogue().papers and parts[2]:
        return ("document.{kind}.{field}:" + verb,)
    return ()
