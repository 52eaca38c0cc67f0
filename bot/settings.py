"""Settings: environment variables (or .env), each declared once with its default and help.

docs/settings.md is compared with this table by a test.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

#: Bot API, setWebhook.secret_token: 1-256 characters A-Z, a-z, 0-9, _ and -.
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
#: Shape of a token as BotFather gives it: numeric bot id, colon, secret.
TELEGRAM_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,}")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MOTCUA_", env_file=".env", extra="ignore", frozen=True)

    telegram_token: SecretStr | None = Field(
        None, description="Token from @BotFather. Without it the web chat runs alone."
    )
    telegram_api: str = Field("https://api.telegram.org", description="Base address of the Bot API.")
    telegram_mode: Literal["polling", "webhook"] = Field("polling", description="How updates are fetched.")
    webhook_url: str | None = Field(
        None, description="Public https address of /webhook/telegram; needed in webhook mode."
    )
    webhook_secret: SecretStr | None = Field(None, description="1-256 characters A-Za-z0-9_-; needed in webhook mode.")
    database_url: str | None = Field(
        None, description="postgresql://user:password@host/name. Unset: SQLite in the data folder."
    )
    data_dir: Path = Field(Path("data"), description="Database, files and keys.")
    key_dir: Path | None = Field(
        None, description="Folder of the server key and the inspectorate's. Unset: keys/ in the data folder."
    )
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8080, ge=0, le=65535, description="Port the web server listens on.")
    public_url: str | None = Field(None, description="Address under which people reach the web chat.")
    trusted_proxies: str = Field(
        "127.0.0.1", description="Addresses of reverse proxies whose X-Forwarded-For is believed, by comma."
    )
    backup_recipients: str | None = Field(
        None, description="Public age keys (age1…) that can open backups, by comma. Unset: no backups are made."
    )
    backup_dir: Path | None = Field(None, description="Folder of the backups. Unset: backups/ in the data folder.")
    metrics_token: SecretStr | None = Field(
        None, min_length=16, description="Whoever brings it may read /metrics. Unset: only this very machine may."
    )
    sample_data: bool = Field(
        False,
        description="1 loads the shipped knowledge base, sample dossiers and reports at start when there are none.",
    )
    send_rate: float = Field(
        25, ge=0, description="Messages a second overall. 0 lifts all limits; only with the Bot API on loopback."
    )

    @field_validator(
        *("telegram_token", "webhook_url", "webhook_secret", "database_url", "key_dir", "public_url"),
        *("backup_recipients", "backup_dir", "metrics_token"),
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        """An empty variable in a unit file or .env means "not set"."""
        return None if value == "" else value

    @field_validator("telegram_token")
    @classmethod
    def _token_has_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TELEGRAM_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not of the form 123456789:AA…, as @BotFather gives it")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_has_shape(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
        return value

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.telegram_mode == "webhook" and not (self.webhook_url and self.webhook_secret):
            raise ValueError("webhook mode needs MOTCUA_WEBHOOK_URL and MOTCUA_WEBHOOK_SECRET")
        if self.send_rate == 0 and urlsplit(self.telegram_api).hostname not in LOOPBACK:
            raise ValueError("MOTCUA_SEND_RATE=0 is accepted only when MOTCUA_TELEGRAM_API is on loopback")
        return self

    @property
    def keys(self) -> Path:
        return self.key_dir or self.data_dir / "keys"

    @property
    def unlimited(self) -> bool:
        """Whether sending and intake limits are lifted (benchmarks against a local Bot API server)."""
        return self.send_rate == 0


def load_settings(**overrides: object) -> Settings:
    """Read the environment. :raises SettingsError: naming each variable that cannot be used, never its value."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = []
        for problem in error.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in problem["loc"]).upper()
            lines.append(f"MOTCUA_{name}: {problem['msg']}" if name else problem["msg"])
        raise SettingsError("\n".join(lines)) from None
    except PermissionError:
        raise SettingsError(".env or the folder it would stand in cannot be read: start from another folder") from None
