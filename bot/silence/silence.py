"""How long a channel has been silent, and the public notice when it was too long.

Telegram keeps what people write for 24 hours and then forgets it. Whether it was out or we were makes no difference, so
the hour in which it last answered stands in the database. While it is silent the notice is for the web chat; once it
answers again, for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.audit import AuditTrail
from bot.clock import Clock, epoch_ms, from_epoch_ms, local
from bot.database import Database, Queries, Statements
from bot.errors import MotCuaError
from bot.notices.standing import Emergency, Standing
from bot.sealing import ServerKey
from bot.texts import Language, Texts
from bot.texts.marking import N_

#: Bot API, getUpdates: "Incoming updates are stored on the server until the bot receives them either way, but they will
#: not be kept longer than 24 hours."
OUTAGE = timedelta(hours=24)
#: That we heard is written down so often; a gap is that much too long at most.
EVERY = timedelta(minutes=1)
#: How long people are told.
STANDS = timedelta(days=3)
#: Who writes the notice, in the console's list of notices.
AUTHOR = "Một Cửa"
_LANGUAGES: tuple[Language, ...] = ("vi", "en")

log = structlog.get_logger(__name__)


class _Occupied(MotCuaError):
    """An administrator's notice stands in that time: it goes first."""


STILL = N_(
    "Telegram has not been reachable since {begin}. Messages sent to Một Cửa there may be lost. "
    "Please use this page, and write again what has had no answer."
)
OVER = N_(
    "Between {begin} and {end} Telegram was not reachable. Messages sent to Một Cửa there in that time may be lost. "
    "If you wrote and have had no answer, please write again. Reports that have a number are kept."
)


class Silence:
    """Of one bot on one channel."""

    def __init__(
        self, database: Database, key: ServerKey, clock: Clock, texts: Texts, bot: str, channel: str = "telegram"
    ) -> None:
        self._database = database
        self._clock = clock
        self._texts = texts
        self._queries = Queries.beside(__file__, database.dialect)
        self._standing = Standing(database, clock)
        self._trail = AuditTrail(database, key, clock)
        self._mine = {"channel": channel, "bot": bot}
        self._noted: datetime | None = None

    async def heard(self) -> None:
        """The channel answered. Costs nothing when it did so a moment ago."""
        now = self._clock.now()
        if self._noted is not None and timedelta(0) <= now - self._noted < EVERY:
            return
        async with self._database.brief_write() as connection:
            known = await self._known(connection)
            if known is None:
                await connection.execute(self._queries["begin"], {**self._mine, "now": epoch_ms(now), "told": False})
            else:
                await connection.execute(self._queries["hear"], self._gap(known, now))
        self._noted = now
        await self._tell_over()

    async def look(self) -> None:
        """Tell people of a silence that lasts."""
        async with self._database.brief_read() as connection:
            known = await self._known(connection)
        if known is None or known.still_told or self._clock.now() - from_epoch_ms(known.at) <= OUTAGE:
            return
        texts = self._words(STILL, begin=known.at)
        log.error("channel_silent", channel=self._mine["channel"], since=from_epoch_ms(known.at).isoformat())
        await self._tell(texts, "tell_still", told=True)

    async def _known(self, connection: Statements) -> Any:
        return (await connection.execute(self._queries["heard"], self._mine)).one_or_none()

    def _gap(self, known: Any, now: datetime) -> dict[str, object]:
        """What is to be told once more than :data:`OUTAGE` has passed; one that was not told yet grows."""
        begin, until = known.gap_from, known.gap_until
        if now - from_epoch_ms(known.at) > OUTAGE:
            begin, until = begin or known.at, epoch_ms(now)
        return {**self._mine, "now": epoch_ms(now), "gap_from": begin, "gap_until": until}

    async def _tell_over(self) -> None:
        async with self._database.brief_read() as connection:
            known = await self._known(connection)
        if known is None or known.gap_from is None:
            return
        log.error("channel_was_silent", channel=self._mine["channel"], since=from_epoch_ms(known.gap_from).isoformat())
        await self._tell(self._words(OVER, begin=known.gap_from, end=known.gap_until), "tell_over", told=False)

    async def _tell(self, texts: Mapping[str, str], note: str, *, told: bool) -> None:
        """In one transaction, so that people are told once, whichever process notices. When an administrator's own
        notice stands, it is tried again at the next look."""
        now = self._clock.now()
        reason = self._mine["channel"]
        notice = Emergency(0, texts, now, now + STANDS, reason, AUTHOR)
        try:
            async with self._database.write() as connection:
                # First, for it holds other writers off: there is one notice at a time.
                await self._trail.note(connection, None, "notice.silence", reason, {"still": told})
                if (await connection.execute(self._queries[note], {**self._mine, "told": told})).rowcount != 1:
                    raise _Occupied
                await self._standing.end_by(connection, AUTHOR)
                if not await self._standing.write(connection, notice):
                    raise _Occupied
        except _Occupied:
            log.info("silence_notice_waits", channel=reason)

    def _words(self, msgid: str, **times: int) -> dict[str, str]:
        said = {name: f"{local(from_epoch_ms(at)):%H:%M %d/%m/%Y}" for name, at in times.items()}
        return {language: self._texts.label(msgid, language, **said) for language in _LANGUAGES}
