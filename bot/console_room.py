"""The console, wired: the pages about accounts, and those of the rooms, in the order of the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.jurisdiction_room import add_agencies
from bot.notice_room import add_notices
from bot.operator_room import add_operations
from bot.watch_room import add_alarms
from bot.web.console.board import add_board
from bot.web.console.digest import DigestPages
from bot.web.console.frame import Frame
from bot.web.console.gaps import GapPages
from bot.web.console.knowledge import add_knowledge
from bot.web.console.knowledge_files import KnowledgeFiles
from bot.web.console.places import PlacePages
from knowledge.life import KnowledgeLife
from knowledge.preflight import Preflight

if TYPE_CHECKING:
    from bot.app import MotCua


def console_of(house: MotCua) -> Frame:
    """The pages about accounts, and those of the rooms."""
    frame = house.staff.frame(house.texts, house.settings)
    add_board(frame, house.database, house.clock, house.reports.keys, house.reports.work)
    DigestPages(frame, house.digests.desk, house.digests.talk, house.digests.jobs)
    PlacePages(frame, house.places.desk).add()
    add_agencies(frame, house.key)
    add_notices(frame, house.texts, house.key)
    add_alarms(frame, house.settings)
    add_operations(frame, house.texts, house.key, house.abuse)
    life = KnowledgeLife(house.database, house.clock, house.store)
    preflight = Preflight(house.database, house.clock, house.store, house.library)
    add_knowledge(frame, life, house.knowledge, house.talk, preflight)
    GapPages(frame, house.gaps, house.talk.learning, house.library).add()
    KnowledgeFiles(frame, house.database, house.clock).add()
    return frame
