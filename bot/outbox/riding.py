"""The sender in the transaction of whoever queues messages: they are marked in the commit that brings them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.database.brief import Statements
from bot.outbox.parcel import Load

if TYPE_CHECKING:
    from bot.outbox.dispatch import Dispatch


class Ride:
    """See :class:`bot.wake.Passage`. While it lasts the sender has no cycle of its own."""

    def __init__(self, dispatch: Dispatch, load: Load) -> None:
        self._dispatch = dispatch
        self._load = load

    async def within(self, connection: Statements) -> None:
        await self._dispatch.load(connection, self._load)

    def arrived(self) -> None:
        self._dispatch.depart(self._load)
        self._dispatch.get_off()

    def turned_back(self) -> None:
        self._dispatch.unload(self._load)
        self._dispatch.get_off()
