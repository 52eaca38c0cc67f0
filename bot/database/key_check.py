"""Whether the server key at hand is the one that sealed this database."""

from __future__ import annotations

from bot.database.engine import Database
from bot.database.queries import Queries
from bot.database.reachable import told
from bot.errors import KeyFolderError


async def check_key(database: Database, fingerprint: str) -> None:
    """Note the key at the first start, compare it at every later one.

    :raises KeyFolderError: another key. Going on would leave what is stored unreadable, and mix two keys.
    """
    queries = Queries.beside(__file__, database.dialect)
    with told(database):
        async with database.write() as connection:
            await connection.execute(queries["note_key"], {"fingerprint": fingerprint})
            noted = (await connection.execute(queries["noted_key"])).scalar_one()
    if noted != fingerprint:
        raise KeyFolderError(
            "The server key is not the one that sealed this database. Restore keys/server.key from your copy, or set "
            "MOTCUA_KEY_DIR to the folder that has it."
        )
