"""Where to file: the question for the commune, an office with its hours and pin, honest words where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.clock import local
from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.outbox.message import Place as Pin
from bot.places import Place, name_of
from bot.places.desk import Standing
from bot.places.office import ALL, Office
from bot.turns.turn import Turn
from bot.views.home import home_row
from bot.views.labels import shortened
from knowledge.model import PublicService

PORTAL = "https://dichvucong.gov.vn"
MAP = "https://www.openstreetmap.org"
#: Close enough to see the street.
ZOOM = 18
#: Of a venue, as the Bot API cuts them anyway.
MOST_PIN = 120


@dataclass(frozen=True, slots=True)
class Found:
    """``km``: from a shared location, to one decimal; None when a commune was named."""

    office: Office
    standing: Standing
    km: float | None = None


def ask_message(turn: Turn, procedure: str | None = None) -> Message:
    """:param procedure: its name, when one is being talked about."""
    here = (Button(turn.label("📍 Use my location"), data("plc", "here")),)
    text = turn.render("place/ask", procedure=procedure, channel=turn.address.channel)
    return Message(text, (here, home_row(turn)))


def which_message(turn: Turn, places: Sequence[Place]) -> Message:
    """The name is one of several communes."""
    rows: list[Row] = [
        (Button(shortened(f"{place.commune_name}, {place.province_name}"), data("plc", "in", place.commune)),)
        for place in places
        if place.commune is not None
    ]
    return Message(turn.render("place/which"), (*rows, home_row(turn)))


def office_message(turn: Turn, found: Found, service: PublicService | None) -> Message:
    office = found.office
    text = turn.render(
        "place/office",
        office=office,
        standing=found.standing,
        km=found.km,
        now=local(turn.now),
        refuses=service is not None and not _takes(office, service),
        anywhere=_anywhere(service, office.province, office.commune),
        within=_within(service),
    )
    rows: list[Row] = (
        [] if office.point else [(Button(turn.label("🗺 Find the address on a map"), url=_search(office)),)]
    )
    return Message(text, (*rows, *_onward(turn, service)))


def pin_message(turn: Turn, office: Office) -> Message | None:
    """The point on a map: Telegram shows its own, a page links to OpenStreetMap. None where it is not known."""
    if office.point is None:
        return None
    lat, lon = office.point
    link = f"{MAP}/?{urlencode({'mlat': lat, 'mlon': lon})}#map={ZOOM}/{lat}/{lon}"
    pin = Pin(lat, lon, shortened(office.name, MOST_PIN), shortened(office.address, MOST_PIN))
    text = turn.render("place/pin", office=office)
    return Message(text, ((Button(turn.label("🗺 Open the map"), url=link),),), place=pin)


def several_message(turn: Turn, found: Sequence[Found], service: PublicService | None) -> Message:
    rows: list[Row] = [
        (Button(shortened(f"{number}. {one.office.name}"), data("plc", "office", one.office.id)),)
        for number, one in enumerate(found, start=1)
    ]
    near = any(one.km is not None for one in found)
    text = turn.render(
        "place/several",
        found=found,
        km=near,
        now=local(turn.now),
        anywhere=_anywhere(service, "", None),
        within=_within(service),
    )
    return Message(text, (*rows, *_onward(turn, service)))


def none_message(turn: Turn, place: Place, centres: bool, service: PublicService | None) -> Message:
    """No office of that commune is known."""
    text = turn.render(
        "place/none",
        commune=f"{place.commune_name}, {place.province_name}" if place.commune_name else None,
        province=place.province_name,
        formerly=place.formerly,
        centres=centres,
        anywhere=_anywhere(service, place.province, place.commune),
        within=_within(service),
    )
    portal = (Button(turn.label("🌐 National Public Service Portal"), url=PORTAL),)
    return Message(text, (portal, *_onward(turn, service)))


def plain(turn: Turn, name: str) -> Message:
    """place/<name>, with the ways on."""
    text = turn.render(f"place/{name}", channel=turn.address.channel)
    return Message(text, ((Button(turn.label("📍 Use my location"), data("plc", "here")),), home_row(turn)))


def _onward(turn: Turn, service: PublicService | None) -> tuple[Row, ...]:
    other = (Button(turn.label("🔁 Another commune"), data("plc", "ask")),)
    if service is None:
        return (other, home_row(turn))
    back = (Button(turn.label("⬅ Back to the procedure"), data("svc", "open", service.identifier)),)
    return (other, (*back, *home_row(turn)))


def _takes(office: Office, service: PublicService) -> bool:
    return office.accepts == (ALL,) or bool({service.identifier, service.sector} & set(office.accepts))


def _anywhere(service: PublicService | None, province: str, commune: str | None) -> bool | None:
    """Whether any one-stop desk of the place takes it; None: not known, or no procedure is talked about."""
    return service.local.takes_anywhere(province, commune) if service is not None else None


def _within(service: PublicService | None) -> list[str]:
    """Names of the places within which any desk takes it, where it is so in some only."""
    return [name_of(code) for code in service.local.anywhere_in] if service is not None else []


def _search(office: Office) -> str:
    return f"{MAP}/search?{urlencode({'query': office.address})}"
