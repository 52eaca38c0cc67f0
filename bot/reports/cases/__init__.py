"""Cases: a report from its filing to the end of its keeping. ReportDesk is the citizens' door, CaseWork inspectors'."""

from bot.reports.cases.desk import ReportDesk
from bot.reports.cases.history import CaseEvent
from bot.reports.cases.model import (
    Attempt,
    CaseAddress,
    CaseLine,
    CaseMoved,
    CaseView,
    CountsMoved,
    Filing,
    Joined,
    NoSuchCase,
    PreparedFile,
    Proof,
    Refused,
    Reply,
)
from bot.reports.cases.numbers import looks_like_number, read_number
from bot.reports.cases.states import Actor, State
from bot.reports.cases.work import CaseWork, Finding

__all__ = [
    "Actor",
    "Attempt",
    "CaseAddress",
    "CaseEvent",
    "CaseLine",
    "CaseMoved",
    "CaseView",
    "CaseWork",
    "CountsMoved",
    "Filing",
    "Finding",
    "Joined",
    "NoSuchCase",
    "PreparedFile",
    "Proof",
    "Refused",
    "Reply",
    "ReportDesk",
    "State",
    "looks_like_number",
    "read_number",
]
