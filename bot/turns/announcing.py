"""Before and after the handlers: a channel that is off says so, and an emergency notice follows the next answer."""

from __future__ import annotations

from bot.outbox.message import Message
from bot.outbox.outgoing import Kind
from bot.turns.arrival import is_private
from bot.turns.turn import Turn


async def is_paused(turn: Turn) -> bool:
    """Whether the turn's channel is off; if so, the person has been told. Their session stays as it is, a report that
    is being written too. Groups are told nothing: nobody there waits for us alone."""
    standing = turn.house.notices
    text = await standing.paused(turn.address.channel, turn.session.language) if standing is not None else None
    if text is None:
        return False
    if is_private(turn.update):
        turn.say(Message(turn.render("notices/paused", text=text)))
    return True


async def announce(turn: Turn) -> None:
    """Under the first answer a chat gets while the notice stands; once, or it would drown the answers."""
    standing = turn.house.notices
    notice = await standing.emergency() if standing is not None and is_private(turn.update) else None
    if notice is None or turn.session.notice_told == notice.id:
        return
    if any(message.kind in (Kind.SAY, Kind.EDIT) for message in turn.outgoing):
        turn.session.notice_told = notice.id
        turn.say(Message(turn.render("notices/emergency", text=notice.texts[turn.session.language])))
