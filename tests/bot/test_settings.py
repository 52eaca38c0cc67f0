"""Settings: each error names the variable and never shows its value."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_need_be_set() -> None:
    settings = load_settings()
    assert settings.telegram_token is None
    assert (settings.host, settings.port, settings.send_rate) == ("127.0.0.1", 8080, 25)
    assert settings.keys == Path("data/keys")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MOTCUA_TELEGRAM_TOKEN", "not-a-token-secret", "MOTCUA_TELEGRAM_TOKEN: Value error, is not of the form"),
        ("MOTCUA_PORT", "70000", "MOTCUA_PORT"),
        ("MOTCUA_TELEGRAM_MODE", "pigeon", "MOTCUA_TELEGRAM_MODE"),
        ("MOTCUA_TELEGRAM_MODE", "webhook", "MOTCUA_WEBHOOK_URL and MOTCUA_WEBHOOK_SECRET"),
        ("MOTCUA_WEBHOOK_SECRET", "spaces are not allowed", "1 to 256 characters"),
        ("MOTCUA_SEND_RATE", "0", "only when MOTCUA_TELEGRAM_API is on loopback"),
        ("MOTCUA_SEND_RATE", "-1", "MOTCUA_SEND_RATE"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert says in str(refused.value)
    if len(value) > 5 and "MODE" not in name:
        assert value not in str(refused.value)


def test_limits_can_be_lifted_against_a_local_server_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_SEND_RATE", "0")
    monkeypatch.setenv("MOTCUA_TELEGRAM_API", "http://127.0.0.1:9000")
    assert load_settings().unlimited


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TELEGRAM_TOKEN", "")
    assert load_settings().telegram_token is None


def test_secrets_do_not_show() -> None:
    settings = Settings(telegram_token="123:abcdef", webhook_secret="s3cret")
    assert "abcdef" not in repr(settings)
    assert "s3cret" not in repr(settings)


def test_every_setting_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`MOTCUA_{name.upper()}`" in page
        assert field.description
        assert field.description in page, f"docs/settings.md differs from the help of {name}"


def test_a_folder_that_may_not_be_looked_into_is_an_error_in_words(tmp_path: Path) -> None:
    """Somebody's home, when the service's user was asked to run a command there."""
    tmp_path.chmod(0)
    above_permissions = os.geteuid() == 0
    if above_permissions:
        os.seteuid(65534)
    try:
        with pytest.raises(SettingsError, match="start from another folder"):
            load_settings()
    finally:
        if above_permissions:
            os.seteuid(0)
        tmp_path.chmod(0o700)
