"""Which drafts and versions name a file: written with each of them, so that a file nobody names can go in time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Queries
from knowledge.model import PublicService

#: In place of a draft: a version, which is never changed.
A_VERSION = 0


async def named(connection: AsyncConnection, services: Sequence[PublicService], draft_id: int = A_VERSION) -> None:
    """In the transaction that writes the draft or the versions."""
    rows = [{"form": file.file, "draft": draft_id} for each in services for file in each.local.form_files]
    if rows:
        await connection.execute(_queries(connection)["name_form"], rows)


async def named_by_open_drafts(connection: AsyncConnection, services: Sequence[PublicService]) -> None:
    """The same for undecided drafts, by their procedures: of many there are no ids yet."""
    rows = [{"form": file.file, "code": each.identifier} for each in services for file in each.local.form_files]
    if rows:
        await connection.execute(_queries(connection)["name_form_of"], rows)


def _queries(connection: AsyncConnection) -> Queries:
    return Queries.beside(__file__, connection.dialect.name)
