"""Dossiers received, by agency and week: kept in the transaction that takes them in, so that it is never off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.agencies.store import beginnings
from bot.clock import from_epoch_ms, local
from bot.database import Queries
from bot.places import find
from bot.reports.offices import office_in

#: An agency code of a dossier, and when it was received in epoch milliseconds.
Receipt = tuple[str, int]


async def received(connection: AsyncConnection, added: Iterable[Receipt], taken_back: Iterable[Receipt]) -> None:
    """:param taken_back: what changed dossiers were counted as before."""
    changes = Counter(_cell(*one) for one in added)
    changes.subtract(_cell(*one) for one in taken_back)
    # In one order everywhere: two transactions that change the same cells must not wait for each other.
    rows = [{"week": week, "code": code, "change": n} for (week, code), n in sorted(changes.items()) if n]
    if rows:
        await connection.execute(Queries.beside(__file__, connection.dialect.name)["count_dossiers"], rows)


async def place_agencies(connection: AsyncConnection, agencies: Mapping[str, str]) -> None:
    """Keep which office, and where, stands behind each code.

    :param agencies: names as dossiers have them, by code; a name that says no province is read with its superior's.
    """
    queries = Queries.beside(__file__, connection.dialect.name)
    asked = sorted({part for code in agencies for part in beginnings(code)})
    named = {row.code: row for row in await connection.execute(queries["superiors"], {"code_list": asked})}
    rows: list[dict[str, Any]] = []
    for code, name in sorted(agencies.items()):
        above = next((named[part].name for part in beginnings(code) if part in named), "")
        office, province, commune = office_behind(name, above)
        if (own := named.get(code)) is not None:  # what somebody has entered is surer than what a name says
            office = own.kind or office
            province, commune = (own.province, own.commune or "") if own.province else (province, commune)
        rows.append({"code": code, "office": office, "province": province, "commune": commune})
    if rows:
        await connection.execute(queries["place_agency"], rows)


@lru_cache(maxsize=20_000)
def office_behind(name: str, superior: str) -> tuple[str, str, str]:
    """Kind of office, province and commune of an agency; each "" where the names do not settle it."""
    places = find(f"{name}, {superior}") if superior else find(name)
    provinces = {place.province for place in places}
    communes = {place.commune or "" for place in places}
    office = office_in(name) or ""
    return office, provinces.pop() if len(provinces) == 1 else "", communes.pop() if len(communes) == 1 else ""


def _cell(code: str, received_at: int) -> tuple[int, str]:
    day = local(from_epoch_ms(received_at)).date()
    return (day - timedelta(days=day.weekday())).toordinal(), code
