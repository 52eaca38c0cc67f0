"""Writing a change: which procedure, what of it, the new value, the document, the reason; looked at, then sent."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.changes import STATE_KINDS, Change
from bot.outbox.buttons import pattern
from bot.turns.turn import TurnContext, current_turn
from bot.views import change_steps as views
from bot.views.change import ROOM, waiting_rows
from handlers import questions
from handlers.changes.deciding import take_note, waiting_drafts
from handlers.changes.scene import FLOW, Scene, for_administrators
from handlers.changes.steps import (
    LONGEST,
    SHORTEST,
    ask_source,
    ask_value,
    at_channel,
    before_of,
    named,
    on_top,
    open_entry,
    out_of_date,
    take_reason,
    take_source,
    take_value,
    values_at,
    whose,
)
from handlers.filters import ADDRESSED, Keeps, without_mention
from handlers.listing import Handlers
from handlers.others import stale, unknown_command
from knowledge.changes import ALL_CHANNELS, channels_of

NOTE = "note"

_HERE = ADDRESSED & filters.ChatType.PRIVATE & Keeps("changes")


class _Writing(MessageFilter):
    """A change is being written in this chat."""

    def filter(self, message: Incoming) -> bool:
        return current_turn.get().session.flow == FLOW


def handlers() -> Handlers:
    pressed = {("pick", 1): pick, ("kind", 1): kind, ("ch", 1): channel, ("which", 1): which, ("words", 1): words}
    pressed |= {("send", 0): send, ("stop", 0): stop}
    return [
        CommandHandler(["suathutuc"], for_administrators(begin, unknown_command), filters=_HERE),
        MessageHandler(_HERE & filters.TEXT & ~filters.COMMAND & _Writing(), for_administrators(typed, not_theirs)),
        *(
            CallbackQueryHandler(for_administrators(act, stale), pattern(ROOM, name, count))
            for (name, count), act in pressed.items()
        ),
    ]


async def not_theirs(update: Update, context: TurnContext) -> None:
    """Their role ended while they were writing: what they type is a question, as from anybody."""
    context.turn.session.leave_form()
    await questions.asked(update, context)


async def begin(scene: Scene) -> None:
    """/suathutuc, alone or with a code or words behind it."""
    message = scene.turn.update.message
    text = (message.text or "").partition(" ")[2].strip() if message is not None else ""
    scene.leave()
    if text:
        await named(scene, text)
        return
    drafts, requests = await waiting_drafts(scene)
    scene.stand_at("find")
    asked = scene.plain("which", waits=len(drafts) + len(requests))
    rows = (*waiting_rows(drafts, requests), *asked.buttons)
    scene.turn.say(type(asked)(asked.text, rows))


async def pick(scene: Scene) -> None:
    """A procedure of a list; or begun again with the same one."""
    await open_entry(scene, scene.pressed()[0])


async def kind(scene: Scene) -> None:
    """Time, fee, or the status."""
    change, (name,) = scene.change, scene.pressed()
    found = await scene.desk.found(change.code) if change is not None else None
    if change is None or found is None or name not in views.KINDS or found.entry.archived != (name == "restore"):
        await out_of_date(scene)
        return
    change = Change(
        code=change.code,
        base=change.base,
        draft=change.draft,
        revision=change.revision,
        kind=name,
    )
    if name in STATE_KINDS:
        await ask_source(scene, change)
        return
    before = scene.desk.before(found, scene.member)
    if len(channels_of(before)) > 1:
        scene.stand_at("channel", change)
        scene.turn.say(views.channel_message(scene.texts, scene.language, change, before))
    else:
        await at_channel(scene, change.model_copy(update={"channel": ALL_CHANNELS}), before)


async def channel(scene: Scene) -> None:
    change, (name,), before = scene.change, scene.pressed(), await before_of(scene)
    if change is None or before is None or change.kind is None or name not in (ALL_CHANNELS, *channels_of(before)):
        await out_of_date(scene)
        return
    await at_channel(scene, change.model_copy(update={"channel": name, "value": None}), before)


async def which(scene: Scene) -> None:
    """One of several values, counted from 1; 0: all of them."""
    change, (number,), before = scene.change, scene.pressed(), await before_of(scene)
    values = values_at(change, before) if change is not None and before is not None else []
    if change is None or not number.isdecimal() or int(number) > len(values):
        await out_of_date(scene)
        return
    ask_value(scene, change.model_copy(update={"value": values[int(number) - 1] if int(number) else None}), values)


async def words(scene: Scene) -> None:
    """Whether the words beside the value stay."""
    change, (choice,) = scene.change, scene.pressed()
    if change is None or choice not in ("keep", "drop") or scene.turn.session.step != "words":
        await out_of_date(scene)
        return
    await ask_source(scene, change.model_copy(update={"keep": choice == "keep"}))


async def stop(scene: Scene) -> None:
    scene.leave()
    scene.turn.replace(scene.message("stopped"))


async def typed(scene: Scene) -> None:
    """The words that the step waits for."""
    message = scene.turn.update.message
    assert message is not None  # the filter lets only messages through
    text, step = without_mention(message), scene.turn.session.step or ""
    act = _TYPED.get(step)
    if step == NOTE:
        await take_note(scene, text, SHORTEST, LONGEST)
    elif act is None or (step != "find" and scene.change is None):
        scene.say("press")
    else:
        await act(scene, text)


async def send(scene: Scene) -> None:
    """Handed in, unless something stands in the way; then it is told, and nothing is lost."""
    change = scene.change
    if change is None or not change.reason or scene.turn.session.step != "review":
        await out_of_date(scene)
        return
    found = await scene.desk.found(change.code)
    problem = scene.desk.problem(change, found, scene.member)
    if problem == "moved" and found is not None:
        await on_top(scene, change, found)
    elif problem is not None:
        who = await whose(scene, found)
        scene.say("problem", problem=problem, who=who)
        if problem != "busy":
            scene.leave()
    else:
        kind = change.kind
        write = scene.desk.send_request(scene.member, change, kind) if kind in ("archive", "restore") else None
        scene.turn.write(write or scene.desk.send(scene.member, change))
        scene.leave()
        scene.say("sent", told=bool(await scene.desk.seconds(frozenset({scene.member.id}))))


_TYPED: dict[str, Callable[[Scene, str], Coroutine[Any, Any, None]]] = {
    "find": named,
    "value": take_value,
    "source": take_source,
    "reason": take_reason,
}
