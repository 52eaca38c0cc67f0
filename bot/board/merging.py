"""Putting a case into the cluster of another, and out again: a person has seen whether both tell of the same thing."""

from __future__ import annotations

import secrets

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Queries


async def merge(connection: AsyncConnection, case_id: str, from_cluster: str | None, into: str) -> None:
    """Inside the caller's transaction. Both stay cases of their own: each citizen is answered.

    :param from_cluster: the one it was in; ``into``: the other case's.
    """
    if from_cluster == into:
        return
    queries = Queries.beside(__file__, connection.dialect.name)
    await connection.execute(queries["join_cluster"], {"case_id": case_id, "cluster": into})
    # In one order everywhere: two that merge at once must not wait for each other.
    for cluster in sorted({into, *([from_cluster] if from_cluster is not None else [])}):
        await connection.execute(queries["recount_cluster"], {"cluster": cluster})
        await connection.execute(queries["drop_empty_cluster"], {"cluster": cluster})


async def split(connection: AsyncConnection, case_id: str, from_cluster: str) -> None:
    """Inside the caller's transaction: the case begins a cluster of its own. No alarm is raised anew by that.

    :param from_cluster: the one it was in.
    """
    queries = Queries.beside(__file__, connection.dialect.name)
    own = secrets.token_urlsafe(16)
    await connection.execute(queries["begin_own_cluster"], {"case_id": case_id, "cluster": own, "nothing": b""})
    await merge(connection, case_id, from_cluster, own)
