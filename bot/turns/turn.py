"""One update being answered. A handler reads it, calls the domain, says what to answer; it never sends.

All that a handler does is collected here and committed afterwards in one transaction, or not at all.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.clock import epoch_ms
from bot.database.brief import BriefWrite
from bot.outbox.message import MAX_NOTICE, Message, utf16_units
from bot.outbox.outgoing import ANSWER_EXPIRES_MS, MOST_DELETED, Address, Kind, Outgoing, Priority
from bot.turns.session import Session

if TYPE_CHECKING:
    from bot.abuse import AbuseDesk
    from bot.changes import Deciding
    from bot.checklists import ChecklistDesk
    from bot.database import Database
    from bot.digests.talk import StaffTalk
    from bot.dossiers.desk import DossierDesk
    from bot.gaps import GapDesk
    from bot.learning import Learning
    from bot.notices import NoticeChoices, Standing
    from bot.places.desk import PlaceDesk
    from bot.privacy import PrivacyDesk
    from bot.reports.cases import ReportDesk
    from bot.reports.evidence import EvidenceDesk
    from bot.reports.receipt import Receipts
    from bot.texts import Texts
    from knowledge.forms import Forms
    from knowledge.library import Library

#: Runs inside the commit; rechecks there whatever needs the latest state. May raise to drop the whole turn.
DomainWrite = Callable[[AsyncConnection], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class House:
    """What handlers may call."""

    database: Database
    texts: Texts
    knowledge: Library
    learning: Learning
    #: None where none are kept: previews on the command line.
    dossiers: DossierDesk | None = None
    reports: ReportDesk | None = None
    evidence: EvidenceDesk | None = None
    receipts: Receipts | None = None
    privacy: PrivacyDesk | None = None
    staff: StaffTalk | None = None
    places: PlaceDesk | None = None
    checklists: ChecklistDesk | None = None
    forms: Forms | None = None
    gaps: GapDesk | None = None
    notices: Standing | None = None
    choices: NoticeChoices | None = None
    changes: Deciding | None = None
    abuse: AbuseDesk | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: the query to answer, the message it stands under, what it carries."""

    query_id: str
    message_id: int | None
    data: str


@dataclass(slots=True)
class Turn:
    """``key``: unique for the update (channel|bot|update id), so that a repeated turn says nothing twice."""

    key: str
    update: Update
    address: Address
    session: Session
    house: House
    now: datetime
    press: Press | None = None
    outgoing: list[Outgoing] = field(default_factory=list)
    writes: list[DomainWrite] = field(default_factory=list)
    brief_writes: list[BriefWrite] = field(default_factory=list)
    _noticed: bool = False

    # -- what to answer ------------------------------------------------------------------------------------------

    def say(self, message: Message) -> None:
        """Answer with a new message."""
        self._add(Kind.SAY, message.as_json())

    def replace(self, message: Message) -> None:
        """Turn the message whose button was pressed into ``message``; without one, say it."""
        if self.press is None or self.press.message_id is None:
            self.say(message)
            return
        self._add(Kind.EDIT, {**message.as_json(), "message_id": self.press.message_id})

    def delete(self, message_ids: Sequence[int]) -> None:
        """Have earlier messages of this chat removed; those that are gone by then are no matter."""
        for first in range(0, len(message_ids), MOST_DELETED):
            self._add(Kind.DELETE, {"message_ids": list(message_ids[first : first + MOST_DELETED])})

    def notice(self, text: str) -> None:
        """A short note over the chat, as the answer to a button press; without a press, nothing."""
        if self.press is not None and not self._noticed:
            self._answer_press(text)

    def write(self, domain_write: DomainWrite) -> None:
        """Have ``domain_write`` run in the commit of this turn."""
        self.writes.append(domain_write)

    def write_briefly(self, brief_write: BriefWrite) -> None:
        """Have ``brief_write`` run in the commit of this turn, which may be that of others too: it counts or notes
        something, and neither refuses nor asks."""
        self.brief_writes.append(brief_write)

    # -- words ---------------------------------------------------------------------------------------------------

    def render(self, template: str, /, **values: Any) -> Markup:
        """A template of bot/texts in the citizen's language."""
        return self.house.texts.render(template, self.session.language, **values)

    def label(self, msgid: str, /, **values: Any) -> str:
        """A short text (a button's label) in the citizen's language."""
        return self.house.texts.label(msgid, self.session.language, **values)

    # -- what there is to read -----------------------------------------------------------------------------------

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A read connection; the write lock is never held while a handler works."""
        async with self.house.database.read() as connection:
            yield connection

    # -- for the worker ------------------------------------------------------------------------------------------

    @contextmanager
    def is_current(self) -> Iterator[None]:
        """While the block lasts it is the turn of :class:`TurnContext` in this task."""
        before = current_turn.set(self)
        try:
            yield
        finally:
            current_turn.reset(before)

    def finish(self) -> None:
        """Every press gets an answer, or the button seems dead."""
        if self.press is not None and not self._noticed:
            self._answer_press(None)

    def _answer_press(self, text: str | None) -> None:
        assert self.press is not None
        if text is not None and utf16_units(text) > MAX_NOTICE:
            raise ValueError("a notice is at most 200 characters")
        self._noticed = True
        self._add(
            Kind.ANSWER,
            {"query_id": self.press.query_id, "notice": text},
            priority=Priority.ANSWER,
            must_arrive=False,
            expires_at=epoch_ms(self.now) + ANSWER_EXPIRES_MS,
        )

    def _add(self, kind: Kind, content: dict[str, Any], **options: Any) -> None:
        dedup = f"u|{self.key}|{len(self.outgoing)}"
        self.outgoing.append(Outgoing(dedup, self.address, kind, content, **options))


current_turn: ContextVar[Turn] = ContextVar("current_turn")


class TurnContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The context that handlers see: python-telegram-bot's, with the turn."""

    @property
    def turn(self) -> Turn:
        return current_turn.get()


TurnApplication = Application[Any, TurnContext, Any, Any, Any, Any]
