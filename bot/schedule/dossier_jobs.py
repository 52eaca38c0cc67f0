"""Telling followers: that something changed, and that something is due. What and which, only the opened chat says."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.dossiers.desk import DossierDesk
from bot.dossiers.follow import Follower
from bot.dossiers.opening import DossierFile
from bot.dossiers.register import CHANGE_KIND
from bot.dossiers.reminders import DUE_DAY_KIND, plan_reminder
from bot.dossiers.states import FINAL
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.views.dossier_row import show_row


class DossierJobs:
    def __init__(self, desk: DossierDesk, key: ServerKey, texts: Texts, clock: Clock) -> None:
        self._desk = desk
        self._key = key
        self._texts = texts
        self._clock = clock

    def by_kind(self) -> dict[str, Job]:
        return {CHANGE_KIND: self.changed, DUE_DAY_KIND: self.due_today}

    async def changed(self, subject: dict[str, Any]) -> Outcome:
        """Event ``number`` of ``code`` came: one push to each follower, the last of all after the final state."""
        code, number = subject["code"], subject["number"]
        file, followers = await self._read(code)
        if file is None or not followers:
            return Outcome()
        messages = [self._push("dossier/change_pushed", code, f"{number}", follower) for follower in followers]
        standing = (await self._desk.answer(file)).standing
        over = file.state in FINAL and number == len(file.events)

        async def write(connection: AsyncConnection) -> None:
            if over:
                await self._desk.end_following(connection, code, [follower.chat for follower in followers])
            else:
                await plan_reminder(connection, self._key, code, standing, self._clock.now())

        return Outcome(messages, write)

    async def due_today(self, subject: dict[str, Any]) -> Outcome:
        """The due day has come, if it is still the due day; else the reminder is planned anew."""
        code, day = subject["code"], date.fromordinal(subject["day"])
        file, followers = await self._read(code)
        if file is None or not followers:
            return Outcome()
        standing = (await self._desk.answer(file)).standing
        if standing.due == day and standing.left is not None and not standing.paused_since and not standing.finished:
            return Outcome([self._push("dossier/due_pushed", code, day.isoformat(), one) for one in followers])

        async def write(connection: AsyncConnection) -> None:
            await plan_reminder(connection, self._key, code, standing, self._clock.now())

        return Outcome(write=write)

    async def _read(self, code: str) -> tuple[DossierFile | None, list[Follower]]:
        async with self._desk.reading() as connection:
            followers = await self._desk.follows.followers(connection, code)
            return await self._desk.opening.read(connection, code), followers

    def _push(self, template: str, code: str, what: str, follower: Follower) -> Outgoing:
        message = Message(str(self._texts.render(template, follower.language)), (show_row(code),))
        address = Address(follower.channel, follower.bot, follower.chat_id)
        dedup = f"dossier|{code}|{what}|{follower.chat}"
        return Outgoing(dedup, address, Kind.SAY, message.as_json(), priority=Priority.ALERT)
