"""Telegram as a way out: a message in its words."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import InputFile
from telegram.error import BadRequest

from bot.outbox.courier import Fate, Outcome
from bot.outbox.file import File
from bot.outbox.file import Kind as FileKind
from bot.outbox.files import OutgoingFiles
from bot.outbox.message import visible_text
from bot.outbox.outgoing import Address, Kind
from bot.outbox.telegram_outcome import outcome_of
from bot.telegram_api import TelegramApi

#: The page behind a link must not push the answer off a small screen.
_NO_PREVIEW = {"is_disabled": True}
#: Files on their way at once: each is in memory as a whole.
FILES_AT_ONCE = 4
#: Telegram answers an upload only when it has all of it.
UPLOAD_S = 60.0
#: What Telegram says of a message that can no longer be removed, or is gone.
_CANNOT_GO = ("message can't be deleted", "message to delete not found")
_UPLOAD: dict[FileKind, str] = {"photo": "sendPhoto", "document": "sendDocument"}


#: What the Bot API says of a picture that it will not show (undocumented).
_NO_PHOTO = ("photo_", "image_process_failed")


class _FileNotRead(Exception):
    """The database did not give the file just now; nothing was sent."""


class TelegramCourier:
    channel = "telegram"

    def __init__(self, api: TelegramApi, files: OutgoingFiles) -> None:
        self._api = api
        self._files = files
        self._places = asyncio.Semaphore(FILES_AT_ONCE)

    async def deliver(self, kind: Kind, address: Address, content: dict[str, Any], *, plain: bool) -> str | None:
        if kind is Kind.DELETE:
            await self._delete(address.chat_id, content["message_ids"])
            return None
        if content.get("file") is None:
            method, params = render(kind, address, content, plain=plain)
            return _number_of(await self._api.call(method, params))
        async with self._places:
            return await self._deliver_file(kind, address, content, plain=plain)

    async def _delete(self, chat_id: int, ids: list[int]) -> None:
        """One message that is too old makes Telegram refuse the whole call: halved until it stands alone, and stays."""
        try:
            await self._api.call("deleteMessages", {"chat_id": chat_id, "message_ids": ids})
        except BadRequest as error:
            if not any(words in str(error).lower() for words in _CANNOT_GO):
                raise
            half = len(ids) // 2
            for some in (ids[:half], ids[half:]) if half else ():
                await self._delete(chat_id, some)

    async def _deliver_file(self, kind: Kind, address: Address, content: dict[str, Any], *, plain: bool) -> str | None:
        file = await self._read(content["file"]["id"])
        if file is None:  # it waited until its file was forgotten: the words are still worth saying
            method, params = render(kind, address, {**content, "file": None}, plain=plain)
            return _number_of(await self._api.call(method, params))
        params = {**_whereto(address), **_caption(content, plain)}
        try:
            return await self._upload(file.kind, file, params)
        except BadRequest as refused:
            if file.kind != "photo" or not str(refused).lower().startswith(_NO_PHOTO):
                raise
        # Nothing was sent: a scan that is too long and narrow to be shown can still be saved.
        return await self._upload("document", file, params)

    async def _upload(self, kind: FileKind, file: File, params: dict[str, Any]) -> str | None:
        upload = {str(kind): InputFile(file.body, filename=file.name)}
        return _number_of(await self._api.call(_UPLOAD[kind], params, timeout=UPLOAD_S, files=upload))

    async def _read(self, file_id: str) -> File | None:
        try:
            return await self._files.open(file_id)
        except (SQLAlchemyError, OSError) as error:
            raise _FileNotRead(type(error).__name__) from None

    async def probe(self) -> None:
        await self._api.get_me()

    def outcome(self, error: Exception) -> Outcome:
        return Outcome(Fate.TURNED_AWAY, "file not read") if isinstance(error, _FileNotRead) else outcome_of(error)


def render(kind: Kind, address: Address, content: dict[str, Any], *, plain: bool) -> tuple[str, dict[str, Any]]:
    """(method, parameters) of the Bot API for a message without a file.

    A file cannot be edited into a message of words: with one, a message is always said anew.
    """
    if kind is Kind.ANSWER:
        return "answerCallbackQuery", _answer(content)
    if kind is Kind.SAY and content.get("place") is not None:
        return "sendVenue", {**_whereto(address), **_venue(content["place"]), **_keyboard(content)}
    body = _body(content, plain)
    if kind is Kind.EDIT:
        return "editMessageText", {"chat_id": address.chat_id, "message_id": content["message_id"], **body}
    return "sendMessage", {**_whereto(address), **body}


def _number_of(result: Any) -> str | None:
    message_id = result.get("message_id") if isinstance(result, dict) else None
    return None if message_id is None else str(message_id)


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


def _venue(place: dict[str, Any]) -> dict[str, Any]:
    """Names of the Bot API, sendVenue; the app opens the person's own map."""
    return {
        "latitude": place["lat"],
        "longitude": place["lon"],
        "title": place["title"],
        "address": place["address"],
    }


def _body(content: dict[str, Any], plain: bool) -> dict[str, Any]:
    return {"link_preview_options": _NO_PREVIEW, **_words("text", content, plain), **_keyboard(content)}


def _caption(content: dict[str, Any], plain: bool) -> dict[str, Any]:
    return {**_words("caption", content, plain), **_keyboard(content)}


def _words(name: str, content: dict[str, Any], plain: bool) -> dict[str, Any]:
    text = content["text"]
    return {name: _without_markup(text)} if plain else {name: text, "parse_mode": "HTML"}


def _keyboard(content: dict[str, Any]) -> dict[str, Any]:
    if not content["buttons"]:
        return {}
    return {"reply_markup": {"inline_keyboard": [[_button(b) for b in row] for row in content["buttons"]]}}


def _button(button: dict[str, Any]) -> dict[str, Any]:
    if button["url"] is not None:
        return {"text": button["label"], "url": button["url"]}
    return {"text": button["label"], "callback_data": button["data"]}


def _without_markup(html: str) -> str:
    try:
        return visible_text(html)[0]
    except ValueError:
        return html  # tags that do not nest: better seen than not sent
