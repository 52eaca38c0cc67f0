"""What conversations may ask of a person's own data; the one door to this room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.database import Database
from bot.legal import LegalParameters
from bot.people import ChatRef
from bot.privacy import consents
from bot.privacy.consents import Consent
from bot.sealing import ServerKey

DomainWrite = Callable[[AsyncConnection], Awaitable[None]]


class PrivacyDesk:
    def __init__(self, database: Database, key: ServerKey, clock: Clock, parameters: LegalParameters) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._parameters = parameters

    # -- consent -------------------------------------------------------------------------------------------------

    def agree(self, chat: ChatRef, purpose: str, version: str, language: str) -> DomainWrite:
        """Whoever speaks in ``chat`` agrees to the words named ``version``; see :mod:`bot.privacy.consents`."""

        async def write(connection: AsyncConnection) -> None:
            person = chat.person_lookup(self._key)
            await consents.agree(connection, person, purpose, version, language, chat.channel, self._clock.now())

        return write

    async def consents(self, chat: ChatRef) -> Sequence[Consent]:
        async with self._database.read() as connection:
            return await consents.consents_of(connection, chat.person_lookup(self._key))
