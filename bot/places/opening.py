"""When an office is open: hours of each weekday, days that differ, and the holidays everybody keeps.

Minutes since midnight, local time. Written as "07:30-11:30,13:30-17:00"; an empty text is a closed day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.clock import VIETNAM, local

Span = tuple[int, int]
Spans = tuple[Span, ...]
DAY_MINUTES = 24 * 60
SATURDAY = 5
#: The longest that hours are looked ahead; Tết is nine days at most.
LOOK_DAYS = 60
CLOSED = "-"
_SPAN = re.compile(r"(\d{1,2})[:h](\d{2})\s*[-–]\s*(\d{1,2})[:h](\d{2})")


class BadHours(ValueError):
    """Not hours: spans follow one another, "07:30-11:30,13:30-17:00", the end at most 24:00."""


class Holidays(Protocol):
    """What is asked of :class:`bot.workdays.WorkCalendar`."""

    def is_working(self, day: date) -> bool: ...

    def is_holiday(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class State:
    """``open``: now. ``until``: when it closes, or None while it never does within :data:`LOOK_DAYS`;
    ``opens``: when it opens next, or None when that is not within them."""

    open: bool
    until: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """``week``: Monday to Sunday; empty when nobody has told the hours. ``special``: days that differ from all that."""

    week: tuple[Spans, ...] = ()
    special: Mapping[date, Spans] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        return bool(self.week)

    def on(self, calendar: Holidays, day: date) -> Spans:
        """The hours of one day.

        A weekend worked in place of another day has those of the first day that is worked. One that touches a holiday
        counts as part of it (Tết is announced as nine days running): better a day too late than a way for nothing.
        """
        if day in self.special:
            return self.special[day]
        if not self.known:
            return ()
        if day.weekday() >= SATURDAY and calendar.is_working(day):
            return next((spans for spans in self.week if spans), ())
        return () if calendar.is_holiday(day) or _beside_holiday(calendar, day) else self.week[day.weekday()]

    def state(self, calendar: Holidays, moment: datetime) -> State:
        """Whether it is open at ``moment``, and until or from when."""
        now = local(moment)
        spans = self._ahead(calendar, now.date())
        for start, end in spans:
            if end <= now:
                continue
            if start > now:
                return State(False, opens=start)
            for later_start, later_end in spans:  # from 24:00 to the next day's 00:00 nothing closes
                if later_start != end:
                    return State(True, until=end)
                end = later_end
            return State(True, until=end if end < _at(now.date() + timedelta(days=LOOK_DAYS), 0) else None)
        return State(False)

    def _ahead(self, calendar: Holidays, first: date) -> Iterator[tuple[datetime, datetime]]:
        for offset in range(LOOK_DAYS):
            day = first + timedelta(days=offset)
            for start, end in self.on(calendar, day):
                yield _at(day, start), _at(day, end)


def _beside_holiday(calendar: Holidays, day: date) -> bool:
    """A Saturday or Sunday after a Friday, or before a Monday, that is kept."""
    past = day.weekday() - SATURDAY
    if past < 0:
        return False
    friday = day - timedelta(days=past + 1)
    return calendar.is_holiday(friday) or calendar.is_holiday(friday + timedelta(days=3))


def _at(day: date, minutes: int) -> datetime:
    days, minutes = divmod(minutes, DAY_MINUTES)
    return datetime(day.year, day.month, day.day, *divmod(minutes, 60), tzinfo=VIETNAM) + timedelta(days=days)


def read_spans(text: str) -> Spans:
    """:raises BadHours: see there."""
    if text.strip() in ("", CLOSED):
        return ()
    spans: list[Span] = []
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            raise BadHours(part.strip())
        hour, minute, end_hour, end_minute = map(int, match.groups())
        start, end = hour * 60 + minute, end_hour * 60 + end_minute
        if minute > 59 or end_minute > 59 or start >= end or end > DAY_MINUTES or (spans and start < spans[-1][1]):
            raise BadHours(part.strip())
        spans.append((start, end))
    return tuple(spans)


def written(spans: Spans) -> str:
    return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_week(days: list[str]) -> tuple[Spans, ...]:
    """Seven texts, Monday first; all empty: the hours are not known. :raises BadHours: see there."""
    return tuple(map(read_spans, days)) if any(day.strip() for day in days) else ()


def written_week(week: tuple[Spans, ...]) -> list[str]:
    """Seven texts. What :func:`read_week` takes; hours that are known to be none are all "-"."""
    if not week:
        return [""] * 7
    return [written(spans) for spans in week] if any(week) else [CLOSED] * 7


def read_special(text: str) -> dict[date, Spans]:
    """Lines, or parts between ";": "2026-12-26 07:30-11:30", "2026-12-31 -" for closed. :raises BadHours: see there."""
    days: dict[date, Spans] = {}
    for line in filter(None, map(str.strip, re.split(r"[;\n]", text))):
        day, _, hours = line.partition(" ")
        try:
            read = date.fromisoformat(day)
        except ValueError:
            raise BadHours(line) from None
        if not hours.strip() or read in days:
            raise BadHours(line)
        days[read] = read_spans(hours)
    return days


def written_special(special: Mapping[date, Spans]) -> str:
    return "; ".join(f"{day.isoformat()} {written(spans) or CLOSED}" for day, spans in sorted(special.items()))
