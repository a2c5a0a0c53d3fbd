"""Claims dealt out to several machines by the digest of their dossier's id, and their decisions put together again.

Which shard a claim is in depends on its id alone: not on the file's order, nor on what other claims there are. Two
rows of one dossier fall into one shard, so that the first still goes before the second.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from matching.claims import parse_row


@dataclass(frozen=True, slots=True)
class Shard:
    """One of so many equal parts. Raises ValueError when there is no such part."""

    number: int  # 1..of
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise ValueError(f"no shard {self.number} of {self.of}")

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def holds(self, dossier_id: str) -> bool:
        """Whether the claims of a dossier are in this part."""
        return self.of == 1 or _place(dossier_id, self.of) == self.number - 1


WHOLE = Shard(1, 1)


def parse_shard(text: str) -> Shard:
    """From "3/16". Raises ValueError when it is no such thing."""
    number, _, of = text.partition("/")
    return Shard(int(number), int(of))


def merge(claims: Path, parts: Sequence[Path], out: Path) -> int:
    """The decisions of all shards, part by part in order, as one file in the order of the claims; how many there are.

    Holds one line of each part. The file appears whole or not at all. Raises ValueError when a part has decisions
    that are not of these claims, or of another number of shards.
    """
    half = out.with_name(out.name + ".part")
    written = 0
    try:
        with ExitStack() as files:
            into = files.enter_context(half.open("w", encoding="utf-8"))
            heads = [_Head(files.enter_context(part.open(encoding="utf-8"))) for part in parts]
            for dossier_id in _ids(claims):
                head = heads[_place(dossier_id, len(parts))]
                if head.dossier_id == dossier_id and dossier_id:
                    into.write(head.take())
                    written += 1
            if any(head.line for head in heads):
                raise ValueError("a part holds decisions that are not of these claims")
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
    return written


def part_of(out: Path, shard: Shard) -> Path:
    """Where a shard's decisions wait for the others, beside the file that they become."""
    return out.with_name(f"{out.name}.{shard.number}-of-{shard.of}")


def parts_of(out: Path, of: int) -> list[Path]:
    """Those of all shards, in order."""
    return [part_of(out, Shard(number, of)) for number in range(1, of + 1)]


class _Head:
    """The next line of one part."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.line = self.dossier_id = ""
        self.take()

    def take(self) -> str:
        """The line, and the next one comes up."""
        taken, self.line = self.line, next(self._lines, "")
        self.dossier_id = str(json.loads(self.line)["dossier_id"]) if self.line else ""
        return taken


def _ids(claims: Path) -> Iterator[str]:
    with claims.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield parse_row(number, line).dossier_id


def _place(dossier_id: str, of: int) -> int:
    return int.from_bytes(blake2b(dossier_id.encode(), digest_size=8).digest(), "big") % of
