"""What all of the talk about dossiers shares: who speaks, asking for the second factor, saying the answer."""

from __future__ import annotations

from bot.dossiers.desk import DossierDesk
from bot.dossiers.opening import DossierFile, factor_behind
from bot.turns.turn import Turn
from bot.views import dossier as views
from handlers.chat import chat_of, is_private

FLOW = "dossier"


async def look_up(turn: Turn, code: str, besides: str = "") -> None:
    """Answer at once where the chat may see the dossier, else ask for (or try) the second factor.

    :param besides: what was written behind the code; the four digits may stand there.
    """
    if not is_private(turn):
        turn.say(views.plain(turn, "group"))
        return
    file = await desk(turn).open_to(code, chat_of(turn))
    digits = factor_behind(besides)
    if file is not None:
        await say_answer(turn, file)
    elif digits is not None:
        await try_factor(turn, code, digits)
    else:
        ask_factor(turn, code)


def ask_factor(turn: Turn, code: str) -> None:
    _await_factor(turn, code)
    turn.say(views.factor_wanted(turn, code))


async def try_factor(turn: Turn, code: str, digits: str) -> None:
    """A code that does not exist and digits that do not match are answered in the same words."""
    tried = await desk(turn).attempt(code, digits, chat_of(turn))
    if tried.write is not None:
        turn.write(tried.write)
    if tried.file is not None:
        await say_answer(turn, tried.file)
    elif tried.locked_until is not None:
        leave(turn)
        turn.say(views.locked(turn, tried.locked_until))
    else:
        _await_factor(turn, code)
        turn.say(views.refused(turn, code))


async def say_answer(turn: Turn, file: DossierFile) -> None:
    leave(turn)
    turn.say(views.answer_message(turn, await desk(turn).answer(file, chat_of(turn))))


def desk(turn: Turn) -> DossierDesk:
    assert turn.house.dossiers is not None  # the filters let nothing through in a house without
    return turn.house.dossiers


def leave(turn: Turn) -> None:
    """Out of this form; a report that was begun stays."""
    if turn.session.flow == FLOW:
        turn.session.flow = turn.session.step = None
    turn.session.draft.pop("dossier", None)


def _await_factor(turn: Turn, code: str) -> None:
    turn.session.flow, turn.session.step = FLOW, "factor"
    turn.session.draft["dossier"] = code
