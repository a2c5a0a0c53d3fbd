"""The audit as a chain of hashes: what links it, seals it and finds where it was touched (docs/decisions/0014)."""
