"""Which office is part of which, by their codes: H56.12 is below H56."""

from collections.abc import Collection


def among(office: str, offices: Collection[str]) -> bool:
    """Whether an office is one of these, or below one."""
    parts = office.split(".")
    return any(".".join(parts[: end + 1]) in offices for end in range(len(parts)))
