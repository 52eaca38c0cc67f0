"""The sender's work while it holds the lease: take, mark, send side by side, write back; one transaction a cycle.

A message is marked "sending" in a commit of its own before it leaves, and settled after: what a kill leaves marked is
what may have left. Results are written with the next cycle, so that thousands cost a few commits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Statements
from bot.metrics.counting import MESSAGES
from bot.outbox.courier import Courier, Fate, Outcome
from bot.outbox.lanes import Lanes
from bot.outbox.loading import Loading
from bot.outbox.parcel import Again, Load, Parcel
from bot.outbox.riding import Ride
from bot.outbox.settling import settle
from bot.outbox.shelf import Shelf
from bot.outbox.weather import Weather
from bot.wake import Bell

#: Requests at once.
IN_FLIGHT = 256
#: Work of other processes is found at the latest after this.
LOOK_S = 0.25
#: So many results do not wait for company.
SETTLE_COUNT = 64
#: Under load a cycle begins at the earliest this long after the last: fuller transactions, the same throughput.
CROWD, CROWD_PAUSE_S = 32, 0.01
DATABASE_PAUSE_S = 1.0
#: At stop: what is in flight may come home, then what came is written.
DRAIN_S = 1.5

log = structlog.get_logger(__name__)


class Dispatch:
    def __init__(self, shelf: Shelf, courier: Courier, send_rate: float) -> None:
        self._shelf = shelf
        self._courier = courier
        self._lanes = Lanes(send_rate)
        self._weather = Weather(self._lanes)
        self._loading = Loading(shelf, self._lanes)
        self._in_flight = 0
        self._cycling: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._group: asyncio.TaskGroup | None = None
        self._home = asyncio.Event()
        self._stir = asyncio.Event()
        self._probing = False
        self._stopping = False
        self._loop = asyncio.get_running_loop()

    def standing(self) -> tuple[str | None, float]:
        """Why nothing is sent (unreachable, token, flood), and the moment of the loop's clock when it tries again.

        (None, 0) while it sends.
        """
        until = self._lanes.paused_until
        if self._weather.bad:
            return ("token" if self._weather.refused else "unreachable"), until
        return ("flood", until) if self._loop.time() < until else (None, 0.0)

    async def run(self, bell: Bell) -> None:
        """For ever; cancelled, it writes back what was sent (:data:`DRAIN_S`)."""
        await self._recover()
        async with asyncio.TaskGroup() as self._group:
            looking = self._group.create_task(self._look_out(bell))
            try:
                while True:
                    await self._due()
                    # A task of its own, waited for and not cancelled: a stop must not tear a transaction.
                    self._cycling = self._group.create_task(self._cycle())
                    await asyncio.wait({self._cycling})
            finally:
                self._stopping = True
                looking.cancel()
                await self._drain()

    async def _recover(self) -> None:
        while True:
            try:
                await self._shelf.recover()
                return
            except (SQLAlchemyError, OSError) as error:
                await self._database_away(error)

    async def _look_out(self, bell: Bell) -> None:
        while True:
            await bell.wait(LOOK_S)
            self._loading.look = True
            self._stir.set()

    # -- when ----------------------------------------------------------------------------------------------------

    async def _due(self) -> None:
        """Return when there is something to take, to send or to write back."""
        while not self._is_due(self._loop.time()):
            self._stir.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._next_due(self._loop.time())):
                    await self._stir.wait()
        if self._in_flight >= CROWD and len(self._loading.settled) < SETTLE_COUNT:
            await asyncio.sleep(CROWD_PAUSE_S)

    def _is_due(self, now: float) -> bool:
        if self._loading.look or len(self._loading.settled) >= SETTLE_COUNT:
            return True
        at = self._next_due(now)
        return at is not None and at <= now

    def _next_due(self, now: float) -> float | None:
        may = not self._probing if self._weather.bad else self._room() > 0
        ready = self._lanes.next_at(now) if may else None
        return min((at for at in (ready, self._loading.settle_at) if at is not None), default=None)

    def _room(self) -> int:
        return 0 if self._weather.bad else IN_FLIGHT - self._in_flight

    # -- one cycle -----------------------------------------------------------------------------------------------

    async def _cycle(self) -> None:
        try:
            async with self._one_at_a_time:
                await self._go_round()
        except (SQLAlchemyError, OSError) as error:
            await self._database_away(error)
            return
        if self._weather.bad and not self._probing and self._loop.time() >= self._lanes.paused_until:
            self._probing = True
            self._start(self._probe())

    async def _go_round(self) -> None:
        look, self._loading.look = self._loading.look, False
        load = Load()
        try:
            if self._loading.is_empty and not await self._shelf.anything_new():
                return
            if look:
                load.ceiling = await self._shelf.ceiling()
            async with self._shelf.database.brief_write() as connection:
                await self.load(connection, load)
        except BaseException:
            self.unload(load)
            raise
        self.depart(load)

    async def load(self, connection: Statements, load: Load) -> None:
        """All that a cycle writes."""
        await self._loading.load(connection, load, self._room())

    def depart(self, load: Load) -> None:
        """It is committed: off they go."""
        for parcel in self._loading.loaded(load):
            self._in_flight += 1
            self._start(self._send(parcel))

    def unload(self, load: Load) -> None:
        """It is rolled back: nothing goes."""
        self._loading.unload(load)

    async def _probe(self) -> None:
        try:
            await self._courier.probe()
            outcome = Outcome(Fate.DELIVERED)
        except Exception as error:
            outcome = self._courier.outcome(error)
        self._probing = False
        self._weather.probed(outcome, self._loop.time())
        self._stir.set()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._group is not None  # nothing is loaded before it runs
        self._group.create_task(work)

    # -- in another's transaction --------------------------------------------------------------------------------

    async def board(self) -> Ride | None:
        """See :class:`bot.wake.Rider`: what a turn says leaves with the commit that queues it, when the sender is at
        rest just then."""
        if self._group is None or self._stopping or self._one_at_a_time.locked() or not self._room():
            return None
        await self._one_at_a_time.acquire()
        self._loading.look = False
        load = Load()
        try:
            load.ceiling = await self._shelf.ceiling()
        except (SQLAlchemyError, OSError):
            self.unload(load)
            self.get_off()
            return None
        return Ride(self, load)

    def get_off(self) -> None:
        """After a ride: the next cycle may begin, and may have something to do."""
        self._one_at_a_time.release()
        self._stir.set()

    async def _database_away(self, error: Exception) -> None:
        log.error("outbox_unreachable", error=type(error).__name__)
        await asyncio.sleep(DATABASE_PAUSE_S)

    # -- one message ---------------------------------------------------------------------------------------------

    async def _send(self, parcel: Parcel) -> None:
        try:
            content = self._shelf.content(parcel)
            message_id = await self._courier.deliver(parcel.kind, parcel.address, content, plain=parcel.plain)
            outcome = Outcome(Fate.DELIVERED, message_id=message_id)
        except Exception as error:
            outcome = self._courier.outcome(error)
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._home.set()
        self._settle(parcel, outcome)

    def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        now = self._loop.time()
        self._weather.feel(parcel.lane, outcome, now)
        item = settle(parcel, outcome, self._weather.delivered)
        if isinstance(item, Again):
            self._once_more(item, now)
        else:
            MESSAGES.add(channel=parcel.address.channel, outcome=item.state)
            self._lanes.done(parcel, now)
        self._loading.note(item)
        self._stir.set()

    def _once_more(self, item: Again, now: float) -> None:
        parcel = item.parcel
        parcel.kind, parcel.address = item.kind, item.address
        self._lanes.hold(parcel.lane, now + item.delay_s)
        self._lanes.move(parcel, self._shelf.lane(item), now)

    # -- the end -------------------------------------------------------------------------------------------------

    async def _drain(self) -> None:
        """What is in flight comes home, or stays marked: whoever follows decides by what a double would cost."""
        try:
            async with asyncio.timeout(DRAIN_S):
                if self._cycling is not None:
                    await asyncio.wait({self._cycling})
                async with self._one_at_a_time:  # and a ride, to its end
                    pass
                while self._in_flight:
                    self._home.clear()
                    await self._home.wait()
        except TimeoutError:
            log.warning("stopped_while_sending", count=self._in_flight)
        try:
            async with asyncio.timeout(DRAIN_S), self._shelf.database.write() as connection:
                await self._shelf.settle(connection, self._loading.settled)
        except (SQLAlchemyError, OSError) as error:
            log.error("outbox_unreachable", error=type(error).__name__, unsettled=len(self._loading.settled))
