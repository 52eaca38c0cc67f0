"""Notices, legal parameters and the calendar, wired: the console's pages."""

from __future__ import annotations

from bot.texts import Texts
from bot.web.console.calendar import CalendarPages
from bot.web.console.frame import Frame
from bot.web.console.notices import NoticePages
from bot.web.console.parameters import ParameterPages


def add_notices(frame: Frame, texts: Texts) -> None:
    """The pages of this room."""
    ParameterPages(frame).add()
    CalendarPages(frame).add()
    NoticePages(frame, texts).add()
