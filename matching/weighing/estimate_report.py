"""What an estimate of weights changes, as a page: each share before and after with its count, and the decisions."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matching.weighing.weights import Weights, standard_weights

_WIDTH = 20  # signs of the longest bar
_BITS_OF_A_SIGN = 0.25


@dataclass(frozen=True, slots=True)
class Trial:
    """Decisions on a set of claims, counted."""

    claims: int
    linked: int  # the right person, and by machine allowed
    wrong: int  # another person, nobody's, or one that no machine may decide
    review: int
    to_find: int  # reviews of persons who are registered
    on_top: int  # of these, with the right one first
    unlinked: int
    missed: int  # of these, registered after all


def report(
    before: Weights,
    after: Weights,
    seen: Mapping[str, Counter[str]],
    held_out: Mapping[str, Counter[str]],
    bits: tuple[float, ...],
    trials: tuple[Trial, ...],
    provenance: Mapping[str, Any],
) -> str:
    """The page in Markdown. `bits`: log-likelihood of the held-out set before and after, in log2."""
    return "\n".join(
        [
            "# Weights of matching, estimated",
            "",
            "Written by `python -m matching.weighing.estimate`. Shares of true pairs that show a kind of agreement",
            "(m); what an agreement by chance costs (u) is counted in the register and never estimated.",
            "",
            *_origin(before, after, provenance),
            "",
            "## On a set that was not learnt from",
            "",
            *_decisions(held_out, bits, trials),
            "",
            "## Each share",
            "",
            "The bar is the change in bits, a quarter bit a sign: `+` to the right weighs more than before, `-` less.",
            "",
            *_shares(before, after, seen),
            "",
        ]
    )


def _origin(before: Weights, after: Weights, provenance: Mapping[str, Any]) -> Iterator[str]:
    yield f"Before: version {before.version}. After: version {after.version}."
    yield f"In force: version {standard_weights().version}."
    yield f"Labels: {provenance['pairs']} pairs, from " + "; ".join(provenance["sources"]) + "."
    yield f"Made by `{provenance['made_by']}`; sha256 of the labels `{provenance['digest_of_labels']}`."
    yield f"The shares of before count as {provenance['believed_as_pairs']:.0f} pairs."


def _decisions(
    held_out: Mapping[str, Counter[str]], bits: tuple[float, ...], trials: tuple[Trial, ...]
) -> Iterator[str]:
    number = max(sum(sum(counter.values()) for counter in held_out.values()), 1)
    yield "| | before | after |"
    yield "| --- | ---: | ---: |"
    yield "| log2-likelihood of one comparison | " + " | ".join(f"{each / number:.4f}" for each in bits) + " |"
    rows = (
        ("claims", lambda one: one.claims),
        ("linked by machine, right", lambda one: one.linked),
        ("linked by machine, wrong", lambda one: one.wrong),
        ("to review", lambda one: one.review),
        ("of these, registered persons", lambda one: one.to_find),
        ("of these, right one on top", lambda one: one.on_top),
        ("found with nobody", lambda one: one.unlinked),
        ("of these, registered after all", lambda one: one.missed),
    )
    for title, value in rows:
        yield f"| {title} | " + " | ".join(str(value(one)) for one in trials) + " |"


def _shares(before: Weights, after: Weights, seen: Mapping[str, Counter[str]]) -> Iterator[str]:
    yield "| rule | kind | pairs | before | after | bits | |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | :--- |"
    for rule, rows in before.rules.items():
        for kind, share in rows.items():
            new = after.rules[rule][kind]
            bits = math.log2(new / share)
            yield f"| {rule} | {kind} | {seen[rule][kind]} | {share:.5f} | {new:.5f} | {bits:+.2f} | {_bar(bits)} |"


def _bar(bits: float) -> str:
    signs = min(_WIDTH, round(abs(bits) / _BITS_OF_A_SIGN))
    return f"`{('+' if bits > 0 else '-') * signs}`" if signs else ""
