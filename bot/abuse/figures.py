"""The numbers of the limits that are in force, in memory: a refusal must not cost a look into the database."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.abuse.rates import Rate
from bot.legal import LegalParameters

#: What ships, seeded as legal parameters by migration 0020; it holds until they were read.
SHIPPED = {
    "rate_messages_minute": 20,
    "rate_presses_minute": 60,
    "rate_stored_minute": 120,
    "rate_address_minute": 300,
    "rate_everybody_minute": 12_000,
    "queue_most": 20_000,
    "block_daily": 5,
}
EVERY_S = 15.0

log = structlog.get_logger(__name__)


class Figures:
    """:param parameters: None: what ships, for ever."""

    def __init__(self, parameters: LegalParameters | None = None) -> None:
        self._parameters = parameters
        self._values = dict(SHIPPED)

    def __getitem__(self, name: str) -> int:
        return self._values[name]

    def pace(self, rate: Rate) -> tuple[float, float]:
        """:returns: seconds from one to the next in the long run, and how many may come at once."""
        if rate.parameter is None:
            return 60 / rate.a_minute, rate.burst
        ratio = self._values[rate.parameter] / SHIPPED[rate.parameter]
        return 60 / (rate.a_minute * ratio), max(1.0, rate.burst * ratio)

    async def refresh(self) -> None:
        """:raises SQLAlchemyError: the database is not to be reached; what was read last holds."""
        if self._parameters is not None:
            self._parameters.forget()
            self._values = {name: max(1, await self._number(name)) for name in SHIPPED}

    async def watch(self) -> None:
        """For ever: what an administrator enters holds here within :data:`EVERY_S` seconds."""
        while True:
            try:
                await self.refresh()
            except (SQLAlchemyError, OSError) as error:
                log.warning("limits_not_read", error=type(error).__name__)
            await asyncio.sleep(EVERY_S)

    async def _number(self, name: str) -> int:
        assert self._parameters is not None
        try:
            return await self._parameters.number(name)
        except LookupError:  # the only value was given an end: a door without a limit would be the worse guess
            return SHIPPED[name]
