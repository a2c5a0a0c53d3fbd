"""Which of many are looked at again: by chance, yet the same each time that one asks. From values to values.

The order is that of a keyed digest: without the key nobody can tell beforehand what will be looked at, and a sample
that grows keeps all that it had.
"""

import hmac
from collections.abc import Iterable, Sequence


def drawn(key: bytes, among: str, names: Iterable[str]) -> tuple[str, ...]:
    """All the names, in the order in which they are drawn. `among`: what they are drawn from, the id of a lot."""
    return tuple(sorted(set(names), key=lambda name: (_place(key, among, name), name)))


def sample(key: bytes, among: str, names: Iterable[str], wanted: int) -> tuple[str, ...]:
    """The first so many of them."""
    return drawn(key, among, names)[: max(wanted, 0)]


def one_of(key: bytes, among: str, choices: Sequence[str]) -> str:
    """One of some choices that all may be taken. Raises ValueError where there is none."""
    if not choices:
        raise ValueError("nothing to choose from")
    return choices[int.from_bytes(_place(key, among, ""), "big") % len(choices)]


def is_drawn(key: bytes, among: str, name: str, share: float) -> bool:
    """Whether one is among a share (0..1) of all that may come: each is drawn or not for itself."""
    return int.from_bytes(_place(key, among, name)[:8], "big") < share * 2**64


def _place(key: bytes, among: str, name: str) -> bytes:
    return hmac.digest(key, f"{among}\x1f{name}".encode(), "sha256")
