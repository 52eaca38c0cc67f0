"""The type of what each conversation lists."""

from __future__ import annotations

from typing import Any

from telegram.ext import BaseHandler

from bot.turns.turn import TurnContext

Handlers = list[BaseHandler[Any, TurnContext, Any]]
