"""A member's own passphrase and app, changed: the keys go over, the other sessions end, the chain tells of it."""

from __future__ import annotations

import pyotp
import pytest
from sqlalchemy import update

from bot.clock import FixedClock
from bot.database.staff_tables import staff_key
from bot.reports.vault import InspectorateKeys
from bot.staff import Role
from bot.staff.desk import StaffDesk
from bot.staff.errors import LinkOver, WrongCode
from bot.staff.passphrases import PoorPassphrase
from bot.staff.signin import MOST_FAILURES
from tests.staffing import PASSPHRASE, Person, Staffing

NEW = "năm con mèo ngủ trưa"


async def inspector(staffing: Staffing, inspectorate: InspectorateKeys) -> Person:
    (lies,) = inspectorate.folder.passphrases()
    first = await staffing.first()
    return await staffing.active("Thanh Tra", Role.INSPECTOR, first, lies.read_text(encoding="utf-8").strip())


async def token_of(desk: StaffDesk, secret: str) -> str:
    session = await desk.sessions.find(secret)
    assert session is not None
    return session.token


async def test_the_keys_open_with_the_new_passphrase_and_no_longer_with_the_old(
    staffing: Staffing, desk: StaffDesk, inspectorate: InspectorateKeys
) -> None:
    person = await inspector(staffing, inspectorate)
    other, here = await person.sign_in(), await person.sign_in()
    before = await desk.sessions.find(here)
    token = await token_of(desk, here)
    assert await desk.credentials.change_passphrase(person.member, token, PASSPHRASE, person.code(), NEW) == 0

    assert await desk.sessions.find(other) is None
    still = await desk.sessions.find(here)
    assert before is not None
    assert still is not None
    assert still.keys == before.keys != ()
    assert await desk.signing.enter(person.name, PASSPHRASE, person.code()) is None
    person.passphrase = NEW
    again = await desk.sessions.find(await person.sign_in())
    assert again is not None
    assert again.keys == before.keys
    noted = await desk.trail.recent(5)
    assert "own.passphrase" in [row.action for row in noted]
    assert not any(word in str(row.detail) for row in noted for word in (NEW, PASSPHRASE))
    assert await desk.trail.verify() is None


async def test_a_key_that_did_not_open_before_is_told_of(
    staffing: Staffing, desk: StaffDesk, inspectorate: InspectorateKeys
) -> None:
    person = await inspector(staffing, inspectorate)
    token = await token_of(desk, await person.sign_in())
    async with desk.database.write() as connection:
        await connection.execute(update(staff_key).values(wrapped=b"altered"))
    assert await desk.credentials.change_passphrase(person.member, token, PASSPHRASE, person.code(), NEW) == 1


async def test_without_the_old_passphrase_or_the_app_nothing_changes_and_the_account_locks(
    staffing: Staffing, desk: StaffDesk
) -> None:
    person = await staffing.first()
    token = await token_of(desk, await person.sign_in())
    with pytest.raises(PoorPassphrase):
        await desk.credentials.change_passphrase(person.member, token, PASSPHRASE, person.code(), "quá ngắn")
    with pytest.raises(WrongCode):
        await desk.credentials.change_passphrase(person.member, token, PASSPHRASE, "000000", NEW)
    for _ in range(MOST_FAILURES - 1):
        with pytest.raises(WrongCode):
            await desk.credentials.change_passphrase(person.member, token, "không phải cụm này", person.code(), NEW)
    with pytest.raises(WrongCode):
        await desk.credentials.change_passphrase(person.member, token, PASSPHRASE, person.code(), NEW)
    assert "own.passphrase" not in [row.action for row in await desk.trail.recent(20)]


async def test_a_new_app_takes_the_place_of_the_old_one(staffing: Staffing, desk: StaffDesk, clock: FixedClock) -> None:
    person = await staffing.first()
    other, here = await person.sign_in(), await person.sign_in()
    token, carried = await token_of(desk, here), desk.credentials.new_seed(person.member)
    seed = desk.credentials.seed(person.member, carried)
    old_code = person.code()

    async def change(passphrase: str, code: str, seed: str, new_code: str) -> None:
        await desk.credentials.change_app(person.member, token, passphrase, code, seed, new_code)

    with pytest.raises(LinkOver):
        await change(PASSPHRASE, old_code, carried[::-1], pyotp.TOTP(seed).at(clock.at))
    with pytest.raises(WrongCode):
        await change(PASSPHRASE, old_code, carried, "000000")
    with pytest.raises(WrongCode):
        await change("không phải cụm này", old_code, carried, pyotp.TOTP(seed).at(clock.at))
    await change(PASSPHRASE, old_code, carried, pyotp.TOTP(seed).at(clock.at))
    assert await desk.sessions.find(other) is None
    assert await desk.sessions.find(here) is not None
    assert await desk.signing.enter(person.name, PASSPHRASE, person.code()) is None, "the old app"
    person.seed = seed
    assert await person.sign_in()
    assert "own.app" in [row.action for row in await desk.trail.recent(5)]


async def test_a_seed_is_worth_nothing_to_somebody_else(staffing: Staffing, desk: StaffDesk) -> None:
    first = await staffing.first()
    other = await staffing.active("Quản Trị Hai", Role.ADMINISTRATOR, first)
    with pytest.raises(LinkOver):
        desk.credentials.seed(other.member, desk.credentials.new_seed(first.member))
