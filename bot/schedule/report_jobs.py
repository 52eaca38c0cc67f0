"""What citizens are told about their cases without asking: a neutral notice; after filing a picture, and some hours
later the same receipt without its secret."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.database import Database, Queries
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.reports.cases import CaseAddress, ReportDesk
from bot.reports.cases.changing import STATE_KIND
from bot.reports.cases.thread import REPLY_KIND
from bot.reports.receipt import FORGET_KIND, MASK_KIND, PICTURE_KIND, draw, mask_again
from bot.schedule.due import plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.views.case_notices import masked_message, notice_message, picture_message, picture_sheet

WEB = "web"
#: How an inbox row names the history row that shows it (bot.web.chat.updates).
TYPED = "in|{update_id}"


class ReportJobs:
    """:param public_url: under which people find the web page, if there is such an address."""

    def __init__(
        self, desk: ReportDesk, database: Database, key: ServerKey, texts: Texts, clock: Clock, public_url: str | None
    ) -> None:
        self._desk = desk
        self._database = database
        self._key = key
        self._texts = texts
        self._clock = clock
        self._public_url = public_url
        self._queries = Queries.beside(__file__, database.dialect)

    def by_kind(self) -> dict[str, Job]:
        return {
            REPLY_KIND: self.replied,
            STATE_KIND: self.moved,
            PICTURE_KIND: self.picture,
            MASK_KIND: self.mask,
            FORGET_KIND: self.forget_typed,
        }

    async def replied(self, subject: dict[str, Any]) -> Outcome:
        """An inspector has written: say that there is something, unless it was read meanwhile."""
        address = await self._desk.address_of(subject["case"])
        waiting = any(
            reply.id == subject["item"] and not reply.read for reply in await self._desk.replies(subject["case"])
        )
        if address is None or not waiting:
            return Outcome()
        return Outcome([self._notice(f"{REPLY_KIND}|{subject['item']}", address)])

    async def moved(self, subject: dict[str, Any]) -> Outcome:
        """The case is in another state. The words are the same as for a reply."""
        address = await self._desk.address_of(subject["case"])
        if address is None:
            return Outcome()
        return Outcome([self._notice(f"{STATE_KIND}|{subject['case']}|{subject['n']}", address)])

    async def picture(self, subject: dict[str, Any]) -> Outcome:
        """Draw the proof of filing and send it to the chat that filed."""
        number, code, language = subject["number"], subject["code"], _language(subject)
        proof = await self._desk.verify(number, code)
        if proof is None:  # erased before it was drawn
            return Outcome()
        sheet = picture_sheet(self._texts, language, proof, code, self._public_url)
        message = picture_message(self._texts, language, number, await asyncio.to_thread(draw, sheet))
        return Outcome([Outgoing(f"{PICTURE_KIND}|{number}", _address(subject), Kind.SAY, message.as_json())])

    async def mask(self, subject: dict[str, Any]) -> Outcome:
        """Take the secret off the receipt, if that is still there to be changed."""
        found = await self._found(subject["channel"], subject["dedup"])
        if found == "waits":
            return self._look_again(subject)
        if found is None:
            return Outcome()
        said = masked_message(self._texts, _language(subject), subject["number"]).as_json()
        content = {**said, "message_id": found}
        # Not worth a new message: who has deleted the receipt wants no word of a report in this chat.
        edit = Outgoing(
            f"{MASK_KIND}|{subject['number']}", _address(subject), Kind.EDIT, content, Priority.ALERT, must_arrive=False
        )
        return Outcome([edit])

    async def forget_typed(self, subject: dict[str, Any]) -> Outcome:
        """Take a message with a secret off the page that shows it."""
        row = await self._shown(TYPED.format(**subject))
        if row is None:
            return Outcome()
        dedup = f"{FORGET_KIND}|{subject['update_id']}"
        return Outcome([Outgoing(dedup, _address(subject), Kind.DELETE, {"message_ids": [row]})])

    def _look_again(self, subject: dict[str, Any]) -> Outcome:
        due = mask_again(subject, self._clock.now())

        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, [due] if due is not None else [])

        return Outcome(write=write)

    async def _found(self, channel: str, dedup: str) -> int | Literal["waits"] | None:
        """The number by which the channel knows a message; None when it never went out, or is gone."""
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["sent_message"], {"dedup": dedup})).one_or_none()
        if row is None or row.state in ("new", "sending"):
            return None if row is None else "waits"
        if channel == WEB:
            return await self._shown(dedup)
        return int(row.message_id) if row.message_id else None

    async def _shown(self, dedup: str) -> int | None:
        async with self._database.read() as connection:
            return (await connection.execute(self._queries["shown_message"], {"dedup": dedup})).scalar_one_or_none()

    def _notice(self, dedup: str, to: CaseAddress) -> Outgoing:
        message = notice_message(self._texts, to.language, to.number)
        address = Address(to.channel, to.bot, to.chat_id)
        return Outgoing(dedup, address, Kind.SAY, message.as_json(), priority=Priority.ALERT)


def _address(subject: dict[str, Any]) -> Address:
    return Address(subject["channel"], subject["bot"], subject["chat_id"])


def _language(subject: dict[str, Any]) -> Literal["vi", "en"]:
    return "en" if subject["language"] == "en" else "vi"
