"""What must be said before the portal's own words are shown: that they name a level that is gone, or a past period."""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.clock import local
from bot.guidance.blocks import Block
from knowledge.checked import Checked
from knowledge.model import PublicService
from knowledge.periods import fee_words, period_ends

ABOLISHED_LEVEL = "mentions_abolished_district_level"
EXPIRED_PERIOD = "fee_text_mentions_expired_period"
ABOLISHED_WORD = re.compile(r"\bhuyện\b", re.IGNORECASE)


def warnings(service: PublicService, today: date, looked: Checked | None = None) -> tuple[Block, ...]:
    """Warnings for the card: kinds warn_stale (values.verified), warn_abolished_level, warn_expired_period
    (values.ended: the latest such day)."""
    stale = looked is not None and looked.is_stale(_in_vietnam(today))
    old = (Block("warn_stale", values={"verified": looked.verified_on}),) if looked is not None and stale else ()
    flagged = (Block("warn_abolished_level"),) if service.flagged(ABOLISHED_LEVEL) else ()
    return (*old, *flagged, *expired_period(service, today))


def abolished_level(shown: str) -> tuple[Block, ...]:
    """A warning when the words about to be shown name the level of administration abolished on 2025-07-01."""
    return (Block("warn_abolished_level"),) if ABOLISHED_WORD.search(shown) else ()


def expired_period(service: PublicService, today: date) -> tuple[Block, ...]:
    """A warning when the fee text speaks of a period that is over, or the record is flagged for it.

    :param today: a day, or a moment, which is taken as the day in Vietnam
    """
    now = _in_vietnam(today)
    ended = [day for day in period_ends(fee_words(service)) if day < now]
    if ended:
        return (Block("warn_expired_period", values={"ended": max(ended)}),)
    return (Block("warn_expired_period", values={"ended": None}),) if service.flagged(EXPIRED_PERIOD) else ()


def _in_vietnam(today: date) -> date:
    return local(today).date() if isinstance(today, datetime) else today
