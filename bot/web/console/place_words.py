"""What the console says of a field of an office, and of what is wrong with it."""

from __future__ import annotations

from bot.places.office import WEEKDAYS
from bot.texts import N_, Language, Texts

COLUMN_LABELS = {
    "id": N_("Short name (id)"),
    "name": N_("Name"),
    "level": N_("Level"),
    "province": N_("Province"),
    "commune": N_("Commune or ward (name or code)"),
    "address": N_("Address"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    **dict(
        zip(
            WEEKDAYS,
            (
                N_("Monday"),
                N_("Tuesday"),
                N_("Wednesday"),
                N_("Thursday"),
                N_("Friday"),
                N_("Saturday"),
                N_("Sunday"),
            ),
            strict=True,
        )
    ),
    "special": N_("Days that differ"),
    "phone": N_("Phone"),
    "accepts": N_("What it takes"),
    "boundless": N_("Takes papers from people living elsewhere"),
    "note": N_("Note"),
    "source": N_("Source"),
    "verified_on": N_("Last checked"),
    "file": N_("File"),
}
WRONG = {
    "missing": N_("is missing"),
    "long": N_("is too long"),
    "id": N_("may have small letters, digits and - only, 40 at most"),
    "level": N_("is province or commune"),
    "place": N_("is no such place, or lies in another province"),
    "point": N_("is no point in Vietnam, in degrees"),
    "hours": N_("is written like 07:30-11:30,13:30-17:00; a closed day is empty"),
    "special": N_("is written like 2026-12-26 07:30-11:30, or 2026-12-31 - for closed; one day a line"),
    "phone": N_("is no phone number"),
    "flag": N_("is 1 or 0"),
    "day": N_("is no date like 2026-11-22"),
    "double": N_("stands in the file twice"),
    "encoding": N_("is no CSV in UTF-8"),
    "columns": N_("does not have the columns of the export, or a row has too many"),
    "rows": N_("has too many rows"),
}


def problem_words(texts: Texts, language: Language, column: str, what: str) -> str:
    """ "Phone: is no phone number"."""
    return f"{texts.label(COLUMN_LABELS[column], language)}: {texts.label(WRONG[what], language)}"
