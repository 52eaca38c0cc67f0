"""A place as it was typed: codes that exist and fit together."""

from __future__ import annotations

from bot.errors import MotCuaError
from bot.places import gazetteer
from bot.reports.offices import offices
from bot.staff.member import Scope


class NoSuchPlace(MotCuaError):
    """There is no such province, commune or kind of office, or the commune is in another province."""


def place_of(province: str | None, commune: str | None, office: str | None) -> Scope:
    """Empty values narrow nothing; a commune brings its province. :raises NoSuchPlace: see there."""
    province, commune, office = province or None, commune or None, office or None
    places = gazetteer()
    if commune is not None:
        if commune not in places.communes or province not in (None, places.communes[commune][1]):
            raise NoSuchPlace
        province = places.communes[commune][1]
    if province is not None and province not in places.provinces:
        raise NoSuchPlace
    if office is not None and office not in offices():
        raise NoSuchPlace
    return Scope(province, commune, office)
