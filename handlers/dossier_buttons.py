"""The buttons under a dossier: follow, the late report, the questions after the result. Each asks who is there."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.dossiers.codes import is_code
from bot.dossiers.desk import draft_of
from bot.dossiers.opening import DossierFile
from bot.dossiers.survey import SCORES, SKIPPED, Factor, Survey
from bot.outbox.buttons import arguments, pattern
from bot.turns.turn import Turn, TurnContext
from bot.views import dossier as views
from handlers.chat import chat_of
from handlers.dossier_talk import ask_factor, desk, say_answer
from handlers.listing import Handlers

_Action = Callable[[Turn, DossierFile, list[str]], Coroutine[Any, Any, None]]


def button_handlers() -> Handlers:
    return [
        CallbackQueryHandler(_on_dossier(show), pattern("dos", "show", 1)),
        CallbackQueryHandler(_on_dossier(follow), pattern("dos", "follow", 1)),
        CallbackQueryHandler(_on_dossier(stop), pattern("dos", "stop", 1)),
        CallbackQueryHandler(_on_dossier(late), pattern("dos", "late", 1)),
        CallbackQueryHandler(_on_dossier(apology), pattern("dos", "apology", 2)),
        CallbackQueryHandler(_on_dossier(rate), pattern("dos", "rate", 1)),
        CallbackQueryHandler(_on_dossier(score), pattern("dos", "score", 3)),
    ]


def _on_dossier(action: _Action) -> Callable[[Update, TurnContext], Coroutine[Any, Any, None]]:
    """Opens the dossier that the button names, if this chat may see it; else asks for the second factor."""

    async def pressed(update: Update, context: TurnContext) -> None:
        turn = context.turn
        assert turn.press is not None
        code, *rest = arguments(turn.press.data)
        file = await desk(turn).open_to(code, chat_of(turn)) if is_code(code) else None
        if file is not None:
            await action(turn, file, rest)
        elif is_code(code):
            ask_factor(turn, code)

    return pressed


async def show(turn: Turn, file: DossierFile, _: list[str]) -> None:
    await say_answer(turn, file)


async def follow(turn: Turn, file: DossierFile, _: list[str]) -> None:
    answer = await desk(turn).answer(file)
    turn.write(desk(turn).follow(answer, chat_of(turn), turn.session.language))
    turn.say(views.plain(turn, "followed"))


async def stop(turn: Turn, file: DossierFile, _: list[str]) -> None:
    turn.write(desk(turn).unfollow(file.code, chat_of(turn)))
    turn.say(views.plain(turn, "unfollowed"))


async def late(turn: Turn, file: DossierFile, _: list[str]) -> None:
    """One tap: the report stands, filled in; what was said of the apology is kept."""
    said = turn.session.draft.get("late", {})
    await _draft(turn, file, said.get("apology") if said.get("code") == file.code else None)


async def apology(turn: Turn, file: DossierFile, rest: list[str]) -> None:
    await _draft(turn, file, rest == ["y"])


async def _draft(turn: Turn, file: DossierFile, received_apology: bool | None) -> None:
    answer = await desk(turn).answer(file)
    if not views.offers_report(answer):  # a corrected date has come meanwhile
        await say_answer(turn, file)
        return
    draft = draft_of(answer, received_apology)
    turn.session.draft["late"] = draft
    turn.say(views.draft_message(turn, answer, draft))


async def rate(turn: Turn, file: DossierFile, _: list[str]) -> None:
    await _ask_next(turn, file, replace=False)


async def score(turn: Turn, file: DossierFile, rest: list[str]) -> None:
    """One tap is one answer; the next question takes the place of this one."""
    factor, given = (int(value) if value.isdecimal() and value.isascii() else -1 for value in rest)
    if factor in list(Factor) and (given in SCORES or given == SKIPPED) and Survey.is_open(file):
        turn.write(desk(turn).rate(file, Factor(factor), given))
        await _ask_next(turn, file, replace=True, beside=Factor(factor))
    else:
        await say_answer(turn, file)


async def _ask_next(turn: Turn, file: DossierFile, *, replace: bool, beside: Factor | None = None) -> None:
    """``beside``: being answered in this very turn."""
    following = await desk(turn).next_question(file.code, beside)
    asked = following is not None and Survey.is_open(file)
    message = (
        views.question_message(turn, file.code, following) if asked and following else views.plain(turn, "survey_done")
    )
    (turn.replace if replace else turn.say)(message)
