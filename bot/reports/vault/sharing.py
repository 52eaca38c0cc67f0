"""Handing a case to holders outside its chain: only somebody who can open it can do that."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database, Queries
from bot.errors import MotCuaError
from bot.reports.vault.casekeys import PublicKey, seal_to_chain
from bot.reports.vault.items import CaseErased
from bot.reports.vault.keys import NoSuchKey
from bot.reports.vault.reading import OpenCase


class OnlyForLeads(MotCuaError):
    """This case may be handed to keys of leads only."""


async def share(database: Database, case: OpenCase, key_id: str, *, instead: bool = False) -> None:
    """Seal the case to another inspectorate key as well.

    :param instead: the keys that opened it hold it no more. Whoever read it has read it, and older backups still open.
    :raises NoSuchKey: no such key is in force.
    :raises CaseErased: it was erased meanwhile.
    :raises OnlyForLeads: the case is restricted, the key is not for leads, and there are some.
    """
    async with database.write() as connection:
        await hand_on(connection, case, key_id, instead=instead)


async def hand_on(connection: AsyncConnection, case: OpenCase, key_id: str, *, instead: bool = False) -> None:
    """As :func:`share`, in the caller's transaction: with the row that says who did it."""
    queries = Queries.beside(__file__, connection.dialect.name)
    if (await connection.execute(queries["lock_case"], {"case_id": case.id})).first() is None:
        raise CaseErased
    target = (await connection.execute(queries["key_in_force"], {"id": key_id})).one_or_none()
    if target is None:
        raise NoSuchKey
    leads = (await connection.execute(queries["leads_in_force"])).scalar_one()
    if case.facts["restricted"] and leads and not target.for_leads:
        raise OnlyForLeads
    (row,) = seal_to_chain(case.key, [PublicKey(target.id, bytes(target.public))])
    await connection.execute(queries["put_case_key"], row)
    dropped = [opened for opened in case.opened_by if opened != key_id]
    if instead and dropped:
        binds = {"case_id": case.id, "key_id_list": dropped}
        await connection.execute(queries["drop_case_keys"], binds)
