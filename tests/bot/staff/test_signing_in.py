from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.database import Database
from bot.reports.vault import InspectorateKeys
from bot.sealing import ServerKey
from bot.staff import Role
from bot.staff.desk import StaffDesk
from bot.staff.keyring import CannotHold
from bot.staff.sample import NAMES
from bot.staff.sessions import Sessions
from bot.staff.signin import MOST_FAILURES
from tests.staffing import PASSPHRASE, Staffing


async def test_every_part_must_fit_and_every_refusal_is_the_same(staffing: Staffing, desk: StaffDesk) -> None:
    first = await staffing.first()
    assert await desk.signing.enter("Nobody", PASSPHRASE, first.code()) is None
    assert await desk.signing.enter(first.name, "another passphrase", first.code()) is None
    assert await desk.signing.enter(first.name, PASSPHRASE, "123") is None
    assert await first.sign_in()


async def test_a_code_is_taken_once_and_no_earlier_one_after_it(staffing: Staffing, desk: StaffDesk) -> None:
    first = await staffing.first()
    earlier, code = first.code(), first.code()
    assert await desk.signing.enter(first.name, PASSPHRASE, code) is not None
    assert await desk.signing.enter(first.name, PASSPHRASE, code) is None
    assert await desk.signing.enter(first.name, PASSPHRASE, earlier) is None


async def test_five_wrong_tries_close_the_account_for_a_quarter_of_an_hour(
    staffing: Staffing, desk: StaffDesk, clock: FixedClock
) -> None:
    first = await staffing.first()
    for _ in range(MOST_FAILURES):
        assert await desk.signing.enter(first.name, "wrong passphrase", first.code()) is None
    assert await desk.signing.enter(first.name, PASSPHRASE, first.code()) is None
    before = (await desk.trail.head()).seq
    assert await desk.signing.enter(first.name, "wrong passphrase", first.code()) is None
    assert (await desk.trail.head()).seq == before, "going on trying does not fill the chain"
    clock.at += timedelta(minutes=15)
    assert await first.sign_in()


async def test_a_session_ends_without_use_and_after_a_day_of_work(
    staffing: Staffing, desk: StaffDesk, clock: FixedClock
) -> None:
    first = await staffing.first()
    secret = await first.sign_in()
    clock.at += timedelta(minutes=29)
    assert await desk.sessions.find(secret) is not None
    clock.at += timedelta(minutes=29)
    assert await desk.sessions.find(secret) is not None
    clock.at += timedelta(minutes=31)
    assert await desk.sessions.find(secret) is None
    secret = await first.sign_in()
    for _ in range(25):
        clock.at += timedelta(minutes=25)
        found = await desk.sessions.find(secret)
    assert found is None


async def test_the_first_inspector_takes_the_key_over_and_another_process_opens_it(
    staffing: Staffing,
    desk: StaffDesk,
    inspectorate: InspectorateKeys,
    database: Database,
    key: ServerKey,
    clock: FixedClock,
) -> None:
    (path,) = inspectorate.folder.passphrases()
    handed = path.read_text()
    first = await staffing.first()
    lead = await staffing.active("Thanh Tra", Role.LEAD, first, inspectorate=handed)
    assert inspectorate.folder.passphrases() == [], "the passphrase lies there no longer"
    secret = await lead.sign_in()
    session = await Sessions(database, key, clock).find(secret)
    assert session is not None
    (unlocked,) = session.keys
    assert unlocked == inspectorate.unlock(unlocked.key_id, handed.strip())
    async with database.read() as connection:
        kept = (await connection.execute(text("SELECT keys FROM staff_session"))).scalar_one()
        wrapped = (await connection.execute(text("SELECT wrapped FROM staff_key"))).scalar_one()
    for sealed in (bytes(kept), bytes(wrapped)):
        assert unlocked.private not in sealed
        assert unlocked.private.hex().encode() not in sealed


async def test_a_session_row_moved_to_another_member_opens_nothing(
    staffing: Staffing, desk: StaffDesk, inspectorate: InspectorateKeys, database: Database
) -> None:
    handed = inspectorate.folder.passphrases()[0].read_text()
    first = await staffing.first()
    lead = await staffing.active("Thanh Tra", Role.LEAD, first, inspectorate=handed)
    theirs, mine = await lead.sign_in(), await first.sign_in()
    binds = {"lead": lead.member.id, "me": first.member.id}
    async with database.write() as connection:
        keys = "(SELECT keys FROM (SELECT keys, staff_id FROM staff_session) AS other WHERE other.staff_id = :lead)"
        await connection.execute(text(f"UPDATE staff_session SET keys = {keys} WHERE staff_id = :me"), binds)  # noqa: S608
    assert await desk.sessions.find(mine) is None
    assert await desk.sessions.find(theirs) is not None


async def test_a_holder_hands_the_key_on_but_never_to_an_administrator(
    staffing: Staffing, desk: StaffDesk, inspectorate: InspectorateKeys, database: Database
) -> None:
    handed = inspectorate.folder.passphrases()[0].read_text()
    first = await staffing.first()
    lead = await staffing.active("Thanh Tra", Role.LEAD, first, inspectorate=handed)
    later = await staffing.active("Thanh Tra Hai", Role.INSPECTOR, first)
    session = await desk.sessions.find(await later.sign_in())
    assert session is not None
    assert session.keys == ()
    assert [row.name for row in await desk.ring.wanting()] == ["Thanh Tra Hai"]
    holder = await desk.sessions.find(await lead.sign_in())
    assert holder is not None
    async with database.write() as connection:
        with pytest.raises(CannotHold):
            await desk.ring.grant(connection, holder.keys[0], first.member, lead.member.id)
        await desk.ring.grant(connection, holder.keys[0], later.member, lead.member.id)
    session = await desk.sessions.find(await later.sign_in())
    assert session is not None
    assert session.keys == holder.keys
    await desk.accounts.revoke(lead.member.id, first.member.id)
    assert [row.name for row in await desk.ring.holders()] == ["Thanh Tra Hai"]


async def test_a_recovery_key_opens_the_file_and_the_one_before_does_not(
    staffing: Staffing, desk: StaffDesk, inspectorate: InspectorateKeys
) -> None:
    handed = inspectorate.folder.passphrases()[0].read_text().strip()
    (unlocked,) = desk.ring.open_file(handed)
    printed = await desk.ring.recovery(unlocked)
    assert printed is not None
    assert desk.ring.open_file(printed) == [unlocked]
    assert desk.ring.open_file(handed) == []


async def test_sample_links_work_once_and_the_inspectors_opens_reports(
    desk: StaffDesk, inspectorate: InspectorateKeys
) -> None:
    handed = inspectorate.folder.passphrases()[0].read_text().strip()
    links = await desk.sample.links()
    inspector, administrator = links[Role.LEAD], links[Role.ADMINISTRATOR]
    member, keys = await desk.sample.enter(inspector)
    assert member.role is Role.LEAD
    assert list(keys) == desk.ring.open_file(handed)
    member, keys = await desk.sample.enter(administrator)
    assert (member.role, keys) == (Role.ADMINISTRATOR, ())
    renewed = await desk.sample.links()
    assert set(renewed.values()).isdisjoint({inspector, administrator})
    assert len(await desk.staff.all()) == len(NAMES)


async def test_sample_accounts_are_nobody_to_the_first_administrator_and_stay_revoked(
    staffing: Staffing, desk: StaffDesk, inspectorate: InspectorateKeys
) -> None:
    await desk.sample.links()
    first = await staffing.first()
    assert first.member.is_active
    for member in await desk.staff.all():
        if member.id != first.member.id:
            await desk.accounts.revoke(member.id, first.member.id)
    assert await desk.sample.links() == {}
