"""What was judged by chains that have changed since is not written: acts, reports, digests, rungs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.agencies import Agency
from bot.audit import AuditTrail
from bot.chains import ChainMoved
from bot.database.guarded import Guarded
from bot.digests import DigestMoved
from bot.escalation import Ladder
from bot.reports.cases import Filing
from bot.reports.cases.model import CountsMoved
from bot.staff import Role, Scope
from tests.bot.digests.stage import HUE
from tests.bot.jurisdiction.conftest import COMMITTEE, WARD, Bench
from tests.bot.reports.cases.desks import LAN, draft

AT_COMMITTEE = (Scope(HUE, None, "ubnd_tinh"),)
IN_HUE = (Scope(HUE),)


async def below(bench: Bench) -> Agency:
    return replace(await bench.ward(), superior=(await bench.named(COMMITTEE)).id)


async def test_an_act_on_a_case(bench: Bench) -> None:
    number = await bench.stage.file(commune=WARD, office="ubnd_xa")
    seen = await bench.desk.chains.current()

    async def guard(connection: object) -> None:
        await bench.desk.chains.hold(connection, seen)  # type: ignore[arg-type]

    work = bench.room.work.through(Guarded(bench.room.database, guard))
    await work.note(await bench.stage.id_of(number), "trước")
    await bench.agree(await below(bench))
    with pytest.raises(ChainMoved):
        await work.note(await bench.stage.id_of(number), "sau")
    notes = [row for row in await bench.room.rows("case_item") if row.kind == "note"]
    assert len(notes) == 1


async def test_a_report_that_was_ready_to_be_filed(bench: Bench) -> None:
    prepared = await bench.room.desk.prepare(draft(province=HUE, commune=WARD, office="ubnd_xa"), LAN, None, "vi")
    assert isinstance(prepared, Filing)
    await bench.agree(await below(bench))
    with pytest.raises(CountsMoved):
        await bench.room.do(prepared.write)
    assert await bench.room.count("report_case") == 0


async def test_a_digest_that_was_made(bench: Bench) -> None:
    await bench.stage.member("uy-ban", scopes=IN_HUE, posts=AT_COMMITTEE)
    await bench.stage.file(commune=WARD, office="ubnd_xa")
    bench.stage.later(minutes=1)
    ready = await bench.stage.ready("uy-ban")
    assert len(ready.digest.items) == 1
    await bench.agree(await below(bench))
    with pytest.raises(DigestMoved):
        async with bench.room.database.write() as connection:
            await bench.stage.desk.settle(connection, ready, sent=True)
    assert (await bench.stage.digest("uy-ban")).items == ()


async def test_a_rung_of_the_ladder(bench: Bench) -> None:
    await bench.stage.member("uy-ban", Role.INSPECTOR, IN_HUE, AT_COMMITTEE)
    await bench.stage.member("truong", Role.LEAD, IN_HUE)
    number = await bench.stage.file(commune=WARD, office="ubnd_xa")
    room = bench.room
    trail = AuditTrail(room.database, room.key, room.clock)
    ladder = Ladder(room.database, room.clock, bench.stage.desk, trail)
    subject = {
        "case": await bench.stage.id_of(number),
        "why": "untaken",
        "due": None,
        "rung": 1,
        "occasion": "untaken.1",
    }
    (climb,) = (await ladder.step(subject)).climbs
    assert [member.id for member in climb.people] == ["uy-ban"]
    await bench.agree(await below(bench))
    with pytest.raises(ChainMoved):
        async with room.database.write() as connection:
            await ladder.climbed(connection, climb)
    assert [member.id for each in (await ladder.step(subject)).climbs for member in each.people] == ["truong"]
