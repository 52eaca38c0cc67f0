"""What the weekly figures are made of: an event of a case becomes at most two marks of its week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Protocol

from bot.clock import from_epoch_ms, local

#: Values above these say no more than "very late".
MOST_HOURS = 240
MOST_DAYS = 120
#: States as bot/reports/cases/states.yaml names them; in PAUSED the clock stands.
ANSWERED, REOPENED, PAUSED = "resolved", "disputed", "needs_information"
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
    @property
    def due_day(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Mark:
    measure: Measure
    value: int = 0


def week_of(moment: datetime) -> int:
    """Ordinal of the Monday of its week, in Vietnam."""
    return monday(local(moment).date()).toordinal()


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def marks_of(before: Mapping[str, Any], events: Sequence[Happened], event: Happened) -> list[Mark]:
    """What stays where it happened, whoever has the case later.

    :param before: the case before ``event``; ``events``: those before it.
    """
    if before["restricted"]:
        return []
    score = (event.reason or "").removeprefix(_RATED)
    if score != (event.reason or ""):
        return [Mark(Measure.RATED, int(score))]
    if event.actor == "inspector" and all(one.actor != "inspector" for one in events):
        hours = int((event.at - from_epoch_ms(before["received_at"])).total_seconds() // 3600)
        return [Mark(Measure.READ, min(hours, MOST_HOURS))]
    return []


def settled(events: Sequence[Happened]) -> Counter[tuple[int, Mark]]:
    """What weeks count of one report's answers: in each its last answer, and that it was opened again, once.

    So a list of reports holds as many as the figure says (``bot.board.happening`` says the same about rows).
    """
    found: dict[tuple[int, str], tuple[Mark, ...]] = {}
    for before, event in pairwise(events):
        if event.state == before.state:
            continue
        day = local(event.at).date()
        if event.state == ANSWERED:
            on_time = before.due_day is None or day.toordinal() <= before.due_day or before.state == PAUSED
            days = min((day - local(events[0].at).date()).days, MOST_DAYS)
            marks = Mark(Measure.ON_TIME if on_time else Measure.LATE), Mark(Measure.DAYS, days)
            found[week_of(event.at), ANSWERED] = marks
        elif event.state == REOPENED:
            found[week_of(event.at), REOPENED] = (Mark(Measure.REOPENED),)
    return Counter((week, mark) for (week, _), marks in found.items() for mark in marks)
