"""Common changes from the chat, wired: writing them, deciding, who is told."""

from __future__ import annotations

from bot.changes import ChangeDesk, Deciding
from bot.clock import Clock
from bot.database import Database
from bot.digest_room import console_address
from bot.schedule.change_jobs import ChangeJobs
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Texts
from knowledge.library import Library
from knowledge.preflight import Preflight
from knowledge.store import KnowledgeStore


def changes_of(database: Database, key: ServerKey, clock: Clock, library: Library, settings: Settings) -> Deciding:
    """What administrators do in their chat."""
    desk = ChangeDesk(database, key, clock, library, console_address(settings.public_url))
    preflight = Preflight(database, clock, KnowledgeStore(database, clock), library)
    return Deciding(desk, preflight, database, key, clock)


def change_jobs(deciding: Deciding | None, texts: Texts) -> ChangeJobs:
    """Whom it concerns is told. :raises ValueError: a house without such changes."""
    if deciding is None:
        raise ValueError("no changes from the chat here")
    return ChangeJobs(deciding, texts)
