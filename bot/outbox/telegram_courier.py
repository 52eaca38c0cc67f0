"""Telegram as a way out: a message in its words."""

from __future__ import annotations

from typing import Any

from bot.outbox.courier import Outcome
from bot.outbox.message import visible_text
from bot.outbox.outgoing import Address, Kind
from bot.outbox.telegram_outcome import outcome_of
from bot.telegram_api import TelegramApi

#: The page behind a link must not push the answer off a small screen.
_NO_PREVIEW = {"is_disabled": True}


class TelegramCourier:
    channel = "telegram"

    def __init__(self, api: TelegramApi) -> None:
        self._api = api

    async def deliver(self, kind: Kind, address: Address, content: dict[str, Any], *, plain: bool) -> str | None:
        method, params = render(kind, address, content, plain=plain)
        result = await self._api.call(method, params)
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return None if message_id is None else str(message_id)

    async def probe(self) -> None:
        await self._api.get_me()

    def outcome(self, error: Exception) -> Outcome:
        return outcome_of(error)


def render(kind: Kind, address: Address, content: dict[str, Any], *, plain: bool) -> tuple[str, dict[str, Any]]:
    """(method, parameters) of the Bot API."""
    if kind is Kind.ANSWER:
        return "answerCallbackQuery", _answer(content)
    body = _body(content, plain)
    if kind is Kind.EDIT:
        return "editMessageText", {"chat_id": address.chat_id, "message_id": content["message_id"], **body}
    return "sendMessage", {**_whereto(address), **body}


def _answer(content: dict[str, Any]) -> dict[str, Any]:
    params = {"callback_query_id": content["query_id"]}
    return params if content["notice"] is None else {**params, "text": content["notice"]}


def _whereto(address: Address) -> dict[str, Any]:
    params: dict[str, Any] = {"chat_id": address.chat_id}
    if address.thread is not None:
        params["message_thread_id"] = address.thread
    if address.reply_to is not None:
        # Whoever asked may have removed the question by now; the answer is still for the group.
        params["reply_parameters"] = {"message_id": address.reply_to, "allow_sending_without_reply": True}
    return params


def _body(content: dict[str, Any], plain: bool) -> dict[str, Any]:
    text = content["text"]
    params: dict[str, Any] = {"link_preview_options": _NO_PREVIEW}
    params.update({"text": _without_markup(text)} if plain else {"text": text, "parse_mode": "HTML"})
    if content["buttons"]:
        params["reply_markup"] = {"inline_keyboard": [[_button(b) for b in row] for row in content["buttons"]]}
    return params


def _button(button: dict[str, Any]) -> dict[str, Any]:
    if button["url"] is not None:
        return {"text": button["label"], "url": button["url"]}
    return {"text": button["label"], "callback_data": button["data"]}


def _without_markup(html: str) -> str:
    try:
        return visible_text(html)[0]
    except ValueError:
        return html  # tags that do not nest: better seen than not sent
