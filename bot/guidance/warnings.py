"""What must be said before the portal's own words are shown: that they name a level that is gone, or a past period."""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.clock import local
from bot.guidance.blocks import Block
from knowledge.model import PublicService

ABOLISHED_LEVEL = "mentions_abolished_district_level"
EXPIRED_PERIOD = "fee_text_mentions_expired_period"
ABOLISHED_WORD = re.compile(r"\bhuyện\b", re.IGNORECASE)
UNTIL = r"(?:đến\s+hết|đến|hết|trước)\s+(?:ngày\s+)?"
UNTIL_DATE = re.compile(
    UNTIL + r"(\d{1,2})\s*(?:/|-|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\s+năm\s+)\s*(20\d\d)", re.IGNORECASE
)
UNTIL_YEAR = re.compile(UNTIL + r"năm\s+(20\d\d)", re.IGNORECASE)


def warnings(service: PublicService, today: date) -> tuple[Block, ...]:
    """Warnings for the card: kinds warn_abolished_level, warn_expired_period (values.ended: the latest such day)."""
    flagged = (Block("warn_abolished_level"),) if service.flagged(ABOLISHED_LEVEL) else ()
    return (*flagged, *expired_period(service, today))


def abolished_level(shown: str) -> tuple[Block, ...]:
    """A warning when the words about to be shown name the level of administration abolished on 2025-07-01."""
    return (Block("warn_abolished_level"),) if ABOLISHED_WORD.search(shown) else ()


def expired_period(service: PublicService, today: date) -> tuple[Block, ...]:
    """A warning when the fee text speaks of a period that is over, or the record is flagged for it.

    :param today: a day, or a moment, which is taken as the day in Vietnam
    """
    now = local(today).date() if isinstance(today, datetime) else today
    ended = [day for day in period_ends(_fee_words(service)) if day < now]
    if ended:
        return (Block("warn_expired_period", values={"ended": max(ended)}),)
    return (Block("warn_expired_period", values={"ended": None}),) if service.flagged(EXPIRED_PERIOD) else ()


def period_ends(text: str) -> list[date]:
    """The days up to which something in the text is valid; a bare year ends on 31 December."""
    days = [_day(int(found[3]), int(found[2]), int(found[1])) for found in UNTIL_DATE.finditer(text)]
    days += [date(int(found[1]), 12, 31) for found in UNTIL_YEAR.finditer(text)]
    return [day for day in days if day is not None]


def _fee_words(service: PublicService) -> str:
    costs = [cost.description or "" for channel in service.channels for cost in channel.costs]
    return "\n".join([service.cost or "", *costs])


def _day(year: int, month: int, day: int) -> date | None:
    """The portal's texts hold dates that do not exist; they end no period."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
