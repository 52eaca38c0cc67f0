"""A one-stop office, and the checks every way in shares: a row of a file, the console's form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from bot.places.finder import find
from bot.places.gazetteer import gazetteer, key_of
from bot.places.opening import BadHours, OpeningHours, read_special, read_week, written_special, written_week

#: Everything a one-stop office takes.
ALL = "*"
ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COLUMNS = (
    "id", "name", "level", "province", "commune", "address", "lat", "lon", *WEEKDAYS, "special", "phone", "accepts",
    "boundless", "note", "source", "verified_on",
)  # fmt: skip
LONGEST = 500
#: Degrees: the country with its islands.
SOUTH, NORTH, WEST, EAST = 6.0, 24.0, 101.0, 118.0
_YES, _NO = frozenset({"1", "yes", "x", "có", "true"}), frozenset({"", "0", "no", "không", "false"})
_PHONE = re.compile(r"[0-9+ ().,;/-]{3,80}")


@dataclass(frozen=True, slots=True)
class Office:
    """``commune``: code, None for a province's centre; ``point``: (latitude, longitude), degrees;
    ``accepts``: fields and codes of procedures, ``("*",)`` for all; ``boundless``: from anybody wherever they live;
    ``verified_on``: when somebody last made sure, None: nobody did; ``version``: grows with every change.
    """

    id: str
    name: str
    level: str
    province: str
    commune: str | None
    address: str
    point: tuple[float, float] | None
    hours: OpeningHours
    phone: str
    accepts: tuple[str, ...]
    boundless: bool
    note: str
    source: str
    verified_on: date | None
    sample: bool = False
    version: int = 0

    def says(self) -> tuple[object, ...]:
        """What it says of the place, without whose row it is; equal when nothing changed."""
        return tuple(getattr(self, each.name) for each in fields(self) if each.name not in ("sample", "version"))


@dataclass(frozen=True, slots=True)
class Problem:
    """``column``: of :data:`COLUMNS`; ``what``: missing, id, level, place, point, hours, special, phone, flag, day,
    long; ``value``: as it stands."""

    column: str
    what: str
    value: str = ""


def read_office(row: Mapping[str, str], sample: bool = False) -> tuple[Office | None, list[Problem]]:
    """:param row: texts by the names of :data:`COLUMNS`; what is missing is empty.

    :returns: the office, or None and every problem.
    """
    values = {name: " ".join(row.get(name, "").split()) if name != "special" else row.get(name, "") for name in COLUMNS}
    reader = _Reader(values)
    office = reader.read(sample)
    return (None, reader.problems) if reader.problems else (office, [])


class _Reader:
    def __init__(self, values: dict[str, str]) -> None:
        self._values = values
        self.problems: list[Problem] = []

    def read(self, sample: bool) -> Office:
        values = self._values
        for name in ("id", "name", "province", "address", "source"):
            if not values[name]:
                self._wrong(name, "missing")
        for name, value in values.items():
            if len(value) > LONGEST * (4 if name == "special" else 1):
                self._wrong(name, "long")
        if values["id"] and not ID.fullmatch(values["id"]):
            self._wrong("id", "id")
        if values["phone"] and not _PHONE.fullmatch(values["phone"]):
            self._wrong("phone", "phone")
        province, commune = self._place()
        accepts = tuple(filter(None, (part.strip() for part in values["accepts"].split(";")))) or (ALL,)
        return Office(
            values["id"], values["name"], "commune" if commune else "province", province, commune, values["address"],
            self._point(), self._hours(), values["phone"], accepts, self._flag(), values["note"], values["source"],
            self._day(), sample,
        )  # fmt: skip

    def _wrong(self, column: str, what: str) -> None:
        self.problems.append(Problem(column, what, self._values[column]))

    def _place(self) -> tuple[str, str | None]:
        """Codes, or names as they are written today."""
        known, level = gazetteer(), self._values["level"]
        if level not in ("province", "commune"):
            self._wrong("level", "level")
        province, commune = self._values["province"], self._values["commune"]
        if province not in known.provinces:
            province = known.province_names.get(key_of(province), (province, False))[0]
            if self._values["province"] and province not in known.provinces:
                self._wrong("province", "place")
        if level != "commune":
            return province, None
        if not commune:
            self._wrong("commune", "missing")
        elif commune not in known.communes:
            found = [place.commune for place in find(f"{commune}, {known.provinces.get(province, '')}")]
            commune = next((code for code in found if code and len(found) == 1), "")
        if self._values["commune"] and (commune not in known.communes or known.communes[commune][1] != province):
            self._wrong("commune", "place")
        return province, commune or None

    def _point(self) -> tuple[float, float] | None:
        lat, lon = self._values["lat"], self._values["lon"]
        if not lat and not lon:
            return None
        try:
            point = float(lat), float(lon)
        except ValueError:
            self._wrong("lat", "point")
            return None
        if not (SOUTH <= point[0] <= NORTH and WEST <= point[1] <= EAST):
            self._wrong("lat", "point")
        return point

    def _hours(self) -> OpeningHours:
        week, special = [self._values[name] for name in WEEKDAYS], self._values["special"]
        fine = [self._reads(name, lambda value: read_week([value])) for name in WEEKDAYS]
        fine.append(self._reads("special", read_special))
        return OpeningHours(read_week(week), read_special(special)) if all(fine) else OpeningHours()

    def _reads(self, column: str, read: Callable[[str], object]) -> bool:
        try:
            read(self._values[column])
        except BadHours:
            self._wrong(column, "special" if column == "special" else "hours")
            return False
        return True

    def _flag(self) -> bool:
        value = self._values["boundless"].lower()
        if value not in _YES | _NO:
            self._wrong("boundless", "flag")
        return value in _YES

    def _day(self) -> date | None:
        try:
            return date.fromisoformat(self._values["verified_on"]) if self._values["verified_on"] else None
        except ValueError:
            self._wrong("verified_on", "day")
            return None


def written_office(office: Office) -> dict[str, str]:
    """The row that :func:`read_office` reads back as the same office."""
    lat, lon = map(repr, office.point) if office.point else ("", "")
    week = dict(zip(WEEKDAYS, written_week(office.hours.week), strict=True))
    return {
        "id": office.id, "name": office.name, "level": office.level, "province": office.province,
        "commune": office.commune or "", "address": office.address, "lat": lat, "lon": lon, **week,
        "special": written_special(office.hours.special), "phone": office.phone, "accepts": ";".join(office.accepts),
        "boundless": "1" if office.boundless else "0", "note": office.note, "source": office.source,
        "verified_on": office.verified_on.isoformat() if office.verified_on else "",
    }  # fmt: skip
