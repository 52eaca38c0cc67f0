"""When an entry was last held against the portal, and until when that is good enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from knowledge.model import PublicService
from knowledge.store import ServiceName

#: Where no legal parameter says otherwise: procedures change monthly, most of them within half a year.
REVIEW_DAYS = 180


@dataclass(frozen=True, slots=True)
class Checked:
    """``verified_on``: the day on which somebody looked, or on which the record was collected."""

    verified_on: date
    review_by: date

    @classmethod
    def of(cls, collected: date, verified_on: date | None, review_by: date | None, review_days: int) -> Self:
        """:param collected: counts while nobody has looked since. :param review_by: None: the term counts."""
        looked = verified_on or collected
        return cls(looked, review_by or looked + timedelta(days=review_days))

    def is_stale(self, today: date) -> bool:
        """Whether whoever reads it must be told."""
        return self.review_by < today


def checked(service: PublicService, name: ServiceName | None, review_days: int = REVIEW_DAYS) -> Checked:
    """:param name: as it is listed now; None: it is no longer, and nobody looks after it."""
    verified_on, review_by = (name.verified_on, name.review_by) if name is not None else (None, None)
    return Checked.of(service.source.as_of, verified_on, review_by, review_days)
