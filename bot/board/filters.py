"""What the work list is narrowed to, as it stands in an address: everything unknown in it is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast
from urllib.parse import urlencode

from bot.places import gazetteer
from bot.reports.cases.states import State, table
from bot.reports.offices import offices
from bot.reports.taxonomy import categories, groups

Clock = Literal["", "overdue", "near", "running", "paused"]
Whose = Literal["", "mine", "unassigned", "escalated"]
Order = Literal["clock", "newest"]
Among = Literal["", "reach", "told", "valid"]
Happened = Literal["", "answered", "on_time", "reopened"]
CLOCKS: tuple[Clock, ...] = ("overdue", "near", "running", "paused")
WHOSE: tuple[Whose, ...] = ("mine", "unassigned", "escalated")
ORDERS: tuple[Order, ...] = ("clock", "newest")
#: How figures count: all in reach; of these what is not restricted; of these what was not withdrawn.
AMONG: tuple[Among, ...] = ("reach", "told", "valid")
#: What figures count by the week in which it came to pass; ``since`` and ``until`` are of that then.
HAPPENED: tuple[Happened, ...] = ("answered", "on_time", "reopened")
#: Not an office and no commune: it was not named.
UNNAMED = "-"
#: Not a state: all in which somebody has still to do something.
OPEN, EVERY = "open", "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """``state``: one, "open" or "all"; ``category``: one, or the letter of a group; ``near``: the clock runs out within
    two working days; ``since`` and ``until``: days of receipt, ISO, both included; ``paper``: demanded beyond the list,
    its code or "fee"; ``among``: as the figure counts that led here; ``happened``: what came to pass in these days,
    where they are not those of receipt."""

    state: str = OPEN
    category: str = ""
    province: str = ""
    commune: str = ""
    office: str = ""
    clock: Clock = ""
    whose: Whose = ""
    order: Order = "clock"
    since: str = ""
    until: str = ""
    paper: str = ""
    among: Among = ""
    happened: Happened = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> Filters:
        """:param said: of the address, or of a saved view."""
        places = gazetteer()
        found = cls(
            state=_one(said, "state", {OPEN, EVERY, *State}, OPEN),
            category=_one(said, "category", {*categories(), *groups()}),
            province=_one(said, "province", places.provinces),
            commune=_one(said, "commune", {*places.communes, UNNAMED}),
            office=_one(said, "office", {*offices(), UNNAMED}),
            clock=cast(Clock, _one(said, "clock", CLOCKS)),
            whose=cast(Whose, _one(said, "whose", WHOSE)),
            order=cast(Order, _one(said, "order", ORDERS, "clock")),
            since=_day(said.get("since", "")),
            until=_day(said.get("until", "")),
            paper=said.get("paper", "") if _PAPER.fullmatch(said.get("paper", "")) else "",
            among=cast(Among, _one(said, "among", AMONG)),
            happened=cast(Happened, _one(said, "happened", HAPPENED)),
        )
        if not (found.since and found.until):
            found = replace(found, happened="")  # without days there is nothing to look in
        if found.commune and places.communes.get(found.commune, ("", found.province))[1] != found.province:
            found = replace(found, commune="")  # of the province that was chosen before
        if not found.by_clock and found.order == "clock":
            return replace(found, order="newest")  # what is over has no clock to go by
        return found

    @property
    def by_clock(self) -> bool:
        """Whether all that is looked for has a clock."""
        return self.state == OPEN or bool(self.clock) or not (self.state == EVERY or table()[State(self.state)].over)

    @property
    def of_figure(self) -> bool:
        """Whether it is narrowed to what one figure counts: no field of the form shows all of that."""
        return bool(self.among or self.since or self.until or self.paper)

    @property
    def as_counted(self) -> bool:
        """Whether the counts that are kept know how many there are."""
        return self.among == "reach" and not (self.since or self.until or self.paper or self.clock or self.whose)

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


#: Codes of papers.tsv.
_PAPER = re.compile(r"[a-z0-9_]{1,64}")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""  # as everything unknown


def _one(said: Mapping[str, str], name: str, known: object, otherwise: str = "") -> str:
    value = said.get(name, "")
    return value if value and value in known else otherwise  # type: ignore[operator]
