"""What conversations may ask of a person's own data; the one door to this room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, local
from bot.database import Database
from bot.legal import LegalParameters
from bot.people import ChatRef
from bot.privacy import consents, erasing, holdings, requests
from bot.privacy.consents import NOTIFY, REPORT, Consent
from bot.privacy.holdings import Held
from bot.privacy.names import Names
from bot.privacy.requests import WITHDRAW, Limits
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore

DomainWrite = Callable[[AsyncConnection], Awaitable[None]]


#: Terms of keeping that people are told.
_TOLD_DAYS = (
    *("case_link_days", "case_text_days", "case_reply_days", "report_draft_days"),
    *("keep_history_days", "keep_sent_file_days", "keep_gap_days", "keep_checklist_days"),
)


class PrivacyDesk:
    """For private chats: in a group what one person asks would be answered to all."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, parameters: LegalParameters) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._parameters = parameters
        self._calendar = CalendarStore(database, clock)

    # -- consent -------------------------------------------------------------------------------------------------

    def agree(self, chat: ChatRef, purpose: str, version: str, language: str) -> DomainWrite:
        """Whoever speaks in ``chat`` agrees to the words named ``version``; see :mod:`bot.privacy.consents`."""

        async def write(connection: AsyncConnection) -> None:
            person = chat.person_lookup(self._key)
            await consents.agree(connection, person, purpose, version, language, chat.channel, self._clock.now())

        return write

    async def consents(self, chat: ChatRef) -> Sequence[Consent]:
        async with self._database.read() as connection:
            return await consents.consents_of(connection, chat.person_lookup(self._key))

    def withdraw_consent(self, chat: ChatRef, purpose: str, cases: Sequence[str], until: Limits) -> DomainWrite:
        """It stands no more. What is sent on its ground goes: the draft's files, or the pushes.

        :param cases: ids of filed reports; for the purpose of reporting, an inspector is asked to end each.
        """

        async def write(connection: AsyncConnection) -> None:
            names, now = self._names(chat), self._clock.now()
            await consents.withdraw(connection, names.person, purpose, now)
            if purpose == NOTIFY:
                await erasing.stop_pushes(connection, names)
            if purpose == REPORT:
                await erasing.forget_draft_files(connection, names)
                for case_id in cases:
                    await requests.add_request(connection, self._key, names.person, WITHDRAW, case_id, until, now)

        return write

    # -- what is held --------------------------------------------------------------------------------------------

    async def held(self, chat: ChatRef) -> Held:
        async with self._database.read() as connection:
            return await holdings.held(connection, self._names(chat), self._clock.now())

    async def days(self) -> dict[str, int]:
        """How long things are kept, by legal parameter. :raises LookupError: one is not in the table."""
        return {name: await self._parameters.number(name) for name in _TOLD_DAYS}

    async def export(self, chat: ChatRef, talk: dict[str, Any]) -> dict[str, Any]:
        """All that the program can open about this chat, as JSON values.

        :param talk: the session, which is open already.
        :raises Unreadable: something was altered or moved.
        """
        names, now = self._names(chat), self._clock.now()
        async with self._database.read() as connection:
            found = await holdings.held(connection, names, now)
            messages = await holdings.shown_messages(connection, self._key, names)
            files = await holdings.draft_files(connection, self._key, names)
        return {
            "made": local(now).isoformat(timespec="seconds"),
            "channel": chat.channel,
            "talk": talk,
            "messages": messages,
            "files_of_the_draft": files,
            "followed_dossiers": list(found.followed),
            "lists_of_papers": list(found.lists),
            "consents": [_told_consent(consent) for consent in found.consents],
            "reports": [case.facts for case in found.cases],
            "requests": [
                {
                    "id": request.id,
                    "kind": request.kind,
                    "report": request.number,
                    "asked": local(request.asked_at).isoformat(timespec="seconds"),
                    "answer_by": request.answer_due.isoformat(),
                    "done_by": request.done_due.isoformat(),
                }
                for request in found.requests
            ],
        }

    async def recent(self, chat: ChatRef) -> list[int]:
        """Ids of the messages that can still be removed from this chat."""
        async with self._database.read() as connection:
            return await erasing.recent_messages(connection, self._names(chat), self._clock.now())

    def drop_pictures(self, chat: ChatRef) -> DomainWrite:
        """With those messages: a picture of a filing that has not come yet does not come."""

        async def write(connection: AsyncConnection) -> None:
            await erasing.drop_pictures(connection, self._key, chat, self._clock.now())

        return write

    # -- what can be done at once ----------------------------------------------------------------------------------

    def forget_talk(self, chat: ChatRef) -> DomainWrite:
        """Files of the draft and files that went out; session and history are the turn's to empty."""
        return self._write(chat, erasing.forget_talk)

    def forget_dossiers(self, chat: ChatRef) -> DomainWrite:
        return self._write(chat, erasing.forget_dossiers)

    def forget_lists(self, chat: ChatRef) -> DomainWrite:
        return self._write(chat, erasing.forget_lists)

    def cut_links(self, chat: ChatRef) -> DomainWrite:
        """No report leads to this chat any more; whoever has number and secret can still open one."""

        async def write(connection: AsyncConnection) -> None:
            await erasing.cut_links(connection, self._key, self._names(chat), self._clock.now())

        return write

    # -- what an inspector must do -----------------------------------------------------------------------------------

    async def limits(self) -> Limits:
        """Until when a request of now must be answered and done."""
        return await requests.limits(self._parameters, await self._calendar.current(), self._clock.now())

    def request(self, chat: ChatRef, kind: str, case_id: str, until: Limits) -> DomainWrite:
        """Ask an inspector to erase, correct or hand out what is sealed in a report; see bot.privacy.requests."""

        async def write(connection: AsyncConnection) -> None:
            person, now = chat.person_lookup(self._key), self._clock.now()
            await requests.add_request(connection, self._key, person, kind, case_id, until, now)

        return write

    # -- inside ----------------------------------------------------------------------------------------------------

    def _names(self, chat: ChatRef) -> Names:
        return Names.of(chat, self._key)

    def _write(self, chat: ChatRef, act: Callable[[AsyncConnection, Names], Awaitable[None]]) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            await act(connection, self._names(chat))

        return write


def _told_consent(consent: Consent) -> dict[str, Any]:
    withdrawn = consent.withdrawn_at
    return {
        "purpose": consent.purpose,
        "version_of_the_words": consent.version,
        "language": consent.language,
        "channel": consent.channel,
        "given": local(consent.given_at).isoformat(timespec="seconds"),
        "withdrawn": local(withdrawn).isoformat(timespec="seconds") if withdrawn is not None else None,
    }
