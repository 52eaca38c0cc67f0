"""The rungs of the escalation ladder as they fall due."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.escalation import Climb, Ladder
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.reports.cases.watch import LADDER_KIND, UNNAMED
from bot.schedule.due import plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.views.digest import climb_message


class LadderJobs:
    """:param console: address of the console; None: there is none to link to."""

    def __init__(
        self, ladder: Ladder, database: Database, key: ServerKey, texts: Texts, clock: Clock, console: str | None
    ) -> None:
        self._ladder = ladder
        self._key = key
        self._texts = texts
        self._clock = clock
        self._console = console
        self._queries = Queries.beside(__file__, database.dialect)

    def by_kind(self) -> dict[str, Job]:
        return {LADDER_KIND: self.climb}

    async def climb(self, subject: dict[str, Any]) -> Outcome:
        step = await self._ladder.step(subject)
        reached = any(climb.chats for climb in step.climbs)

        async def write(connection: AsyncConnection) -> None:
            if step.following is not None:
                await plan(connection, self._key, [step.following])
            if step.climbs and not reached:
                await connection.execute(self._queries["raise_notice"], self._nobody(step.climbs[-1]))
            for climb in step.climbs:
                await self._ladder.climbed(connection, climb)

        return Outcome([message for climb in step.climbs for message in self._messages(climb)], write)

    def _messages(self, climb: Climb) -> list[Outgoing]:
        return [
            Outgoing(
                f"{LADDER_KIND}|{climb.case.id}|{climb.occasion}|{climb.number}|{member.id}",
                Address(chat.channel, chat.bot, chat.chat_id),
                Kind.SAY,
                climb_message(self._texts, member, climb, self._console).as_json(),
                priority=Priority.ALERT,
            )
            for member, chat in climb.chats
        ]

    def _nobody(self, climb: Climb) -> dict[str, object]:
        """Nobody stands there, or nobody who can be written to: administrators have a place without people to fill."""
        return {
            "key": f"{LADDER_KIND}|{climb.case.id}|{climb.occasion}",
            "kind": LADDER_KIND,
            "subject": UNNAMED if climb.case.restricted else climb.case.number,
            "now": epoch_ms(self._clock.now()),
        }
