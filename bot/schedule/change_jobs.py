"""A change that was sent or decided: those concerned are told, if they may still know of it when it is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.changes import ASKED_KIND, DECIDED_KIND, STATE_ASKED_KIND, STATE_DECIDED_KIND, WEIGHED_KIND, Deciding
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.people import ChatRef
from bot.schedule.runner import Job, Outcome
from bot.staff import Member
from bot.staff.withdrawing import ALERT
from bot.texts import Texts
from bot.views import change as views
from knowledge.life import NoSuchDraft, NoSuchEntry

_NOBODY = "?"


class ChangeJobs:
    def __init__(self, deciding: Deciding, texts: Texts) -> None:
        self._deciding = deciding
        self._desk = deciding.desk
        self._texts = texts

    def by_kind(self) -> dict[str, Job]:
        return {
            ASKED_KIND: self.asked,
            DECIDED_KIND: self.decided,
            WEIGHED_KIND: self.weighed,
            STATE_ASKED_KIND: self.state_asked,
            STATE_DECIDED_KIND: self.state_decided,
        }

    async def asked(self, subject: dict[str, Any]) -> Outcome:
        """To every administrator who had no hand in it; nobody, once it is decided. The real questions are asked before
        anybody is told, so that whoever presses "publish" need not wait for them."""
        draft = await self._deciding.waiting(int(subject["draft"]), int(subject["revision"]))
        if draft is None:
            return Outcome()
        await self._deciding.report(draft)
        row, base = draft.row, await self._deciding.base_of(draft)
        author = (await self._desk.names()).get(row.author or "", _NOBODY)
        hands = row.editors | ({row.author} if row.author else set())
        return Outcome(
            [
                _to(
                    f"change-{row.id}-{row.revision}",
                    member,
                    chat,
                    views.waiting_message(self._texts, member.language, base, draft, author, self._desk.console),
                )
                for member, chat in await self._desk.seconds(hands)
            ]
        )

    async def weighed(self, subject: dict[str, Any]) -> Outcome:
        """To who wants to publish: what it would do to answers."""
        draft = await self._deciding.waiting(int(subject["draft"]), int(subject["revision"]))
        if draft is None:
            return Outcome()
        report, row = await self._deciding.report(draft), draft.row
        return await self._tell(
            str(subject["to"]),
            f"weighed-{row.id}-{row.revision}-{subject['at']}",
            lambda member: views.weighed_message(self._texts, member.language, draft, report),
        )

    async def decided(self, subject: dict[str, Any]) -> Outcome:
        """To who wrote it, unless they decided themselves or went on with it since."""
        try:
            draft = await self._desk.life.draft(int(subject["draft"]))
        except NoSuchDraft:
            return Outcome()
        row, by = draft.row, subject["by"]
        done = "sent_back" if row.state == "draft" and row.note is not None else row.state
        if row.author in (None, by) or done not in ("sent_back", "published", "scheduled"):
            return Outcome()
        name = (await self._desk.names()).get(by or "", _NOBODY)
        return await self._tell(
            str(row.author),
            f"decided-{row.id}-{row.revision}",
            lambda member: views.decided_message(self._texts, member.language, row, done, name),
        )

    async def state_asked(self, subject: dict[str, Any]) -> Outcome:
        """To every administrator but who asks."""
        request = await self._deciding.request(int(subject["number"]))
        if request is None:
            return Outcome()
        by = (await self._desk.names()).get(request.by, _NOBODY)
        return Outcome(
            [
                _to(
                    f"state-{request.number}",
                    member,
                    chat,
                    views.request_message(self._texts, member.language, request, by, self._desk.console),
                )
                for member, chat in await self._desk.seconds(frozenset({request.by}))
            ]
        )

    async def state_decided(self, subject: dict[str, Any]) -> Outcome:
        """To who asked for it."""
        code, kind, granted = str(subject["code"]), str(subject["kind"]), bool(subject["granted"])
        try:
            title = (await self._desk.life.entries.one(code)).title
        except NoSuchEntry:
            title = code
        by = (await self._desk.names()).get(subject["by"], _NOBODY)
        return await self._tell(
            str(subject["to"]),
            f"state-decided-{subject['number']}",
            lambda member: views.request_decided_message(self._texts, member.language, title, code, kind, granted, by),
        )

    async def _tell(self, staff_id: str, about: str, message: Callable[[Member], Message]) -> Outcome:
        """One member, if they are still active, with a chat, and change procedures."""
        found = [each for each in await self._desk.seconds(frozenset()) if each[0].id == staff_id]
        return Outcome([_to(about, member, chat, message(member)) for member, chat in found])


def _to(about: str, member: Member, chat: ChatRef, message: Message) -> Outgoing:
    """Taken back with the member's other alerts when their account or chat ends."""
    address = Address(chat.channel, chat.bot, chat.chat_id)
    dedup = f"{ALERT}|{about}|{member.id}"
    return Outgoing(dedup, address, Kind.SAY, message.as_json(), priority=Priority.ALERT)
