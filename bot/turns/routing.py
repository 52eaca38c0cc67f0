"""Which handlers an update is offered to: those that could take it, in their order.

python-telegram-bot offers every update to every handler until one takes it, and most of ours take one button each: a
press was held against some seventy patterns. Here a press is looked up by the head of its data, and what is not a press
is not offered to buttons.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, cast

from telegram import Update
from telegram.ext import Application, BaseHandler, CallbackQueryHandler

from bot.outbox.buttons import head_of, head_of_pattern

Handler = BaseHandler[Any, Any, Any]


class StrictApplication(Application[Any, Any, Any, Any, Any, Any]):
    """One group of handlers, each awaited. An error in a handler is an error of the turn: it must not be swallowed."""

    async def initialize(self) -> None:
        await super().initialize()
        every = [handler for group in self.handlers.values() for handler in group]
        self._of_words = [handler for handler in every if not isinstance(handler, CallbackQueryHandler)]
        self._of_press = _by_head(every)
        self._of_any_press = [handler for handler in every if _head(handler) is None]

    async def process_update(self, update: object) -> None:
        for handler in self.offered(update):
            check = handler.check_update(update)
            if check is not None and check is not False:
                context = self.context_types.context.from_update(update, self)
                await handler.handle_update(cast(Any, update), self, check, context)
                return

    def offered(self, update: object) -> list[Handler]:
        """The handlers that could take ``update``; the first of them that does answers."""
        query = update.callback_query if isinstance(update, Update) else None
        if query is None:
            return self._of_words
        return self._of_press.get(head_of(query.data or ""), self._of_any_press)


def _by_head(every: list[Handler]) -> dict[str, list[Handler]]:
    """For each head the handlers of it, among those that take presses of any."""
    found: defaultdict[str, list[Handler]] = defaultdict(list)
    heads = {head for handler in every if (head := _head(handler)) is not None}
    for handler in every:
        own = _head(handler)
        for head in heads if own is None else (own,):
            found[head].append(handler)
    return dict(found)


def _head(handler: Handler) -> str | None:
    """None: it may take any press, for all that its pattern tells."""
    pattern = handler.pattern if isinstance(handler, CallbackQueryHandler) else None
    return head_of_pattern(pattern.pattern) if isinstance(pattern, re.Pattern) else None
