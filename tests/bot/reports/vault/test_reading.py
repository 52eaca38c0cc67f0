"""Who reads a case: its holders, each item in its place, and nobody else; what erasing leaves."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.report_tables import (
    case_access,
    case_address,
    case_item,
    case_key,
    case_reply,
    report_case,
)
from bot.errors import Unreadable
from bot.reports.vault import InspectorateKeys, Unlocked, erase
from bot.reports.vault.items import CaseErased
from bot.reports.vault.keys import NoSuchKey
from bot.reports.vault.reading import CaseReader
from bot.reports.vault.sharing import OnlyForLeads, share
from bot.sealing import ServerKey
from tests.bot.reports.vault.stored import FILED, NUMBER, OTHER, store_case, store_reply

GOOD = "một câu dài để nhớ"


async def holder(keys: InspectorateKeys, scope: str = "VN", *, for_leads: bool = False) -> Unlocked:
    return keys.unlock(await keys.add(scope, for_leads=for_leads, passphrase=GOOD), GOOD)


@pytest.fixture
async def root(keys: InspectorateKeys) -> Unlocked:
    return await holder(keys)


@pytest.fixture
def reader(database: Database) -> CaseReader:
    return CaseReader(database)


async def read_all(reader: CaseReader, number: str, who: Unlocked) -> list[bytes]:
    case = await reader.open(number, [who])
    assert case is not None
    return [await reader.read(case, item) for item in await reader.items(case)]


async def test_a_holder_reads_everything_in_order(
    database: Database, keys: InspectorateKeys, clock: FixedClock, reader: CaseReader, root: Unlocked
) -> None:
    made = await store_case(database, keys, clock)
    case = await reader.open(NUMBER, [root])
    assert case is not None
    assert case.key == made
    assert (case.number, case.facts["category"], case.opened_by) == (NUMBER, "cat-B1", (root.key_id,))
    assert [item.kind for item in await reader.items(case)] == [kind for kind, _ in FILED]
    assert await read_all(reader, NUMBER, root) == [plain for _, plain in FILED]


async def test_others_learn_nothing_not_even_that_it_is_there(
    database: Database, keys: InspectorateKeys, clock: FixedClock, reader: CaseReader, root: Unlocked
) -> None:
    hue = await holder(keys, "46")
    leads = await holder(keys, for_leads=True)
    await store_case(database, keys, clock, NUMBER, restricted=True, province="46")
    await store_case(database, keys, clock, OTHER, province="01")
    assert await reader.open(NUMBER, [root, hue]) is None
    assert await reader.open(OTHER, [hue]) is None
    assert await reader.open("PA26-ZZZZZZ", [root]) is None
    assert await reader.open(OTHER, []) is None
    assert await reader.open(NUMBER, [root, leads]) is not None
    assert [row["number"] for row in await reader.listed()] == [OTHER]
    assert [row["number"] for row in await reader.listed([root, hue])] == [OTHER]
    assert {row["number"] for row in await reader.listed([leads])} == {NUMBER, OTHER}
    assert await reader.numbers_of([leads]) == [NUMBER, OTHER]
    assert await reader.numbers_of([root]) == [OTHER]
    assert await reader.numbers_of([hue]) == []


async def test_the_list_can_be_narrowed_to_states(
    database: Database, keys: InspectorateKeys, clock: FixedClock, reader: CaseReader, root: Unlocked
) -> None:
    await store_case(database, keys, clock, NUMBER)
    await store_case(database, keys, clock, OTHER, state="closed")
    assert [row["number"] for row in await reader.listed(states=["closed", "resolved"])] == [OTHER]
    assert len(await reader.listed()) == 2


@pytest.mark.parametrize("moved", ["row", "case", "kind"])
async def test_what_was_moved_in_the_database_does_not_open(
    database: Database, keys: InspectorateKeys, clock: FixedClock, reader: CaseReader, root: Unlocked, moved: str
) -> None:
    await store_case(database, keys, clock, NUMBER)
    await store_case(database, keys, clock, OTHER)
    there = {"row": f"narrative-{NUMBER}", "case": f"message-{OTHER}", "kind": f"message-{NUMBER}"}[moved]
    async with database.write() as connection:
        if moved == "kind":
            await connection.execute(update(case_item).where(case_item.c.id == there).values(kind="note"))
        else:
            taken = select(case_item.c.key, case_item.c.body).where(case_item.c.id == f"message-{NUMBER}")
            row = (await connection.execute(taken)).one()
            values = {"key": row.key, "body": row.body}
            await connection.execute(update(case_item).where(case_item.c.id == there).values(values))
    case = await reader.open(OTHER if moved == "case" else NUMBER, [root])
    assert case is not None
    for item in await reader.items(case):
        if item.id == there:
            with pytest.raises(Unreadable):
                await reader.read(case, item)
        else:
            assert await reader.read(case, item)


async def test_the_keys_of_one_case_do_not_open_another(
    database: Database, keys: InspectorateKeys, clock: FixedClock, reader: CaseReader, root: Unlocked
) -> None:
    one = await store_case(database, keys, clock, NUMBER)
    other = await store_case(database, keys, clock, OTHER)
    async with database.write() as connection:
        sealed = (await connection.execute(select(case_key.c.sealed).where(case_key.c.case_id == one.case_id))).scalar()
        await connection.execute(update(case_key).where(case_key.c.case_id == other.case_id).values(sealed=sealed))
    with pytest.raises(Unreadable, match="moved"):
        await reader.open(OTHER, [root])


async def test_sharing_hands_a_case_on(
    database: Database, keys: InspectorateKeys, clock: FixedClock, reader: CaseReader, root: Unlocked
) -> None:
    await store_case(database, keys, clock)
    late = await holder(keys, "46")
    assert await reader.open(NUMBER, [late]) is None
    case = await reader.open(NUMBER, [root])
    assert case is not None
    await share(database, case, late.key_id)
    assert await read_all(reader, NUMBER, late) == await read_all(reader, NUMBER, root)
    await share(database, case, late.key_id, instead=True)
    assert await reader.open(NUMBER, [root]) is None
    assert len(await read_all(reader, NUMBER, late)) == len(FILED)


async def test_what_cannot_be_shared(
    database: Database, keys: InspectorateKeys, clock: FixedClock, reader: CaseReader, root: Unlocked
) -> None:
    leads, more = await holder(keys, for_leads=True), await holder(keys, for_leads=True)
    await store_case(database, keys, clock, restricted=True)
    case = await reader.open(NUMBER, [leads, more])
    assert case is not None
    with pytest.raises(OnlyForLeads):
        await share(database, case, root.key_id)
    await keys.retire(more.key_id)
    for key_id in (more.key_id, "unknown"):
        with pytest.raises(NoSuchKey):
            await share(database, case, key_id)
    assert await reader.open(NUMBER, [root]) is None
    async with database.write() as connection:
        await erase(connection, case.id, clock.now())
    with pytest.raises(CaseErased):
        await share(database, case, leads.key_id)


async def test_erasing_leaves_a_tombstone_and_nothing_else(
    database: Database,
    keys: InspectorateKeys,
    clock: FixedClock,
    reader: CaseReader,
    root: Unlocked,
    key: ServerKey,
) -> None:
    gone, kept = await store_case(database, keys, clock, NUMBER), await store_case(database, keys, clock, OTHER)
    for case in (gone, kept):
        await store_reply(database, key, case)
    opened = await reader.open(NUMBER, [root])
    assert opened is not None
    first = (await reader.items(opened))[0]
    async with database.write() as connection:
        assert await erase(connection, gone.case_id, clock.now())
    assert await reader.open(NUMBER, [root]) is None
    assert [row["number"] for row in await reader.listed([root])] == [OTHER]
    with pytest.raises(Unreadable, match="erased"):
        await reader.read(opened, first)
    async with database.read() as connection:
        for table in (case_key, case_item, case_reply, case_address, case_access):
            rows = (await connection.execute(select(table.c.case_id))).scalars().all()
            assert set(rows) <= {kept.case_id}, table.name
        row = (await connection.execute(select(report_case).where(report_case.c.number == NUMBER))).one()
    assert row.erased_at == epoch_ms(clock.now())
    assert (row.owner, row.reporter, row.dossier, row.sketch, row.secret) == (None, None, None, None, "")
    assert bytes(row.public) == b""
    assert (row.category, row.severity, row.state, row.version) == ("cat-B1", 2, "received", 1)
    assert len(await read_all(reader, OTHER, root)) == len(FILED)


async def test_erasing_twice_keeps_the_first_date(
    database: Database, keys: InspectorateKeys, clock: FixedClock, root: Unlocked
) -> None:
    case = await store_case(database, keys, clock)
    first = clock.now()
    async with database.write() as connection:
        assert await erase(connection, case.case_id, first)
        assert not await erase(connection, case.case_id, first.replace(year=2027))
        assert not await erase(connection, "unknown", first)
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT erased_at FROM report_case"))).scalar() == epoch_ms(first)
