"""What the program can let go of by itself, at once, inside the commit of whoever asked for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms, from_epoch_ms
from bot.database import Queries
from bot.people import ChatRef
from bot.privacy.names import Names
from bot.reports.receipt.planning import PICTURE_KIND
from bot.schedule.due import Due, call_off, plan
from bot.sealing import ServerKey

#: The kind of the due row that forgets who reported.
UNLINK_KIND = "privacy-unlink"
#: The kind of the due row that takes back what was just being sent, and when that is over.
LATE_KIND = "privacy-late"
SENT_BY = timedelta(seconds=10)
#: The longest limit on how many reports one person files.
LIMITED = timedelta(days=1)
#: Bot API, deleteMessage: "a message can only be deleted if it was sent less than 48 hours ago"; less what the queue
#: may take.
REMOVABLE = timedelta(hours=47, minutes=50)


async def forget_talk(connection: AsyncConnection, names: Names) -> None:
    """Files of the draft, files that went out, questions that wait. Session and history go with the turn that asks."""
    await _run(connection, names, "drop_draft_files", "drop_sent_files", "drop_questions", "drop_waiting")
    await _run(connection, names, "drop_notices", "blank_dead_updates", "blank_dead_messages")


async def forget_draft_files(connection: AsyncConnection, names: Names) -> None:
    await _run(connection, names, "drop_draft_files")


async def forget_dossiers(connection: AsyncConnection, names: Names) -> None:
    await _run(connection, names, "drop_follows", "drop_access")


async def forget_lists(connection: AsyncConnection, names: Names) -> None:
    await _run(connection, names, "drop_lists")


async def stop_pushes(connection: AsyncConnection, names: Names) -> None:
    await _run(connection, names, "drop_addresses")


async def cut_links(connection: AsyncConnection, key: ServerKey, names: Names, now: datetime) -> None:
    """No report leads to this chat any more; from now on only number and secret open one.

    Who reported is kept for a day after filing, since the limits count by it, and then forgotten too.
    """
    queries, since = Queries.beside(__file__, connection.dialect.name), now - LIMITED
    rows = (await connection.execute(queries["linked"], {"chat": names.chat})).all()
    young = [row for row in rows if row.received_at > epoch_ms(since)]
    await _run(connection, names, "drop_addresses", "drop_case_access")
    await connection.execute(queries["cut_links"], {"chat": names.chat, "since": epoch_ms(since)})
    later = [
        Due(f"{UNLINK_KIND}|{row.id}", UNLINK_KIND, from_epoch_ms(row.received_at) + LIMITED, {"case": row.id})
        for row in young
    ]
    await plan(connection, key, later)


async def forget_reporter(connection: AsyncConnection, case_id: str) -> None:
    queries = Queries.beside(__file__, connection.dialect.name)
    await connection.execute(queries["forget_reporter"], {"case_id": case_id})


async def recent_messages(connection: AsyncConnection, names: Names, now: datetime) -> list[int]:
    """Ids, as the channel numbers them, of what can still be removed from a chat: the bot's messages and the person's.

    On the web that is all the page shows, as long as it is kept.
    """
    queries, since = Queries.beside(__file__, connection.dialect.name), epoch_ms(now - REMOVABLE)
    said = await connection.execute(queries["recent_of_bot"], {"chat": names.chat, "since": since})
    written = await connection.execute(queries["recent_of_person"], {"lane": names.lane, "since": since})
    shown = await connection.execute(queries["history_rows"], {"chat": names.chat})
    return sorted({*map(int, said.scalars()), *written.scalars(), *shown.scalars()})


async def drop_pictures(connection: AsyncConnection, key: ServerKey, chat: ChatRef, now: datetime) -> None:
    """Proofs of filing that are still drawn, or wait to be sent, come no more: nobody could take them back. One that is
    being sent at this very moment is taken back when it has come."""
    names = Names.of(chat, key)

    def here(subject: dict[str, Any]) -> bool:
        return key.lookup("chat", subject["channel"], subject["bot"], subject["chat_id"]) == names.chat

    await call_off(connection, key, PICTURE_KIND, here, now)
    await drop_waiting_pictures(connection, names.chat, now)
    if await leaving_pictures(connection, names.chat, now):
        subject = {"channel": chat.channel, "bot": chat.bot, "chat_id": chat.chat_id, "chat": names.chat}
        late = {**subject, "since": epoch_ms(now)}
        await plan(connection, key, [Due(f"{LATE_KIND}|{names.chat}|{epoch_ms(now)}", LATE_KIND, now + SENT_BY, late)])


async def drop_waiting_pictures(connection: AsyncConnection, chat: str, now: datetime) -> None:
    """:param chat: look-up value."""
    await connection.execute(_queries(connection)["drop_pictures"], _pictures(chat, now))


async def leaving_pictures(connection: AsyncConnection, chat: str, since: datetime) -> list[int | None]:
    """Numbers of the proofs that came ``since``; None: that one is still being sent."""
    rows = await connection.execute(_queries(connection)["pictures_leaving"], _pictures(chat, since))
    return [int(row.message_id) if row.message_id else None for row in rows if row.state == "sending" or row.message_id]


def _pictures(chat: str, now: datetime) -> dict[str, Any]:
    picture = f"{PICTURE_KIND}|"
    return {"chat": chat, "now": epoch_ms(now), "picture": picture, "length": len(picture)}


def _queries(connection: AsyncConnection) -> Queries:
    return Queries.beside(__file__, connection.dialect.name)


async def _run(connection: AsyncConnection, names: Names, *steps: str) -> None:
    queries = Queries.beside(__file__, connection.dialect.name)
    for step in steps:
        await connection.execute(queries[step], {"chat": names.chat, "lane": names.lane, "person": names.person})
