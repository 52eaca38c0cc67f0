"""What follows a filing, planned in its commit: the picture at once, the masking of the secret some hours later.

The picture is drawn by a due row and not by the handler: a report is then never held up, or lost, by a picture that
fails; and it goes out once, however often the turn or the job is run again. Who gets it stands in the sealed subject
of the row and is gone when that is done, also for citizens who wanted no address kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, local
from bot.legal import LegalParameters
from bot.reports.cases.model import DomainWrite, Filing, ReplyAddress
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey

PICTURE_KIND = "receipt"
MASK_KIND = "receipt-mask"
FORGET_KIND = "secret-typed"
MASK_HOURS = "receipt_mask_hours"
#: A message that waits to be sent is looked for again so much later, so often.
AGAIN = timedelta(hours=1)
MOST_LOOKS = 48


class Receipts:
    def __init__(self, key: ServerKey, clock: Clock, parameters: LegalParameters) -> None:
        self._key = key
        self._clock = clock
        self._parameters = parameters

    async def after_filing(self, filing: Filing, address: ReplyAddress, language: str, dedup: str) -> DomainWrite:
        """:param address: of the chat that filed it. :param dedup: of the message that tells number and secret.

        :raises LookupError: nobody has said after how long a secret is masked.
        """
        now = self._clock.now()
        parameter = await self._parameters.in_force(MASK_HOURS, local(now).date())
        if parameter is None:
            raise LookupError(f"legal parameter {MASK_HOURS}")
        channel, bot, chat_id = address
        whom = {"channel": channel, "bot": bot, "chat_id": chat_id, "language": language, "number": filing.number}
        picture = Due(f"{PICTURE_KIND}|{filing.case_id}", PICTURE_KIND, now, {**whom, "code": filing.proof})
        mask = {**whom, "dedup": dedup, "look": 0}
        masked_at = now + timedelta(hours=int(parameter.value))
        return self._planned(picture, Due(f"{MASK_KIND}|{filing.number}", MASK_KIND, masked_at, mask))

    def forget_typed(self, update_id: str, address: ReplyAddress) -> DomainWrite:
        """Have a message in which somebody typed a secret taken off their page.

        For channels on which a turn does not know how its page numbers the message.
        """
        channel, bot, chat_id = address
        whom = {"channel": channel, "bot": bot, "chat_id": chat_id, "update_id": update_id}
        return self._planned(Due(f"{FORGET_KIND}|{channel}|{bot}|{update_id}", FORGET_KIND, self._clock.now(), whom))

    def _planned(self, *items: Due) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, items)

        return write


def mask_again(subject: dict[str, Any], now: datetime) -> Due | None:
    """The message still waits to be sent: another look later. None when it has waited for days."""
    look = int(subject["look"]) + 1
    if look > MOST_LOOKS:
        return None
    return Due(f"{MASK_KIND}|{subject['number']}|{look}", MASK_KIND, now + AGAIN, {**subject, "look": look})
