"""The operators' pages, wired."""

from __future__ import annotations

from bot.abuse_room import AbuseRoom
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.web.console.frame import Frame
from bot.web.console.limits import LimitPages
from bot.web.console.operations import OperationPages


def add_operations(frame: Frame, texts: Texts, key: ServerKey, abuse: AbuseRoom) -> None:
    """The pages of this room."""
    OperationPages(frame, texts, abuse.holds).add()
    LimitPages(frame, texts, key, abuse.desk, abuse.figures).add()
