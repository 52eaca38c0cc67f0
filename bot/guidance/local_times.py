"""Times that a province or commune has shortened, told with the document that says so and where it holds."""

from __future__ import annotations

from datetime import date, datetime

from bot.clock import local
from bot.guidance.blocks import Block
from bot.places.gazetteer import gazetteer
from knowledge.model import PublicService, SameDay, ShortenedTime

#: On the card; all of them stand in the section.
MOST_ON_CARD = 2


def local_lines(service: PublicService, today: date) -> list[Block]:
    """For the card: those in force. Kinds as in :func:`local_blocks`, without a title."""
    return [_block(each, _day(today)) for each in _decided(service) if each.in_force(_day(today))][:MOST_ON_CARD]


def local_blocks(service: PublicService, today: date) -> list[Block]:
    """For the section: those in force, and those to come. Kinds title_time_local, time_local (text: the document;
    values.value, unit), same_day (text: the document; values.hour), both with values.place (None: everywhere),
    begins (None: it has begun), ends (None: open)."""
    day = _day(today)
    blocks = [_block(each, day) for each in _decided(service) if each.effective_to is None or day <= each.effective_to]
    return [Block("title_time_local"), *blocks] if blocks else []


def _decided(service: PublicService) -> tuple[ShortenedTime | SameDay, ...]:
    """The same day first: it is the shortest."""
    return (*service.local.same_day, *service.local.shortened)


def _block(decided: ShortenedTime | SameDay, day: date) -> Block:
    begins = decided.effective_from
    values: dict[str, object] = {
        "place": _place(decided),
        "begins": begins if begins is not None and day < begins else None,
        "ends": decided.effective_to,
    }
    if isinstance(decided, SameDay):
        return Block("same_day", decided.document, values | {"hour": decided.before})
    return Block("time_local", decided.document, values | {"value": decided.value, "unit": decided.unit})


def _place(decided: ShortenedTime | SameDay) -> str | None:
    """A code that the gazetteer does not know is shown as it is: the time holds somewhere, not everywhere."""
    if decided.province is None:
        return None
    known = gazetteer()
    province = known.provinces.get(decided.province, decided.province)
    if decided.commune is None:
        return province
    return f"{known.communes.get(decided.commune, (decided.commune,))[0]}, {province}"


def _day(today: date) -> date:
    """A moment is taken as the day in Vietnam."""
    return local(today).date() if isinstance(today, datetime) else today
