"""Indexes of extracts as files: made once for an extract as it is, found again by its digest, mapped by all who match.

A file is named by kind, digest of the extract and version of what builds it: a changed extract, or another version, is
another name and gets an index of its own.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest
from itertools import chain
from pathlib import Path
from typing import Literal

from matching.index.extract import PopulationExtract, TelcoExtract
from matching.index.extract_rows import POPULATION_COLUMNS, TELCO_COLUMNS
from matching.index.file import Part, in_memory, is_whole, read, write
from matching.index.keys import KEYS_VERSION

_LOG = logging.getLogger(__name__)

BUILD_VERSION = f"3.{KEYS_VERSION}"  # the first is raised with any change of what an index holds

Kind = Literal["population", "telco"]

_DIGITS = 32  # of the digest, in a file's name


@dataclass(frozen=True, slots=True)
class IndexFile:
    """Where the index of an extract lies, and whether it had to be made."""

    path: Path
    made: bool


def population_index(extract: Path, folder: Path) -> IndexFile:
    """The index of a population extract, made when `folder` has none. Raises ExtractRefused as `read_columns`."""
    return _index(extract, folder, "population")


def telco_index(extract: Path, folder: Path) -> IndexFile:
    """The index of a telco extract, likewise."""
    return _index(extract, folder, "telco")


def open_population(path: Path) -> PopulationExtract:
    """An index mapped. Raises ValueError when it is not a whole one."""
    return PopulationExtract(read(path))


def open_telco(path: Path) -> TelcoExtract:
    """An index mapped. Raises ValueError when it is not a whole one."""
    return TelcoExtract(read(path))


def read_population(extract: Path) -> PopulationExtract:
    """A population extract, its index in memory. Raises ExtractRefused when it is not understood."""
    return PopulationExtract(in_memory(extract_parts(extract, "population")))


def read_telco(extract: Path) -> TelcoExtract:
    """A telco extract, its index in memory. Raises ExtractRefused when it is not understood."""
    return TelcoExtract(in_memory(extract_parts(extract, "telco")))


def _index(extract: Path, folder: Path, kind: Kind) -> IndexFile:
    with extract.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()[:_DIGITS]
    path = folder / f"{kind}-{digest}-{BUILD_VERSION}.index"
    if is_whole(path):
        return IndexFile(path, made=False)
    folder.mkdir(parents=True, exist_ok=True)
    named: Part = ({}, {"version": f"{BUILD_VERSION}/{digest[:12]}"})
    write(path, chain(extract_parts(extract, kind), [named]))
    _LOG.info("index of a %s extract made: %d bytes", kind, path.stat().st_size)
    return IndexFile(path, made=True)


def extract_parts(extract: Path, kind: Kind) -> Iterable[Part]:
    """What an index of an extract holds. Raises ExtractRefused when the file is not understood."""
    from matching.index.build import population_parts, telco_parts
    from matching.index.extract_files import read_columns  # Arrow: 60 MB that those who map an index do without

    if kind == "population":
        return population_parts(read_columns(extract, POPULATION_COLUMNS))
    return telco_parts(read_columns(extract, TELCO_COLUMNS))
