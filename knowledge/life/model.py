"""What the life of an entry is made of, and what can go wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.errors import MotCuaError
from knowledge.model import PublicService

#: draft -> review -> (scheduled ->) published, or discarded; review -> draft when it is sent back.
DraftState = Literal["draft", "review", "scheduled", "published", "discarded"]
VersionKind = Literal["import", "edit", "rollback"]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as lists show it. ``base``: the version it began from, 0: a procedure that was not there.

    ``author``, ``saved_by``, ``approver``: staff ids; None: the command line, or nobody yet. ``editors``: everybody who
    saved it. ``effective_from``: None: at once. ``note``: why it was sent back.
    """

    id: int
    code: str
    title: str
    base: int
    state: DraftState
    revision: int
    author: str | None
    editors: frozenset[str]
    saved_by: str | None
    reason: str
    source: str
    effective_from: date | None
    note: str | None
    approver: str | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    row: DraftRow
    service: PublicService


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A publication of one procedure; never changed."""

    code: str
    version: int
    kind: VersionKind
    published_at: datetime
    author: str | None
    approver: str | None
    reason: str | None
    source: str | None
    effective_from: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands beside a procedure's versions. ``review_by``: None: the house's term counts from ``verified_on``."""

    code: str
    title: str
    version: int
    archived: bool
    owner: str | None
    verified_on: date | None
    verified_by: str | None
    verified_note: str | None
    review_by: date | None


class LifeError(MotCuaError):
    """This cannot be done with this entry. ``message``: safe to show; a msgid."""


class NoSuchDraft(LifeError):
    """There is no such draft any more."""


class NoSuchEntry(LifeError):
    """There is no such procedure or version."""


class NotNow(LifeError):
    """The draft has moved on since: open it again."""


class OwnWork(LifeError):
    """Who wrote it cannot publish it: a second person decides."""


class NothingChanged(LifeError):
    """The draft says the same as what is published."""


class InTheWay(LifeError):
    """Somebody else has an undecided draft of one of these procedures."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class EditedMeanwhile(LifeError):
    """Somebody else has saved this draft since you opened it."""

    def __init__(self, current: Draft) -> None:
        super().__init__()
        self.current = current
