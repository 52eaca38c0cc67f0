"""An agency as administrators write it down, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.places import gazetteer
from bot.reports.offices import offices

LONGEST_NAME = 200
MOST_CODES = 50
LONGEST_CODE = 32


@dataclass(frozen=True, slots=True)
class Agency:
    """:ivar id: 0: not written yet. :ivar version: 0: nothing but its name is known yet.
    :ivar kind: key of ``bot.reports.offices``. :ivar superior: id of an agency, as is ``successor``
    :ivar valid_from: first day, ``valid_to`` the last one; None: open
    """

    id: int
    name: str
    codes: tuple[str, ...] = ()
    name_en: str = ""
    kind: str | None = None
    province: str | None = None
    commune: str | None = None
    superior: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: int | None = None
    version: int = 0

    def has_ended(self, today: date) -> bool:
        return self.valid_to is not None and self.valid_to < today


def problems_of(agency: Agency, known: dict[int, Agency]) -> list[str]:
    """Fields that are wrong, with the reason: ``name.missing``, ``superior.cycle``...

    :param known: every agency that is written, by id.
    """
    others = [each for each in known.values() if each.id != agency.id]
    taken = {code: each for each in others for code in each.codes}
    found = {
        "name.missing": not agency.name,
        "name.long": max(len(agency.name), len(agency.name_en)) > LONGEST_NAME,
        "name.taken": any(each.name == agency.name for each in others),
        "codes.wrong": not all(_is_code(code) for code in agency.codes) or len(agency.codes) > MOST_CODES,
        "codes.taken": any(code in taken for code in agency.codes),
        "kind.unknown": agency.kind is not None and agency.kind not in offices(),
        "place.unknown": not _is_place(agency),
        "superior.unknown": agency.superior is not None and agency.superior not in known,
        "successor.unknown": agency.successor is not None and agency.successor not in known,
        "superior.cycle": _returns(agency, "superior", known),
        "successor.cycle": _returns(agency, "successor", known),
        "valid_to.early": None not in (agency.valid_from, agency.valid_to) and _lasts_no_day(agency),
        "successor.stands": agency.successor is not None and agency.valid_to is None,
    }
    return [name for name, is_wrong in found.items() if is_wrong]


def _is_code(code: str) -> bool:
    return 0 < len(code) <= LONGEST_CODE and code.isascii() and code.replace(".", "").isalnum()


def _is_place(agency: Agency) -> bool:
    places = gazetteer()
    if agency.commune is not None:
        return agency.commune in places.communes and places.communes[agency.commune][1] == agency.province
    return agency.province is None or agency.province in places.provinces


def _lasts_no_day(agency: Agency) -> bool:
    return agency.valid_from is not None and agency.valid_to is not None and agency.valid_to < agency.valid_from


def _returns(agency: Agency, link: str, known: dict[int, Agency]) -> bool:
    """Whether who follows ``link`` comes back to where they were."""
    at, seen = getattr(agency, link), {agency.id} if agency.id else set()
    while at is not None and at in known:
        if at in seen:
            return True
        seen.add(at)
        at = getattr(known[at], link)
    return False


def standing(agency: Agency, known: dict[int, Agency], today: date) -> Agency:
    """``agency``, or who has taken over from it by ``today``."""
    seen = set()
    while agency.has_ended(today) and agency.successor in known and agency.id not in seen:
        seen.add(agency.id)
        agency = known[agency.successor]
    return agency
