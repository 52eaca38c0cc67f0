"""What the sender writes in one transaction: results, what it takes from the outbox, what is about to leave."""

from __future__ import annotations

import asyncio

from bot.database import Statements
from bot.metrics.counting import MESSAGES
from bot.outbox.lanes import LANE_DEPTH, Lanes
from bot.outbox.outgoing import Kind, Priority
from bot.outbox.parcel import Finished, Load, Parcel, Settled
from bot.outbox.shelf import Shelf

#: Rows taken by one statement.
TAKE = 256
#: Parcels that may wait in memory; bulk has its own share, so that replies always find room.
REPLY_WINDOW, BULK_WINDOW = 1024, 256
#: Results wait this long for company.
SETTLE_S = 0.02


class Loading:
    """One load at a time: :meth:`load` in a transaction, then :meth:`loaded` or :meth:`unload`."""

    def __init__(self, shelf: Shelf, lanes: Lanes) -> None:
        self._shelf = shelf
        self._lanes = lanes
        self._loop = asyncio.get_running_loop()
        self.look = True  #: whether there may be something new in the outbox
        self.settled: list[Settled] = []
        self.settle_at: float | None = None  #: when they are to be written, on the loop's clock
        self._cut: frozenset[str] = frozenset()
        self._lost: list[int] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write unless the outbox has something new."""
        return not (self.settled or self._lost or len(self._lanes))

    def note(self, item: Settled) -> None:
        """What became of a message, to be written soon."""
        self.settled.append(item)
        if item.parcel.lane in self._cut and self._lanes.depth(item.parcel.lane) < LANE_DEPTH // 2:
            self.look = True
        if self.settle_at is None:
            self.settle_at = self._loop.time() + SETTLE_S

    async def load(self, connection: Statements, load: Load, room: int) -> None:
        """:param room: messages that may leave at once."""
        if self._lost:
            await self._shelf.give_back(connection, self._lost)
        if load.ceiling is not None:
            load.taken = await self._take(connection, load.ceiling)
        # In one moment: a result that frees its chat is written with what goes there next. Were it written
        # a cycle later, a kill in between would leave both marked, and both would be said again: 1, 2, 1, 2.
        load.settled, self.settled, self.settle_at = self.settled, [], None
        load.picked = self._lanes.pick(self._loop.time(), room)
        await self._shelf.settle(connection, load.settled)
        load.going = await self._begin(connection, load.picked)

    def loaded(self, load: Load) -> list[Parcel]:
        """It is committed. :returns: what leaves; what can be read before what only ends a button's waiting mark."""
        self._lost = []
        sending = {parcel.id for parcel in load.going}
        for parcel in load.picked:
            if parcel.id not in sending:
                self._lanes.done(parcel, self._loop.time())
        return sorted(load.going, key=lambda parcel: parcel.kind is Kind.ANSWER)

    def unload(self, load: Load) -> None:
        """The transaction failed: nothing may be sent. What was taken is forgotten, since its rows may never come to be
        and other messages get their numbers; should it be committed all the same, it is given back with the next load.
        """
        self.settled = load.settled + self.settled
        self.look = True
        for parcel in load.picked:
            self._lanes.put_back(parcel, self._loop.time())
        self._lanes.drop(load.taken, self._loop.time())
        self._lost += [parcel.id for parcel in load.taken]

    async def _take(self, connection: Statements, most: int) -> list[Parcel]:
        """:param most: the least urgent priority that may go out at all."""
        now = self._loop.time()
        self._lanes.forget_idle(now)
        census = self._lanes.census(now)
        ceiling = Priority.BULK if census.bulk < BULK_WINDOW else Priority.BULK - 1
        if census.replies >= REPLY_WINDOW:
            ceiling = Priority.ANSWER
        parcels, found = await self._shelf.take(connection, min(ceiling, most), TAKE, census.full)
        for parcel in parcels:
            self._add(parcel, now)
        self._cut = frozenset(census.full)
        self.look |= found == TAKE
        return parcels

    def _add(self, parcel: Parcel, now: float) -> None:
        self._lanes.add(parcel, now)
        waiting_s = (parcel.not_before - self._shelf.now_ms()) / 1000
        if waiting_s > 0:  # held before a restart
            self._lanes.hold(parcel.lane, now + waiting_s)

    async def _begin(self, connection: Statements, picked: list[Parcel]) -> list[Parcel]:
        """Mark and return what is to be sent; the others came too late or are no longer ours."""
        now_ms = self._shelf.now_ms()
        late = [parcel for parcel in picked if parcel.expired(now_ms)]
        going = [parcel for parcel in picked if not parcel.expired(now_ms)]
        if late:
            await self._shelf.settle(connection, [Finished(parcel, "dead", error="expired") for parcel in late])
            for parcel in late:
                MESSAGES.add(channel=parcel.address.channel, outcome="dead")
        ours = await self._shelf.begin(connection, going) if going else set()
        return [parcel for parcel in going if parcel.id in ours]
