"""What the work list is narrowed to, as it stands in an address: everything unknown in it is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast
from urllib.parse import urlencode

from bot.places import gazetteer
from bot.reports.cases.states import State, table
from bot.reports.offices import offices
from bot.reports.taxonomy import categories

Clock = Literal["", "overdue", "near", "running", "paused"]
Whose = Literal["", "mine", "unassigned", "escalated"]
Order = Literal["clock", "newest"]
CLOCKS: tuple[Clock, ...] = ("overdue", "near", "running", "paused")
WHOSE: tuple[Whose, ...] = ("mine", "unassigned", "escalated")
ORDERS: tuple[Order, ...] = ("clock", "newest")
#: Not a state: all in which somebody has still to do something.
OPEN, EVERY = "open", "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """``state``: one, "open" or "all"; ``near``: the clock runs out within two working days."""

    state: str = OPEN
    category: str = ""
    province: str = ""
    commune: str = ""
    office: str = ""
    clock: Clock = ""
    whose: Whose = ""
    order: Order = "clock"

    @classmethod
    def read(cls, said: Mapping[str, str]) -> Filters:
        """:param said: of the address, or of a saved view."""
        places = gazetteer()
        found = cls(
            state=_one(said, "state", {OPEN, EVERY, *State}, OPEN),
            category=_one(said, "category", categories()),
            province=_one(said, "province", places.provinces),
            commune=_one(said, "commune", places.communes),
            office=_one(said, "office", offices()),
            clock=cast(Clock, _one(said, "clock", CLOCKS)),
            whose=cast(Whose, _one(said, "whose", WHOSE)),
            order=cast(Order, _one(said, "order", ORDERS, "clock")),
        )
        if found.commune and places.communes[found.commune][1] != found.province:
            found = replace(found, commune="")  # of the province that was chosen before
        if not found.by_clock and found.order == "clock":
            return replace(found, order="newest")  # what is over has no clock to go by
        return found

    @property
    def by_clock(self) -> bool:
        """Whether all that is looked for has a clock."""
        return self.state == OPEN or bool(self.clock) or not (self.state == EVERY or table()[State(self.state)].over)

    @property
    def states(self) -> list[str] | None:
        """None: every one."""
        if self.state == EVERY:
            return None
        return OPEN_STATES if self.state == OPEN else [self.state]

    def address(self, **changed: str) -> str:
        """The query of the page that shows this, or something changed in it."""
        values = {name: getattr(self, name) for name in self.__slots__} | changed
        plain = Filters()
        return urlencode({name: v for name, v in values.items() if v and v != getattr(plain, name, "")})


OPEN_STATES = [str(state) for state, rules in table().items() if not rules.over]


def _one(said: Mapping[str, str], name: str, known: object, otherwise: str = "") -> str:
    value = said.get(name, "")
    return value if value and value in known else otherwise  # type: ignore[operator]
