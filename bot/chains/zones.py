"""Pieces of the country's administration that are closed to somebody: judged one by one here, in rows by the board."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Place(Protocol):
    """Of a post, a scope or a case: codes of the gazetteer and a kind of office; None: not named."""

    @property
    def province(self) -> str | None: ...
    @property
    def commune(self) -> str | None: ...
    @property
    def office(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Zone:
    """A place lies in it when all three fit. None: whatever is named. In the sets, None stands for "not named".

    ``province``: a place that names none lies in every province. ``but``: offices that are outside all the same.
    """

    province: str | None = None
    communes: frozenset[str | None] | None = None
    offices: frozenset[str | None] | None = None
    but: frozenset[str] = field(default_factory=frozenset)

    def holds(self, place: Place) -> bool:
        near = self.province is None or place.province is None or place.province == self.province
        here = self.communes is None or place.commune in self.communes
        meant = self.offices is None or place.office in self.offices
        return near and here and meant and place.office not in self.but
