"""Limits for a talk, as the program wires them, and the administrators who block and decide in the console. Used by
transcripts.

::

    limits: on                         from here on messages pass the entrance, and turns have a pace
    flood: 30 xin chào                 says this so often in one moment; all that is told meanwhile is the next answer
    block: 3 | 4.000 tin một giờ       an administrator limits this chat for so many days, and why
    object: kept | Đã xem lại.         another decides on what the citizen said against it: kept or lifted
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from bot.abuse_room import AbuseRoom
from bot.clock import FixedClock
from bot.database import Database
from bot.operator_room import add_operations
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.staff.desk import StaffDesk
from bot.staff.member import Role
from bot.web.console.frame import Frame
from tests.bot.web.console.staffed import TEXTS, Desk, signed_in

#: Of a folder of keys that no administrator has.
NO_KEYS = Path("no-keys")


@dataclass
class LimitStage:
    """``abuse``: shared by the entrance, the pace of turns, the conversation and the console."""

    abuse: AbuseRoom
    who_blocks: Desk
    who_decides: Desk

    @classmethod
    async def of(cls, database: Database, key: ServerKey, clock: FixedClock) -> LimitStage:
        abuse, desk = AbuseRoom(database, key, clock, unlimited=False), StaffDesk(database, key, clock, NO_KEYS)
        frame = Frame(desk, TEXTS, None)
        add_operations(frame, TEXTS, key, abuse)
        site = FastAPI()
        site.include_router(frame.router())
        blocks, decides = [await signed_in(desk, site, name, Role.ADMINISTRATOR) for name in ("an", "binh")]
        return cls(abuse, blocks, decides)

    async def block(self, chat: ChatRef, words: str) -> None:
        days, _, reason = (part.strip() for part in words.partition("|"))
        lane = self.abuse.desk.lane_of(chat)
        done = await self.who_blocks.post("/limits/block", lane=lane, channel=chat.channel, days=days, reason=reason)
        assert done.status_code == 303, done.text

    async def decide(self, words: str) -> None:
        """On the newest objection that waits."""
        verdict, _, answer = (part.strip() for part in words.partition("|"))
        assert verdict in ("kept", "lifted"), verdict
        appeal = (await self.abuse.desk.appeals.all())[0]
        done = await self.who_decides.post(
            f"/limits/appeals/{appeal.id}/decide", lifted="1" if verdict == "lifted" else "0", answer=answer
        )
        assert done.status_code == 303, done.text
