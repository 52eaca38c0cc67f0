"""What all of the report's talk shares: the draft in the session, the step it stands at, the way on and back."""

from __future__ import annotations

import secrets
from typing import Any

from pydantic import ValidationError

from bot.metrics.counting import REPORTS, STEPS_DROPPED, STEPS_REACHED
from bot.reports.cases import ReportDesk
from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn
from handlers.chat import chat_of

FLOW = "report"
NOTICE, REVIEW = "notice", "review"
_DRAFT, _PATH = "report", "report_path"


def draft_in(turn: Turn) -> ReportDraft | None:
    """The report being written, wherever the talk stands; None when there is none that this version can read."""
    raw = turn.session.draft.get(_DRAFT)
    if not isinstance(raw, dict):
        return None
    try:
        return ReportDraft.model_validate(raw)
    except ValidationError:
        drop(turn)
        return None


def new_draft(turn: Turn, **known: Any) -> ReportDraft:
    drop(turn)
    return ReportDraft(id=secrets.token_urlsafe(12), **known)


def keep(turn: Turn, draft: ReportDraft) -> None:
    turn.session.draft[_DRAFT] = draft.model_dump(mode="json", exclude_defaults=True)


def drop(turn: Turn) -> None:
    """Nothing of it stays, its files neither."""
    draft = turn.session.draft.get(_DRAFT)
    if isinstance(draft, dict) and draft.get("files") and turn.house.evidence is not None:
        turn.write(turn.house.evidence.discard(chat_of(turn), draft["files"]))
    turn.session.draft.pop(_DRAFT, None)
    turn.session.draft.pop(_PATH, None)
    if turn.session.flow == FLOW:
        turn.session.flow = turn.session.step = None


def give_up(turn: Turn) -> None:
    """The citizen drops it: counted with the step, without the person."""
    if draft_in(turn) is not None:
        REPORTS.add(event="dropped")
        STEPS_DROPPED.add(step=(way(turn) or [NOTICE])[-1])
    drop(turn)


def stand_at(turn: Turn, step: str) -> None:
    """The step now asked; those before are the way back."""
    turn.session.flow, turn.session.step = FLOW, step
    before = way(turn)
    if step not in before:
        STEPS_REACHED.add(step=step)
    path = [name for name in before if name != step]
    turn.session.draft[_PATH] = [*path, step]


def way(turn: Turn) -> list[str]:
    path = turn.session.draft.get(_PATH)
    return [name for name in path if isinstance(name, str)] if isinstance(path, list) else []


def step_before(turn: Turn) -> str | None:
    """Where "back" leads; the step that is left is forgotten."""
    path = way(turn)[:-1]
    turn.session.draft[_PATH] = path[:-1]
    return path[-1] if path else None


def desk(turn: Turn) -> ReportDesk:
    assert turn.house.reports is not None  # the filters let nothing through in a house without
    return turn.house.reports


async def draft_days(turn: Turn) -> int:
    """After how many days without a word a draft is forgotten (bot.retention)."""
    return (await desk(turn).law.terms()).values["report_draft_days"]
