"""Inspectors, leads, heads, administrators and auditors: who they are, what they may do, which keys they hold."""

from bot.acting import act
from bot.staff.authority import Relation, Verdict, allowed, relation
from bot.staff.member import CaseFacts, Member, Role, Scope, Standing
from bot.staff.store import Staff

__all__ = [
    "CaseFacts",
    "Member",
    "Relation",
    "Role",
    "Scope",
    "Staff",
    "Standing",
    "Verdict",
    "act",
    "allowed",
    "relation",
]
