"""Provinces and communes in the form: a code or a name is typed, a code is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.places import gazetteer
from bot.places.gazetteer import key_of
from bot.web.console.knowledge.form import Typed

NO_PLACE = "no_place"
#: A list of places, one a line.
WITHIN = "local.anywhere_in"
_PROVINCE = re.compile(r"local\.\w+\.\d+\.province")


def placed(typed: Mapping[str, str]) -> tuple[Typed, dict[str, str]]:
    """The form with codes where names stood, and by field what is no place or not in that province."""
    kept, wrong = dict(typed), {}
    if WITHIN in typed:
        codes = [_anywhere(line.strip()) for line in typed[WITHIN].splitlines() if line.strip()]
        if None in codes:
            wrong[WITHIN] = NO_PLACE
        else:
            kept[WITHIN] = "\n".join(filter(None, codes))
    for name in filter(_PROVINCE.fullmatch, typed):
        below = name.removesuffix("province") + "commune"
        province, commune = typed[name].strip(), typed.get(below, "").strip()
        code = _province(province) if province else ""
        if code is None:
            wrong[name] = NO_PLACE
            continue
        found = _commune(commune, code) if commune else ""
        if found is None:
            wrong[below] = NO_PLACE
            continue
        kept[name] = code or (gazetteer().communes[found][1] if found else "")
        kept[below] = found
    return kept, wrong


def _anywhere(given: str) -> str | None:
    """A province, else the only commune of the country that is called so."""
    return _province(given) or _commune(given, "")


def _province(given: str) -> str | None:
    known = gazetteer()
    if given in known.provinces:
        return given
    found = known.province_names.get(key_of(given))
    return found[0] if found is not None else None


def _commune(given: str, province: str) -> str | None:
    """The only one that is called so, in the province or, without one, in the country."""
    known = gazetteer()
    codes = {given} if given in known.communes else {name.commune for name in known.names.get(key_of(given), ())}
    codes = {code for code in codes if province in ("", known.communes[code][1])}
    return codes.pop() if len(codes) == 1 else None
