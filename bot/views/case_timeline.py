"""What happened to a case, line by line, in words that name no person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.reports.cases import Actor, CaseEvent, CaseView, State
from bot.reports.cases.desk import POORLY_RATED
from bot.reports.cases.history import ASKED_PERSON, RATED, TAKEN_OVER
from bot.reports.cases.thread import ANSWERED
from bot.texts import N_
from bot.turns.turn import Turn

#: Lines shown: the beginning and the latest.
MOST = 10
#: By what an event says of itself; what is not here is told by its state.
BY_REASON = {
    ASKED_PERSON: N_("You asked for a person"),
    ANSWERED: N_("You answered; it goes on"),
    TAKEN_OVER: N_("Another office has taken over from the one you named"),
    "went_on": N_("It went on without an answer"),
    "settled": N_("Closed: the time for disputes was over"),
    POORLY_RATED: N_("Looked at again: you rated the answer as poor"),
}
BY_STATE = {
    State.RECEIVED: N_("Recorded"),
    State.SCREENING: N_("Somebody began to look at it"),
    State.NEEDS_INFORMATION: N_("You were asked for more"),
    State.ACCEPTED: N_("Taken up"),
    State.IN_PROGRESS: N_("Work on it began"),
    State.RESOLVED: N_("Answered"),
    State.TRANSFERRED: N_("Passed on to the office in charge"),
    State.CLOSED: N_("Closed"),
    State.DISPUTED: N_("You did not agree; it is looked at again"),
    State.WITHDRAWN: N_("You withdrew it"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """``words``: plain text; None stands for lines that are left out."""

    at: datetime
    words: str | None


def happened(turn: Turn, view: CaseView) -> list[Happened]:
    lines = [Happened(event.at, _words(turn, event)) for event in view.events]
    if len(lines) <= MOST:
        return lines
    kept = lines[-(MOST - 2) :]
    return [lines[0], Happened(lines[0].at, None), *kept]


def _words(turn: Turn, event: CaseEvent) -> str:
    reason = event.reason or ""
    if reason in BY_REASON:
        return turn.label(BY_REASON[reason])
    if reason.startswith(RATED):
        return turn.label("You rated the answer: {score} of 5", score=reason.removeprefix(RATED))
    if event.actor is Actor.CITIZEN and event.state is State.SCREENING:
        return turn.label(BY_REASON[ANSWERED])
    return turn.label(BY_STATE[event.state])
