"""Files sent on Telegram as evidence: fetched, checked, kept, and fed back into the chat they came from.

A handler never touches the network; it plans a due row (bot.reports.evidence), and this job does the rest.
"""

from __future__ import annotations

from collections import deque
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
#: Fetches for one chat, in so long a time: three full reports' worth. More are refused before they cost anything.
MOST_FETCHES, FETCHES_WITHIN = 15, timedelta(minutes=10)


class AttachmentReader:
    def __init__(self, api: TelegramApi, inbox: Inbox, evidence: EvidenceDesk, clock: Clock) -> None:
        self._api = api
        self._inbox = inbox
        self._evidence = evidence
        self._clock = clock
        self._fetched: dict[int, deque[float]] = {}

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
        if not self._may_fetch(chat.chat_id):
            return Result(None, "too_many")
        try:
            body = await self._api.download(subject["file_id"], MOST_BYTES)
        except BadRequest as refused:  # too big for a bot, or no longer there: another try changes nothing
            return Result(None, "too_large" if "too big" in str(refused) else "not_fetched")
        except TelegramError:
            if self._clock.now().timestamp() - subject["at"] < PATIENCE.total_seconds():
                raise
            return Result(None, "not_fetched")
        return Result(None, "too_large") if body is None else await self._evidence.take(chat, name, body)

    def _may_fetch(self, chat_id: int) -> bool:
        now = self._clock.now().timestamp()
        for chat, times in list(self._fetched.items()):
            while times and times[0] <= now - FETCHES_WITHIN.total_seconds():
                times.popleft()
            if not times:
                del self._fetched[chat]
        times = self._fetched.setdefault(chat_id, deque())
        if len(times) >= MOST_FETCHES:
            return False
        times.append(now)
        return True
