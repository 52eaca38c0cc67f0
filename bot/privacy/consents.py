"""Consent: one purpose, one version of the words, provable afterwards and withdrawn with one tap.

A row says who (a keyed look-up value), what for, which words (the beginning of their SHA-256; the words themselves are
kept in docs/consent), in which language and on which channel, when, and until when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms, from_epoch_ms
from bot.database import Queries

#: To take down a report and have inspectors handle it.
REPORT = "report"
#: To be told of replies in this chat.
NOTIFY = "notify"
PURPOSES = (REPORT, NOTIFY)


@dataclass(frozen=True, slots=True)
class Consent:
    """``version``: names the words; ``withdrawn_at``: None while it stands."""

    purpose: str
    version: str
    language: str
    channel: str
    given_at: datetime
    withdrawn_at: datetime | None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None


async def agree(
    connection: AsyncConnection, person: str, purpose: str, version: str, language: str, channel: str, now: datetime
) -> None:
    """:param person: look-up value.

    :raises ValueError: nobody is asked for that purpose.
    """
    if purpose not in PURPOSES:
        raise ValueError(f"no such purpose: {purpose}")
    row = {
        "person": person,
        "purpose": purpose,
        "version": version,
        "language": language,
        "channel": channel,
        "now": epoch_ms(now),
    }
    await connection.execute(_queries(connection)["add_consent"], row)


async def consents_of(connection: AsyncConnection, person: str) -> Sequence[Consent]:
    """All that were given, withdrawn ones too, the newest first."""
    rows = await connection.execute(_queries(connection)["consents_of"], {"person": person})
    return [
        Consent(
            row.purpose,
            row.text_version,
            row.language,
            row.channel,
            from_epoch_ms(row.given_at),
            from_epoch_ms(row.withdrawn_at) if row.withdrawn_at is not None else None,
        )
        for row in rows
    ]


async def withdraw(connection: AsyncConnection, person: str, purpose: str, now: datetime) -> bool:
    """:returns: whether there was a consent that stood."""
    binds = {"person": person, "purpose": purpose, "now": epoch_ms(now)}
    return (await connection.execute(_queries(connection)["withdraw_consent"], binds)).rowcount > 0


def _queries(connection: AsyncConnection) -> Queries:
    return Queries.beside(__file__, connection.dialect.name)
