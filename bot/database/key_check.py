"""Whether the server key at hand is the one that sealed this database."""

from __future__ import annotations

from pathlib import Path

from bot.database.engine import Database
from bot.database.queries import Queries
from bot.database.reachable import told
from bot.errors import KeyFolderError
from bot.sealing import KEY_FILE, ServerKey, load_or_create


async def server_key(database: Database, folder: Path) -> ServerKey:
    """The key that sealed this database. It is made with the first start, and never beside a database that has one.

    :raises KeyFolderError: it is not in ``folder``, or another is.
    """
    if not (folder / KEY_FILE).exists() and await _is_noted(database):
        raise KeyFolderError(
            f"The server key of this database is not in {folder}, and no other is made. Restore {KEY_FILE} from your "
            "copy, or set MOTCUA_KEY_DIR to the folder that has it."
        )
    key = load_or_create(folder)
    await check_key(database, key.fingerprint)
    return key


async def _is_noted(database: Database) -> bool:
    """Whether a key has sealed this database before."""
    with told(database):
        async with database.read() as connection:
            noted = await connection.execute(Queries.beside(__file__, database.dialect)["noted_key"])
            return noted.first() is not None


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
