"""The buttons of a case. Each names its case and asks anew who is there and how it stands: old ones are safe."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.outbox.buttons import arguments, pattern
from bot.reports.cases import CaseView, read_number
from bot.reports.cases.desk import POOR
from bot.turns.turn import Turn, TurnContext
from bot.views import case as views
from bot.views.case_replies import reply_messages
from handlers.cases.opening import ask_secret, show
from handlers.cases.talk import DISPUTE, FILES, PERSON, WRITE, desk, leave, stand_at
from handlers.cases.typing import dispute
from handlers.chat import chat_of, is_private
from handlers.listing import Handlers

_Action = Callable[[Turn, CaseView, list[str]], Coroutine[Any, Any, None]]
#: Replies read at one press: each may be several messages long.
AT_ONCE = 3


def handlers() -> Handlers:
    return [
        CallbackQueryHandler(_on_case(open_case), pattern("case", "open", 1)),
        CallbackQueryHandler(_on_case(read), pattern("case", "read", 1)),
        CallbackQueryHandler(_on_case(write), pattern("case", "write", 1)),
        CallbackQueryHandler(_on_case(add_files), pattern("case", "files", 1)),
        CallbackQueryHandler(_on_case(withdraw), pattern("case", "withdraw", 1)),
        CallbackQueryHandler(_on_case(withdrawn), pattern("case", "withdrawn", 1)),
        CallbackQueryHandler(_on_case(why_disputed), pattern("case", "dispute", 1)),
        CallbackQueryHandler(_on_case(disputed), pattern("case", "disputed", 1)),
        CallbackQueryHandler(_on_case(rate), pattern("case", "rate", 2)),
        CallbackQueryHandler(_on_case(person), pattern("case", "person", 1)),
        CallbackQueryHandler(_on_case(back), pattern("case", "back", 1)),
    ]


def _on_case(action: _Action) -> Callable[[Update, TurnContext], Coroutine[Any, Any, None]]:
    """Opens the case that the button names, if this chat may see it; else asks for its secret."""

    async def pressed(update: Update, context: TurnContext) -> None:
        turn = context.turn
        assert turn.press is not None
        named, *rest = arguments(turn.press.data)
        number = read_number(named)
        if turn.house.reports is None or number is None or not is_private(turn):
            turn.notice(turn.label("This button is out of date."))
            return
        view = await desk(turn).open_to(number, chat_of(turn))
        if view is None:
            ask_secret(turn, number)
        elif view.erased:
            show(turn, view)
        else:
            await action(turn, view, rest)

    return pressed


async def open_case(turn: Turn, view: CaseView, _: list[str]) -> None:
    show(turn, view)


async def read(turn: Turn, view: CaseView, _: list[str]) -> None:
    """What is new, oldest first; when nothing is, the last of what can still be opened."""
    replies = await desk(turn).replies(view.id)
    new = [reply for reply in replies if not reply.read]
    shown = new[:AT_ONCE] or replies[-AT_ONCE:]
    if not shown:
        turn.say(views.about(turn, "no_replies", view.number))
        return
    for message in reply_messages(turn, view.number, shown, left=len(new[AT_ONCE:])):
        turn.say(message)
    turn.write(desk(turn).mark_read(view.id, [reply.id for reply in shown if not reply.read]))


async def write(turn: Turn, view: CaseView, _: list[str]) -> None:
    stand_at(turn, WRITE, view.number)
    turn.say(views.words_wanted(turn, view))


async def add_files(turn: Turn, view: CaseView, _: list[str]) -> None:
    left = await desk(turn).files_left(view.id) if turn.house.evidence is not None else 0
    if left:
        stand_at(turn, FILES, view.number)
        turn.say(views.files_wanted(turn, view, left))
    else:
        turn.say(views.files(turn, view, 0, ["too_many"]))


async def withdraw(turn: Turn, view: CaseView, _: list[str]) -> None:
    """Asked for once more: it cannot be taken back."""
    turn.say(views.withdraw_asked(turn, view) if view.can_withdraw else views.case_message(turn, view))


async def withdrawn(turn: Turn, view: CaseView, _: list[str]) -> None:
    if not view.can_withdraw:  # pressed twice, or an inspector was quicker
        show(turn, view)
        return
    leave(turn)
    turn.write(desk(turn).withdraw(view.id))
    turn.replace(views.about(turn, "withdrawn", view.number))


async def why_disputed(turn: Turn, view: CaseView, _: list[str]) -> None:
    if view.can_dispute_until is None:
        show(turn, view)
        return
    stand_at(turn, DISPUTE, view.number)
    turn.say(views.why_wanted(turn, view))


async def disputed(turn: Turn, view: CaseView, _: list[str]) -> None:
    """Without saying why."""
    dispute(turn, view, None)


async def rate(turn: Turn, view: CaseView, rest: list[str]) -> None:
    """One tap. A poor score also opens the case again, as long as there is time for that."""
    (score,) = rest
    if not view.can_rate or score not in views.SCORES:
        show(turn, view)
        return
    turn.write(desk(turn).rate(view.id, int(score)))
    appealed = int(score) <= POOR and view.can_dispute_until is not None
    turn.notice(turn.label("Thank you."))
    turn.say(views.rated(turn, view, int(score), appealed=appealed))


async def person(turn: Turn, view: CaseView, _: list[str]) -> None:
    """From here on free text is for the people who have the case, until the citizen comes back to the bot."""
    stand_at(turn, PERSON, view.number)
    turn.write(desk(turn).ask_person(view.id))
    turn.say(views.with_person(turn, view))


async def back(turn: Turn, view: CaseView, _: list[str]) -> None:
    leave(turn)
    turn.say(views.back_at_desk(turn, view.number))
