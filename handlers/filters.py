"""Which messages are meant for the bot."""

from __future__ import annotations

import re

from telegram import Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext.filters import MessageFilter, UpdateType

from bot.turns.turn import current_turn


class _Addressed(MessageFilter):
    """Private talk always; in groups a mention, a reply to the bot, or a command that names it."""

    def filter(self, message: Message) -> bool:
        if message.chat.type == ChatType.PRIVATE:
            return True
        me = message.get_bot()
        replied = message.reply_to_message
        if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
            return True
        name = f"@{me.username}".lower()
        kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.BOT_COMMAND]
        mentions = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
        return any(words.lower().endswith(name) for words in mentions.values())


class Keeps(MessageFilter):
    """This house has the room; a preview on the command line has not.

    :param room: a field of :class:`bot.turns.turn.House`.
    """

    def __init__(self, room: str) -> None:
        super().__init__()
        self._room = room

    def filter(self, message: Message) -> bool:
        return getattr(current_turn.get().house, self._room) is not None


#: Edited messages are not asked again: the answer to the first wording stands above.
ADDRESSED = UpdateType.MESSAGE & _Addressed()


def without_mention(message: Message) -> str:
    """The text of a message less the bot's own @name."""
    text = message.text or message.caption or ""
    name = f"@{message.get_bot().username}"
    return re.sub(re.escape(name), " ", text, flags=re.IGNORECASE).strip()
