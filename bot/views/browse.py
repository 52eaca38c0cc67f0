"""Ways to a procedure without asking: fields, life events, and the procedures of one of them, in numbered pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.turns.turn import Turn
from bot.views.home import home_row
from bot.views.labels import shortened
from bot.views.names import ShownName, shown
from bot.views.numbers import page_rows
from knowledge.browse import Field, LifeEvent, fields, life_events
from knowledge.store import ServiceName

FIELDS_A_PAGE = 12
SERVICES_A_PAGE = 8
T = TypeVar("T")
#: Names of the portal run to a thousand characters; the whole name stands on the procedure's own page.
LONGEST_NAME = 200


def fields_message(turn: Turn, number: int) -> Message:
    known = [field for field in fields() if _of_field(turn, field)]
    listed, number, pages = _page(known, number, FIELDS_A_PAGE)
    rows = _pairs([_button(turn, field, data("browse", "field", field.key, 1)) for field in listed])
    numbers = page_rows(pages, number, lambda n: data("browse", "fields", n))
    text = turn.render("browse/fields", number=number, pages=pages)
    return Message(text, (*rows, *numbers, home_row(turn)))


def events_message(turn: Turn) -> Message:
    rows = _pairs([_button(turn, event, data("browse", "event", event.key, 1)) for event in life_events()])
    return Message(turn.render("browse/events"), (*rows, home_row(turn)))


def field_message(turn: Turn, key: str, number: int) -> Message | None:
    """The procedures of a field, everyday ones first; None for a field that is not listed (any more)."""
    field = next((field for field in fields() if field.key == key), None)
    if field is None:
        return None
    names = sorted(_of_field(turn, field), key=lambda name: (name.priority, name.name))
    return _services(turn, field.label(turn.session.language), names, number, "field", key)


def event_message(turn: Turn, key: str, number: int) -> Message | None:
    event = next((event for event in life_events() if event.key == key), None)
    if event is None:
        return None
    known = turn.house.knowledge.names
    names = [known[code] for code in event.codes if code in known]
    return _services(turn, event.label(turn.session.language), names, number, "event", key)


def service_rows(names: Sequence[ShownName], first: int = 1) -> list[Row]:
    """One button a procedure, numbered as in the message, where the full name stands."""
    return [
        (Button(shortened(f"{n}. {name.short}"), data("svc", "open", name.code)),)
        for n, name in enumerate(names, first)
    ]


def _services(
    turn: Turn, title: str, names: Sequence[ServiceName], number: int, action: str, key: str
) -> Message | None:
    if not names:
        return None
    chosen, number, pages = _page(names, number, SERVICES_A_PAGE)
    listed = [shown(turn, name) for name in chosen]
    first = (number - 1) * SERVICES_A_PAGE + 1
    numbers = page_rows(pages, number, lambda n: data("browse", action, key, n))
    back = data("browse", "fields", 1) if action == "field" else data("browse", "events")
    last_row = (Button(turn.label("⬅ Back to the list"), back), *home_row(turn))
    text = turn.render(
        "browse/services", title=title, names=listed, first=first, total=len(names), longest=LONGEST_NAME
    )
    return Message(text, (*service_rows(listed, first), *numbers, last_row))


def _of_field(turn: Turn, field: Field) -> list[ServiceName]:
    return [name for name in turn.house.knowledge.names.values() if name.field == field.sector]


def _button(turn: Turn, listed: Field | LifeEvent, pressed: str) -> Button:
    return Button(shortened(listed.label(turn.session.language)), pressed)


def _pairs(buttons: Sequence[Button]) -> list[Row]:
    return [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]


def _page(rows: Sequence[T], number: int, size: int) -> tuple[Sequence[T], int, int]:
    """(rows of the page, its number, how many pages); a number that is not there means the nearest."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(number, 1), pages)
    return rows[(number - 1) * size : number * size], number, pages
