"""Notices, legal parameters and the calendar, wired: the console's pages, and broadcasts on their way."""

from __future__ import annotations

from bot.clock import Clock
from bot.database import Database
from bot.notices.audience import Audience
from bot.notices.broadcasts import Broadcasts
from bot.schedule.notice_send_jobs import NoticeSendJobs
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.web.console.broadcasts import BroadcastPages
from bot.web.console.calendar import CalendarPages
from bot.web.console.frame import Frame
from bot.web.console.notices import NoticePages
from bot.web.console.parameters import ParameterPages
from bot.web.console.retention import RetentionPages


def add_notices(frame: Frame, texts: Texts, key: ServerKey) -> None:
    """The pages of this room."""
    desk = frame.desk
    ParameterPages(frame).add()
    CalendarPages(frame).add()
    RetentionPages(frame).add()
    NoticePages(frame, texts).add()
    jobs = send_jobs(desk.database, key, desk.clock, texts)
    BroadcastPages(frame, texts, Broadcasts(desk.database, desk.clock), Audience(desk.database, key), jobs).add()


def send_jobs(database: Database, key: ServerKey, clock: Clock, texts: Texts) -> NoticeSendJobs:
    """What falls due of broadcasts."""
    return NoticeSendJobs(Broadcasts(database, clock), Audience(database, key), key, texts, clock)
