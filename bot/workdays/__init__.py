"""Working days of the public sector in Vietnam, and deadlines counted in them. Knows nothing of dossiers."""

from bot.workdays.calendar import DayOverride, WorkCalendar
from bot.workdays.deadline import Allowance, Pause, due_day, effective_day
from bot.workdays.hours import OFFICE_HOURS, OfficeHours

__all__ = [
    "OFFICE_HOURS",
    "Allowance",
    "DayOverride",
    "OfficeHours",
    "Pause",
    "WorkCalendar",
    "due_day",
    "effective_day",
]
