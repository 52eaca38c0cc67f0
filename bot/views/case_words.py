"""Names in what is said of a case, by language: for turns, pushes, pictures and pages alike."""

from __future__ import annotations

from bot.places import gazetteer
from bot.reports.offices import offices
from bot.reports.taxonomy import OTHER, categories
from bot.texts import Language


def category_name(code: str, language: Language) -> str:
    category = categories().get(code) or categories()[OTHER]
    return category.en if language == "en" else category.vi


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
