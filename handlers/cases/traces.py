"""What was typed and should not stay where others may read it."""

from __future__ import annotations

from bot.turns.turn import Turn

#: Where a message is known to its channel by the number its update bears.
NUMBERED = frozenset({"telegram"})


def forget_typed(turn: Turn) -> None:
    """Have the message that is being answered removed from the chat: a secret stands in it."""
    message = turn.update.message
    if message is not None and turn.address.channel in NUMBERED:
        turn.delete([message.message_id])
