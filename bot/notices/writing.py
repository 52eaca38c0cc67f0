"""What an administrator wrote for everybody, checked: both languages, times that can be, nobody's personal data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import VIETNAM
from bot.texts.filters import clean

SHORTEST, LONGEST = 10, 1_000
SHORTEST_REASON, LONGEST_REASON = 5, 500
#: Longer than that nothing is an emergency.
LONGEST_TIME = timedelta(days=14)
#: Of a citizen's identity number, and of a dossier's code; numbers to call are shorter.
_PERSONAL = re.compile(r"(?<!\d)\d(?:[ .]?\d){11}(?!\d)|[A-Za-z]\d{2}[\d.]*-\d{6}-\d{4,6}|[\w.+-]+@[\w-]+\.\w+")


@dataclass(frozen=True, slots=True)
class Written:
    """``texts``: plain, by language."""

    texts: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime


def read_texts(form: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """:param form: text_vi, text_en. :returns: the texts by language, problems by field: short, long, personal."""
    texts = {language: clean(form[f"text_{language}"]).strip() for language in ("vi", "en")}
    problems = {}
    for language, text in texts.items():
        if not SHORTEST <= len(text) <= LONGEST:
            problems[f"text_{language}"] = "short" if len(text) < SHORTEST else "long"
        elif _PERSONAL.search(text):
            problems[f"text_{language}"] = "personal"
    return texts, problems


def read_reason(form: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    reason = " ".join(form["reason"].split())
    return reason, {} if SHORTEST_REASON <= len(reason) <= LONGEST_REASON else {"reason": "reason"}


def read_times(
    form: Mapping[str, str], now: datetime, longest: timedelta = LONGEST_TIME
) -> tuple[tuple[datetime, datetime] | None, dict[str, str]]:
    """:param form: starts_at (empty: now) and ends_at, local times as a browser gives them.

    :returns: both, or problems by field: time, past, order, far.
    """
    problems = {}
    starts = read_time(form["starts_at"]) if form["starts_at"].strip() else now
    ends = read_time(form["ends_at"])
    for name, moment in (("starts_at", starts), ("ends_at", ends)):
        if moment is None:
            problems[name] = "time"
    if starts is None or ends is None:
        return None, problems
    starts = max(starts, now)
    if ends <= now:
        problems["ends_at"] = "past"
    elif ends <= starts:
        problems["ends_at"] = "order"
    elif ends - now > longest:
        problems["ends_at"] = "far"
    return (None, problems) if problems else ((starts, ends), {})


def read_time(text: str) -> datetime | None:
    """ "2026-11-22T08:30", in Vietnam."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    fits = moment.tzinfo is None and 2025 <= moment.year <= 2100
    return moment.replace(tzinfo=VIETNAM) if fits else None
