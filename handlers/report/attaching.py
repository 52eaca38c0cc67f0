"""Files while a report is being written: fetched and checked elsewhere, counted when they come back."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update
from telegram.ext import MessageHandler

from bot.outbox.message import Message
from bot.reports.draft import MOST_FILES, ReportDraft
from bot.reports.evidence import EvidenceDesk, Reason
from bot.turns.turn import Turn, TurnContext
from bot.views.home import ways_in
from bot.views.report import agree_first_message
from handlers.attachments import ATTACHED, CAME_BACK, Arrival, arrived, expect
from handlers.chat import chat_of
from handlers.filters import ADDRESSED
from handlers.listing import Handlers
from handlers.report.moving import go_on, say
from handlers.report.steps import STEPS
from handlers.report.talk import REVIEW, draft_in, keep
from handlers.report.typing import Writing


def handlers() -> Handlers:
    return [
        MessageHandler(ADDRESSED & CAME_BACK & Writing(), came),
        MessageHandler(ADDRESSED & ATTACHED & Writing(), sent),
    ]


def late_handlers() -> Handlers:
    return [MessageHandler(ADDRESSED & CAME_BACK, too_late)]


async def sent(update: Update, context: TurnContext) -> None:
    """A photo, a file, a voice note: fetched if it may be; the first of those sent together is answered."""
    turn = context.turn
    draft, evidence = draft_in(turn), turn.house.evidence
    assert update.message is not None  # the filter lets only messages through
    if draft is None or evidence is None:
        turn.say(Message(turn.render("report/gone"), ways_in(turn)))
        return
    if draft.consent is None:
        turn.say(agree_first_message(turn, draft))
        return
    if update.message.caption:
        await STEPS["story"].typed(turn, draft, update.message.caption)
        keep(turn, draft)
    alone = not turn.session.draft.get("evidence")
    reason = expect(turn, evidence, update.message)
    if reason is not None:
        turn.say(_told(turn, draft, 0, [reason]))
    elif alone:
        turn.say(Message(turn.render("report/files_wait")))


async def came(update: Update, context: TurnContext) -> None:
    """Into the report as far as there is room; one answer for all that were sent together."""
    turn = context.turn
    draft, evidence = draft_in(turn), turn.house.evidence
    assert update.message is not None  # the filter lets only messages through
    arrival = arrived(turn, evidence, chat_of(turn), update.message) if evidence is not None else None
    if evidence is None or arrival is None:
        turn.say(Message(turn.render("report/gone"), ways_in(turn)))
    elif draft is None or draft.consent is None:
        turn.write(evidence.discard(chat_of(turn), arrival.ids))
    else:
        await _take(turn, draft, evidence, arrival)


async def too_late(update: Update, context: TurnContext) -> None:
    """Sent or dropped meanwhile: the files are not kept."""
    turn = context.turn
    assert update.message is not None  # the filter lets only messages through
    evidence = turn.house.evidence
    arrival = arrived(turn, evidence, chat_of(turn), update.message) if evidence is not None else None
    if evidence is not None and arrival is not None and arrival.ids:
        turn.write(evidence.discard(chat_of(turn), arrival.ids))
    turn.say(Message(turn.render("report/files_late"), ways_in(turn)))


async def _take(turn: Turn, draft: ReportDraft, evidence: EvidenceDesk, arrival: Arrival) -> None:
    new = [file_id for file_id in arrival.ids if file_id not in draft.files]
    room = MOST_FILES - len(draft.files)
    draft.files = [*draft.files, *new[:room]]
    if new[room:]:
        turn.write(evidence.discard(chat_of(turn), new[room:]))
    keep(turn, draft)
    if arrival.tally is None:
        return
    reasons: list[Reason] = list(arrival.tally.refused)
    if new[room:]:
        reasons.append("too_many")
    turn.say(_told(turn, draft, arrival.tally.received - len(new[room:]), reasons))
    if turn.session.step in ("evidence", REVIEW):
        await say(turn, draft, str(turn.session.step))
    else:
        await go_on(turn, draft)


def _told(turn: Turn, draft: ReportDraft, received: int, reasons: Sequence[Reason]) -> Message:
    told = list(dict.fromkeys(reasons))
    return Message(turn.render("report/files", received=received, reasons=told, files=len(draft.files)))
