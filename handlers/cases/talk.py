"""What all of the talk about cases shares: who speaks, where it stands, and how a case is opened."""

from __future__ import annotations

from telegram import Message as Incoming
from telegram.ext.filters import MessageFilter

from bot.reports.cases import CaseView, ReportDesk
from bot.turns.turn import Turn, current_turn
from handlers.chat import chat_of

#: Something is being said or sent to a case: the web chat then takes files for it (bot.web.chat.uploads).
FLOW = "case"
#: A case is being looked for; a photo is then still one of a dossier's receipt.
FINDING = "case-finding"
#: Asked for: a number, its secret. Open: words for the thread, the reason of a dispute, files, a talk with a person.
NUMBER, SECRET, WRITE, DISPUTE, FILES, PERSON = "number", "secret", "write", "dispute", "files", "person"
#: In these steps free text is for the thread.
WRITTEN = frozenset({WRITE, DISPUTE, PERSON})
_CASE = "case"


class Standing(MessageFilter):
    """The talk stands at one of these steps of a case."""

    def __init__(self, *steps: str) -> None:
        super().__init__()
        self._steps = frozenset(steps)

    def filter(self, message: Incoming) -> bool:
        session = current_turn.get().session
        return session.flow in (FLOW, FINDING) and session.step in self._steps


def stand_at(turn: Turn, step: str, number: str | None = None) -> None:
    """:param number: of the case that is spoken of; none before it is known."""
    turn.session.flow, turn.session.step = FINDING if step in (NUMBER, SECRET) else FLOW, step
    if number is None:
        turn.session.draft.pop(_CASE, None)
    else:
        turn.session.draft[_CASE] = number


def leave(turn: Turn) -> None:
    """Out of this form; a report that was begun stays."""
    if turn.session.flow in (FLOW, FINDING):
        turn.session.flow = turn.session.step = None
    turn.session.draft.pop(_CASE, None)


def number_at_hand(turn: Turn) -> str | None:
    """Of the case that the talk stands at."""
    number = turn.session.draft.get(_CASE)
    return number if isinstance(number, str) else None


async def case_at_hand(turn: Turn) -> CaseView | None:
    """The case that the talk stands at, if this chat may (still) see it."""
    number = number_at_hand(turn)
    return await desk(turn).open_to(number, chat_of(turn)) if number is not None else None


def desk(turn: Turn) -> ReportDesk:
    assert turn.house.reports is not None  # the filters let nothing through in a house without
    return turn.house.reports
