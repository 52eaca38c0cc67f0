"""Files while a report is being written: fetched and checked elsewhere, counted when they come back."""

from __future__ import annotations

from typing import Any

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.outbox.message import Message
from bot.reports.draft import MOST_FILES, ReportDraft
from bot.reports.evidence import EvidenceDesk, Result, Tally, arrive, expect
from bot.turns.turn import Turn, TurnContext, current_turn
from bot.views.home import ways_in
from bot.views.report import agree_first_message
from handlers.filters import ADDRESSED
from handlers.listing import Handlers
from handlers.report.moving import go_on, say
from handlers.report.steps import STEPS
from handlers.report.talk import REVIEW, chat_of, draft_in, keep
from handlers.report.typing import Writing

MEDIA = filters.PHOTO | filters.Document.ALL | filters.VOICE | filters.AUDIO | filters.VIDEO
#: Every file that can be fetched; a video is refused by its content, in words of its own.
_KINDS = ("document", "voice", "audio", "video")


class _ComeBack(MessageFilter):
    """Files that were fetched, when the report they were sent for is gone."""

    def filter(self, message: Incoming) -> bool:
        turn = current_turn.get()
        return turn.house.evidence is not None and _results(turn, message) is not None


def handlers() -> Handlers:
    return [MessageHandler(ADDRESSED & MEDIA & Writing(), attached)]


def late_handlers() -> Handlers:
    return [MessageHandler(ADDRESSED & filters.Document.ALL & _ComeBack(), too_late)]


async def attached(update: Update, context: TurnContext) -> None:
    turn = context.turn
    message, draft = update.message, draft_in(turn)
    assert message is not None  # the filter lets only messages through
    if draft is None or turn.house.evidence is None:
        turn.say(Message(turn.render("report/gone"), ways_in(turn)))
        return
    results = _results(turn, message)
    if draft.consent is None:
        if results is not None:
            turn.write(_desk(turn).discard(chat_of(turn), [each.id for each in results if each.id]))
        turn.say(agree_first_message(turn, draft))
    elif results is None:
        await _fetch(turn, update, message, draft)
    else:
        await _take(turn, draft, update.update_id, results)


async def too_late(update: Update, context: TurnContext) -> None:
    """Sent or dropped meanwhile: the files are not kept."""
    turn = context.turn
    assert update.message is not None  # the filter lets only messages through
    results = _results(turn, update.message) or []
    turn.write(_desk(turn).discard(chat_of(turn), [each.id for each in results if each.id]))
    turn.say(Message(turn.render("report/files_late"), ways_in(turn)))


async def _fetch(turn: Turn, update: Update, message: Incoming, draft: ReportDraft) -> None:
    """Plan it; the first of those sent together is answered, so that nobody wonders."""
    if message.caption:
        await STEPS["story"].typed(turn, draft, message.caption)
        keep(turn, draft)
    whole = update.to_dict()["message"]
    kept = {name: whole[name] for name in ("message_id", "date", "chat", "from") if name in whole}
    first = expect(turn.session.draft, update.update_id, turn.now)
    turn.write(_desk(turn).plan_fetch(turn.key, turn.address.bot, update.update_id, _file_id(message), kept))
    if first:
        turn.say(Message(turn.render("report/files_wait")))


async def _take(turn: Turn, draft: ReportDraft, number: int, results: list[Result]) -> None:
    """Into the report as far as there is room; one answer for all that were sent together."""
    new = [each.id for each in results if each.id and each.id not in draft.files]
    room = MOST_FILES - len(draft.files)
    draft.files = [*draft.files, *new[:room]]
    if new[room:]:
        turn.write(_desk(turn).discard(chat_of(turn), new[room:]))
        results = [each for each in results if each.id not in new[room:]] + [Result(None, "too_many")]
    keep(turn, draft)
    tally = arrive(turn.session.draft, number, results, turn.now)
    if tally is not None:
        turn.say(_told(turn, draft, tally))
        if turn.session.step in ("evidence", REVIEW):
            await say(turn, draft, str(turn.session.step))
        else:
            await go_on(turn, draft)


def _told(turn: Turn, draft: ReportDraft, tally: Tally) -> Message:
    reasons = list(dict.fromkeys(tally.refused))
    return Message(turn.render("report/files", received=tally.received, reasons=reasons, files=len(draft.files)))


def _results(turn: Turn, message: Incoming) -> list[Result] | None:
    return _desk(turn).received(chat_of(turn), message.document.file_id) if message.document else None


def _file_id(message: Incoming) -> str:
    """Of a photo's largest size."""
    if message.photo:
        return message.photo[-1].file_id
    found: Any = next(part for part in (getattr(message, kind) for kind in _KINDS) if part is not None)
    return str(found.file_id)


def _desk(turn: Turn) -> EvidenceDesk:
    assert turn.house.evidence is not None  # asked before
    return turn.house.evidence
