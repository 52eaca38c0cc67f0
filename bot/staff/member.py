"""A member of the staff, and the facts of a case by which it is judged what they may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.chains import Chains, shipped
from bot.texts.language import Language


class Role(StrEnum):
    INSPECTOR = "inspector"
    LEAD = "lead"
    HEAD = "head"  #: figures only
    ADMINISTRATOR = "administrator"  #: accounts and settings, no case
    AUDITOR = "auditor"  #: the audit chain, no case


#: Who may hold an inspectorate key. The others never do.
HOLDERS = frozenset({Role.INSPECTOR, Role.LEAD})


class Standing(StrEnum):
    INVITED = "invited"
    WAITING = "waiting"  #: enrolled; a second administrator has still to confirm
    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Scope:
    """A piece of the country's administration; what is None is not narrowed. Codes of the gazetteer, keys of
    ``offices.tsv``."""

    province: str | None = None
    commune: str | None = None
    office: str | None = None

    def covers(self, province: str | None, commune: str | None, office: str | None) -> bool:
        wanted = ((self.province, province), (self.commune, commune), (self.office, office))
        return all(mine is None or mine == theirs for mine, theirs in wanted)


@dataclass(frozen=True, slots=True)
class Member:
    """``scopes``: what they work on, none: nothing; ``posts``: where they sit, closed to them.

    ``chains``: by which they are judged: those of the moment they were read.
    """

    id: str
    name: str
    role: Role
    state: Standing
    language: Language
    scopes: tuple[Scope, ...] = ()
    posts: tuple[Scope, ...] = ()
    chains: Chains = field(default_factory=shipped, repr=False, compare=False)

    @property
    def is_active(self) -> bool:
        return self.state is Standing.ACTIVE


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """``assigned``: id of the member who has it; ``excluded``: ids of members who must not see it;
    ``shared``: of members from elsewhere whom a lead lets read it."""

    id: str
    province: str | None
    commune: str | None
    office: str | None
    restricted: bool
    assigned: str | None = None
    excluded: frozenset[str] = field(default_factory=frozenset)
    shared: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(
        cls,
        row: Mapping[str, Any],
        assigned: str | None = None,
        excluded: frozenset[str] = frozenset(),
        shared: frozenset[str] = frozenset(),
    ) -> CaseFacts:
        """:param row: of ``report_case``."""
        place = (row["province"], row["commune"], row["office"])
        return cls(row["id"], *place, bool(row["restricted"]), assigned, excluded, shared)
