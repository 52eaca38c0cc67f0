"""Until when something in the portal's texts is valid."""

from __future__ import annotations

import re
from datetime import date

from knowledge.model import PublicService

UNTIL = r"(?:đến\s+hết|đến|hết|trước)\s+(?:ngày\s+)?"
UNTIL_DATE = re.compile(
    UNTIL + r"(\d{1,2})\s*(?:/|-|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\s+năm\s+)\s*(20\d\d)", re.IGNORECASE
)
UNTIL_YEAR = re.compile(UNTIL + r"năm\s+(20\d\d)", re.IGNORECASE)


def period_ends(text: str) -> list[date]:
    """The days up to which something in the text is valid; a bare year ends on 31 December."""
    days = [_day(int(found[3]), int(found[2]), int(found[1])) for found in UNTIL_DATE.finditer(text)]
    days += [date(int(found[1]), 12, 31) for found in UNTIL_YEAR.finditer(text)]
    return [day for day in days if day is not None]


def fee_words(service: PublicService) -> str:
    """Everything the record says about money."""
    costs = [cost.description or "" for channel in service.channels for cost in channel.costs]
    return "\n".join([service.cost or "", *costs])


def _day(year: int, month: int, day: int) -> date | None:
    """The portal's texts hold dates that do not exist; they end no period."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
