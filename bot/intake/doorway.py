"""Whether a channel takes anything in at all just now. Who is turned away is told so, and nothing is half taken.

Every door asks: the web chat answers 503 in words, the webhook 503 so that Telegram keeps the update and comes again,
the poller does not fetch. What was accepted before is not touched.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Shut:
    """``reason``: name of the text in bot/web/templates/chat/notices.html.j2. ``retry_after``: seconds."""

    reason: str
    retry_after: int


#: Given the channel; None: as far as this one knows, it is open.
Check = Callable[[str], Awaitable[Shut | None]]


class Doorway:
    """:param checks: the first that says no is the reason."""

    def __init__(self, checks: Sequence[Check] = ()) -> None:
        self._checks = list(checks)
        self._told: dict[str, str | None] = {}

    def add(self, check: Check) -> None:
        """One more reason to shut."""
        self._checks.append(check)

    async def shut(self, channel: str) -> Shut | None:
        """Why nothing is taken in on ``channel``. A check that cannot look says nothing."""
        found = None
        try:
            for check in self._checks:
                found = await check(channel)
                if found is not None:
                    break
        except (SQLAlchemyError, OSError) as error:
            log.warning("doorway_not_read", error=type(error).__name__)
            return None
        reason = found.reason if found is not None else None
        if self._told.get(channel) != reason:
            self._told[channel] = reason
            log.warning("intake_shut" if reason else "intake_open", channel=channel, reason=reason)
        return found
