"""Splink 5 on DuckDB, set up as its documentation advises for two tables: trained without labels, then predicted.

A match is accepted at a probability of 0.999 where no second person reaches a half; above 0.05 a person looks.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.match_duckdb import Phones, claims_table, connection, people_table, row
from matching.people import Claim

_ACCEPTED, _SECOND, _SHOWN = 0.999, 0.5, 0.05
_RULES = (
    ("id_number",), ("old_number",), ("bare_name", "dob"), ("given", "surname", "dob"), ("bare_name", "year"),
)  # fmt: skip
_NEAR = ("substr(id_number, 1, 8)", "given"), ("substr(id_number, 5, 8)", "surname")
_TRAINED_BY = (("id_number",), ("bare_name", "dob"))


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in (*_RULES, *_NEAR)],
        comparisons=[
            cl.DamerauLevenshteinAtThresholds("id_number", [1, 2]),
            cl.ExactMatch("old_number"),
            cl.JaroWinklerAtThresholds("bare_name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("dob", [1, 2]),
            cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("father", [0.92]),
            cl.JaroWinklerAtThresholds("mother", [0.92]),
            cl.ExactMatch("province"),
        ],
        retain_intermediate_calculation_columns=False,
    )


class Splink:
    """Training is part of loading: it is done once for a register."""

    _api: Any
    _linker: Any
    _people: Any
    _numbers: dict[str, str]
    _phones: Phones

    def load(self, folder: Path, claims: Sequence[Claim]) -> None:
        people = people_table(folder)
        self._api = DuckDBAPI(connection())
        self._people = self._api.register(people, dataset_display_name="people")
        asked = self._api.register(claims_table(claims), dataset_display_name="claims")
        self._linker = Linker([self._people, asked], _settings(), log_level=None)
        self._linker.training.estimate_probability_two_random_records_match(
            [block_on(*rule) for rule in _TRAINED_BY], recall=0.9
        )
        self._linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
        for rule in _TRAINED_BY:
            self._linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
        self._numbers = dict(zip(people["unique_id"].to_pylist(), people["id_number"].to_pylist(), strict=True))
        self._phones = Phones(folder)

    def decide(self, claims: Sequence[Claim]) -> list[dict[str, Any]]:
        pairs = self._linker.inference.predict(threshold_match_probability=_SHOWN)
        return self._decided(claims, pairs)

    def one(self, claim: Claim) -> dict[str, Any]:
        asked = self._api.register(claims_table([claim]), dataset_display_name=f"claim_{claim.dossier_id}")
        pairs = self._linker.inference.predict_between(
            self._people, asked, threshold_match_probability=_SHOWN, warning_mode="never"
        )
        return self._decided([claim], pairs)[0]

    def _decided(self, claims: Iterable[Claim], pairs: Any) -> list[dict[str, Any]]:
        found: dict[str, list[tuple[float, str]]] = {}
        told = pairs.as_pyarrow_table().to_pylist()
        for pair in told:
            claim, person = pair["unique_id_l"], pair["unique_id_r"]
            if person not in self._numbers:
                claim, person = person, claim
            found.setdefault(claim, []).append((pair["match_probability"], person))
        return [self._row(claim, sorted(found.get(claim.dossier_id, ()), reverse=True)) for claim in claims]

    def _row(self, claim: Claim, found: Sequence[tuple[float, str]]) -> dict[str, Any]:
        if not found:
            return row(claim, None, "reject_no_match", self._phones.status(claim, None))
        best, person = found[0]
        alone = len(found) < 2 or found[1][0] < _SECOND
        decision = "auto_verify" if best >= _ACCEPTED and alone else "review"
        return row(claim, person, decision, self._phones.status(claim, self._numbers[person]))
