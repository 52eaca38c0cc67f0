"""/giayto: the papers of one's own case, written down, ticked off, resumed, shared, told of when they change."""

from __future__ import annotations

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.checklists import Checklist, ChecklistDesk, Facts, Mark, changes, facts_of, lines_of
from bot.checklists.asking import asks_for_lists
from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.turns.turn import Turn, TurnContext
from bot.views.checklist import Shown, all_message, list_message, shared_message
from bot.views.choices import unpacked
from bot.views.home import ways_in
from handlers.chat import chat_of, is_private
from handlers.filters import ADDRESSED, Keeps, without_mention
from handlers.listing import Handlers
from knowledge.cases import UnknownCase
from knowledge.model import PublicService

#: The next state of a line when it is pressed.
_NEXT: dict[Mark | None, Mark | None] = {None: "have", "have": "not_mine", "not_mine": None}


class _Asked(MessageFilter):
    """Somebody asks for what they have written down."""

    def filter(self, message: Incoming) -> bool:
        return asks_for_lists(without_mention(message))


def handlers() -> Handlers:
    return [
        CommandHandler(["giayto", "papers"], every, filters=Keeps("checklists")),
        CallbackQueryHandler(every, pattern("chk", "all")),
        CallbackQueryHandler(begin, pattern("chk", "open", 2)),
        CallbackQueryHandler(show, pattern("chk", "show", 1)),
        CallbackQueryHandler(page, pattern("chk", "page", 2)),
        CallbackQueryHandler(tick, pattern("chk", "tick", 3)),
        CallbackQueryHandler(tell, pattern("chk", "tell", 2)),
        CallbackQueryHandler(share, pattern("chk", "share", 1)),
        CallbackQueryHandler(drop, pattern("chk", "drop", 1)),
        MessageHandler(ADDRESSED & filters.TEXT & ~filters.COMMAND & Keeps("checklists") & _Asked(), every),
    ]


async def every(update: Update, context: TurnContext) -> None:
    """All lists of this chat."""
    turn = context.turn
    if not is_private(turn):
        turn.say(Message(turn.render("checklist/group")))
        return
    turn.say(await _every(turn))


async def begin(update: Update, context: TurnContext) -> None:
    """Written down for a case; one that is kept already goes on, with its marks."""
    turn = context.turn
    code, case = _pressed(turn)
    if not is_private(turn):
        turn.say(Message(turn.render("checklist/group")))
        return
    stored = await turn.house.knowledge.service(code)
    if stored is None:
        turn.say(Message(turn.render("desk/stale"), ways_in(turn)))
        return
    choice = unpacked(case)
    before = await _desk(turn).one(chat_of(turn), code)
    checklist = before or Checklist(code, stored.version, choice, Facts({}, None, None))
    if before is None or before.choice != choice:
        checklist.choice, checklist.facts = _in_force(stored.service, choice)
    turn.say(list_message(turn, _looked_at(turn, checklist, stored.service, stored.version)))


async def show(update: Update, context: TurnContext) -> None:
    turn = context.turn
    found = await _found(turn, _pressed(turn)[0])
    if found is not None:
        turn.say(list_message(turn, _looked_at(turn, *found)))


async def page(update: Update, context: TurnContext) -> None:
    turn = context.turn
    code, number = _pressed(turn)
    found = await _found(turn, code)
    if found is not None:
        turn.replace(list_message(turn, _looked_at(turn, *found), _number(number)))


async def tick(update: Update, context: TurnContext) -> None:
    """The next state of one line, in place. A line that is no longer on the list changes nothing."""
    turn = context.turn
    code, key, number = _pressed(turn)
    found = await _found(turn, code)
    if found is None:
        return
    checklist, service, version = found
    state = _NEXT[checklist.marks.pop(key, None)]
    if state is not None:
        checklist.marks[key] = state
    turn.replace(list_message(turn, _looked_at(turn, checklist, service, version), _number(number)))


async def tell(update: Update, context: TurnContext) -> None:
    """Opting in to news, or out again."""
    turn = context.turn
    code, wanted = _pressed(turn)
    found = await _found(turn, code)
    if found is None:
        return
    found[0].told = wanted == "1"
    turn.notice(turn.label("I will tell you here.") if found[0].told else turn.label("No more news of this list."))
    turn.replace(list_message(turn, _looked_at(turn, *found)))


async def share(update: Update, context: TurnContext) -> None:
    turn = context.turn
    found = await _found(turn, _pressed(turn)[0])
    if found is not None:
        turn.say(shared_message(turn, _looked_at(turn, *found)))


async def drop(update: Update, context: TurnContext) -> None:
    turn = context.turn
    (code,) = _pressed(turn)
    turn.write(_desk(turn).drop(chat_of(turn), code))
    turn.notice(turn.label("The list is put away."))
    turn.replace(await _every(turn, without=code))


async def _every(turn: Turn, without: str | None = None) -> Message:
    kept = []
    for checklist in await _desk(turn).of_chat(chat_of(turn)):
        stored = await turn.house.knowledge.service(checklist.code)
        if stored is not None and checklist.code != without:
            kept.append(_shown(checklist, stored.service))
    return all_message(turn, kept, await _desk(turn).kept_days())


async def _found(turn: Turn, code: str) -> tuple[Checklist, PublicService, int] | None:
    """A kept list with its procedure, or the way on when one of them is gone."""
    checklist = await _desk(turn).one(chat_of(turn), code)
    stored = await turn.house.knowledge.service(code)
    if checklist is not None and stored is not None:
        return checklist, stored.service, stored.version
    if checklist is not None:
        turn.write(_desk(turn).drop(chat_of(turn), code))
        turn.say(Message(turn.render("checklist/gone", name=code), ways_in(turn)))
    else:
        turn.say(await _every(turn))
    return None


def _looked_at(turn: Turn, checklist: Checklist, service: PublicService, version: int) -> Shown:
    """What is shown is what is kept: changes are told once, marks of lines that are gone are forgotten."""
    shown = _shown(checklist, service)
    checklist.choice, checklist.facts = _in_force(service, checklist.choice)
    checklist.version = version
    checklist.marks = {key: mark for key, mark in checklist.marks.items() if key in checklist.facts.papers}
    turn.write(_desk(turn).keep(chat_of(turn), checklist, turn.session.language))
    return shown


def _shown(checklist: Checklist, service: PublicService) -> Shown:
    choice, facts = _in_force(service, checklist.choice)
    recased = choice != checklist.choice
    now = Checklist(checklist.code, checklist.version, choice, facts, checklist.marks, checklist.told)
    return Shown(service, now, lines_of(service, choice), changes(checklist.facts, facts), recased)


def _in_force(service: PublicService, choice: tuple[str, ...]) -> tuple[tuple[str, ...], Facts]:
    """The case as it is chosen now: all of them when the one that was chosen is gone."""
    try:
        return choice, facts_of(service, choice)
    except UnknownCase:
        return (), facts_of(service, ())


def _number(value: str) -> int:
    return int(value) if value.isdecimal() else 1


def _pressed(turn: Turn) -> list[str]:
    assert turn.press is not None  # only buttons lead here
    return arguments(turn.press.data)


def _desk(turn: Turn) -> ChecklistDesk:
    assert turn.house.checklists is not None  # the filters let nothing through in a house without
    return turn.house.checklists
