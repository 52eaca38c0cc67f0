"""What `bot.py digest` does, once the command line has been read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.clock import SystemClock, epoch_ms, local
from bot.commands.open import opened_database
from bot.database import Database
from bot.database.key_check import server_key
from bot.digest_room import DigestRoom
from bot.digests import Ready
from bot.errors import SettingsError
from bot.outbox.message import Message, visible_text
from bot.outbox.outgoing import Outgoing
from bot.outbox.store import queue
from bot.sealing import ServerKey
from bot.settings import load_settings
from bot.staff.desk import StaffDesk
from bot.texts import Texts

CLOCK = SystemClock()
NOTHING = "Nothing is due for {name}."
NO_CHAT = "{name} has bound no chat: this would go nowhere."


async def previewed(name: str) -> str:
    """:raises SettingsError: nobody of this name gets digests."""
    async with _opened() as (room, _, _):
        ready = await _ready(room, name)
        messages = await room.jobs.shown(ready)
    return "\n\n".join([*_notes(ready, name, messages), *map(page, messages)])


async def sent(name: str) -> str:
    """:raises SettingsError: nobody of this name gets digests. :raises DigestMoved: it changed meanwhile; try again."""
    async with _opened() as (room, database, key):
        ready = await _ready(room, name)
        outgoing: Sequence[Outgoing] = await room.jobs.messages(ready)
        if outgoing:
            async with database.write() as connection:
                await queue(connection, key, outgoing, epoch_ms(CLOCK.now()))
                await room.desk.settle(connection, ready, sent=True)
            return f"Queued for {name}: {len(ready.digest.items)} items."
    return "\n".join(_notes(ready, name, ())) or NOTHING.format(name=name)


def page(message: Message) -> str:
    """A message as its reader sees it; buttons below it."""
    lines = [visible_text(message.text)[0]]
    if message.file is not None:
        lines.append(f"[{message.file.name}, {len(message.file.body)} bytes]")
    lines += ["  ".join(f"[{button.label}]" for button in row) for row in message.buttons]
    return "\n".join(lines)


def _notes(ready: Ready, name: str, messages: Sequence[Message]) -> list[str]:
    notes = [NO_CHAT.format(name=name)] if ready.chat is None else []
    if ready.digest.is_empty:
        notes.append(NOTHING.format(name=name))
    elif messages:
        window = ready.digest.window
        notes.append(f"Since {local(window.start):%d/%m/%Y %H:%M}, {len(ready.digest.items)} items:")
    return notes


async def _ready(room: DigestRoom, name: str) -> Ready:
    member = await room.desk.staff.named(name)
    ready = await room.desk.make(member.id) if member is not None else None
    if ready is None:
        raise SettingsError(
            f"Nobody called {name} gets digests: inspectors, leads and heads with an active account do."
        )
    return ready


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[DigestRoom, Database, ServerKey]]:
    settings = load_settings()
    async with opened_database(settings) as database:
        key = await server_key(database, settings.keys)
        chats = StaffDesk(database, key, CLOCK, settings.keys).chats
        yield DigestRoom(database, key, CLOCK, Texts(), settings, chats), database, key
