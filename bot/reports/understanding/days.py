"""When something happened, as people say it: "hôm qua", "thứ ba tuần trước", "15/11", "cách đây 3 ngày"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.reports.demands.amounts import spelled_number
from knowledge.search.text import fold

_NUMBER = r"(?P<number>\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_DAYS_AGO = re.compile(rf"\b{_NUMBER}\s+(?P<unit>ngay|hom|bua|tuan|thang)\s+(?:truoc|nay|roi)\b")
_AGO = re.compile(rf"\bcach (?:day|nay)\s+{_NUMBER}\s+(?P<unit>ngay|hom|bua|tuan|thang)\b")
_FULL = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?:\s*[/.-]\s*(?P<year>\d{4}|\d{2}))?(?![\d/])"
)
_SAID = re.compile(
    r"\b(?:ngay|mung|mong|hom)\s+(?P<day>\d{1,2})\s+thang\s+(?P<month>\d{1,2})(?:\s+nam\s+(?P<year>\d{4}))?"
)
_DAY_ONLY = re.compile(r"\b(?:ngay|hom|bua|mung|mong)\s+(?P<day>\d{1,2})\b(?!\s*[/.-]?\d)")
_WEEKDAY = re.compile(
    r"\b(?:thu\s+(?P<number>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat|cn))\b"
    r"(?P<last>\s+tuan\s+(?:truoc|roi|vua roi|vua qua))?"
)
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, **{str(n): n - 2 for n in range(2, 8)}}
_WORDS = (
    (re.compile(r"\b(?:hom kia|bua kia|hom tuot)\b"), 2),
    (re.compile(r"\b(?:hom qua|bua qua|chieu qua|sang qua|toi qua)\b"), 1),
    (re.compile(r"\b(?:hom nay|bua nay|sang nay|chieu nay|trua nay|hoi nay|vua nay|luc nay|vua xong|hoi sang)\b"), 0),
    (re.compile(r"\byesterday\b"), 1),
    (re.compile(r"\b(?:today|this morning|this afternoon)\b"), 0),
)  # fmt: skip
_UNIT_DAYS = {"ngay": 1, "hom": 1, "bua": 1, "tuan": 7, "thang": 30}
#: Further back than this it is another matter, or a date of birth.
LONGEST_AGO = timedelta(days=366 * 3)


def day_in(text: str, today: date) -> date | None:
    """The day that ``text`` names, never after ``today``; None when it names none.

    A day without a year is the last such day. Several days: the first that is written as a date, else the first said.
    """
    said = re.sub(r"\s+", " ", fold(text))
    for reader in (_written, _by_weekday, _ago, _by_word, _by_day):
        found = reader(said, today)
        if found is not None and today - LONGEST_AGO <= found <= today:
            return found
    return None


def _written(said: str, today: date) -> date | None:
    for match in (*_FULL.finditer(said), *_SAID.finditer(said)):
        year = match["year"]
        full = int(year) if year and len(year) == 4 else 2000 + int(year) if year else None
        found = _last(int(match["day"]), int(match["month"]), full, today)
        if found is not None:
            return found
    return None


def _last(day: int, month: int, year: int | None, today: date) -> date | None:
    try:
        found = date(year if year is not None else today.year, month, day)
        return found.replace(year=today.year - 1) if year is None and found > today else found
    except ValueError:  # 31/2, or a fraction that is no date
        return None


def _ago(said: str, today: date) -> date | None:
    match = _AGO.search(said) or _DAYS_AGO.search(said)
    if match is None:
        return None
    number = int(match["number"]) if match["number"].isdigit() else spelled_number([match["number"]]) or 10
    return today - timedelta(days=number * _UNIT_DAYS[match["unit"]])


def _by_word(said: str, today: date) -> date | None:
    return next((today - timedelta(days=days) for pattern, days in _WORDS if pattern.search(said)), None)


def _by_weekday(said: str, today: date) -> date | None:
    match = _WEEKDAY.search(said)
    if match is None:
        return None
    wanted = 6 if match["sunday"] else _WEEKDAYS[match["number"]]
    monday = today - timedelta(days=today.weekday())
    if match["last"]:
        return monday - timedelta(days=7) + timedelta(days=wanted)
    found = monday + timedelta(days=wanted)
    return found if found <= today else found - timedelta(days=7)


def _by_day(said: str, today: date) -> date | None:
    match = _DAY_ONLY.search(said)
    if match is None or not 1 <= int(match["day"]) <= 31:
        return None
    first = today.replace(day=1)
    for month in (first, (first - timedelta(days=1)).replace(day=1)):
        try:
            found = month.replace(day=int(match["day"]))
        except ValueError:
            continue
        if found <= today:
            return found
    return None
