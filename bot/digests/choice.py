"""Hours and days as a form offers them, to a rhythm and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.digests.times import DAILY, Rhythm
from bot.errors import SettingsError

#: What the form calls the days, and what a cron expression does. Anything else is written as an expression.
DAYS = {"work": "1-5", "1": "1", "2": "2", "3": "3", "4": "4", "5": "5"}
OWN = "cron"
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?", re.ASCII)
_PLAIN = re.compile(r"(\d{1,2}) (\d{1,2}) \* \* (1-5|[1-5])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """As typed. ``days``: a key of :data:`DAYS`, or :data:`OWN` for ``cron``; ``time``: HH:MM; hours: 0 to 23."""

    days: str
    time: str
    cron: str
    quiet: bool
    quiet_from: str
    quiet_to: str


def rhythm_of(choice: Choice) -> Rhythm:
    """:raises SettingsError: nothing that can be kept to."""
    quiet = (_hour(choice.quiet_from), _hour(choice.quiet_to)) if choice.quiet else None
    if choice.days == OWN:
        return Rhythm(choice.cron, quiet)
    days, time = DAYS.get(choice.days), _TIME.fullmatch(choice.time)
    if days is None or time is None:
        raise SettingsError("A digest needs days and an hour.")
    return Rhythm(f"{int(time[2])} {int(time[1])} * * {days}", quiet)


def chosen(rhythm: Rhythm) -> Choice:
    """What the form shows of a rhythm."""
    quiet_from, quiet_to = rhythm.quiet or DAILY.quiet or (0, 0)
    shown = Choice(OWN, "", rhythm.cron, rhythm.quiet is not None, str(quiet_from), str(quiet_to))
    plain = _PLAIN.fullmatch(rhythm.cron)
    if plain is None:
        return shown
    days = next(name for name, cron in DAYS.items() if cron == plain[3])
    return replace(shown, days=days, time=f"{int(plain[2]):02}:{int(plain[1]):02}")


def _hour(text: str) -> int:
    if not text.isdecimal() or len(text) > 2:
        raise SettingsError("Quiet hours are hours of the day, 0 to 23.")
    return int(text)
