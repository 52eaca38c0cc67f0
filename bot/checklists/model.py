"""A list of papers as it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.checklists.lines import Facts
from bot.people import ChatRef
from bot.texts import Language

#: What a line can be besides open: at hand, or not asked of this person.
Mark = Literal["have", "not_mine"]


@dataclass(slots=True)
class Checklist:
    """``version``: of the procedure, when last held against it. ``marks``: by key of the line; open ones have none.

    ``facts``: what the list said when its keeper last looked. ``told``: its keeper wants to hear of changes.
    """

    code: str
    version: int
    choice: tuple[str, ...]
    facts: Facts
    marks: dict[str, Mark] = field(default_factory=dict)
    told: bool = False

    def as_json(self) -> dict[str, Any]:
        facts = {"papers": self.facts.papers, "fee": self.facts.fee, "time": self.facts.time}
        return {"choice": self.choice, "facts": facts, "marks": self.marks}

    @classmethod
    def from_json(cls, code: str, version: int, told: bool, body: dict[str, Any]) -> Checklist:
        return cls(code, version, tuple(body["choice"]), Facts(**body["facts"]), body["marks"], told)


@dataclass(frozen=True, slots=True)
class Kept:
    """A list with its place, for whoever tells of changes. ``chat``: look-up value; ``where``: the chat itself."""

    chat: str
    where: ChatRef
    language: Language
    checklist: Checklist
