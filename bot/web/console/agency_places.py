"""Places of agencies as people find them: communes by name, old or new, with or without marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.agencies import Agency
from bot.places import find, gazetteer
from bot.views.case_words import place_name
from knowledge.search.text import fold

#: Of a list to choose from.
MOST = 40
#: The office that stands for a province in the table of codes.
COMMITTEE = "ubnd_tinh"


def matching(text: str, province: str) -> list[str]:
    """Codes of communes that ``text`` may mean, those understood as people write them first; in ``province``, if it is
    a code of one."""
    wanted, known = fold(text.strip()), gazetteer().communes
    if not wanted:
        return []
    understood = [place.commune for place in find(text) if place.commune is not None]
    containing = sorted(
        (code for code, (name, _) in known.items() if wanted in fold(name)), key=lambda code: known[code]
    )
    found = dict.fromkeys([*understood, *containing])
    return [code for code in found if province not in gazetteer().provinces or known[code][1] == province][:MOST]


def first(found: Sequence[str]) -> str:
    return found[0] if found else ""


def choices(commune: str, found: Sequence[str]) -> dict[str, str]:
    """Name and province of each, by code; the one that stands there already among them."""
    known = gazetteer().communes
    codes = dict.fromkeys([*([commune] if commune in known else []), *found])
    return {code: place_name(known[code][1], code) or code for code in codes}


def without_code(known: dict[int, Agency], today: date) -> list[str]:
    """Names of provinces whose people's committee has no code: dossiers from there name no agency of today."""
    coded = {
        each.province for each in known.values() if each.kind == COMMITTEE and each.codes and not each.has_ended(today)
    }
    return [name for code, name in gazetteer().provinces.items() if code not in coded]
