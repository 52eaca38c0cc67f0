"""What an outcome means for one message: over, or once more. The table of errors, row by row."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.outbox.courier import Fate, Outcome
from bot.outbox.outgoing import Kind
from bot.outbox.parcel import Again, Finished, Parcel, Settled
from bot.outbox.shelf import DOUBTED

#: A message that went without an answer is sent once more if it must arrive: it may then stand there twice.
MOST_DOUBTS = 1
#: An edit or a removal can be repeated without harm.
HARMLESS = frozenset({Kind.EDIT, Kind.DELETE})
MOST_DOUBTS_OF_HARMLESS = 4
#: The server says that it failed, at this very message while others get through: not for ever.
MOST_BLAME = 8
DOUBT_PAUSE_S = 2.0
FIRST_REFUSAL_PAUSE_S, LONGEST_REFUSAL_PAUSE_S = 1.0, 60.0

log = structlog.get_logger(__name__)


def settle(parcel: Parcel, outcome: Outcome, delivered: int = 0) -> Settled:
    """What is to be written back about ``parcel``. Counts its doubts and refusals, and marks it plain.

    :param delivered: how many messages have got through so far: while that stands still, being turned away says
        nothing about this one.
    """
    match outcome.fate:
        case Fate.DELIVERED | Fate.NOT_MODIFIED:
            return Finished(parcel, "sent", outcome.message_id)
        case Fate.NOT_SENT | Fate.TOKEN_REFUSED:
            return _again(parcel)
        case Fate.FORBIDDEN:
            return _dead(parcel, outcome.reason, unreachable=parcel.kind is not Kind.ANSWER)
    if parcel.kind is Kind.ANSWER:
        # The press has long been acted upon; its answer only stops a waiting mark. Not worth a second try.
        return Finished(parcel, "dead", error=outcome.reason)
    match outcome.fate:
        case Fate.TURNED_AWAY:
            return _turned_away(parcel, outcome, delivered)
        case Fate.UNCERTAIN:
            return _uncertain(parcel, outcome)
        case Fate.HOLD_CHAT:
            return _again(parcel, outcome.hold_s)
        case Fate.PLAIN_TEXT if not parcel.plain:
            log.error("markup_refused", id=parcel.id, reason=outcome.reason)
            parcel.plain = True
            return _again(parcel)
        case Fate.SAY_ANEW if parcel.kind is Kind.EDIT and parcel.must_arrive:
            return Again(parcel, Kind.SAY, parcel.address)
        case Fate.SAY_ANEW if parcel.kind is Kind.EDIT:  # it only took something away, and that is gone
            return Finished(parcel, "sent")
        case Fate.MIGRATED if outcome.chat_id and outcome.chat_id != parcel.address.chat_id:
            return Again(parcel, parcel.kind, replace(parcel.address, chat_id=outcome.chat_id))
    return _dead(parcel, outcome.reason)


def _again(parcel: Parcel, delay_s: float = 0.0) -> Again:
    return Again(parcel, parcel.kind, parcel.address, delay_s, DOUBTED if parcel.doubts else None)


def _turned_away(parcel: Parcel, outcome: Outcome, delivered: int) -> Settled:
    parcel.refusals += 1
    parcel.blame += delivered != parcel.refused_at
    parcel.refused_at = delivered
    if parcel.blame > MOST_BLAME:
        return _dead(parcel, outcome.reason)
    return _again(parcel, min(FIRST_REFUSAL_PAUSE_S * 2 ** min(parcel.refusals - 1, 10), LONGEST_REFUSAL_PAUSE_S))


def _uncertain(parcel: Parcel, outcome: Outcome) -> Settled:
    parcel.doubts += 1
    most = MOST_DOUBTS_OF_HARMLESS if parcel.kind in HARMLESS else MOST_DOUBTS if parcel.must_arrive else 0
    if parcel.doubts <= most:
        return _again(parcel, DOUBT_PAUSE_S)
    log.warning("delivery_uncertain", id=parcel.id, reason=outcome.reason)
    return Finished(parcel, "uncertain", error=outcome.reason)


def _dead(parcel: Parcel, reason: str, *, unreachable: bool = False) -> Finished:
    log.warning("delivery_refused", id=parcel.id, kind=str(parcel.kind), reason=reason)
    # Who has shut the chat wants nothing more; a removal or an answer to a press is worth nothing later.
    again = not unreachable and parcel.kind in (Kind.SAY, Kind.EDIT)
    return Finished(parcel, "dead", error=reason, unreachable=unreachable, again=again)
