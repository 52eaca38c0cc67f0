"""What the room of cases hands out. Nothing in here is content that only inspectors may open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import MotCuaError
from bot.reports.cases.history import CaseEvent
from bot.reports.cases.states import State

#: Runs inside the commit, rechecks there what needs the latest state, and may raise to drop the whole turn.
DomainWrite = Callable[[AsyncConnection], Awaitable[None]]
#: Channel, bot and chat id to which replies go.
ReplyAddress = tuple[str, str, int]


class CaseMoved(MotCuaError):
    """The case changed meanwhile, or what was to be done to it is not allowed where it stands now."""


class NoSuchCase(MotCuaError):
    """There is no such case, or it was erased."""


class CountsMoved(MotCuaError):
    """Others filed meanwhile; the turn is answered anew, with the counts of now."""


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """Evidence, or a letter, ready to be sealed. ``sha256_original``: hex, of the file as it was sent.

    ``size``: bytes of ``body``; ``id``: of its row in draft_file, for evidence sent while the report was written.
    """

    id: str
    media: str
    name: str
    body: bytes = field(repr=False)
    sha256_original: str
    size: int

    def packed(self) -> bytes:
        """As it is sealed: one line of JSON, then the body."""
        facts = {"id": self.id, "media": self.media, "name": self.name, "sha256": self.sha256_original}
        return orjson.dumps(facts) + b"\n" + self.body

    @classmethod
    def unpacked(cls, packed: bytes) -> PreparedFile:
        """:raises ValueError: this is no packed file."""
        head, _, body = packed.partition(b"\n")
        facts = orjson.loads(head)
        return cls(facts["id"], facts["media"], facts["name"], body, facts["sha256"], len(body))


@dataclass(frozen=True, slots=True)
class Filing:
    """A report ready to be filed: ``write`` belongs into the commit of the answer that tells ``number``.

    ``secret``: grouped; nowhere else, and never again. ``due``: by when an answer is expected; ``due_reviewed``:
    somebody has checked the parameters it rests on. ``proof``: the code for /verify.
    """

    number: str
    secret: str = field(repr=False)
    write: DomainWrite
    category: str
    received_at: datetime
    due: date
    due_reviewed: bool
    state: State
    proof: str
    case_id: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The same matter was filed before: ``write`` adds the new words to that case.

    ``again``: it is the very same report, pressed twice; there is nothing to add.
    """

    number: str
    write: DomainWrite
    again: bool
    case_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """``until``: when the report can be sent."""

    reason: Literal["hourly", "daily", "busy"]
    until: datetime


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list. ``unread``: replies the citizen has not opened."""

    id: str
    number: str
    state: State
    category: str
    received_at: datetime
    due_day: date | None
    unread: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its citizen may see it.

    ``due_day``: of the clock that runs; ``answer_day``: by when an answer is expected, None when it is over;
    ``paused``: the clock stands, it is the citizen's turn; ``late``: working days past ``due_day``;
    ``reviewed``: the parameters behind these days were checked by somebody; ``days_late``: of the dossier, as reported.
    ``can_dispute_until``: None when it cannot be disputed; ``erased``: only number and state are left.
    """

    id: str
    number: str
    state: State
    category: str
    categories: tuple[str, ...]
    office: str | None
    province: str | None
    commune: str | None
    procedure: str | None
    received_at: datetime
    state_at: datetime
    due_day: date | None
    answer_day: date | None
    reviewed: bool
    paused: bool
    late: int
    days_late: int | None
    events: tuple[CaseEvent, ...]
    unread: int
    wants_person: bool
    rating: int | None
    can_rate: bool
    can_withdraw: bool
    closed_at: datetime | None
    can_dispute_until: datetime | None
    #: Until when the chat it came from opens it by itself; None while it is open, or once that link is cut.
    linked_until: datetime | None
    notified: bool
    erased: bool
    proof: str
    #: Reads like a denunciation. For leads; it changes nothing that anybody else sees.
    restricted: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """What number and secret brought: a view, or a lock, or neither. ``write`` belongs into the answer's commit."""

    view: CaseView | None = None
    locked_until: datetime | None = None
    write: DomainWrite | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What an inspector wrote, as far as the program may still open it. ``file``: of a letter."""

    id: str
    at: datetime
    text: str
    file: PreparedFile | None
    read: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What /verify shows of a proof that is right. ``moved``: the case has gone to another office since, so that
    office and place, as they were then, are not told."""

    number: str
    received_at: datetime
    category: str
    office: str | None
    province: str | None
    commune: str | None
    moved: bool


@dataclass(frozen=True, slots=True)
class CaseAddress:
    """Where a push about a case goes."""

    number: str
    channel: str
    bot: str
    chat_id: int
    language: Literal["vi", "en"]
