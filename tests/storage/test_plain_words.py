"""What may stand where no personal value may."""

import pytest

from storage.plain import plain

ID = "8508e0ba-c82d-4eff-a8c3-9d322803552d"  # nine digits in a row, by chance


@pytest.mark.parametrize("value", [ID, f"erasure/{ID}", "H56.12-261115-0007", "a" * 64])
def test_codes_and_ids_of_ours_pass(value: str) -> None:
    assert plain(value) == value


@pytest.mark.parametrize("value", ["099187000123", "x/012345678", f"{ID}/012345678", f"{ID}012345678", "Nguyễn"])
def test_what_may_be_personal_does_not(value: str) -> None:
    with pytest.raises(ValueError, match="only a code"):
        plain(value)
