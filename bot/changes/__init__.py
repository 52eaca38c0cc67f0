"""What administrators change from their own chat: time, fee, status of a procedure; a second one decides."""

from bot.changes.deciding import Deciding, StateRequest
from bot.changes.desk import ChangeDesk, Found, Problem
from bot.changes.model import STATE_KINDS, Change, Kind, Overtaken, StateKind
from bot.changes.telling import ASKED_KIND, DECIDED_KIND, STATE_ASKED_KIND, STATE_DECIDED_KIND, WEIGHED_KIND, decided

__all__ = [
    "ASKED_KIND",
    "DECIDED_KIND",
    "STATE_ASKED_KIND",
    "STATE_DECIDED_KIND",
    "STATE_KINDS",
    "WEIGHED_KIND",
    "Change",
    "ChangeDesk",
    "Deciding",
    "Found",
    "Kind",
    "Overtaken",
    "Problem",
    "StateKind",
    "StateRequest",
    "decided",
]
