"""Consent: written once for the same words, provable after it was withdrawn, of nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.legal import LegalParameters
from bot.people import ChatRef
from bot.privacy import REPORT, PrivacyDesk
from bot.privacy.consents import withdraw
from bot.sealing import ServerKey

CHAT = ChatRef("telegram", "1", 4711, 4711)
OTHER = ChatRef("telegram", "1", 4712, 4712)


@pytest.fixture
def desk(database: Database, key: ServerKey, clock: FixedClock) -> PrivacyDesk:
    return PrivacyDesk(database, key, clock, LegalParameters(database, clock))


async def agree(desk: PrivacyDesk, database: Database, chat: ChatRef = CHAT, version: str = "a" * 16) -> None:
    async with database.write() as connection:
        await desk.agree(chat, REPORT, version, "vi")(connection)


async def test_a_consent_says_when_on_which_channel_and_to_which_words(
    desk: PrivacyDesk, database: Database, clock: FixedClock
) -> None:
    await agree(desk, database)
    (consent,) = await desk.consents(CHAT)
    assert (consent.purpose, consent.version, consent.language) == (REPORT, "a" * 16, "vi")
    assert (consent.channel, consent.given_at, consent.stands) == ("telegram", clock.now(), True)
    assert await desk.consents(OTHER) == []


async def test_the_same_yes_is_written_once_and_other_words_anew(desk: PrivacyDesk, database: Database) -> None:
    await agree(desk, database)
    await agree(desk, database)
    await agree(desk, database, version="b" * 16)
    assert [consent.version for consent in await desk.consents(CHAT)] == ["b" * 16, "a" * 16]


async def test_a_withdrawn_consent_stays_provable_and_can_be_given_again(
    desk: PrivacyDesk, database: Database, key: ServerKey, clock: FixedClock
) -> None:
    await agree(desk, database)
    await agree(desk, database, OTHER)
    clock.at += timedelta(days=2)
    async with database.write() as connection:
        assert await withdraw(connection, CHAT.person_lookup(key), REPORT, clock.now())
        assert not await withdraw(connection, CHAT.person_lookup(key), REPORT, clock.now())
    await agree(desk, database)
    again, first = await desk.consents(CHAT)
    assert again.stands
    assert first.withdrawn_at == clock.now()
    assert [consent.stands for consent in await desk.consents(OTHER)] == [True]


async def test_nobody_agrees_to_what_was_never_asked(desk: PrivacyDesk, database: Database) -> None:
    with pytest.raises(ValueError, match="no such purpose"):
        async with database.write() as connection:
            await desk.agree(CHAT, "marketing", "a" * 16, "vi")(connection)
