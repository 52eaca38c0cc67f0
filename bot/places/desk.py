"""What a conversation asks about places: which offices, and whether they are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Clock, local
from bot.database import Database
from bot.places.office import Office
from bot.places.opening import Spans, State
from bot.places.store import Near, OfficeStore, Point
from bot.workdays.store import CalendarStore

DAYS_SHOWN = 7
MOST_NEAR = 3
#: Farther than this nobody is sent on the word of a map.
FAR_KM = 60.0


@dataclass(frozen=True, slots=True)
class Standing:
    """``state``: None when the hours are not known; ``days``: from today on; ``certain``: False where a holiday among
    them is only estimated, because the Government's notice for the year is not in."""

    state: State | None
    days: tuple[tuple[date, Spans], ...]
    certain: bool


class PlaceDesk:
    def __init__(self, database: Database, clock: Clock) -> None:
        self.offices = OfficeStore(database, clock)
        self._calendar = CalendarStore(database, clock)

    async def for_commune(self, province: str, commune: str | None) -> list[Office]:
        """The commune's own offices; of a province alone, its centres."""
        return await (self.offices.in_commune(commune) if commune else self.offices.of_province(province))

    async def near(self, point: Point) -> list[Near]:
        """The nearest few within :data:`FAR_KM`."""
        found = await self.offices.nearest(point, MOST_NEAR)
        return [each for each in found if each.km <= FAR_KM]

    async def standing(self, office: Office, moment: datetime) -> Standing:
        calendar = await self._calendar.current()
        first = local(moment).date()
        days = [first + timedelta(days=offset) for offset in range(DAYS_SHOWN)]
        shown = tuple((day, office.hours.on(calendar, day)) for day in days)
        if not office.hours.known:
            special = first in office.hours.special
            state = office.hours.state(calendar, moment) if special else None
            return Standing(state, shown if special else (), True)
        kept = [day for day in days if calendar.is_holiday(day)]
        certain = not kept or calendar.is_certain(kept[0], kept[-1])
        return Standing(office.hours.state(calendar, moment), shown, certain)
