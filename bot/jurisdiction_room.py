"""Chains of command, wired: how open cases follow a change."""

from __future__ import annotations

from bot.audit import AuditTrail
from bot.clock import Clock
from bot.database import Database
from bot.jurisdiction import Rerouting
from bot.legal import LegalParameters
from bot.reports.cases.clocks import Law
from bot.schedule.chain_jobs import ChainJobs
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore


def chain_jobs(database: Database, key: ServerKey, clock: Clock) -> ChainJobs:
    law = Law(LegalParameters(database, clock), CalendarStore(database, clock), clock)
    return ChainJobs(Rerouting(database, key, clock, AuditTrail(database, key, clock), law))
