"""How an operator's record of a subscriber goes wrong, by knobs: the same number is always told in the same way."""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat

from registers.store import Citizen, Line

_PERSON = "ca_nhan"
_LATELY, _DAYS = date(2025, 1, 1), 600  # when recycled numbers were activated
_TONE_BEFORE = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONE_AFTER = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_PLACED = dict(zip(_TONE_BEFORE + _TONE_AFTER, _TONE_AFTER + _TONE_BEFORE, strict=True))


class Mishap(StrEnum):
    """What happened to a record; data/subscriber_errors.toml tells each and how often it happens."""

    UNMARKED = "unmarked"
    CAPITALS = "capitals"
    SPACING = "spacing"
    TONE_PLACEMENT = "tone_placement"
    YEAR_ONLY = "year_only"
    SWAPPED = "swapped"
    OLD_NUMBER = "old_number"
    STALE = "stale"
    OTHER_PAPER = "other_paper"
    RECYCLED = "recycled"
    WRONG_NUMBER = "wrong_number"


class SubscriberErrors(BaseModel):
    """The knobs. By default nothing is changed: where the data plant their own trouble, their truth must stay true."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mismatch_rate: float = Field(default=0, ge=0, le=1)  # share of personal subscribers; the real world's: 0.08
    artefacts: float = Field(default=0.75, ge=0, le=1)  # of these, the share that is the same person otherwise written
    weights: dict[Mishap, NonNegativeFloat] = Field(default={})  # in place of the file's; what weighs 0 never happens
    seed: int = 0


class People(Protocol):
    def by_pin(self, number: str) -> Citizen | None: ...


class Others(Protocol):
    @property
    def rows(self) -> int: ...
    def at(self, row: int) -> Line: ...


def as_told(line: Line, knobs: SubscriberErrors, people: People, others: Others) -> Line:
    """The line as the operator has it. Organisations' lines stay as they are."""
    if line.kind != _PERSON or _draw(line, knobs, "whether") >= knobs.mismatch_rate:
        return line
    artefact = _draw(line, knobs, "which kind") < knobs.artefacts
    for mishap in _in_order_of_draw(line, knobs, artefact):
        told = _happened(mishap, line, knobs, people, others)
        if told != line:  # not every mishap can befall every record: a name without marks loses none
            return told
    return line


def _in_order_of_draw(line: Line, knobs: SubscriberErrors, artefact: bool) -> list[Mishap]:
    """The mishaps of a kind, each the sooner the more often it happens: exponential clocks, the first to ring wins."""
    weights = {**_weights()["artefact" if artefact else "true"]}
    weights |= {mishap: weight for mishap, weight in knobs.weights.items() if mishap in weights}
    rings = {mishap: _draw(line, knobs, mishap) for mishap, weight in weights.items() if weight > 0}
    return sorted(rings, key=lambda mishap: (1 - rings[mishap]) ** (1 / weights[mishap]), reverse=True)


def _happened(mishap: Mishap, line: Line, knobs: SubscriberErrors, people: People, others: Others) -> Line:
    name, born = line.subscriber_name, line.subscriber_dob
    match mishap:
        case Mishap.UNMARKED:
            return replace(line, subscriber_name=unmarked(name).upper())
        case Mishap.CAPITALS:
            return replace(line, subscriber_name=name.upper())
        case Mishap.SPACING:
            run_together = _draw(line, knobs, "spaces") < 0.5
            return replace(line, subscriber_name=name.replace(" ", "" if run_together else "  ", 1))
        case Mishap.TONE_PLACEMENT:
            return replace(line, subscriber_name=" ".join(map(_placed_otherwise, name.split(" "))))
        case Mishap.YEAR_ONLY:
            return replace(line, subscriber_dob=born[:4])
        case Mishap.SWAPPED:
            return replace(line, subscriber_dob=_swapped(born))
        case Mishap.OLD_NUMBER:
            return replace(line, subscriber_id=_old_number(line, people))
        case Mishap.STALE:
            return _stale(line, knobs, people, others)
        case Mishap.OTHER_PAPER:
            return replace(line, subscriber_id=f"X{int(_draw(line, knobs, 'passport') * 10**7):07d}")
        case Mishap.RECYCLED:
            return _recycled(line, knobs, others)
        case Mishap.WRONG_NUMBER:
            return replace(line, subscriber_id=_one_digit_other(line, knobs))


def _stale(line: Line, knobs: SubscriberErrors, people: People, others: Others) -> Line:
    """The same person as once registered, and not looked at since."""
    words = line.subscriber_name.split()
    if len(words) > 2:
        another = _another(line, knobs, others).subscriber_name.split()
        if len(another) > 2 and (line.subscriber_name.isupper() or not another[1].isupper()):
            words[1] = unmarked(another[1]).upper() if line.subscriber_name.isupper() else another[1]
    born = f"{line.subscriber_dob[:4]}-01-01" if line.subscriber_dob else ""
    number = _old_number(line, people)
    return replace(
        line, subscriber_name=" ".join(words), subscriber_dob=born, subscriber_id=number, verified_on=line.registered_on
    )


def _recycled(line: Line, knobs: SubscriberErrors, others: Others) -> Line:
    """Another person's, since a day not long ago; that person's paper was seen on that day."""
    another = _another(line, knobs, others)
    day = (_LATELY + timedelta(days=int(_draw(line, knobs, "recycled on") * _DAYS))).isoformat()
    return replace(
        line,
        kind=another.kind,
        subscriber_name=another.subscriber_name,
        subscriber_id=another.subscriber_id,
        subscriber_dob=another.subscriber_dob,
        registered_on=day,
        verified_on=day,
    )


def _another(line: Line, knobs: SubscriberErrors, others: Others) -> Line:
    """The subscription of another person, where there is one."""
    first = int(_draw(line, knobs, "another") * others.rows)
    for step in range(min(20, others.rows)):
        found = others.at((first + step) % others.rows)
        if found.kind == _PERSON and found.subscriber_id != line.subscriber_id:
            return found
    return line


def _old_number(line: Line, people: People) -> str:
    holder = people.by_pin(line.subscriber_id)
    return holder.cmnd if holder and holder.cmnd else line.subscriber_id


def _one_digit_other(line: Line, knobs: SubscriberErrors) -> str:
    """Among the last six, so that an invented person's number stays an invented one."""
    number = line.subscriber_id
    if len(number) < 9:
        return number
    at = len(number) - 1 - int(_draw(line, knobs, "which digit") * 6)
    digit = (int(number[at]) + 1 + int(_draw(line, knobs, "other digit") * 9)) % 10 if number[at].isdecimal() else 0
    return f"{number[:at]}{digit}{number[at + 1 :]}"


def _swapped(born: str) -> str:
    """Day and month changed about where that gives a date: "1980-03-05" -> "1980-05-03"."""
    full = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", born)
    return f"{full[1]}-{full[3]}-{full[2]}" if full and full[3] <= "12" else born


def _placed_otherwise(word: str) -> str:
    """The tone of an open oa, oe, uy on its other letter: "Hòa" -> "Hoà"."""
    end = word[-2:]
    other = _PLACED.get(end.lower()) if not word[:-2].lower().endswith("q") else None
    return word if other is None else word[:-2] + (other.upper() if end.isupper() else other)


def unmarked(name: str) -> str:
    """Without marks: "Đỗ Thị Hòa" -> "Do Thi Hoa"."""
    letters = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _draw(line: Line, knobs: SubscriberErrors, what: str) -> float:
    """0 to below 1, always the same for a number, a seed and a question."""
    digest = hashlib.blake2b(f"{knobs.seed} {what} {line.phone}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@cache
def _weights() -> Mapping[str, Mapping[Mishap, float]]:
    table: dict[str, Any] = tomllib.loads(
        files("registers").joinpath("data", "subscriber_errors.toml").read_text("utf-8")
    )
    return {kind: {Mishap(name): weight for name, weight in table[kind].items()} for kind in ("artefact", "true")}
