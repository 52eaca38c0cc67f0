"""Evidence in a conversation: what a citizen sends is fetched elsewhere, and what became of it comes back.

A conversation that takes evidence (a report, the thread of a case) uses it like this::

    MessageHandler(ADDRESSED & CAME_BACK, came), MessageHandler(ADDRESSED & ATTACHED & <my flow>, sent)

    async def sent(update, context):        # a photo, a file or a voice note
        reason = expect(turn, evidence, update.message)  # fetches it; or says at once why not
        if reason is not None: turn.say(…)

    async def came(update, context):        # checked: offered in every flow, so that nothing is kept unasked
        arrival = arrived(turn, evidence, chat, update.message)
        take arrival.ids into the draft, or turn.write(evidence.discard(chat, arrival.ids))
        if arrival.tally is not None: turn.say(one answer about tally.received and tally.refused)

These come before the dossiers' handlers, which take any photo for a receipt.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message as Incoming
from telegram.ext import filters
from telegram.ext.filters import MessageFilter

from bot.people import ChatRef
from bot.reports.evidence import EvidenceDesk, Reason, Tally, arrive
from bot.reports.evidence import expect as note
from bot.reports.evidence.limits import MOST_BYTES
from bot.reports.evidence.marks import PREFIX
from bot.turns.turn import Turn

#: What may be evidence; whether it is, its content tells.
ATTACHED = filters.PHOTO | filters.Document.ALL | filters.VOICE | filters.AUDIO | filters.VIDEO | filters.VIDEO_NOTE


class _CameBack(MessageFilter):
    """Made by this program; anybody else's document of such a name is told apart by :func:`arrived`."""

    def filter(self, message: Incoming) -> bool:
        return message.document is not None and message.document.file_id.startswith(PREFIX)


CAME_BACK = _CameBack()


@dataclass(frozen=True, slots=True)
class Arrival:
    """``ids``: files that came now (draft_file); ``tally``: what to answer, None while others are on their way."""

    ids: tuple[str, ...]
    tally: Tally | None


def expect(turn: Turn, evidence: EvidenceDesk, message: Incoming) -> Reason | None:
    """Have what was sent fetched. :returns: why it is not, where that shows without fetching it."""
    if message.video is not None or message.video_note is not None:
        return "video"
    file_id, size = _file_of(message)
    if size > MOST_BYTES:
        return "too_large"
    whole = turn.update.to_dict()["message"]
    kept = {name: whole[name] for name in ("message_id", "date", "chat", "from") if name in whole}
    number = turn.update.update_id
    note(turn.session.draft, number, turn.now)
    turn.write(evidence.plan_fetch(turn.key, turn.address.bot, number, file_id, kept))
    return None


def arrived(turn: Turn, evidence: EvidenceDesk, chat: ChatRef, message: Incoming) -> Arrival | None:
    """What came back; None when the message bears no mark of ours for this chat."""
    results = evidence.received(chat, message.document.file_id) if message.document is not None else None
    if results is None:
        return None
    tally = arrive(turn.session.draft, turn.update.update_id, results, turn.now)
    return Arrival(tuple(result.id for result in results if result.id is not None), tally)


def _file_of(message: Incoming) -> tuple[str, int]:
    """(file id, declared size) of what a message brings; of a photo the largest size."""
    sent = message.photo[-1] if message.photo else message.document or message.voice or message.audio
    assert sent is not None  # ATTACHED lets nothing else through
    return sent.file_id, sent.file_size or 0
