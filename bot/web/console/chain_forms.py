"""Rules and changes of chains as forms and pages have them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.agencies import Agency
from bot.chains import Chains, OfficeRule
from bot.jurisdiction import Change
from bot.places import gazetteer
from bot.staff import Scope
from bot.texts.language import Language
from bot.views.case_words import office_name, place_name
from bot.web.console.chain_words import FIELDS

MOST_FIELDS, LONGEST_FIELD = 60, 200


def read_rule(office: str, typed: Mapping[str, str]) -> tuple[OfficeRule | None, list[str]]:
    """The rule that was typed; None with what of it cannot be read at all."""
    problems = []
    sectors = tuple(dict.fromkeys(line.strip() for line in typed["fields"].splitlines() if line.strip()))
    if len(sectors) > MOST_FIELDS or max(map(len, sectors), default=0) > LONGEST_FIELD:
        problems.append("rule.fields")
    try:
        first = date.fromisoformat(typed["valid_from"])
    except ValueError:
        return None, [*problems, "rule.valid_from"]
    return (None if problems else OfficeRule(office, typed["above"] or None, typed["level"], sectors, first)), problems


def typed_of(rule: OfficeRule | None, today: date) -> dict[str, str]:
    """As the form begins: what holds now, from today on."""
    return {
        "above": (rule.above if rule else None) or "",
        "level": rule.level if rule else "any",
        "fields": "\n".join(rule.fields) if rule else "",
        "valid_from": today.isoformat(),
    }


def differences(change: Change, chains: Chains, language: Language) -> list[tuple[str, str, str]]:
    """(msgid of the field, as it is, as it is to be)."""
    to = change.to
    now = chains.agencies.get(to.id) if isinstance(to, Agency) else chains.rules.get(to.office)
    before, after = _shown(now, chains, language), _shown(to, chains, language)
    return [
        (FIELDS[name], before.get(name, ""), after[name])
        for name in FIELDS
        if name in after and before.get(name, "") != after[name]
    ]


def spot_name(place: Scope, language: Language) -> str:
    parts = (office_name(place.office, language), place_name(place.province, place.commune))
    return ", ".join(part for part in parts if part)


def _shown(thing: Agency | OfficeRule | None, chains: Chains, language: Language) -> dict[str, str]:
    if thing is None:
        return {}
    if isinstance(thing, OfficeRule):
        return {
            "above": office_name(thing.above, language) or "",
            "level": thing.level,
            "fields": ", ".join(thing.fields),
            "valid_from": _day(thing.valid_from),
        }
    named: dict[str, Any] = {"superior": thing.superior, "successor": thing.successor}
    places = gazetteer()
    return {
        "name": thing.name,
        "name_en": thing.name_en,
        "codes": ", ".join(thing.codes),
        "kind": office_name(thing.kind, language) or "",
        "province": places.provinces.get(thing.province or "", ""),
        "commune": places.communes[thing.commune][0] if thing.commune in places.communes else "",
        "valid_from": _day(thing.valid_from),
        "valid_to": _day(thing.valid_to),
        **{name: chains.agencies[other].name if other in chains.agencies else "" for name, other in named.items()},
    }


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None and day > date.min else ""
