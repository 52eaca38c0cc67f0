"""Views that members have saved: a name for what the work list is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.board.filters import Filters
from bot.database import Database, Queries

#: Of one member; the list of their names stands beside the work list.
MOST = 20
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class SavedView:
    """``query``: the address's, see ``Filters.address``."""

    id: int
    name: str
    query: str


class SavedViews:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = Queries.beside(__file__, database.dialect)

    async def of(self, staff_id: str) -> list[SavedView]:
        async with self._database.read() as connection:
            rows = await connection.execute(self._queries["saved_views"], {"staff_id": staff_id, "most": MOST})
            return [SavedView(row.id, row.name, row.query) for row in rows]

    async def save(self, connection: AsyncConnection, staff_id: str, name: str, filters: Filters) -> None:
        """Under a name that is taken already the old one is replaced. :raises ValueError: no name."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if not name:
            raise ValueError("a view needs a name")
        row = {"staff_id": staff_id, "name": name, "query": filters.address()}
        await connection.execute(self._queries["save_view"], row)

    async def drop(self, connection: AsyncConnection, staff_id: str, view_id: int) -> None:
        """Somebody else's stays."""
        await connection.execute(self._queries["drop_view"], {"staff_id": staff_id, "id": view_id})
