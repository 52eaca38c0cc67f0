"""Two administrators in their chats over a base of a few procedures, with the true handlers and the true schedule."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, update

from bot.change_room import change_jobs, changes_of
from bot.changes import Deciding
from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.tables import metadata
from bot.people import ChatRef
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.staff import Role
from bot.texts import Texts
from bot.wake import Wake
from knowledge.library import Library
from knowledge.life import Also, KnowledgeLife
from knowledge.store import KnowledgeStore
from tests.outbox import Said, said
from tests.shelves import shipped
from tests.talk import BOT, CHAT, Talk

#: What the talks of this room are about.
BIRTH, COPY, IDENTITY, MATERNITY = "1.001193", "2.001016", "1.014063", "1.014166"
#: The other administrator's chat.
OTHER_CHAT = 2002


@dataclass
class Changing:
    """``talk``: what "an" says and hears. "binh" is the second person, in a chat of their own."""

    talk: Talk
    deciding: Deciding
    life: KnowledgeLife
    schedule: Schedule

    @classmethod
    async def open(cls, database: Database, key: ServerKey, clock: FixedClock, folder: Path) -> Changing:
        store = KnowledgeStore(database, clock)
        await store.publish([shipped()[code] for code in (BIRTH, COPY, IDENTITY, MATERNITY)], "test")
        library = Library(store)  # of these four: an index of all takes seconds
        await library.refresh()
        settings = Settings(public_url="https://motcua.example", data_dir=folder)
        deciding = changes_of(database, key, clock, library, settings)
        talk = await Talk.begin(database, key, clock, library=library, changes=deciding)
        jobs = change_jobs(deciding, Texts()).by_kind()
        room = cls(talk, deciding, KnowledgeLife(database, clock, store), Schedule(database, key, clock, Wake(), jobs))
        await room.administrator("an", CHAT)
        await room.administrator("binh", OTHER_CHAT)
        return room

    async def administrator(self, name: str, chat: int, role: Role = Role.ADMINISTRATOR) -> None:
        """An active member bound to a private chat."""
        key, now, where = self.talk.key, epoch_ms(self.talk.clock.at), ChatRef("telegram", BOT.bot, chat, chat)
        rows: dict[str, dict[str, object]] = {
            "staff": {"id": name, "name": name.title(), "role": role, "state": "active", "created_at": now},
            "staff_chat": {
                "staff_id": name,
                "channel": where.channel,
                "bot": where.bot,
                "person": where.person_lookup(key),
                "address": key.seal(str(chat).encode(), f"staff_chat|address|{name}"),
                "bound_at": now,
            },
        }
        async with self.talk.database.write() as connection:
            for table, row in rows.items():
                await connection.execute(insert(metadata.tables[table]).values(row))

    async def set(self, name: str, **values: object) -> None:
        """An account as it is from now on."""
        staff = metadata.tables["staff"]
        async with self.talk.database.write() as connection:
            await connection.execute(update(staff).where(staff.c.id == name).values(values))

    def second(self) -> Talk:
        """The same program, as the second person's chat has it."""
        return self.talk.beside(OTHER_CHAT)

    async def told(self, chat: int = OTHER_CHAT) -> list[Said]:
        """What the schedule has to say by now to a chat."""
        before = {each.id for each in await said(self.talk.database, self.talk.key)}
        while await self.schedule.work():
            pass
        after = await said(self.talk.database, self.talk.key)
        return [each for each in after if each.chat_id == chat and each.id not in before]

    async def committed(self, write: Also) -> None:
        """What a turn writes, in a commit of its own."""
        async with self.talk.database.write() as connection:
            await write(connection)

    async def audit(self) -> list[tuple[str, str]]:
        """(who, what) of the chain."""
        async with self.talk.database.read() as connection:
            rows = await connection.exec_driver_sql("SELECT actor, action FROM audit ORDER BY seq")
            return [(row.actor, row.action) for row in rows]
