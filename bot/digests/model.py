"""What a digest is: whom it is for, which stretch of time it covers, what in it needs that person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.digests.figures import Figures
from bot.staff import Member


class Reason(StrEnum):
    """Why a case needs somebody; the most pressing first."""

    OVERDUE = "overdue"
    ESCALATED = "escalated"  #: nobody acted upon it, and it climbed to the member
    DISPUTED = "disputed"
    PERSON = "person"  #: the citizen wants to write with an inspector
    REPLIED = "replied"
    APPROACHING = "approaching"  #: four fifths of its time are used
    TRANSFERRED = "transferred"
    NEW = "new"
    HELD = "held"  #: in the member's hands and nothing new about it; in no digest


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open: what came at ``start`` is in it, what came at ``end`` is in the next one."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One case for one reason. Structured facts only: no words of a citizen, nobody's name.

    ``version``: names the occasion (an event's number, a due day as ordinal, a minute since 1970); told once.
    ``since``: when the occasion came; of a clock, when the case did. ``seen``: version of the case when it was read.
    """

    case_id: str
    number: str
    reason: Reason
    version: int
    category: str
    office: str | None
    province: str | None
    commune: str | None
    received_at: datetime
    since: datetime
    due: date | None
    seen: int
    assigned: str | None


@dataclass(frozen=True, slots=True)
class Digest:
    """``items``: the most pressing first. ``figures``: of the last whole week, once a week.

    ``full``: there were more items than one digest takes; the rest comes with the next.
    """

    member: Member
    window: Window
    items: tuple[Item, ...]
    figures: Figures | None
    full: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to act on, and no figures for somebody who reads only those."""
        return not self.items and (self.figures is None or self.member.role != "head")

    def counts(self) -> dict[Reason, int]:
        found = {reason: sum(item.reason is reason for item in self.items) for reason in Reason}
        return {reason: count for reason, count in found.items() if count}
