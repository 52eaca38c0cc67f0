"""What taking in a file would do: the dry run, and what is carried out when it is accepted."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from knowledge.files.changes import emptied
from knowledge.files.entries import Entry
from knowledge.life.diff import FieldChange, diff
from knowledge.model import PublicService
from knowledge.store import StoredService


class InForce(Protocol):
    """Where the versions in force are read."""

    async def current(self, code: str) -> StoredService | None: ...


@dataclass(frozen=True, slots=True)
class Changed:
    """``version``: in force now, which the change was compared with; ``emptied``: (list, rows it had)."""

    service: PublicService
    version: int
    changes: tuple[FieldChange, ...]
    emptied: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``name``: of the file."""

    name: str
    added: tuple[PublicService, ...]
    changed: tuple[Changed, ...]
    unchanged: int

    @property
    def services(self) -> tuple[PublicService, ...]:
        """What there is to do; what is unchanged is left out."""
        return (*self.added, *(each.service for each in self.changed))

    @property
    def steps(self) -> tuple[tuple[PublicService, int], ...]:
        """With the version that each begins from; 0: it was not there."""
        return (*((each, 0) for each in self.added), *((each.service, each.version) for each in self.changed))

    @property
    def empties(self) -> tuple[Changed, ...]:
        """Those that would lose a whole list: only with an express yes."""
        return tuple(each for each in self.changed if each.emptied)

    @property
    def mark(self) -> str:
        """Whoever accepts names this: it differs when the file, or what it was compared with, is another."""
        whole = hashlib.sha256()
        for service in self.added:
            whole.update(b"new\0" + service.canonical() + b"\0")
        for each in self.changed:
            whole.update(f"{each.version}\0".encode() + each.service.canonical() + b"\0")
        return whole.hexdigest()


async def plan_of(name: str, entries: Iterable[Entry], shelves: InForce) -> Plan:
    """Compare with what is in force; what is not in the file stays as it is. Nothing is changed."""
    added, changed, unchanged = [], [], 0
    for entry in entries:
        stored, service = await shelves.current(entry.service.identifier), entry.service
        if stored is None:
            added.append(service)
            continue
        if not entry.says_local:
            service = service.model_copy(update={"local": stored.service.local})
        if stored.service.canonical() == service.canonical():
            unchanged += 1
        else:
            changed.append(await asyncio.to_thread(_changed, stored, service))  # long lists take their time
    return Plan(name, tuple(added), tuple(changed), unchanged)


def _changed(stored: StoredService, service: PublicService) -> Changed:
    old = stored.service
    return Changed(service, stored.version, tuple(diff(old, service)), tuple(emptied(old, service)))
