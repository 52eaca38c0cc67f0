"""Files sent on Telegram as evidence: fetched, checked, kept, and fed back into the chat they came from.

A handler never touches the network; it plans a due row (bot.reports.evidence), and this job does the rest.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
from telegram.error import BadRequest, TelegramError

from bot.clock import Clock
from bot.intake.inbox import Inbox
from bot.intake.update import RawUpdate, person_of
from bot.people import ChatRef
from bot.reports.evidence import EvidenceDesk, Result
from bot.reports.evidence.desk import KIND
from bot.reports.evidence.limits import MOST_BYTES
from bot.telegram_api import TelegramApi

#: Somebody waits: when Telegram does not give the file for so long, they are told to send it again.
PATIENCE = timedelta(seconds=60)


class AttachmentReader:
    def __init__(self, api: TelegramApi, inbox: Inbox, evidence: EvidenceDesk, clock: Clock) -> None:
        self._api = api
        self._inbox = inbox
        self._evidence = evidence
        self._clock = clock

    async def read(self, subject: dict[str, Any]) -> None:
        """``subject``: as :meth:`EvidenceDesk.plan_fetch` wrote it.

        Fed back under a name of its own, so that a repeat is dropped by the inbox.
        :raises TelegramError: to be tried again later.
        """
        bot, number = str(subject["bot"]), int(subject["update_id"])
        message = subject["message"]
        person = int((message.get("from") or message["chat"])["id"])
        chat = ChatRef("telegram", bot, int(message["chat"]["id"]), person)
        name = f"{KIND}|{number}"
        result = await self._take(chat, name, subject)
        update = {"update_id": number, "message": {**message, **self._evidence.marked(chat, [result])}}
        lane = person_of(update, number)
        await self._inbox.accept([RawUpdate("telegram", bot, name, lane, orjson.dumps(update))])

    async def _take(self, chat: ChatRef, name: str, subject: dict[str, Any]) -> Result:
        try:
            body = await self._api.download(subject["file_id"], MOST_BYTES)
        except BadRequest as refused:  # too big for a bot, or no longer there: another try changes nothing
            return Result(None, "too_large" if "too big" in str(refused) else "not_fetched")
        except TelegramError:
            if self._clock.now().timestamp() - subject["at"] < PATIENCE.total_seconds():
                raise
            return Result(None, "not_fetched")
        return Result(None, "too_large") if body is None else await self._evidence.take(chat, name, body)
