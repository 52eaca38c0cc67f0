"""What staff do in their own chat: bind it, see what waits, figures, a case's facts, take it. To everybody else these
commands are unknown ones: that somebody is on the staff is not told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler
from telegram.ext.filters import MessageFilter

from bot.digests.settings import READERS
from bot.digests.talk import QUESTIONS, Card, StaffTalk
from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.reports.cases import read_number
from bot.staff import Member
from bot.turns.turn import Turn, TurnContext, current_turn
from bot.views import digest as views
from handlers.chat import chat_of, is_private
from handlers.listing import Handlers
from handlers.others import stale, unknown_command

_Act = Callable[[Turn, StaffTalk, Member], Coroutine[Any, Any, None]]
_Handler = Callable[[Update, TurnContext], Coroutine[Any, Any, None]]


class _Here(MessageFilter):
    """This house has staff; a preview on the command line has none."""

    def filter(self, message: Incoming) -> bool:
        return current_turn.get().house.staff is not None


def handlers() -> Handlers:
    return [
        CommandHandler(["nhanvien"], bind, filters=_Here()),
        CommandHandler(["viec"], _for_members(cases, unknown_command), filters=_Here()),
        CommandHandler(["thongke"], _for_members(figures, unknown_command), filters=_Here()),
        CallbackQueryHandler(_for_members(cases, stale), pattern("staff", "cases")),
        CallbackQueryHandler(_for_members(figures, stale), pattern("staff", "figures")),
        CallbackQueryHandler(_for_members(table, stale), pattern("staff", "table")),
        CallbackQueryHandler(_for_members(card, stale), pattern("staff", "case", 1)),
        CallbackQueryHandler(_for_members(take, stale), pattern("staff", "take", 1)),
        CallbackQueryHandler(_for_members(choose_question, stale), pattern("staff", "ask", 1)),
        CallbackQueryHandler(_for_members(ask, stale), pattern("staff", "ask", 2)),
    ]


async def bind(update: Update, context: TurnContext) -> None:
    """/nhanvien CODE: the one-time code from the console. Whatever does not fit is answered in the same words."""
    turn = context.turn
    talk = turn.house.staff
    code = " ".join(context.args or [])
    bound = await talk.bind(chat_of(turn), code) if talk is not None and is_private(turn) and code else None
    if bound is not None:  # another turn may use the code until the commit: then this one is answered anew
        turn.write(bound)
    turn.say(Message(turn.render("digest/unbound" if bound is None else "digest/bound")))


def _for_members(act: _Act, otherwise: _Handler) -> _Handler:
    """Only in the bound private chat of an active member whose role reads digests; asked anew each time."""

    async def handled(update: Update, context: TurnContext) -> None:
        turn = context.turn
        talk = turn.house.staff
        member = await talk.who(chat_of(turn)) if talk is not None and is_private(turn) else None
        if talk is None or member is None or member.role not in READERS:
            await otherwise(update, context)
        else:
            await act(turn, talk, member)

    return handled


async def cases(turn: Turn, talk: StaffTalk, member: Member) -> None:
    turn.say(views.waiting_message(turn.house.texts, await talk.waiting(member), talk.console))


async def figures(turn: Turn, talk: StaffTalk, member: Member) -> None:
    turn.say(views.figures_message(turn.house.texts, member, await talk.figures(member), talk.console))


async def table(turn: Turn, talk: StaffTalk, member: Member) -> None:
    """What waits, as a file; made in a thread, for a thousand rows take a while."""
    digest = await talk.waiting(member)
    if digest.items:
        turn.say(await asyncio.to_thread(views.table_message, turn.house.texts, digest))
    else:
        turn.say(views.waiting_message(turn.house.texts, digest, talk.console))


async def card(turn: Turn, talk: StaffTalk, member: Member) -> None:
    found = await _named(turn, talk, member)
    if found is not None:
        turn.say(views.card_message(turn.house.texts, member.language, found, turn.now, talk.console))


async def take(turn: Turn, talk: StaffTalk, member: Member) -> None:
    """A colleague may be quicker, also until the commit: then this turn is answered anew, and says so."""
    found = await _named(turn, talk, member)
    if found is None:
        return
    if found.can_take:
        turn.write(talk.take(member, found.row.number))
        turn.notice(turn.house.texts.label("You have it now.", member.language))
        found = replace(found, holder=member.id, is_mine=True, can_take=False)
    elif not found.is_mine:
        turn.notice(turn.house.texts.label("A colleague was quicker.", member.language))
    turn.replace(views.card_message(turn.house.texts, member.language, found, turn.now, talk.console))


async def choose_question(turn: Turn, talk: StaffTalk, member: Member) -> None:
    found = await _askable(turn, talk, member)
    if found is not None:
        turn.say(views.ask_message(turn.house.texts, member.language, found.row.number))


async def ask(turn: Turn, talk: StaffTalk, member: Member) -> None:
    """One of the questions that stand ready. The case may move until the commit: then this turn is answered anew."""
    assert turn.press is not None
    question = arguments(turn.press.data)[1]
    found = await _askable(turn, talk, member)
    if found is None or question not in QUESTIONS:
        return
    turn.write(talk.ask(member, found.row.number, question))
    turn.replace(views.asked_message(turn.house.texts, member.language, found.row.number))


async def _askable(turn: Turn, talk: StaffTalk, member: Member) -> Card | None:
    """The case that the button names, if its citizen may be asked; when not, that is said."""
    found = await _named(turn, talk, member)
    if found is not None and not found.can_ask:
        turn.notice(turn.house.texts.label("This cannot be asked where the report stands now.", member.language))
        return None
    return found


async def _named(turn: Turn, talk: StaffTalk, member: Member) -> Card | None:
    """The case that the button names; when it is not for them any more, that is said."""
    assert turn.press is not None  # the patterns let only presses through
    number = read_number(arguments(turn.press.data)[0])
    found = await talk.card(member, number) if number is not None else None
    if found is None:
        turn.notice(turn.house.texts.label("This is not for you any more.", member.language))
    return found
