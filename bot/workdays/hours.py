"""Office hours: when a paper that comes in still counts as come in that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import VIETNAM
from bot.workdays.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """``spans``: opening and closing times of one day, in order; local time. The last closing ends the day."""

    spans: tuple[tuple[time, time], ...]

    @classmethod
    def parse(cls, value: str) -> OfficeHours:
        """From "07:00-11:30,13:30-17:00". :raises ValueError: not such times, or not in order."""
        spans = []
        for span in value.split(","):
            start, _, end = span.partition("-")
            spans.append((time.fromisoformat(start.strip()), time.fromisoformat(end.strip())))
        ends = [moment for span in spans for moment in span]
        if any(moment.tzinfo is not None for moment in ends):  # "00-00" is read as midnight, somewhere
            raise ValueError("office hours are of Vietnam")
        if ends != sorted(set(ends)):
            raise ValueError("office hours must follow one another")
        return cls(tuple(spans))

    @property
    def closing(self) -> time:
        return self.spans[-1][1]

    @property
    def day_length(self) -> timedelta:
        """Working time of one day; 8 hours of the usual hours."""
        some = datetime(2000, 1, 1).date()
        return sum((datetime.combine(some, b) - datetime.combine(some, a) for a, b in self.spans), timedelta())

    def add(self, calendar: WorkCalendar, start: datetime, amount: timedelta) -> datetime:
        """``amount`` of working time after the local time ``start``."""
        day = calendar.rolled_forward(start.date())
        now = start if day == start.date() else datetime.combine(day, time(0), VIETNAM)
        while True:
            for opens, closes in self.spans:
                begin = max(now, datetime.combine(day, opens, VIETNAM))
                end = datetime.combine(day, closes, VIETNAM)
                if begin >= end:
                    continue
                if amount <= end - begin:
                    return begin + amount
                amount -= end - begin
            day = calendar.add(day, 1)
            now = datetime.combine(day, time(0), VIETNAM)


#: As a provincial system counts; offices may set others (legal parameter office_hours).
OFFICE_HOURS = OfficeHours.parse("07:00-11:30,13:30-17:00")
