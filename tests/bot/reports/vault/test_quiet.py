"""Nothing of a case or of a key is logged, however much is logged (threat T4)."""

from __future__ import annotations

import logging

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.errors import MotCuaError
from bot.reports.vault import InspectorateKeys, erase
from bot.reports.vault.reading import CaseReader
from tests.bot.reports.vault.stored import CANARIES, NUMBER, store_case


async def test_no_log_line_and_no_error_quotes_what_is_sealed(
    database: Database, keys: InspectorateKeys, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await keys.ensure()
    (row,) = await keys.all()
    passphrase = keys.folder.passphrase_path(row.key.id).read_text().strip()
    holder = keys.unlock(row.key.id, passphrase)
    case = await store_case(database, keys, clock)
    reader = CaseReader(database)
    opened = await reader.open(NUMBER, [holder])
    assert opened is not None
    items = await reader.items(opened)
    for item in items:
        await reader.read(opened, item)
    told = []
    with pytest.raises(MotCuaError) as refused:
        keys.unlock(row.key.id, passphrase + "x")
    told.append(repr(refused.value))
    async with database.write() as connection:
        await erase(connection, case.case_id, clock.now())
    with pytest.raises(MotCuaError) as refused:
        await reader.read(opened, items[0])
    told.append(repr(refused.value))
    logging.getLogger("bot").debug("the last line")
    lines = [record.getMessage() + repr(record.args) for record in caplog.records]
    assert any("the last line" in line for line in lines)
    secrets = [*CANARIES, passphrase, repr(holder.private), holder.private.hex(), repr(case.private)]
    assert [(secret, line) for secret in secrets for line in [*lines, *told] if secret in line] == []
