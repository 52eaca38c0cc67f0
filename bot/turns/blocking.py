"""After the handlers: who is blocked is told once, for how long and how to object."""

from __future__ import annotations

from bot.outbox.buttons import data
from bot.outbox.message import Button, Message
from bot.turns.arrival import is_private
from bot.turns.turn import Turn


async def tell_of_block(turn: Turn, lane: str) -> None:
    """:param lane: of the person, as the inbox names them. In groups nobody is told: others read along."""
    abuse = turn.house.abuse
    block = await abuse.blocks.of(lane) if abuse is not None and is_private(turn.update) else None
    if block is None or turn.session.block_told == block.id:
        return
    turn.session.block_told = block.id
    button = Button(turn.label("✋ This is a mistake"), data("apl", "begin"))
    turn.say(Message(turn.render("abuse/blocked", until=block.until), ((button,),)))
