"""Files for the thread of a case: fetched and checked elsewhere, sealed into the case when they come back."""

from __future__ import annotations

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import MessageHandler
from telegram.ext.filters import MessageFilter

from bot.turns.turn import TurnContext, current_turn
from bot.views import case as views
from handlers.attachments import ATTACHED, CAME_BACK, arrived, expect
from handlers.cases.talk import FILES, WRITTEN, Standing, case_at_hand, desk
from handlers.cases.typing import not_open
from handlers.chat import chat_of
from handlers.filters import ADDRESSED, Keeps
from handlers.listing import Handlers


class _Evidence(MessageFilter):
    """This house takes files."""

    def filter(self, message: Incoming) -> bool:
        return current_turn.get().house.evidence is not None


def handlers() -> Handlers:
    here = ADDRESSED & Keeps("reports") & _Evidence() & Standing(*WRITTEN, FILES)
    return [MessageHandler(here & CAME_BACK, came), MessageHandler(here & ATTACHED, sent)]


async def sent(update: Update, context: TurnContext) -> None:
    """A photo, a file or a voice note; a caption is a message of its own."""
    turn = context.turn
    evidence, message = turn.house.evidence, update.message
    assert evidence is not None  # the filters let only messages through, in a house that takes files
    assert message is not None
    view = await case_at_hand(turn)
    if view is None or view.erased:
        not_open(turn)
        return
    if await desk(turn).files_left(view.id) == 0:
        turn.say(views.files(turn, view, 0, ["too_many"]))
        return
    under_way = "evidence" in turn.session.draft
    refused = expect(turn, evidence, message)
    if refused is not None:
        turn.say(views.files(turn, view, 0, [refused]))
        return
    if message.caption:
        turn.write(desk(turn).add_message(view.id, message.caption))
    if not under_way:
        turn.say(views.plain(turn, "files_wait"))


async def came(update: Update, context: TurnContext) -> None:
    """Checked: into the case as far as there is room; no copy stays outside of it."""
    turn = context.turn
    evidence, message = turn.house.evidence, update.message
    assert evidence is not None  # the filters let only messages through, in a house that takes files
    assert message is not None
    arrival = arrived(turn, evidence, chat_of(turn), message)
    view = await case_at_hand(turn)
    if arrival is None:  # somebody's own document under a name like ours
        turn.say(views.plain(turn, "stranger"))
        return
    turn.write(evidence.discard(chat_of(turn), arrival.ids))
    if view is None or view.erased:
        not_open(turn)
        return
    room = await desk(turn).files_left(view.id)
    kept = await evidence.prepare(chat_of(turn), arrival.ids[:room])
    if kept:
        turn.write(desk(turn).add_files(view.id, kept))
    if arrival.tally is not None:
        over = ["too_many"] if len(arrival.ids) > room else []
        received = arrival.tally.received - (len(arrival.ids) - len(kept))
        turn.say(views.files(turn, view, received, [*arrival.tally.refused, *over]))
