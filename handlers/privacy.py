"""/dulieu: what is held about this chat; out with it, correct it, erase it, I no longer agree, clear the chat."""

from __future__ import annotations

from typing import Any

import orjson
from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.privacy import CORRECT, ERASE, EXPORT, NOTIFY, REPORT, Held, HeldCase, PrivacyDesk
from bot.privacy.asking import asks_for_own_data
from bot.turns.turn import Turn, TurnContext
from bot.views import privacy as views
from handlers.chat import chat_of, is_private
from handlers.filters import ADDRESSED, Keeps, without_mention
from handlers.listing import Handlers
from handlers.report.talk import give_up


class _Asked(MessageFilter):
    """Somebody asks about their own data, in words."""

    def filter(self, message: Incoming) -> bool:
        return asks_for_own_data(without_mention(message))


def handlers() -> Handlers:
    return [
        CommandHandler(["dulieu", "mydata"], mine, filters=Keeps("privacy")),
        CallbackQueryHandler(mine, pattern("dat", "home")),
        CallbackQueryHandler(export, pattern("dat", "export")),
        CallbackQueryHandler(correct, pattern("dat", "correct")),
        CallbackQueryHandler(erase, pattern("dat", "erase")),
        CallbackQueryHandler(sure, pattern("dat", "sure", 1)),
        CallbackQueryHandler(do, pattern("dat", "do", 1)),
        CallbackQueryHandler(want, pattern("dat", "want", 2)),
        CallbackQueryHandler(ask, pattern("dat", "ask", 2)),
    ]


def listening() -> Handlers:
    """Free text. Before grievances: "erase my data" sounds like one."""
    return [MessageHandler(ADDRESSED & filters.TEXT & ~filters.COMMAND & Keeps("privacy") & _Asked(), mine)]


async def mine(update: Update, context: TurnContext) -> None:
    turn = context.turn
    if not is_private(turn):
        turn.say(Message(turn.render("privacy/group")))
        return
    desk = _desk(turn)
    turn.replace(views.held_message(turn, await _held(turn), await desk.days(), await desk.limits()))


async def export(update: Update, context: TurnContext) -> None:
    """Everything the program can open, as two files of this chat."""
    turn = context.turn
    found = await _held(turn)
    told = await _desk(turn).export(chat_of(turn), orjson.loads(turn.session.encode()))
    told["replies"] = await _replies(turn, found)
    for message in views.export_messages(turn, told, found):
        turn.say(message)


async def correct(update: Update, context: TurnContext) -> None:
    context.turn.replace(views.correct_message(context.turn, await _held(context.turn)))


async def erase(update: Update, context: TurnContext) -> None:
    context.turn.replace(views.erase_message(context.turn, await _held(context.turn)))


async def sure(update: Update, context: TurnContext) -> None:
    """What an act would do, before it is done."""
    turn = context.turn
    act = _pressed(turn)[0]
    if act not in views.ACTS:
        await mine(update, context)
        return
    turn.replace(views.sure_message(turn, act, await _held(turn), await _desk(turn).limits()))


async def do(update: Update, context: TurnContext) -> None:
    """Done at once, in the commit of this turn."""
    turn = context.turn
    act = _pressed(turn)[0]
    if act not in views.ACTS:
        await mine(update, context)
        return
    desk, chat, found, limits = _desk(turn), chat_of(turn), await _held(turn), await _desk(turn).limits()
    cases = [case.id for case in found.cases if case.linked and not case.erased]
    if act == views.TALK:
        await _erase_talk(turn)
    elif act == views.DOSSIERS:
        turn.write(desk.forget_dossiers(chat))
    elif act == views.LISTS:
        turn.write(desk.forget_lists(chat))
    elif act == views.LINKS:
        turn.write(desk.cut_links(chat))
    elif act == views.RECENT:
        await _clear(turn)
    elif act in (REPORT, NOTIFY):
        turn.write(desk.withdraw_consent(chat, act, cases, limits))
        if act == REPORT:
            give_up(turn)  # the consent it stood on is gone
    turn.say(views.done_message(turn, act, limits, len(cases)))


async def want(update: Update, context: TurnContext) -> None:
    """Before an inspector is asked."""
    turn = context.turn
    wish = await _wish(turn)
    if wish is None:
        await mine(update, context)
    else:
        turn.replace(views.want_message(turn, *wish, await _desk(turn).limits()))


async def ask(update: Update, context: TurnContext) -> None:
    """An inspector is asked, with the legal time limits."""
    turn = context.turn
    wish = await _wish(turn)
    if wish is None:
        await mine(update, context)
        return
    (kind, case), limits = wish, await _desk(turn).limits()
    turn.write(_desk(turn).request(chat_of(turn), kind, case.id, limits))
    turn.replace(views.asked_message(turn, kind, case, limits))


async def _wish(turn: Turn) -> tuple[str, HeldCase] | None:
    """What the pressed button wants done with which report; None when it can't be (any more)."""
    kind, number = _pressed(turn)
    case = await _case(turn, number)
    return (kind, case) if case is not None and kind in (ERASE, CORRECT, EXPORT) else None


async def _erase_talk(turn: Turn) -> None:
    """What this conversation remembers; on the web also what its page shows."""
    give_up(turn)
    turn.session.flow = turn.session.step = None
    turn.session.draft, turn.session.subject, turn.session.place = {}, {}, {}
    turn.write(_desk(turn).forget_talk(chat_of(turn)))
    if turn.address.channel == "web":
        await _clear(turn)


async def _clear(turn: Turn) -> None:
    """Remove what can still be removed, the message with the pressed button too."""
    ids = set(await _desk(turn).recent(chat_of(turn)))
    turn.write(_desk(turn).drop_pictures(chat_of(turn)))
    if turn.press is not None and turn.press.message_id is not None:
        ids.add(turn.press.message_id)
    turn.delete(sorted(ids))


async def _replies(turn: Turn, found: Held) -> list[dict[str, Any]]:
    """What inspectors wrote and the program may still open."""
    reports = turn.house.reports
    if reports is None:
        return []
    return [
        {"report": case.number, "at": reply.at.isoformat(timespec="seconds"), "text": reply.text}
        for case in found.cases
        for reply in await reports.replies(case.id)
    ]


async def _case(turn: Turn, number: str) -> HeldCase | None:
    """A report of this chat that is not erased."""
    found = await _held(turn)
    return next((case for case in found.cases if case.number == number and not case.erased), None)


async def _held(turn: Turn) -> Held:
    return await _desk(turn).held(chat_of(turn))


def _pressed(turn: Turn) -> list[str]:
    assert turn.press is not None  # only buttons lead here
    return arguments(turn.press.data)


def _desk(turn: Turn) -> PrivacyDesk:
    assert turn.house.privacy is not None  # buttons come from a house that has one
    return turn.house.privacy
