"""Decisions about claims held against their truth: what was accepted wrongly, what was linked, what people saw."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.limits import upper_limit

_AUTOMATIC = ("auto_verify", "auto_correct")
_OWN = ("owner", "owner_stale")
_NO_PHONE = (None, "", "n/a")  # nobody to compare with


@dataclass(frozen=True, slots=True)
class ClaimsScore:
    """Counts over all claims of a set; shares 0..1."""

    claims: int
    false_accepts: int  # decided by machine: another person, nobody's, or one that a person had to see
    wrong_kinds: tuple[tuple[str, int], ...]  # of these, kinds of claims with their counts, the commonest first
    linkable: int  # claims that a machine may decide
    linked_right: int  # of these
    reviews: int
    reviews_of_somebody: int  # reviews whose claim is about a registered person
    right_on_top: int  # of these, the right person named first
    phones: int  # claims whose phone has a true status: those about somebody registered
    phones_right: int
    owners: int  # phones said to be the person's own, current or stale
    false_owners: int  # of these, another's
    values: int  # corrected values written into automatic decisions
    values_right: int

    @property
    def false_accept_limit(self) -> float:
        """Exact one-sided 95 % upper limit of the false-accept rate (Clopper and Pearson 1934)."""
        return upper_limit(self.false_accepts, self.claims)

    @property
    def recall(self) -> float:
        return self.linked_right / self.linkable if self.linkable else 0.0

    @property
    def phone_rate(self) -> float:
        return self.phones_right / self.phones if self.phones else 0.0

    @property
    def false_owner_rate(self) -> float:
        return self.false_owners / self.owners if self.owners else 0.0

    @property
    def top_rate(self) -> float:
        return self.right_on_top / self.reviews_of_somebody if self.reviews_of_somebody else 0.0


def score(truth: Path, decisions: Iterable[Mapping[str, Any]]) -> ClaimsScore:
    """Score decisions as `hoso match` writes them. A claim without a decision counts as a review that names nobody."""
    decided = {row["dossier_id"]: row for row in decisions}
    rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line.strip()]
    pairs = [(row, decided.get(row["dossier_id"], _NOT_DECIDED)) for row in rows]
    automatic = [(true, said) for true, said in pairs if said["decision"] in _AUTOMATIC]
    wrong = [true["type"] for true, said in automatic if not _may_be_accepted(true, said)]
    reviews = [(true, said) for true, said in pairs if said["decision"] == "review"]
    named = [(true, said) for true, said in reviews if true["person_id"]]
    phones = [
        (true["phone_status"], said["phone_status"]) for true, said in pairs if true["phone_status"] not in _NO_PHONE
    ]
    values = [(true, name, value) for true, said in automatic for name, value in (said.get("corrected") or {}).items()]
    return ClaimsScore(
        claims=len(pairs),
        false_accepts=len(wrong),
        wrong_kinds=tuple(Counter(wrong).most_common()),
        linkable=sum(true["auto"] == "ok" for true, _ in pairs),
        linked_right=sum(true["auto"] == "ok" and _may_be_accepted(true, said) for true, said in automatic),
        reviews=len(reviews),
        reviews_of_somebody=len(named),
        right_on_top=sum(said["person_id"] == true["person_id"] for true, said in named),
        phones=len(phones),
        phones_right=sum(is_so == said for is_so, said in phones),
        owners=sum(said in _OWN for _, said in phones),
        false_owners=sum(said in _OWN and is_so not in _OWN for is_so, said in phones),
        values=len(values),
        values_right=sum(_same(name, value, true["gold"].get(name)) for true, name, value in values),
    )


_NOT_DECIDED: Mapping[str, Any] = {"decision": "review", "person_id": None, "phone_status": ""}


def _may_be_accepted(true: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return true["auto"] != "forbidden" and bool(true["person_id"]) and said["person_id"] == true["person_id"]


def _same(name: str, written: object, gold: object) -> bool:
    return _folded(name, written) == _folded(name, gold)


def _folded(name: str, value: object) -> str:
    text = unicodedata.normalize("NFC", " ".join(str(value or "").split()))
    return text.casefold() if name in ("full_name", "gender") else text.replace(" ", "")
