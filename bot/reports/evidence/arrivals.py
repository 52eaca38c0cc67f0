"""Several files sent together get one answer: counted in the conversation's own memory, so that a restart forgets none.

Files come back one by one. Each that was sent is expected under its update's number; the answer is due when none is
expected any more, or when those that are missing have kept everybody waiting too long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.reports.evidence.limits import Reason
from bot.reports.evidence.marks import Result

#: Where a session's draft keeps the count.
PLACE = "evidence"
#: A file that is not back after this is not waited for: fetching gives up sooner (bot/intake/attachments.py).
LONGEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one answer speaks of: how many files were received, and why others were not, in order."""

    received: int
    refused: tuple[Reason, ...]


def expect(draft: dict[str, Any], number: int, now: datetime) -> bool:
    """A file was sent with update ``number``. :returns: whether it is the first of those under way."""
    state = _state(draft, now)
    first = not state["expected"]
    if first:
        state = _nothing()
    state["expected"][str(number)] = now.timestamp()
    draft[PLACE] = state
    return first


def arrive(draft: dict[str, Any], number: int, results: Sequence[Result], now: datetime) -> Tally | None:
    """What was sent with update ``number`` is back. :returns: what to answer; None while others are under way."""
    state = _state(draft, now)
    state["expected"].pop(str(number), None)
    state["received"] += sum(result.id is not None for result in results)
    state["refused"] += [result.reason for result in results if result.reason is not None]
    if state["expected"]:
        draft[PLACE] = state
        return None
    draft.pop(PLACE, None)
    return Tally(state["received"], tuple(state["refused"]))


def _state(draft: dict[str, Any], now: datetime) -> dict[str, Any]:
    kept = draft.get(PLACE) or _nothing()
    oldest = (now - LONGEST).timestamp()
    expected = {number: since for number, since in kept["expected"].items() if since > oldest}
    return {**kept, "expected": expected, "refused": list(kept["refused"])}


def _nothing() -> dict[str, Any]:
    return {"expected": {}, "received": 0, "refused": []}
