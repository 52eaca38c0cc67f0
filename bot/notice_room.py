"""Notices, legal parameters and the calendar, wired: the console's pages."""

from __future__ import annotations

from bot.web.console.calendar import CalendarPages
from bot.web.console.frame import Frame
from bot.web.console.parameters import ParameterPages


def add_notices(frame: Frame) -> None:
    """The pages of this room."""
    ParameterPages(frame).add()
    CalendarPages(frame).add()
