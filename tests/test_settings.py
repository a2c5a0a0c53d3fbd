"""Settings: read once, refused when unknown or impossible, and silent about secrets."""

import pytest
from pydantic import ValidationError

from settings import Settings, read_settings

IMPOSSIBLE = {
    "nonsense": "1", "query_budget": 0, "query_budget ": 1, "pages_per_batch": 0, "accept_probability": 1.5,
    "page_seconds": 0, "jobs": -1, "production": "maybe",
}  # fmt: skip


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_is_unknown_or_impossible_is_refused(name):
    with pytest.raises(ValidationError):
        Settings(**{name: IMPOSSIBLE[name]})


def test_settings_are_never_changed():
    with pytest.raises(ValidationError):
        Settings().production = True


def test_they_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("HOSO_STATE", str(tmp_path))
    monkeypatch.setenv("HOSO_PAGES_PER_BATCH", "7")
    settings = read_settings()
    assert (settings.state, settings.pages_per_batch) == (tmp_path, 7)
    assert settings.world.parent == tmp_path


def test_a_secret_is_not_shown():
    assert "very secret" not in repr(Settings(s3_secret_key="very secret")) + str(Settings(s3_secret_key="very secret"))


def test_every_setting_says_what_it_is_for():
    silent = {name for name, field in Settings.model_fields.items() if not field.description}
    assert silent == set()
