from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import FixedClock
from bot.people import ChatRef
from bot.staff import Role, Standing
from bot.staff.desk import StaffDesk
from bot.staff.enrolment import Filled
from bot.staff.errors import LastAdministrator, LinkOver, NameTaken, NoSuchAccount, NotBySamePerson, WrongCode
from bot.staff.passphrases import PoorPassphrase
from tests.staffing import PASSPHRASE, Staffing

CHAT = ChatRef("telegram", "bot", 4711, 4711)


async def test_the_first_administrator_needs_nobody_everybody_later_a_second_one(
    staffing: Staffing, desk: StaffDesk
) -> None:
    first = await staffing.first()
    assert first.member.state is Standing.ACTIVE
    second = await staffing.enrolled(await staffing.invited("Thanh Tra", Role.INSPECTOR, first))
    assert second.member.state is Standing.WAITING
    with pytest.raises(NotBySamePerson):
        await desk.accounts.confirm(second.member.id, first.member.id)
    other = await staffing.active("Quản Trị Hai", Role.ADMINISTRATOR, first)
    await desk.accounts.confirm(second.member.id, other.member.id)
    member = await desk.staff.member(second.member.id)
    assert member is not None
    assert member.is_active


async def test_who_waits_is_told_so_and_let_in_nowhere(staffing: Staffing, desk: StaffDesk) -> None:
    await staffing.first()
    waiting = await staffing.enrolled(await staffing.invited("Thanh Tra", Role.INSPECTOR))
    entered = await desk.signing.enter(waiting.name, PASSPHRASE, waiting.code())
    assert entered is not None
    assert entered.secret is None


async def test_nobody_but_an_administrator_is_the_first(staffing: Staffing) -> None:
    inspector = await staffing.enrolled(await staffing.invited("Thanh Tra", Role.INSPECTOR))
    assert inspector.member.state is Standing.WAITING


async def test_a_link_works_once_and_for_three_days(staffing: Staffing, desk: StaffDesk, clock: FixedClock) -> None:
    token = await staffing.invited("Quản Trị", Role.ADMINISTRATOR)
    await staffing.enrolled(token)
    with pytest.raises(LinkOver):
        await staffing.enrolled(token)
    late = await staffing.invited("Thanh Tra", Role.INSPECTOR)
    clock.at += timedelta(days=3, seconds=1)
    with pytest.raises(LinkOver):
        await staffing.enrolled(late)
    with pytest.raises(LinkOver):
        await desk.enrolment.link("made-up", "enrol")


async def test_a_link_of_one_kind_opens_no_other_door(staffing: Staffing, desk: StaffDesk) -> None:
    token = await staffing.invited("Quản Trị", Role.ADMINISTRATOR)
    for kind in ("recover", "sample", "chat"):
        with pytest.raises(LinkOver):
            await desk.enrolment.link(token, kind)


async def test_the_first_code_must_fit_and_the_passphrase_be_long(staffing: Staffing, desk: StaffDesk) -> None:
    token = await staffing.invited("Quản Trị", Role.ADMINISTRATOR)
    carried = desk.enrolment.new_seed(token)
    with pytest.raises(WrongCode):
        await desk.enrolment.enrol(token, Filled(carried, PASSPHRASE, "000000x"))
    with pytest.raises(PoorPassphrase):
        await staffing.enrolled(token, passphrase="mười một c")
    other = await staffing.invited("Thanh Tra", Role.INSPECTOR)
    with pytest.raises(LinkOver):
        desk.enrolment.seed(other, carried)
    assert (await staffing.enrolled(token)).member.is_active


async def test_a_name_is_taken_once(staffing: Staffing) -> None:
    await staffing.invited("Thanh  Tra", Role.INSPECTOR)
    with pytest.raises(NameTaken):
        await staffing.invited(" Thanh Tra", Role.LEAD)


async def test_revoking_acts_at_once_on_sessions_chat_keys_and_links(staffing: Staffing, desk: StaffDesk) -> None:
    first = await staffing.first()
    person = await staffing.active("Thanh Tra", Role.LEAD, first)
    secret = await person.sign_in()
    assert await desk.chats.bind(CHAT, await desk.chats.new_code(person.member))
    code = await desk.chats.new_code(person.member)
    assert await desk.sessions.find(secret) is not None
    await desk.accounts.revoke(person.member.id, first.member.id)
    assert await desk.sessions.find(secret) is None
    assert await desk.staff.by_chat(CHAT) is None
    assert await desk.staff.chat_of(person.member.id) is None
    assert not await desk.chats.bind(CHAT, code)
    assert await desk.signing.enter(person.name, PASSPHRASE, person.code()) is None
    with pytest.raises(NoSuchAccount):
        await desk.accounts.revoke(person.member.id, first.member.id)


async def test_the_last_administrator_stays(staffing: Staffing, desk: StaffDesk) -> None:
    first = await staffing.first()
    with pytest.raises(LastAdministrator):
        await desk.accounts.revoke(first.member.id, None)
    second = await staffing.active("Quản Trị Hai", Role.ADMINISTRATOR, first)
    await desk.accounts.revoke(first.member.id, second.member.id)


async def test_a_chat_is_bound_by_its_number_with_a_code_used_once(
    staffing: Staffing, desk: StaffDesk, clock: FixedClock
) -> None:
    first = await staffing.first()
    code = await desk.chats.new_code(first.member)
    assert not await desk.chats.bind(ChatRef("telegram", "bot", -100, 4711), code), "never a group"
    assert not await desk.chats.bind(CHAT, "0000-0000-0000")
    assert await desk.chats.bind(CHAT, code.lower().replace("-", " "))
    assert not await desk.chats.bind(ChatRef("telegram", "bot", 12, 12), code)
    bound = await desk.staff.by_chat(CHAT)
    assert bound is not None
    assert bound.id == first.member.id
    assert await desk.staff.chat_of(first.member.id) == CHAT
    assert await desk.staff.by_chat(replace(CHAT, chat_id=4712, person=4712)) is None
    late = await desk.chats.new_code(first.member)
    clock.at += timedelta(minutes=11)
    assert not await desk.chats.bind(ChatRef("telegram", "bot", 12, 12), late)


async def test_a_lost_app_is_replaced_by_two_persons(staffing: Staffing, desk: StaffDesk) -> None:
    first = await staffing.first()
    second = await staffing.active("Quản Trị Hai", Role.ADMINISTRATOR, first)
    person = await staffing.active("Thanh Tra", Role.INSPECTOR, first)
    number = await desk.approvals.ask("totp", person.member.id, "mất điện thoại", first.member.id)
    assert await desk.approvals.ask("totp", person.member.id, "lần nữa", second.member.id) == number

    async def new_link(connection: AsyncConnection, _kind: str, subject: str) -> str:
        return await desk.accounts.link(connection, subject, "recover")

    with pytest.raises(NotBySamePerson):
        await desk.approvals.decide(number, first.member.id, True, new_link)
    with pytest.raises(NotBySamePerson):
        await desk.approvals.decide(number, person.member.id, True, new_link)
    token = await desk.approvals.decide(number, second.member.id, True, new_link)
    assert token is not None
    with pytest.raises(NoSuchAccount):
        await desk.approvals.decide(number, second.member.id, True, new_link)
    carried = desk.enrolment.new_seed(token)
    old, person.seed = person.seed, desk.enrolment.seed(token, carried)
    with pytest.raises(WrongCode):
        await desk.enrolment.recover(token, Filled(carried, "not the passphrase", person.code()))
    await desk.enrolment.recover(token, Filled(carried, PASSPHRASE, person.code()))
    assert await person.sign_in()
    person.seed = old
    assert await desk.signing.enter(person.name, PASSPHRASE, person.code()) is None


async def test_everything_is_in_the_chain(staffing: Staffing, desk: StaffDesk) -> None:
    first = await staffing.first()
    person = await staffing.active("Thanh Tra", Role.INSPECTOR, first)
    await person.sign_in()
    await desk.accounts.revoke(person.member.id, first.member.id)
    assert await desk.trail.verify() is None
    noted = [row.action for row in await desk.trail.recent(50)]
    assert noted == [
        "staff.revoke", "door.signin", "staff.confirm", "door.enrol", "staff.invite", "door.enrol", "staff.invite",
    ]  # fmt: skip
