"""What falls due once a change was sent or decided: those concerned are told, as they stand at that moment."""

from __future__ import annotations

from datetime import datetime

from bot.changes.model import StateKind
from bot.clock import epoch_ms
from bot.schedule.due import Due
from knowledge.life import DraftRow

#: Kinds of due rows: a draft waits for its second person; it was decided; what it would do to
#: answers is known; the same of a request about the status.
ASKED_KIND, DECIDED_KIND, WEIGHED_KIND = "change-asked", "change-decided", "change-weighed"
STATE_ASKED_KIND, STATE_DECIDED_KIND = "state-asked", "state-decided"


def asked(draft: int, revision: int, now: datetime) -> Due:
    return Due(f"{ASKED_KIND}|{draft}|{revision}", ASKED_KIND, now, {"draft": draft, "revision": revision})


def weighed(draft: int, revision: int, to: str, now: datetime) -> Due:
    """:param to: who pressed "publish" before the real questions had been asked of the base as it is now."""
    subject = {"draft": draft, "revision": revision, "to": to, "at": epoch_ms(now)}
    return Due(f"{WEIGHED_KIND}|{draft}|{revision}|{to}|{epoch_ms(now)}", WEIGHED_KIND, now, subject)


def decided(row: DraftRow, by: str | None, now: datetime) -> Due:
    """In the chat or in the console. :param row: as it was when somebody decided."""
    subject = {"draft": row.id, "by": by}
    return Due(f"{DECIDED_KIND}|{row.id}|{row.revision}", DECIDED_KIND, now, subject)


def state_asked(number: int, now: datetime) -> Due:
    return Due(f"{STATE_ASKED_KIND}|{number}", STATE_ASKED_KIND, now, {"number": number})


def state_decided(number: int, code: str, kind: StateKind, to: str, by: str, granted: bool, now: datetime) -> Due:
    subject = {"number": number, "code": code, "kind": kind, "to": to, "by": by, "granted": granted}
    return Due(f"{STATE_DECIDED_KIND}|{number}", STATE_DECIDED_KIND, now, subject)
