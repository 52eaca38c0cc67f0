"""Questions without a right answer: kept without who asked, put together, settled; and who waits for one is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import BriefWrite, Database, Queries, Statements
from bot.gaps.grouping import Asked, Group, grouped
from bot.gaps.personal import cleaned
from bot.people import ChatRef
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey
from bot.texts import Language
from knowledge.search.text import fold

#: Longer texts are stories, and say more about their writer than about what is missing.
LONGEST = 200
#: Open ones that are looked at; beyond it the least asked wait.
MOST = 2_000
#: The kind of the due row that tells who waits.
ANSWERED_KIND = "gap-answered"

Kind = Literal["declined", "wrong"]
Also = Callable[[AsyncConnection], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who wants to be told. ``chat``: look-up value."""

    chat: str
    where: ChatRef
    language: Language


class GapDesk:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    # -- in the chat -------------------------------------------------------------------------------------------------

    def name(self, question: str) -> str | None:
        """Names the words in a button; None: they are not kept (too long, or nothing is left of them)."""
        words = cleaned(question)
        return self._digest(words) if words and len(words) <= LONGEST else None

    def note(self, chat: ChatRef, question: str, kind: Kind, code: str | None = None) -> BriefWrite:
        """Somebody's question was not answered rightly. :param code: what it was answered with."""
        words = cleaned(question)
        digest = self._digest(words)
        row = {
            "digest": digest,
            "payload": self._key.seal(words.encode(), f"gap|payload|{digest}"),
            "kind": kind,
            "code": code,
            "now": epoch_ms(self._clock.now()),
        }

        async def write(connection: Statements) -> None:
            if words and len(words) <= LONGEST:
                await connection.execute(self._queries["add_gap"], row)
                asker = {"digest": digest, "person": chat.person_lookup(self._key)}
                await connection.execute(self._queries["add_asker"], asker)

        return BriefWrite(f"gap|{digest}", write)

    async def known(self, digest: str) -> bool:
        async with self._database.read() as connection:
            return (await connection.execute(self._queries["known"], {"digest": digest})).first() is not None

    def wait(self, chat: ChatRef, digest: str, language: Language) -> BriefWrite:
        """Tell this chat once, when there is an answer."""
        lookup = chat.lookup(self._key)
        address = self._key.seal(orjson.dumps([chat.chat_id, chat.person]), f"gap|address|{lookup}")
        row = {"digest": digest, "chat": lookup, "channel": chat.channel, "bot": chat.bot, "address": address}

        async def write(connection: Statements) -> None:
            binds = {**row, "language": language, "now": epoch_ms(self._clock.now())}
            await connection.execute(self._queries["add_waiting"], binds)

        return BriefWrite(f"gap|{digest}", write)

    # -- for administrators ------------------------------------------------------------------------------------------

    async def open_groups(self) -> list[Group]:
        """What most people asked stands first. :raises Unreadable: a row was altered or moved."""
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["open_gaps"], {"most": MOST})).all()
        return grouped(Asked(row.id, self._words(row), row.kind, row.code, row.people, row.waiting) for row in rows)

    async def answer(self, ids: Sequence[int], code: str, by: str | None, also: Also) -> int:
        """These words lead to ``code`` from now on, in every process; who waits is told. :returns: how many did."""
        return await self._settle(ids, "answered", code, by, also)

    async def not_ours(self, ids: Sequence[int], by: str | None, also: Also) -> int:
        """None of our procedures answers these; who waits is told so."""
        return await self._settle(ids, "not_ours", None, by, also)

    async def waiting(self, gap_id: int) -> tuple[str, str | None, list[Waiting]]:
        """State, the procedure that answers it, who waits. :raises Unreadable: a row was altered or moved."""
        binds = {"gap_id": gap_id}
        async with self._database.read() as connection:
            found = (await connection.execute(self._queries["gap"], binds)).one_or_none()
            rows = (await connection.execute(self._queries["waiting"], binds)).all()
        people = []
        for row in rows:
            chat_id, person = orjson.loads(self._key.open(bytes(row.address), f"gap|address|{row.chat}"))
            where = ChatRef(row.channel, row.bot, chat_id, person)
            people.append(Waiting(row.chat, where, cast(Language, row.language)))
        return (found.state, found.answered, people) if found is not None else ("gone", None, [])

    async def told(self, connection: AsyncConnection, gap_id: int) -> None:
        await connection.execute(self._queries["drop_waiting"], {"gap_id": gap_id})

    # -- inside ------------------------------------------------------------------------------------------------------

    async def _settle(self, ids: Sequence[int], state: str, code: str | None, by: str | None, also: Also) -> int:
        now = epoch_ms(self._clock.now())
        binds: dict[str, Any] = {"id_list": list(ids), "state": state, "code": code, "by": by, "now": now}
        async with self._database.write() as connection:
            done = (await connection.execute(self._queries["settle"], binds)).rowcount if ids else 0
            if done:
                rows = (await connection.execute(self._queries["settled"], binds)).all()
                if code is not None:
                    examples = [{"code": code, "phrase": self._words(row).lower(), "now": now} for row in rows]
                    await connection.execute(self._queries["add_example"], examples)
                    await connection.execute(self._queries["bump_revision"], {"now": now})
                due = [self._due(row.id, now) for row in rows]
                await plan(connection, self._key, due)
            await also(connection)
        return done

    def _due(self, gap_id: int, now: int) -> Due:
        """``now`` in the key: words can be settled, asked anew, and settled again."""
        return Due(f"{ANSWERED_KIND}|{gap_id}|{now}", ANSWERED_KIND, self._clock.now(), {"gap": gap_id})

    def _digest(self, words: str) -> str:
        return self._key.lookup("gap", fold(words))

    def _words(self, row: Any) -> str:
        return self._key.open(bytes(row.payload), f"gap|payload|{row.digest}").decode()
