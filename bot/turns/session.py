"""Where a conversation stands: one row a person and chat, sealed, versioned. All a handler may remember."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import orjson

from bot.texts import Language

#: Parts of the draft that outlive leaving the form: hours of somebody's work.
LASTING = ("report", "report_path")


@dataclass(slots=True)
class Session:
    """``flow``/``step``: the form in progress, if any; ``draft``: its answers so far (JSON values).

    ``place``: ``{"province": code, "commune": code or None}``, once told, until the session is forgotten.
    ``notice_told``: id of the emergency notice that this chat has had.
    ``block_told``: id of the block that this person was told of.
    ``subject``: what the talk is about, e.g. ``{"code": "1.001193", "case": {...}}``; follow-up questions use it.
    """

    language: Language = "vi"
    flow: str | None = None
    step: str | None = None
    draft: dict[str, Any] = field(default_factory=dict)
    subject: dict[str, Any] = field(default_factory=dict)
    place: dict[str, str | None] = field(default_factory=dict)
    notice_told: int = 0
    block_told: int = 0
    version: int = 0

    def encode(self) -> bytes:
        return orjson.dumps({name: getattr(self, name) for name in _STATE})

    @classmethod
    def decode(cls, state: bytes, version: int) -> Session:
        known = {name: value for name, value in orjson.loads(state).items() if name in cls.__dataclass_fields__}
        return cls(**{**known, "version": version})

    def leave_form(self) -> None:
        """Out of whatever is being asked; a report that is being written stays to be gone on with."""
        self.flow = self.step = None
        self.draft = {name: value for name, value in self.draft.items() if name in LASTING}


#: ``version`` has a column of its own.
_STATE = tuple(each.name for each in fields(Session) if each.name != "version")
