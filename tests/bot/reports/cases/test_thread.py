"""The two-way thread, and what citizens and inspectors do to a case."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.database.tables import metadata
from bot.reports.cases import CaseMoved, CaseView, Filing, Finding, NoSuchCase, State
from bot.reports.vault import erase
from bot.schedule.due import sealed_for
from tests.bot.reports.cases.desks import LAN, Room, draft, photo
from tests.bot.reports.cases.test_filing import opened


@pytest.fixture
async def filed(room: Room) -> Filing:
    """An hour ago."""
    filing = await room.file(draft(province="42", commune="18001", office="mot_cua_xa"), LAN)
    room.clock.at += timedelta(hours=1)
    return filing


async def resolved(room: Room, filed: Filing) -> CaseView:
    await room.work.accept(filed.case_id)
    await room.work.resolve(filed.case_id, Finding.CONFIRMED, "Đã xác minh, đã trả lại tiền.")
    return await room.view(filed.number, LAN)


async def due_kinds(room: Room) -> list[str]:
    return sorted(row.kind for row in await room.rows("due"))


async def test_a_reply_is_sealed_kept_to_read_and_pushed(room: Room, filed: Filing) -> None:
    item = await room.work.reply(filed.case_id, "Bạn còn giữ giấy hẹn không?")
    (reply,) = await room.desk.replies(filed.case_id)
    assert (reply.id, reply.text, reply.file, reply.read) == (item, "Bạn còn giữ giấy hẹn không?", None, False)
    assert (await room.desk.mine(LAN))[0].unread == 1
    reader, case = await opened(room, filed.number)
    last = (await reader.items(case))[-1]
    assert (last.id, last.kind, last.author) == (item, "message", "inspector")
    assert (await reader.read(case, last)).decode() == "Bạn còn giữ giấy hẹn không?"
    (due,) = [row for row in await room.rows("due") if row.kind == "case-reply"]
    assert due.key == f"case-reply|{item}"
    assert b"giay" not in bytes(due.subject)
    assert filed.number.encode() in room.key.open(bytes(due.subject), sealed_for(due.key))


async def test_a_letter_reaches_the_citizen_whole(room: Room, filed: Filing) -> None:
    file = photo("tra-loi.pdf", b"%PDF-1.7\nwith\nlines")
    await room.work.letter(filed.case_id, file, "Văn bản trả lời")
    (reply,) = await room.desk.replies(filed.case_id)
    assert (reply.text, reply.file) == ("Văn bản trả lời", file)


async def test_what_was_read_is_no_longer_unread(room: Room, filed: Filing) -> None:
    item = await room.work.reply(filed.case_id, "Xin chào")
    await room.do(room.desk.mark_read(filed.case_id, [item]))
    assert (await room.view(filed.number, LAN)).unread == 0
    (reply,) = await room.desk.replies(filed.case_id)
    assert reply.read


async def test_a_note_is_not_for_the_citizen(room: Room, filed: Filing) -> None:
    await room.work.note(filed.case_id, "Gọi lãnh đạo phường")
    assert await room.desk.replies(filed.case_id) == []
    assert "case-reply" not in await due_kinds(room)


async def test_a_question_stops_the_clock_and_the_answer_lets_it_go_on(room: Room, filed: Filing) -> None:
    await room.work.accept(filed.case_id)
    before = await room.view(filed.number, LAN)
    assert before.due_day == date(2026, 3, 23)
    room.clock.at += timedelta(days=1)
    await room.work.ask(filed.case_id, "Vào ngày nào?")
    asked = await room.view(filed.number, LAN)
    assert (asked.state, asked.paused, asked.due_day) == (State.NEEDS_INFORMATION, True, before.due_day)
    room.clock.at += timedelta(days=7)
    await room.do(room.desk.add_message(filed.case_id, "Ngày 25 tháng 2"))
    after = await room.view(filed.number, LAN)
    assert (after.state, after.paused) == (State.ACCEPTED, False)
    assert after.due_day == after.answer_day == date(2026, 3, 30)


async def test_words_of_the_citizen_change_nothing_else(room: Room, filed: Filing) -> None:
    await room.do(room.desk.add_message(filed.case_id, "  Tôi nhớ thêm  "))
    await room.do(room.desk.add_message(filed.case_id, "   "))
    view = await room.view(filed.number, LAN)
    assert (view.state, len(view.events)) == (State.RECEIVED, 1)
    reader, case = await opened(room, filed.number)
    items = await reader.items(case)
    assert [item.kind for item in items] == ["narrative", "facts", "message"]
    assert (await reader.read(case, items[-1])).decode() == "Tôi nhớ thêm"


async def test_new_words_are_told_of_once_until_an_inspector_has_read_them(room: Room, filed: Filing) -> None:
    async def alerts() -> int:
        return (await due_kinds(room)).count("case-alert") - 1  # the category's own

    for _ in range(2):
        room.clock.at += timedelta(minutes=1)
        await room.do(room.desk.add_message(filed.case_id, "Còn nữa"))
    assert await alerts() == 1
    await room.work.seen(filed.case_id)
    await room.do(room.desk.add_message(filed.case_id, "Và nữa"))
    assert await alerts() == 2


async def test_five_files_and_no_more(room: Room, filed: Filing) -> None:
    await room.do(room.desk.add_files(filed.case_id, [photo()] * 4))
    assert await room.desk.files_left(filed.case_id) == 1
    with pytest.raises(CaseMoved):
        await room.do(room.desk.add_files(filed.case_id, [photo()] * 2))
    await room.do(room.desk.add_files(filed.case_id, [photo()]))
    assert await room.desk.files_left(filed.case_id) == 0


async def test_not_ours_moves_the_case_and_never_closes_it(room: Room, filed: Filing) -> None:
    room.clock.at += timedelta(days=1)
    await room.work.transfer(filed.case_id, "dat_dai", "42", None, "Việc này thuộc Văn phòng đăng ký đất đai.")
    view = await room.view(filed.number, LAN)
    assert (view.state, view.office, view.commune, view.closed_at) == (State.TRANSFERRED, "dat_dai", None, None)
    assert view.due_day == date(2026, 3, 5)
    assert [reply.text for reply in await room.desk.replies(filed.case_id)] == [
        "Việc này thuộc Văn phòng đăng ký đất đai."
    ]
    with pytest.raises(CaseMoved):
        await room.work.close(filed.case_id)
    with pytest.raises(CaseMoved):
        await room.work.resolve(filed.case_id, Finding.NOTED, "Không thuộc thẩm quyền.")


async def test_a_resolved_case_can_be_disputed_for_ten_days(room: Room, filed: Filing) -> None:
    view = await resolved(room, filed)
    assert view.can_dispute_until == room.clock.at + timedelta(days=10)
    room.clock.at += timedelta(days=9, hours=23)
    await room.do(room.desk.dispute(filed.case_id, "Chưa ai trả tiền cả."))
    view = await room.view(filed.number, LAN)
    assert (view.state, view.closed_at, view.events[-1].reason) == (State.DISPUTED, None, "disputed")
    assert [row.kind for row in await room.rows("due")].count("case-alert") == 2  # the category's, and the appeal
    reader, case = await opened(room, filed.number)
    assert (await reader.read(case, (await reader.items(case))[-1])).decode() == "Chưa ai trả tiền cả."


async def test_after_that_it_cannot(room: Room, filed: Filing) -> None:
    await resolved(room, filed)
    room.clock.at += timedelta(days=10)
    assert (await room.view(filed.number, LAN)).can_dispute_until is None
    with pytest.raises(CaseMoved):
        await room.do(room.desk.dispute(filed.case_id))


async def test_closing_does_not_lengthen_the_time_for_disputes(room: Room, filed: Filing) -> None:
    until = (await resolved(room, filed)).can_dispute_until
    room.clock.at += timedelta(days=3)
    await room.work.close(filed.case_id)
    assert (await room.view(filed.number, LAN)).can_dispute_until == until


@pytest.mark.parametrize(("score", "state"), [(1, State.DISPUTED), (2, State.DISPUTED), (3, State.RESOLVED)])
async def test_a_poor_rating_asks_the_next_level(room: Room, filed: Filing, score: int, state: State) -> None:
    await resolved(room, filed)
    await room.do(room.desk.rate(filed.case_id, score))
    view = await room.view(filed.number, LAN)
    assert (view.state, view.rating) == (state, score)
    alerts = [row.key for row in await room.rows("due") if row.kind == "case-alert"]
    assert (f"case-alert|{filed.case_id}|{view.events[-1].number}" in alerts) == (state is State.DISPUTED)


async def test_each_closing_is_rated_once(room: Room, filed: Filing) -> None:
    assert (await resolved(room, filed)).can_rate
    await room.do(room.desk.rate(filed.case_id, 5))
    assert not (await room.view(filed.number, LAN)).can_rate
    with pytest.raises(CaseMoved):
        await room.do(room.desk.rate(filed.case_id, 1))
    await room.do(room.desk.dispute(filed.case_id))
    await room.work.resolve(filed.case_id, Finding.PARTLY, "Đã xem lại.")
    assert (await room.view(filed.number, LAN)).can_rate


async def test_an_open_case_is_not_rated(room: Room, filed: Filing) -> None:
    with pytest.raises(CaseMoved):
        await room.do(room.desk.rate(filed.case_id, 5))
    with pytest.raises(ValueError, match="1 to 5"):
        room.desk.rate(filed.case_id, 6)


async def test_asking_for_a_person_is_told_once_and_moves_nothing(room: Room, filed: Filing) -> None:
    before = await room.view(filed.number, LAN)
    for _ in range(2):
        await room.do(room.desk.ask_person(filed.case_id))
    view = await room.view(filed.number, LAN)
    assert (view.wants_person, view.state, view.due_day, len(view.events)) == (True, before.state, before.due_day, 2)
    assert f"case-alert|{filed.case_id}|2" in [row.key for row in await room.rows("due")]


async def test_a_withdrawn_report_goes_on_for_nobody(room: Room, filed: Filing) -> None:
    await room.do(room.desk.withdraw(filed.case_id))
    view = await room.view(filed.number, LAN)
    assert (view.state, view.due_day, view.answer_day, view.can_withdraw) == (State.WITHDRAWN, None, None, False)
    assert (view.can_dispute_until, view.can_rate) == (None, False)
    with pytest.raises(CaseMoved):
        await room.work.accept(filed.case_id)


async def test_an_inspector_can_go_on_without_an_answer(room: Room, filed: Filing) -> None:
    await room.work.ask(filed.case_id, "Vào ngày nào?")
    await room.work.go_on(filed.case_id)
    assert (await room.view(filed.number, LAN)).state is State.SCREENING
    assert "case-state" in await due_kinds(room)
    with pytest.raises(CaseMoved):
        await room.work.go_on(filed.case_id)


async def test_two_inspectors_at_once_take_it_up_once(room: Room, filed: Filing) -> None:
    both = [room.work.accept(filed.case_id), room.work.accept(filed.case_id)]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [CaseMoved]
    assert [event.state for event in (await room.view(filed.number, LAN)).events] == [State.RECEIVED, State.ACCEPTED]


async def test_words_of_both_sides_at_once_are_all_kept(room: Room, filed: Filing) -> None:
    await room.work.ask(filed.case_id, "Khi nào?")
    said = [room.do(room.desk.add_message(filed.case_id, f"Lần {n}")) for n in range(3)]
    await asyncio.gather(*said, room.work.reply(filed.case_id, "Tôi đang đọc"))
    view = await room.view(filed.number, LAN)
    assert [event.reason for event in view.events] == ["filed", "asked", "answered"]
    assert await room.count("case_item") == 2 + 1 + 3 + 1


async def test_the_address_can_be_changed_and_dropped(room: Room, filed: Filing) -> None:
    await room.do(room.desk.notify(filed.case_id, ("web", "web", 7), "en"))
    address = await room.desk.address_of(filed.case_id)
    assert address is not None
    assert (address.channel, address.chat_id, address.language) == ("web", 7, "en")
    await room.do(room.desk.stop_notifying(filed.case_id))
    assert await room.desk.address_of(filed.case_id) is None


async def test_an_erased_case_takes_nothing_in(room: Room, filed: Filing) -> None:
    async with room.database.write() as connection:
        assert await erase(connection, filed.case_id, room.clock.at)
    with pytest.raises(NoSuchCase):
        await room.do(room.desk.add_message(filed.case_id, "Còn đây"))
    with pytest.raises(NoSuchCase):
        await room.work.reply(filed.case_id, "Chào bạn")
    assert await room.desk.mine(LAN) == []


async def test_a_reply_copied_to_another_case_does_not_open(room: Room, filed: Filing) -> None:
    first, second = [await room.work.reply(filed.case_id, text) for text in ("Một", "Hai")]
    replies = metadata.tables["case_reply"]
    async with room.database.write() as connection:
        body = (await connection.execute(replies.select().where(replies.c.item_id == first))).one().body
        await connection.execute(replies.update().where(replies.c.item_id == second).values(body=body))
    with pytest.raises(ValueError, match="does not open"):
        await room.desk.replies(filed.case_id)


async def test_the_proof_is_right_for_its_number_and_code_only(room: Room, filed: Filing) -> None:
    proof = await room.desk.verify(filed.number, filed.proof.lower().replace("-", " "))
    assert proof is not None
    assert (proof.category, proof.office, proof.commune, proof.moved) == ("cat-A1", "mot_cua_xa", "18001", False)
    assert proof.received_at == filed.received_at
    wrong = ("0" if filed.proof[0] != "0" else "1") + filed.proof[1:]
    assert await room.desk.verify(filed.number, wrong) is None
    assert await room.desk.verify("PA26-000000", filed.proof) is None


async def test_the_proof_of_a_moved_case_tells_no_other_office(room: Room, filed: Filing) -> None:
    await room.work.transfer(filed.case_id, "dat_dai", "42", None, "Chuyển đến nơi giải quyết.")
    proof = await room.desk.verify(filed.number, filed.proof)
    assert proof is not None
    assert (proof.office, proof.province, proof.moved) == (None, None, True)
