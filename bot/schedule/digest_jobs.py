"""Digests and alerts as they fall due. Each reader's next digest is planned in the commit that finishes the last one,
so a restart between making and sending changes nothing: either all of it stands, or it is made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms, local
from bot.database import Database, Statements
from bot.digests import DigestDesk, Ready, Rhythm
from bot.digests.alerts import Alerts
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.people import ChatRef
from bot.schedule.due import Due, plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.staff import Role
from bot.texts import Texts
from bot.views.digest import alert_message, chart_message, digest_message

DIGEST_KIND = "digest"
PLAN_KIND = "digest-plan"
LOOK_KIND = "alert-look"
ALERT_KIND = "staff-alert"
#: How often newcomers are looked for, and alerts.
NEWCOMERS, LOOKS = timedelta(minutes=10), timedelta(minutes=1)
#: In this hour of the night every reader is planned for, whatever broke a chain.
ALL_AT = 3


class DigestJobs:
    """:param console: address of the console; None: there is none to link to."""

    def __init__(
        self, desk: DigestDesk, database: Database, key: ServerKey, texts: Texts, clock: Clock, console: str | None
    ) -> None:
        self._desk = desk
        self._alerts = Alerts(database, desk)
        self._database = database
        self._key = key
        self._texts = texts
        self._clock = clock
        self._console = console

    def by_kind(self) -> dict[str, Job]:
        return {
            DIGEST_KIND: self.digest,
            PLAN_KIND: self.plan_readers,
            LOOK_KIND: self.look,
            ALERT_KIND: self.alert,
        }

    async def plan_first(self) -> None:
        """At start: a digest for each reader, and the looks that go on by themselves."""
        now = self._clock.now()
        planned = await self._planned([(staff, role) for staff, role, _ in await self._desk.settings.readers()])
        async with self._database.write() as connection:
            for staff, role, set_up in await self._desk.settings.readers():
                if not set_up:
                    await self._desk.settings.begin(connection, staff, role)
            await plan(connection, self._key, [*planned, self._next_plan(now), self._next_look(now)])

    async def digest(self, subject: dict[str, Any]) -> Outcome:
        """One reader's; nothing is said when nothing is due. A rhythm changed since was planned for anew."""
        staff = str(subject["staff"])
        ready = await self._desk.make(staff)
        if ready is None or ready.chat is None:
            return Outcome()
        if ready.rhythm.stamp != subject["rhythm"]:
            return Outcome()
        messages = await self.messages(ready)
        following = _due(staff, ready.rhythm, await self._next(ready.rhythm))

        async def write(connection: Statements) -> None:
            await self._desk.settle(connection, ready, sent=bool(messages))
            await plan(connection, self._key, [following])

        return Outcome(messages, brief_write=write)

    async def messages(self, ready: Ready) -> list[Outgoing]:
        """What goes to the reader's chat; empty when nothing is due or there is no chat."""
        digest, chat = ready.digest, ready.chat
        if chat is None:
            return []
        name = f"{DIGEST_KIND}|{digest.member.id}|{epoch_ms(digest.window.end)}"
        return [
            _outgoing(f"{name}|{number}", chat, message.as_json(), Priority.BULK)
            for number, message in enumerate(await self.shown(ready))
        ]

    async def shown(self, ready: Ready) -> list[Message]:
        """The messages of a digest; none when nothing is due. Heads get the weeks as a picture too."""
        digest = ready.digest
        if digest.is_empty:
            return []
        said = [digest_message(self._texts, digest, self._console)]
        if digest.figures is not None and digest.member.role is Role.HEAD:
            said.append(await asyncio.to_thread(chart_message, self._texts, digest.member.language, digest.figures))
        return said

    async def choose(self, staff: str, rhythm: Rhythm) -> None:
        """A member's own hours and days; what was planned under the old ones finds that, and does nothing."""
        at = await self._next(rhythm)
        async with self._database.write() as connection:
            await self._desk.settings.put(connection, staff, rhythm)
            await plan(connection, self._key, [_due(staff, rhythm, at)])

    async def plan_readers(self, subject: dict[str, Any]) -> Outcome:
        """Newcomers from now on; once a night everybody."""
        now = self._clock.now()
        readers = await self._desk.settings.readers()
        everybody = local(now).hour == ALL_AT
        chosen = [(staff, role) for staff, role, set_up in readers if everybody or not set_up]
        planned = await self._planned(chosen)

        async def write(connection: AsyncConnection) -> None:
            for staff, role in chosen:
                await self._desk.settings.begin(connection, staff, role)
            await plan(connection, self._key, [*planned, self._next_plan(now)])

        return Outcome(write=write)

    async def look(self, subject: dict[str, Any]) -> Outcome:
        """Alerts raised since the last look: one row for each reader, after their quiet hours."""
        now = self._clock.now()
        raised = await self._alerts.raised(from_epoch_ms(subject["since"]), now)
        rows = []
        for staff, role, _ in await self._desk.settings.readers() if raised else ():
            at = (await self._desk.settings.of(staff, role)).rhythm.awake(now)
            rows += [
                Due(f"{ALERT_KIND}|{notice}|{staff}", ALERT_KIND, at, {"staff": staff, "case": case, "notice": notice})
                for notice, case in raised
            ]

        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, [*rows, self._next_look(now)])

        return Outcome(write=write)

    async def alert(self, subject: dict[str, Any]) -> Outcome:
        """Asked anew whether it is still theirs to know."""
        alert = await self._alerts.for_member(subject["staff"], subject["case"])
        if alert is None:
            return Outcome()
        message = alert_message(self._texts, alert.member.language, alert.case, self._console)
        name = f"{ALERT_KIND}|{subject['notice']}|{alert.member.id}"
        return Outcome([_outgoing(name, alert.chat, message.as_json(), Priority.ALERT)])

    async def _planned(self, readers: Sequence[tuple[str, Role]]) -> list[Due]:
        rhythms = [(staff, (await self._desk.settings.of(staff, role)).rhythm) for staff, role in readers]
        return [_due(staff, rhythm, await self._next(rhythm)) for staff, rhythm in rhythms]

    async def _next(self, rhythm: Rhythm) -> datetime:
        return rhythm.after(self._clock.now(), await self._desk.calendar.current())

    def _next_plan(self, now: datetime) -> Due:
        return _slot(PLAN_KIND, now, NEWCOMERS, {})

    def _next_look(self, now: datetime) -> Due:
        return _slot(LOOK_KIND, now, LOOKS, {"since": epoch_ms(now)})


def _due(staff: str, rhythm: Rhythm, at: datetime) -> Due:
    key = f"{DIGEST_KIND}|{staff}|{epoch_ms(at)}|{rhythm.stamp}"
    return Due(key, DIGEST_KIND, at, {"staff": staff, "rhythm": rhythm.stamp})


def _slot(kind: str, now: datetime, every: timedelta, subject: dict[str, Any]) -> Due:
    """The next whole multiple of ``every``: several processes starting at once plan the same row."""
    step = int(every.total_seconds() * 1000)
    at = (epoch_ms(now) // step + 1) * step
    return Due(f"{kind}|{at}", kind, from_epoch_ms(at), subject)


def _outgoing(dedup: str, chat: ChatRef, content: dict[str, Any], priority: int) -> Outgoing:
    return Outgoing(dedup, Address(chat.channel, chat.bot, chat.chat_id), Kind.SAY, content, priority=priority)
