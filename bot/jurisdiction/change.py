"""One change of the chains: an agency or a rule as it is to be."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.agencies import Agency
from bot.chains import Chains, OfficeRule
from bot.chains.picture import with_agency, with_rule

#: What of an agency is no matter of chains: its names and its codes are written without a second person.
PLAIN = ("name", "name_en", "codes", "version")


class Kind(StrEnum):
    AGENCY = "agency"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Change:
    """``to``: as it is to be; an agency of id 0 is new. ``author``: id of who asked, ``author_name`` for people."""

    id: int
    to: Agency | OfficeRule
    author: str
    author_name: str
    asked_at: datetime

    @property
    def kind(self) -> Kind:
        return Kind.AGENCY if isinstance(self.to, Agency) else Kind.RULE

    @property
    def subject(self) -> str:
        return str(self.to.id) if isinstance(self.to, Agency) else self.to.office


def moves_chains(new: Agency, old: Agency | None) -> bool:
    """Whether ``new`` differs from ``old`` in anything that conflicts and routing are judged by."""
    plain = {name: getattr(new, name) for name in PLAIN}
    return replace(old or Agency(new.id, new.name), **plain) != new


def days_of(to: Agency | OfficeRule, today: date) -> list[date]:
    """From today on: each day on which something is different because of it; never empty."""
    if isinstance(to, OfficeRule):
        return [max(to.valid_from, today)]
    days = {to.valid_from, to.valid_to + timedelta(days=1) if to.valid_to is not None else None}
    return sorted({today, *(day for day in days if day is not None and day > today)})


def with_change(chains: Chains, to: Agency | OfficeRule, day: date) -> Chains:
    """The picture of ``day`` with ``to`` in it."""
    then = replace(chains, day=day, _closed={})
    return with_agency(then, to) if isinstance(to, Agency) else with_rule(then, to)


def written(to: Agency | OfficeRule) -> str:
    """JSON."""
    return json.dumps(asdict(to), ensure_ascii=False, default=date.isoformat)


def read(kind: Kind, body: str) -> Agency | OfficeRule:
    """What :func:`written` wrote."""
    row: dict[str, Any] = json.loads(body)
    for name in ("valid_from", "valid_to"):
        if row.get(name):
            row[name] = date.fromisoformat(row[name])
    if kind is Kind.AGENCY:
        return Agency(**{**row, "codes": tuple(row["codes"])})
    return OfficeRule(**{**row, "fields": tuple(row["fields"])})
