"""The pages about cases and figures, put into the frame in the order of the menu."""

from __future__ import annotations

from bot.clock import Clock
from bot.database import Database
from bot.reports.cases import CaseWork
from bot.reports.vault import InspectorateKeys
from bot.web.console.acts import CaseActs
from bot.web.console.casepage import CasePage
from bot.web.console.caseroom import CaseRoom
from bot.web.console.dashboard import Dashboard
from bot.web.console.exports import Exports
from bot.web.console.frame import Frame
from bot.web.console.ranking import RankingPage
from bot.web.console.second import SecondPerson
from bot.web.console.worklist import WorkListPage


def add_board(frame: Frame, database: Database, clock: Clock, keys: InspectorateKeys, work: CaseWork) -> None:
    room = CaseRoom(database, clock, frame.desk, keys, work)
    for pages in (WorkListPage, CasePage, SecondPerson, Dashboard, RankingPage, Exports):
        pages(frame, room).add()
    CaseActs(frame, room, CasePage(frame, room)).add()
