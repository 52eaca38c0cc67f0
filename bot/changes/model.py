"""A change that is being written in a chat: it stands in the session between two messages."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.errors import MotCuaError
from knowledge.changes import Fee, Time, Where, change_fee, change_time
from knowledge.model import PublicService, TimeUnit

ValueKind = Literal["time", "fee"]
StateKind = Literal["archive", "restore"]
Kind = Literal["time", "fee", "archive", "restore"]
STATE_KINDS: tuple[StateKind, ...] = ("archive", "restore")


class Overtaken(MotCuaError):
    """Something changed between the answer and its commit: the turn is answered anew, from what stands now."""


class Change(BaseModel):
    """``base``: the version in force when it was begun. ``draft``, ``revision``: the member's own draft that it goes on
    with, as it was then; None: a new one.

    ``channel``, ``value``: see :class:`knowledge.changes.Where`. ``keep``: whether doubtful words beside it stay.
    """

    model_config = ConfigDict(extra="ignore")

    code: str
    base: int
    draft: int | None = None
    revision: int | None = None
    kind: Kind | None = None
    channel: str | None = None
    value: str | None = None
    time: int | float | None = None
    unit: TimeUnit | None = None
    fee: int | None = None
    fee_words: str | None = None
    keep: bool | None = None
    source: str | None = None
    reason: str | None = None

    @property
    def where(self) -> Where:
        """:raises ValueError: no channel is chosen yet."""
        if self.channel is None:
            raise ValueError("no channel yet")
        return Where(self.channel, self.value)

    def applied(self, service: PublicService) -> PublicService:
        """:raises ValueError: there is no new value yet."""
        words: Literal["keep", "drop"] = "drop" if self.keep is False else "keep"
        if self.kind == "time" and self.time is not None and self.unit is not None:
            return change_time(service, self.where, Time(self.time, self.unit), words)
        if self.kind == "fee" and self.fee is not None:
            return change_fee(service, self.where, Fee(self.fee, self.fee_words), words)
        raise ValueError("no value yet")
