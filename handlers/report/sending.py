"""Sending it: everything expensive before the commit, the case whole or absent in it, number and secret after it."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.metrics.counting import REPORTS
from bot.outbox.buttons import arguments, pattern
from bot.reports.cases import Filing, Joined
from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn, TurnContext
from bot.views.report_sent import joined_message, masked_message, receipt_message, refused_message
from handlers.chat import chat_of
from handlers.listing import Handlers
from handlers.report.moving import go_on, reopen
from handlers.report.pressing import on_draft
from handlers.report.steps import next_step
from handlers.report.talk import desk, drop

#: Channels whose talk stands in our own database.
KEPT_HERE = frozenset({"web"})


def handlers() -> Handlers:
    return [
        CallbackQueryHandler(on_draft(send), pattern("rep", "send", 1)),
        CallbackQueryHandler(mask, pattern("rep", "mask", 1)),
    ]


async def send(turn: Turn, draft: ReportDraft, _: list[str]) -> None:
    if not (draft.story or draft.dossier or draft.demand or draft.files):
        reopen(draft, "story")
        turn.notice(turn.label("A sentence is needed before it can be sent."))
    if next_step(draft) is not None:  # that, or an old button: something was reopened since
        await go_on(turn, draft)
        return
    address = (turn.address.channel, turn.address.bot, turn.address.chat_id) if draft.notify else None
    evidence = turn.house.evidence
    files = await evidence.prepare(chat_of(turn), draft.files) if evidence is not None else []
    done = await desk(turn).prepare(draft, chat_of(turn), address, turn.session.language, files)
    if not isinstance(done, Filing | Joined):
        turn.say(refused_message(turn, draft, done))
        return
    await _clear_page(turn)
    drop(turn)
    turn.write(done.write)
    REPORTS.add(event="filed")
    if isinstance(done, Joined):
        turn.say(joined_message(turn, done))
    else:
        turn.say(receipt_message(turn, done))
        await _after(turn, done)


async def _after(turn: Turn, filing: Filing) -> None:
    """In the same commit: the picture that proves the filing, and when the secret is to be masked."""
    if turn.house.receipts is not None:
        address = (turn.address.channel, turn.address.bot, turn.address.chat_id)
        told = turn.outgoing[-1].dedup
        turn.write(await turn.house.receipts.after_filing(filing, address, turn.session.language, told))


async def _clear_page(turn: Turn) -> None:
    """What is filed is sealed to inspectors; a page that keeps the talk under the server's key would undo that.

    Telegram keeps the talk itself; there the citizen may have the last two days removed (/dulieu).
    """
    if turn.address.channel in KEPT_HERE and turn.house.privacy is not None:
        turn.delete(await turn.house.privacy.recent(chat_of(turn)))


async def mask(update: Update, context: TurnContext) -> None:
    """The secret has been noted down: it does not stay on the screen."""
    turn = context.turn
    assert turn.press is not None
    (number,) = arguments(turn.press.data)
    turn.replace(masked_message(turn, number))
    turn.notice(turn.label("The secret is hidden."))
