"""Names in what is said of a case, by language: for turns, pushes, pictures and pages alike."""

from __future__ import annotations

from bot.places import gazetteer
from bot.reports.cases.states import State
from bot.reports.offices import offices
from bot.reports.taxonomy import OTHER, categories, groups
from bot.texts import N_, Language

#: In a list: where each one stands, in a word or two.
IN_SHORT = {
    State.RECEIVED: N_("recorded"),
    State.SCREENING: N_("being looked at"),
    State.NEEDS_INFORMATION: N_("waits for you"),
    State.ACCEPTED: N_("taken up"),
    State.IN_PROGRESS: N_("being worked on"),
    State.RESOLVED: N_("answered"),
    State.TRANSFERRED: N_("passed on"),
    State.CLOSED: N_("closed"),
    State.DISPUTED: N_("being looked at again"),
    State.WITHDRAWN: N_("withdrawn"),
}


def category_name(code: str, language: Language) -> str:
    category = categories().get(code) or categories()[OTHER]
    return category.en if language == "en" else category.vi


def group_name(letter: str, language: Language) -> str:
    """:param letter: of a group of categories."""
    group = groups()[letter]
    return group.en if language == "en" else group.vi


def office_name(key: str | None, language: Language) -> str | None:
    office = offices().get(key or "")
    if office is None:
        return None
    return office.en if language == "en" else office.vi


def place_name(province: str | None, commune: str | None) -> str | None:
    known = gazetteer()
    if commune in known.communes and province in known.provinces:
        return f"{known.communes[str(commune)][0]}, {known.provinces[str(province)]}"
    return known.provinces.get(province or "")
