"""Opening a case: at once where this chat may see it, else with its secret, which then does not stay in the chat."""

from __future__ import annotations

from bot.reports.cases import CaseView
from bot.turns.turn import Turn
from bot.views import case as views
from handlers.cases.talk import NUMBER, SECRET, desk, leave, stand_at
from handlers.cases.traces import forget_secret
from handlers.chat import chat_of, is_private


async def list_mine(turn: Turn) -> None:
    """One's own reports, and the way to any other."""
    if not is_private(turn):
        turn.say(views.plain(turn, "group"))
        return
    stand_at(turn, NUMBER)
    turn.say(views.list_message(turn, await desk(turn).mine(chat_of(turn))))


async def look_up(turn: Turn, number: str, secret: str | None = None) -> None:
    """:param number: as ``read_number`` gives it, of a case or of none: nobody is told which."""
    if not is_private(turn):
        turn.say(views.plain(turn, "group"))
        return
    view = await desk(turn).open_to(number, chat_of(turn))
    if secret is not None:
        forget_secret(turn)
    if view is not None:
        show(turn, view)
    elif secret is not None:
        await _try(turn, number, secret)
    else:
        ask_secret(turn, number)


def ask_secret(turn: Turn, number: str) -> None:
    stand_at(turn, SECRET, number)
    turn.say(views.secret_wanted(turn, number))


def show(turn: Turn, view: CaseView) -> None:
    leave(turn)
    turn.say(views.case_message(turn, view))


async def _try(turn: Turn, number: str, secret: str) -> None:
    """A number that nobody has and a secret that is wrong are answered in the same words."""
    tried = await desk(turn).attempt(number, secret, chat_of(turn))
    if tried.write is not None:
        turn.write(tried.write)
    if tried.view is not None:
        show(turn, tried.view)
    elif tried.locked_until is not None:
        leave(turn)
        turn.say(views.locked(turn, tried.locked_until))
    else:
        stand_at(turn, SECRET, number)
        turn.say(views.refused(turn, number))
