"""Chains of command, wired: who asks and decides, and how open cases follow."""

from __future__ import annotations

from bot.audit import AuditTrail
from bot.clock import Clock
from bot.database import Database
from bot.jurisdiction import JurisdictionDesk, Rerouting
from bot.legal import LegalParameters
from bot.reports.cases.clocks import Law
from bot.schedule.chain_jobs import ChainJobs
from bot.sealing import ServerKey
from bot.web.console.agencies import AgencyPages
from bot.web.console.chains import ChainPages
from bot.web.console.frame import Frame
from bot.workdays.store import CalendarStore


def chain_jobs(database: Database, key: ServerKey, clock: Clock) -> ChainJobs:
    law = Law(LegalParameters(database, clock), CalendarStore(database, clock), clock)
    return ChainJobs(Rerouting(database, key, clock, AuditTrail(database, key, clock), law))


def add_agencies(frame: Frame, key: ServerKey) -> None:
    """Pages of agencies, of their chains, and of what waits for a second person."""
    desk = JurisdictionDesk(frame.desk.database, key, frame.desk.clock, frame.desk.trail)
    AgencyPages(frame, desk).add()
    ChainPages(frame, desk).add()
