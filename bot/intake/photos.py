"""Photos sent on Telegram: fetched, read, and fed back as if the code on them had been typed.

A handler never touches the network; it plans a due row, and this job does the rest. The photo lives in memory only.
"""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
from telegram.error import BadRequest

from bot.dossiers.photos import MOST_BYTES, code_on
from bot.intake.inbox import Inbox
from bot.intake.update import RawUpdate, person_of
from bot.telegram_api import TelegramApi

KIND = "photo"
#: A ``file_id`` that no channel gives: the photo was read already and bears no code.
UNREADABLE = "unreadable"


class PhotoReader:
    def __init__(self, api: TelegramApi, inbox: Inbox) -> None:
        self._api = api
        self._inbox = inbox

    async def read(self, subject: dict[str, Any]) -> None:
        """``subject``: ``bot``, ``update_id``, ``file_id`` and the ``message`` without its photo.

        Fed back under a name of its own, so that a repeat is dropped by the inbox.
        :raises TelegramError: to be tried again later.
        """
        image = await self._fetch(subject["file_id"])
        code = await asyncio.to_thread(code_on, image) if image is not None else None
        update = {"update_id": subject["update_id"], "message": {**subject["message"], **read_content(code)}}
        person = person_of(update, subject["update_id"])
        name = f"photo|{subject['update_id']}"
        await self._inbox.accept([RawUpdate("telegram", subject["bot"], name, person, orjson.dumps(update))])

    async def _fetch(self, file_id: str) -> bytes | None:
        try:
            return await self._api.download(file_id, MOST_BYTES)
        except BadRequest:  # too big for a bot, or no longer there: another try changes nothing
            return None


def read_content(code: str | None) -> dict[str, Any]:
    """What a message carries in place of its photo once that was read."""
    if code is not None:
        return {"text": code, "entities": []}
    size = {"file_id": UNREADABLE, "file_unique_id": UNREADABLE, "width": 1, "height": 1}
    return {"photo": [size]}
