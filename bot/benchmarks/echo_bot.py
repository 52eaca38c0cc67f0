"""The reference: python-telegram-bot's plain echo bot, as its own documentation writes it. A program of its own.

python -m bot.benchmarks.echo_bot httpx|aiohttp TOKEN ADDRESS
"""

from __future__ import annotations

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bot.telegram_api.client import AiohttpRequest

CONNECTIONS = 256


async def echo(update: Update, context: Any) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


def build(client: str, token: str, address: str) -> Application[Any, Any, Any, Any, Any, Any]:
    """``httpx``: everything as it comes, one update at a time. ``aiohttp``: 256 at once over our request class."""
    builder = Application.builder().token(token).base_url(f"{address}/bot")
    if client == "aiohttp":
        builder = builder.concurrent_updates(CONNECTIONS)
        builder = builder.request(AiohttpRequest(token, CONNECTIONS, trust_env=False))
        builder = builder.get_updates_request(AiohttpRequest(token, 1, trust_env=False))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


if __name__ == "__main__":
    build(*sys.argv[1:]).run_polling()
