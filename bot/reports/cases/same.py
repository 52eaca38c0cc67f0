"""Whether a person is reporting what they reported a few minutes ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms
from bot.database import Queries
from bot.reports.cases.likeness import alike
from bot.reports.draft import MOST_FILES

#: The same matter from the same person within this time joins the first report.
SAME_WITHIN = timedelta(minutes=10)
_ABOUT = ("category", "office", "commune", "procedure_code")


@dataclass(frozen=True, slots=True)
class Mine:
    """What makes a report the same as another one of the same person."""

    reporter: str
    draft: str
    sketch: bytes | None
    dossier: str | None
    about: tuple[str | None, ...]
    restricted: bool
    files: int

    @classmethod
    def of(cls, columns: dict[str, Any], files: int) -> Mine:
        """:param columns: those of ``report_case`` that come from the draft. :param files: how many it brings."""
        return cls(
            columns["reporter"],
            columns["draft"],
            columns["sketch"],
            columns["dossier"],
            tuple(columns[name] for name in _ABOUT),
            columns["restricted"],
            files,
        )

    def joins(self, row: Row[Any]) -> bool:
        """Whether it belongs to that case, and fits: what only leads may read joins nothing that others can open."""
        if (self.restricted and not row.restricted) or self.files + row.files > MOST_FILES:
            return False
        return self._matches(row)

    def _matches(self, row: Row[Any]) -> bool:
        """The same dossier, almost the same words, or the same kind of thing at the same desk of the same place."""
        if self.dossier is not None and self.dossier == row.dossier:
            return True
        if row.sketch is not None and alike(self.sketch, bytes(row.sketch)):
            return True
        category, office, commune, _ = self.about
        return None not in (category, office, commune) and self.about == tuple(getattr(row, name) for name in _ABOUT)


async def same_matter(connection: AsyncConnection, mine: Mine, now: datetime) -> Row[Any] | None:
    """The newest case of the same person that is about the same."""
    queries = Queries.beside(__file__, connection.dialect.name)
    binds = {"reporter": mine.reporter, "since": epoch_ms(now - SAME_WITHIN)}
    rows = (await connection.execute(queries["lately_filed"], binds)).all()
    return next((row for row in rows if mine.joins(row)), None)
