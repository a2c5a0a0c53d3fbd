"""Every word on the screen, in Vietnamese and in English: one catalogue (`data/texts/*.toml`), a key for each text."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).with_name("data") / "texts"
FOR_SCRIPTS = "js."  # keys that begin so go to the browser as well


class Locale(Enum):
    """The value is the tag of the language (BCP 47)."""

    VI = "vi"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language."""

    locale: Locale
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text, with {name} filled in. Raises KeyError for a key that is not in the catalogue."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        return key in self.texts

    @property
    def for_scripts(self) -> bytes:
        """JSON of the keys that scripts use."""
        ours = {key: text for key, text in self.texts.items() if key.startswith(FOR_SCRIPTS)}
        return json.dumps(ours, ensure_ascii=False, sort_keys=True).encode()


@cache
def words(locale: Locale) -> Words:
    return Words(locale, {key: told[locale.value] for key, told in catalogue().items()})


@cache
def digest() -> str:
    """Of all texts that scripts use: it stands in their address, so that a browser may keep them for ever."""
    return sha256(b"".join(words(locale).for_scripts for locale in Locale)).hexdigest()[:16]


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Key to language to text, of every file. Raises ValueError for a key that two files have."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for key, told in _flat(tomllib.loads(file.read_text(encoding="utf-8"))):
            if key in found:
                raise ValueError(f"{file.name}: {key} stands in another file, too")
            found[key] = told
    return found


def _flat(held: Mapping[str, object], before: str = "") -> list[tuple[str, Mapping[str, str]]]:
    """[login]\\ntitle = {vi = "...", en = "..."} -> ("login.title", {...})."""
    found: list[tuple[str, Mapping[str, str]]] = []
    for name, told in held.items():
        key = f"{before}{name}"
        if not isinstance(told, Mapping):
            raise ValueError(f"{key}: a text has one line for each language")
        if all(isinstance(text, str) for text in told.values()):
            found.append((key, told))
        else:
            found += _flat(told, f"{key}.")
    return found


def locale_of(cookie: str | None) -> Locale:
    """Of a cookie; Vietnamese, where nothing or nonsense is told."""
    return Locale(cookie) if cookie in {one.value for one in Locale} else Locale.VI
