"""Whether an answer is late without a word: then nothing goes on before the citizen was told why, and until when."""

from __future__ import annotations

from bot.clock import local
from bot.web.console.caseroom import CaseRoom, Opened


def must_promise(room: CaseRoom, opened: Opened) -> bool:
    """The clock has run out, and so has the day that was promised, if any."""
    due, promised = opened.facts["due_day"], opened.handling.promised
    if due is None or opened.facts["paused_at"] is not None:
        return False
    today = local(room.clock.now()).date()
    return today.toordinal() > due and (promised is None or promised < today)
