"""What stands now: the emergency notice, and which channels are off. Every process takes it up within seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms, local
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.texts import Language

#: What an administrator switches holds everywhere within 5 s; this leaves time for the look itself.
FRESH_MS = 2_000
CHANNELS = ("telegram", "web")
MOST_PAST = 10
#: Legal parameter: hours after which a channel that one person alone switched off is on again; and where none is set.
OFF_HOURS, USUAL_HOURS = "channel_off_hours", 4


@dataclass(frozen=True, slots=True)
class Emergency:
    """``texts``: plain, by language; ``ended_by``: id of who took it down before its time."""

    id: int
    texts: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    reason: str
    author: str
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class Switch:
    """A channel. ``version``: 0 when it was never off; ``confirmed_by``: the second person who agreed.

    ``lapses_at``: when it is on again by itself, unless somebody confirms; None: it does not lapse.
    """

    channel: str
    off: bool
    texts: Mapping[str, str]
    reason: str
    by: str
    at: datetime
    confirmed_by: str | None
    version: int
    lapses_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether the channel is off: one person alone keeps it so for some hours only."""
        return self.off and (self.lapses_at is None or now < self.lapses_at)


class Standing:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._parameters = LegalParameters(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)
        self._read_at: int | None = None
        self._coming: list[Emergency] = []
        self._switches: dict[str, Switch] = {}

    async def emergency(self) -> Emergency | None:
        """The notice that stands now; there is one at a time."""
        await self._refresh()
        now = self._clock.now()
        return next((each for each in self._coming if each.starts_at <= now < each.ends_at), None)

    async def paused(self, channel: str, language: Language) -> str | None:
        """What to say on ``channel`` while it is off, plain; None while it is on."""
        await self._refresh()
        switch = self._switches.get(channel)
        return switch.texts[language] if switch is not None and switch.holds(self._clock.now()) else None

    async def is_off(self, channel: str) -> bool:
        """Whether nothing but answers goes out on ``channel``."""
        await self._refresh()
        switch = self._switches.get(channel)
        return switch is not None and switch.holds(self._clock.now())

    # -- for the console -----------------------------------------------------------------------------------------

    async def coming(self) -> list[Emergency]:
        """The notice that stands and those that will, as they are now."""
        self.forget()
        await self._refresh()
        return list(self._coming)

    async def past(self) -> list[Emergency]:
        async with self._database.read() as connection:
            binds = {"now": self._now(), "most": MOST_PAST}
            return [_emergency(row) for row in await connection.execute(self._queries["past"], binds)]

    async def switches(self) -> dict[str, Switch]:
        """By channel, as they are now; without those that were never off."""
        self.forget()
        await self._refresh()
        return dict(self._switches)

    async def write(self, connection: AsyncConnection, new: Emergency) -> bool:
        """``new.id`` is not used. The caller holds the lock of the audit chain, so that two do not write at once.

        :returns: False when another notice stands at some time of it.
        """
        row = {
            "text_vi": new.texts["vi"],
            "text_en": new.texts["en"],
            "starts_at": epoch_ms(new.starts_at),
            "ends_at": epoch_ms(new.ends_at),
            "reason": new.reason,
            "author": new.author,
            "now": self._now(),
        }
        return (await connection.execute(self._queries["write"], row)).rowcount == 1

    async def end(self, connection: AsyncConnection, number: int, by: str) -> bool:
        """:returns: whether it stood, or was to."""
        binds = {"id": number, "by": by, "now": self._now()}
        return (await connection.execute(self._queries["end"], binds)).rowcount == 1

    async def end_by(self, connection: AsyncConnection, author: str) -> None:
        """Whatever stands or will of ``author`` is taken down, by the same."""
        await connection.execute(self._queries["end_by"], {"by": author, "now": self._now()})

    async def switch(
        self,
        connection: AsyncConnection,
        channel: str,
        off: bool,
        texts: Mapping[str, str],
        reason: str,
        by: str,
        seen: int,
    ) -> bool:
        """:param seen: the version that ``by`` saw. :returns: False when it is another one by now."""
        binds = {"channel": channel, "off": off, "text_vi": texts["vi"], "text_en": texts["en"]}
        binds |= {"reason": reason, "by": by, "now": self._now(), "seen": seen}
        return (await connection.execute(self._queries["switch"], binds)).rowcount == 1

    async def confirm(self, connection: AsyncConnection, channel: str, by: str, seen: int) -> bool:
        """:returns: False for who switched it off, when it has lapsed, and when it is not as it was seen."""
        oldest = epoch_ms(self._clock.now() - await self._alone())
        binds = {"channel": channel, "by": by, "seen": seen, "oldest": oldest}
        return (await connection.execute(self._queries["confirm"], binds)).rowcount == 1

    def forget(self) -> None:
        """What was read is old."""
        self._read_at = None

    # -- inside --------------------------------------------------------------------------------------------------

    async def _refresh(self) -> None:
        now = self._now()
        if self._read_at is not None and 0 <= now - self._read_at < FRESH_MS:
            return
        async with self._database.brief_read() as connection:
            coming = (await connection.execute(self._queries["coming"], {"now": now})).all()
            switches = (await connection.execute(self._queries["switches"])).all()
        self._coming = [_emergency(row) for row in coming]
        alone = await self._alone() if any(row.off and row.confirmed_by is None for row in switches) else timedelta()
        self._switches = {row.channel: _switch(row, alone) for row in switches}
        self._read_at = now

    async def _alone(self) -> timedelta:
        """How long one person alone keeps a channel off."""
        hours = await self._parameters.in_force(OFF_HOURS, local(self._clock.now()).date())
        return timedelta(hours=int(hours.value) if hours is not None and hours.value.isdecimal() else USUAL_HOURS)

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _emergency(row: Row[tuple[object, ...]]) -> Emergency:
    starts, ends = from_epoch_ms(row.starts_at), from_epoch_ms(row.ends_at)
    return Emergency(row.id, _texts(row), starts, ends, row.reason, row.author, row.ended_by)


def _switch(row: Row[tuple[object, ...]], alone: timedelta) -> Switch:
    at = from_epoch_ms(row.at)
    lapses = at + alone if row.off and row.confirmed_by is None else None
    return Switch(
        row.channel, bool(row.off), _texts(row), row.reason, row.by, at, row.confirmed_by, row.version, lapses
    )


def _texts(row: Row[tuple[object, ...]]) -> dict[str, str]:
    return {"vi": row.text_vi, "en": row.text_en}
