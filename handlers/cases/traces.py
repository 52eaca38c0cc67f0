"""What was typed and should not stay where others may read it."""

from __future__ import annotations

from bot.turns.turn import Turn

#: Channels whose talk stands in our own database, under the server's key: what is sealed to inspectors leaves it.
KEPT_HERE = frozenset({"web"})


def forget_secret(turn: Turn) -> None:
    """Have the message that is being answered removed from the chat: a secret stands in it."""
    message = turn.update.message
    if turn.address.channel in KEPT_HERE:
        forget_words(turn)
    elif message is not None:
        turn.delete([message.message_id])


def forget_words(turn: Turn) -> None:
    """Have it removed from our own page; what a messenger keeps is the citizen's to remove (/dulieu)."""
    if keeps_here(turn) and turn.house.receipts is not None:
        _, _, update_id = turn.key.split("|", 2)
        address = (turn.address.channel, turn.address.bot, turn.address.chat_id)
        turn.write(turn.house.receipts.forget_typed(update_id, address))


def keeps_here(turn: Turn) -> bool:
    return turn.address.channel in KEPT_HERE
