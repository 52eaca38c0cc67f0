"""The calendar as it ships: what the migration puts into the override table."""

from __future__ import annotations

from datetime import date

from bot.workdays import DayOverride, WorkCalendar

OVERRIDES = {
    date(2026, 1, 2): DayOverride(False, "12729/VPCP-KGVX"),
    date(2026, 1, 10): DayOverride(True, "12729/VPCP-KGVX"),
    date(2026, 11, 24): DayOverride(False, "80-NQ/TW", confirmed=False),
    date(2027, 11, 24): DayOverride(False, "80-NQ/TW", confirmed=False),
}
CALENDAR = WorkCalendar(OVERRIDES, frozenset({2025, 2026}))
