"""What happened to a report, event by event; and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.reports.cases.states import Actor, State

#: Events that change no state carry one of these reasons, or one that begins with RATED.
ASKED_PERSON = "asked_person"
RATED = "rated_"
#: Its office has ended, and another one answers for it.
TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """``due_day``: ordinal, of the clock that ran after it."""

    number: int
    at: datetime
    state: State
    actor: Actor
    reason: str | None
    due_day: int | None

    @property
    def is_step(self) -> bool:
        """Whether the report went into a state by it (it may be the same one: moved from office to office)."""
        return self.reason is None or not (self.reason in (ASKED_PERSON, TAKEN_OVER) or self.reason.startswith(RATED))


def steps(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    return [event for event in events if event.is_step]


def state_before_asking(events: Sequence[CaseEvent]) -> State | None:
    """The state in which the citizen was asked for more; None when that never happened."""
    entered = steps(events)
    for before, event in zip(reversed(entered[:-1]), reversed(entered[1:]), strict=True):
        if event.state is State.NEEDS_INFORMATION and before.state is not State.NEEDS_INFORMATION:
            return before.state
    return None


def may_rate(events: Sequence[CaseEvent]) -> bool:
    """Each closing is rated once."""
    last = max((event.number for event in steps(events)), default=0)
    return not any(event.number > last and (event.reason or "").startswith(RATED) for event in events)
