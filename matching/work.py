"""Steps of a match in parts, as a scheduler calls them: paths and names of parts in, paths and names of parts out."""

import logging
from collections.abc import Sequence
from pathlib import Path

from matching.bulk import made_indexes, match_files
from matching.shards import Shard, merge, parse_shard, part_of

_LOG = logging.getLogger(__name__)


def indexed(population: str, telco: str, index: str, shards: int) -> list[str]:
    """The indexes of both extracts are in the folder `index`; the names of so many parts.

    Raises ExtractRefused when an extract is not understood.
    """
    made_indexes(Path(population), Path(telco), Path(index))
    return [str(Shard(number, shards)) for number in range(1, shards + 1)]


def match_part(shard: str, population: str, telco: str, claims: str, out: str, index: str) -> str:
    """The file with the decisions of one part. Refused rows are told in the log, by line and never by value."""
    part = parse_shard(shard)
    path = part_of(Path(out), part)
    path.parent.mkdir(parents=True, exist_ok=True)
    tally = match_files(Path(population), Path(telco), Path(claims), path, index=Path(index), shard=part)
    for row in tally.refused:
        _LOG.warning("%s", row.message)
    return str(path)


def merged(parts: Sequence[str], claims: str, out: str) -> str:
    """The file with all decisions, in the order of the claims; those of the parts are removed.

    Raises ValueError when the parts are not those of these claims.
    """
    whole = merge(Path(claims), [Path(part) for part in parts], Path(out))
    for part in parts:
        Path(part).unlink(missing_ok=True)
    _LOG.info("%d decisions merged", whole)
    return out
