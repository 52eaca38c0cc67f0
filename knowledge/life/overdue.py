"""Which entries somebody should have held against the portal by now, for those who answer for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.checked import Checked
from knowledge.life.model import Entry
from knowledge.store import KnowledgeStore


@dataclass(frozen=True, slots=True)
class Overdue:
    entry: Entry
    looked: Checked


async def overdue(entries: Iterable[Entry], store: KnowledgeStore, review_days: int, today: date) -> list[Overdue]:
    """The longest due first; archived ones answer nobody and are left out.

    :param review_days: the house's term, see :mod:`knowledge.checked`.
    """
    found = []
    for entry in entries:
        if not entry.archived and (looked := await _looked(entry, store, review_days)).is_stale(today):
            found.append(Overdue(entry, looked))
    return sorted(found, key=lambda each: (each.looked.review_by, each.entry.code))


async def _looked(entry: Entry, store: KnowledgeStore, review_days: int) -> Checked:
    """The record itself is read only for the day on which it was collected."""
    collected = entry.verified_on
    if collected is None:
        stored = await store.current(entry.code)
        # Archived in this moment: it is not due.
        collected = stored.service.source.as_of if stored is not None else date.max
    if collected == date.max:
        return Checked(collected, collected)
    return Checked.of(collected, entry.verified_on, entry.review_by, review_days)
