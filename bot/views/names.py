"""What a procedure is called in the citizen's language: the official name, for English readers with ours before it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.turns.turn import Turn
from knowledge.store import ServiceName


@dataclass(frozen=True, slots=True)
class ShownName:
    """``english``: our unofficial name, or None; the official one always stands beside it."""

    code: str
    official: str
    english: str | None
    field: str
    level: str

    @property
    def short(self) -> str:
        """For a button."""
        return self.english or self.official


def shown(turn: Turn, name: ServiceName) -> ShownName:
    english = turn.house.knowledge.english(name.code) if turn.session.language == "en" else None
    return ShownName(name.code, name.name, english.name if english else None, name.field, name.level)
