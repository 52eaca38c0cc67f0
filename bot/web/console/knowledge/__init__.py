"""The console's pages about procedures: found, edited as drafts, compared, previewed, published by a second person."""

from __future__ import annotations

from typing import Protocol

from bot.turns.turn import House
from bot.web.console.frame import Frame
from bot.web.console.knowledge.doubted import Doubted
from bot.web.console.knowledge.drafting import DraftPages
from bot.web.console.knowledge.editing import EditPages
from bot.web.console.knowledge.entrypage import EntryPages
from bot.web.console.knowledge.formfiles import FormPages
from bot.web.console.knowledge.listing import ListPages
from bot.web.console.knowledge.requests import RequestPages
from bot.web.console.knowledge.room import KnowledgeRoom
from knowledge.life import KnowledgeLife
from knowledge.preflight import Preflight
from knowledge.store import KnowledgeStore


class Shelves(Protocol):
    """Where procedures stand, and the house's term for looking at them again."""

    store: KnowledgeStore

    async def review_days(self) -> int: ...


def add_knowledge(frame: Frame, life: KnowledgeLife, shelves: Shelves, house: House, preflight: Preflight) -> None:
    """Put the pages into ``frame``. :param house: the one that conversations have."""
    room = KnowledgeRoom(frame, life, shelves.review_days, house)
    ListPages(room, Doubted(shelves.store))
    EntryPages(room)
    DraftPages(room, preflight)
    if house.forms is not None:
        FormPages(room, house.forms)
    EditPages(room)
    if house.changes is not None:
        RequestPages(room, house.changes)
