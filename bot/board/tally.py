"""What the weekly figures are made of: an event of a case becomes at most two marks of its week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from bot.clock import from_epoch_ms, local

#: Values above these say no more than "very late".
MOST_HOURS = 240
MOST_DAYS = 120
#: How a citizen's score is written into an event (bot.reports.cases.history).
_RATED = "rated_"


class Measure(StrEnum):
    """``value`` of each: none; hours until somebody read it; none; none; days until the answer; none; the score."""

    RECEIVED = "received"
    READ = "read"
    ON_TIME = "on_time"
    LATE = "late"
    DAYS = "days"
    REOPENED = "reopened"
    RATED = "rated"


class Happened(Protocol):
    """An event of a case: bot.reports.cases.CaseEvent, which this room must not import (that one calls it)."""

    @property
    def at(self) -> datetime: ...
    @property
    def state(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def reason(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Mark:
    measure: Measure
    value: int = 0


def week_of(moment: datetime) -> int:
    """Ordinal of the Monday of its week, in Vietnam."""
    return monday(local(moment).date()).toordinal()


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def marks_of(before: Mapping[str, Any], actors: Sequence[str], event: Happened) -> list[Mark]:
    """:param before: the case before ``event``; ``actors``: of the events before it."""
    if before["restricted"]:
        return []
    score = (event.reason or "").removeprefix(_RATED)
    if score != (event.reason or ""):
        return [Mark(Measure.RATED, int(score))]
    marks = []
    received = from_epoch_ms(before["received_at"])
    if event.actor == "inspector" and "inspector" not in actors:
        hours = int((event.at - received).total_seconds() // 3600)
        marks.append(Mark(Measure.READ, min(hours, MOST_HOURS)))
    if event.state != before["state"] and event.state == "resolved":
        due = before["due_day"]
        on_time = due is None or local(event.at).date().toordinal() <= due or before["paused_at"] is not None
        days = (local(event.at).date() - local(received).date()).days
        marks += [Mark(Measure.ON_TIME if on_time else Measure.LATE), Mark(Measure.DAYS, min(days, MOST_DAYS))]
    if event.state != before["state"] and event.state == "disputed":
        marks.append(Mark(Measure.REOPENED))
    return marks
