"""Filing: what is stored where, one press one case, the same matter joins, limits hold."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from bot.database.tables import metadata
from bot.reports.cases import CountsMoved, Filing, Joined, PreparedFile, Refused, State
from bot.reports.vault.reading import CaseReader, OpenCase
from tests.bot.reports.cases.desks import LAN, MINH, OTHER_STORY, STORY, Room, draft, person, photo

ABOUT = {"province": "42", "commune": "18001", "office": "mot_cua_xa"}


async def opened(room: Room, number: str) -> tuple[CaseReader, OpenCase]:
    """As an inspector opens it, with the passphrase that lies beside the first key."""
    (path,) = room.keys.folder.passphrases()
    unlocked = room.keys.unlock(path.stem, path.read_text().strip())
    reader = CaseReader(room.database)
    case = await reader.open(number, [unlocked])
    assert case is not None
    return reader, case


async def test_an_inspector_reads_what_was_told_and_the_files_in_order(room: Room) -> None:
    told = draft(position="chị Hoa, quầy 2", amount=500_000, money="asked", **ABOUT)
    filing = await room.file(told, LAN, files=(photo(),))
    reader, case = await opened(room, filing.number)
    items = await reader.items(case)
    assert [(item.kind, item.author, item.media) for item in items] == [
        ("narrative", "citizen", None),
        ("facts", "citizen", None),
        ("file", "citizen", "image/jpeg"),
    ]
    narrative, facts, file = [await reader.read(case, item) for item in items]
    assert narrative.decode() == STORY
    known = orjson.loads(facts)
    assert (known["position"], known["amount"], known["consent"]) == ("chị Hoa, quầy 2", 500_000, None)
    assert "story" not in known
    assert PreparedFile.unpacked(file) == photo()


async def test_what_was_told_stands_nowhere_in_the_open(room: Room) -> None:
    await room.file(draft(position="chị Hoa, quầy 2", amount=512_345, **ABOUT), LAN, files=(photo(),))
    for table in ("report_case", "case_item", "case_event", "case_address", "case_cluster", "due"):
        for row in await room.rows(table):
            told = repr(tuple(row))
            assert not [word for word in ("quầy", "Hoa", "512345", str(LAN.chat_id), "giay-hen") if word in told]


CANARIES = ("Canary", "canary", "0912345678", "040123456789", "Phụng", "hoa-don", "Quýt", "Mít", "7312345678901")


def lying_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("motcua.db*")))


async def test_what_was_told_stands_nowhere_in_the_files(lite: Room, tmp_path: Path) -> None:
    """Database and write-ahead log as they lie on the disk; the canaries are the only ones of their kind."""
    talker = person(7_312_345_678_901)
    words = "Bà Phạm Thị Canary quát tôi, gọi số 0912345678, căn cước 040123456789, bắt nộp tám trăm nghìn ngoài giờ."
    filing = await lite.file(draft(story=words, position="ông Yến Phụng"), talker, files=(photo("hoa-don.pdf"),))
    await lite.do(lite.desk.add_message(filing.case_id, "Thêm: phòng số Quýt"))
    await lite.work.reply(filing.case_id, "Chúng tôi đã nhận Mít")
    on_disk = await asyncio.to_thread(lying_in, tmp_path)
    assert filing.number.encode() in on_disk
    assert [word for word in (*CANARIES, filing.secret) if word.encode() in on_disk] == []
    assert talker.chat_id.to_bytes(6) not in on_disk


async def test_the_citizen_sees_the_case_from_the_chat_it_came_from(room: Room) -> None:
    filing = await room.file(draft(**ABOUT), LAN)
    assert [line.number for line in await room.desk.mine(LAN)] == [filing.number]
    view = await room.view(filing.number, LAN)
    assert (view.state, view.category, view.office, view.notified) == (State.RECEIVED, "cat-A1", "mot_cua_xa", True)
    assert (view.answer_day, view.due_day) == (filing.due, room.clock.at.date() + timedelta(days=2))
    assert await room.desk.mine(MINH) == []
    assert await room.desk.open_to(filing.number, MINH) is None


async def test_without_the_wish_no_address_is_kept(room: Room) -> None:
    filing = await room.file(draft(), LAN, notify=False)
    assert await room.desk.address_of(filing.case_id) is None
    assert await room.count("case_address") == 0


async def test_the_address_is_the_chat(room: Room) -> None:
    filing = await room.file(draft(), LAN)
    address = await room.desk.address_of(filing.case_id)
    assert address is not None
    assert (address.number, address.channel, address.chat_id) == (filing.number, "telegram", LAN.chat_id)


async def test_a_second_press_answers_with_the_same_number(room: Room) -> None:
    filing = await room.file(draft(), LAN)
    room.clock.at += timedelta(hours=3)
    again = await room.press(draft(), LAN)
    assert isinstance(again, Joined)
    assert (again.number, again.again) == (filing.number, True)
    assert await room.count("report_case") == 1
    assert await room.count("case_item") == 2


async def test_two_presses_at_once_file_once(room: Room) -> None:
    """Both were prepared before either was written: two devices, or a button pressed twice (threat T23)."""
    first, second = await asyncio.gather(*(room.desk.prepare(draft(), LAN, None, "vi") for _ in range(2)))
    assert isinstance(first, Filing)
    assert isinstance(second, Filing)
    outcomes = await asyncio.gather(room.do(first.write), room.do(second.write), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [CountsMoved]
    assert await room.count("report_case") == 1
    answered_anew = await room.press(draft(), LAN)
    assert isinstance(answered_anew, Joined)


async def test_the_same_matter_within_ten_minutes_joins(room: Room) -> None:
    filing = await room.file(draft("one"), LAN)
    room.clock.at += timedelta(minutes=9)
    joined = await room.press(draft("two", STORY + " Tôi có giấy hẹn."), LAN, files=(photo(),))
    assert isinstance(joined, Joined)
    assert (joined.number, joined.again) == (filing.number, False)
    reader, case = await opened(room, filing.number)
    kinds = [item.kind for item in await reader.items(case)]
    assert kinds == ["narrative", "facts", "message", "facts", "file"]


@pytest.mark.parametrize("later", [timedelta(minutes=11), timedelta(minutes=1)])
async def test_another_matter_or_a_later_one_is_a_case_of_its_own(room: Room, later: timedelta) -> None:
    await room.file(draft("one", **ABOUT), LAN)
    room.clock.at += later
    other = draft("two") if later > timedelta(minutes=10) else draft("two", OTHER_STORY, categories=["cat-B2"])
    assert isinstance(await room.press(other, LAN), Filing)
    assert await room.count("report_case") == 2


async def test_the_same_words_of_somebody_else_are_a_case_of_their_own(room: Room) -> None:
    await room.file(draft("one"), LAN)
    assert isinstance(await room.press(draft("two"), MINH), Filing)


async def test_the_same_desk_and_kind_with_other_words_joins(room: Room) -> None:
    await room.file(draft("one", **ABOUT), LAN)
    assert isinstance(await room.press(draft("two", OTHER_STORY, **ABOUT), LAN), Joined)


async def test_what_only_leads_may_read_joins_nothing_that_others_can_open(room: Room) -> None:
    await room.file(draft("one"), LAN)
    assert isinstance(await room.press(draft("two", denunciation_like=True), LAN), Filing)
    joined = await room.press(draft("three", denunciation_like=True), LAN)
    assert isinstance(joined, Joined)
    restricted = [row.number for row in await room.rows("report_case") if row.restricted]
    assert restricted == [joined.number]


async def test_more_files_than_a_case_may_have_do_not_join(room: Room) -> None:
    await room.file(draft("one"), LAN, files=(photo(),) * 3)
    assert isinstance(await room.press(draft("two"), LAN, files=(photo(),) * 2), Joined)
    assert isinstance(await room.press(draft("three"), LAN, files=(photo(),)), Filing)


async def test_who_joins_and_asks_for_a_person_gets_one(room: Room) -> None:
    filing = await room.file(draft("one"), LAN)
    await room.press(draft("two", wants_person=True), LAN)
    assert (await room.view(filing.number, LAN)).wants_person


async def test_a_fourth_report_in_an_hour_is_told_when_to_come_back(room: Room) -> None:
    start = room.clock.at
    for number in range(3):
        await room.file(draft(f"{number}", f"{STORY} {OTHER_STORY * number}", categories=[f"cat-C{number + 1}"]), LAN)
        room.clock.at += timedelta(minutes=12)
    refused = await room.press(draft("four", categories=["cat-D1"]), LAN)
    assert refused == Refused("hourly", start + timedelta(hours=1))
    assert isinstance(await room.press(draft("of Minh", categories=["cat-D1"]), MINH), Filing)
    room.clock.at = start + timedelta(hours=1)
    assert isinstance(await room.press(draft("four", categories=["cat-D1"]), LAN), Filing)


async def test_an_eleventh_report_in_a_day_is_told_when_to_come_back(room: Room) -> None:
    start = room.clock.at
    for number in range(10):
        await room.file(draft(f"{number}"), LAN)
        room.clock.at += timedelta(minutes=30)
    assert await room.press(draft("eleven"), LAN) == Refused("daily", start + timedelta(days=1))


async def test_the_limit_of_all_together_is_told_as_being_busy(room: Room) -> None:
    async with room.database.write() as connection:
        await connection.execute(text("UPDATE legal_parameter SET value = '2' WHERE name = 'report_global_hourly'"))
    await room.file(draft("one"), person(1))
    await room.file(draft("two"), person(2))
    assert await room.press(draft("three"), person(3)) == Refused("busy", room.clock.at + timedelta(hours=1))


async def test_limits_hold_when_reports_come_at_once(room: Room) -> None:
    """All were prepared while there was room; the commit counts again."""
    prepared = [
        await room.desk.prepare(draft(f"{n}", f"Việc thứ {n}", categories=[f"cat-C{n + 1}"]), LAN, None, "vi")
        for n in range(6)
    ]
    filings = [one for one in prepared if isinstance(one, Filing)]
    assert len(filings) == 6
    outcomes = await asyncio.gather(*(room.do(one.write) for one in filings), return_exceptions=True)
    assert outcomes.count(None) == 3
    assert {type(outcome) for outcome in outcomes if outcome is not None} == {CountsMoved}
    assert await room.count("report_case") == 3


async def test_files_sent_before_go_into_the_case_and_leave_the_draft(room: Room) -> None:
    waiting = {"id": "file-1", "owner": "x", "body": b"x", "facts": b"x", "size": 1, "created_at": 1}
    async with room.database.write() as connection:
        await connection.execute(metadata.tables["draft_file"].insert(), [waiting, {**waiting, "id": "of-another"}])
    await room.file(draft(files=["file-1"]), LAN, files=(photo(),))
    assert [row.id for row in await room.rows("draft_file")] == ["of-another"]


@pytest.mark.parametrize(
    ("more", "severity", "restricted"),
    [
        ({"categories": ["cat-A2"]}, 3, False),
        ({"categories": ["cat-A2"], "money": "paid"}, 4, False),
        ({"categories": ["cat-B2", "cat-E3"]}, 4, False),
        ({"categories": ["cat-A1"], "denunciation_like": True}, 4, True),
    ],
)
async def test_how_pressing_it_is(lite: Room, more: dict[str, Any], severity: int, restricted: bool) -> None:
    await lite.file(draft(**more), LAN)
    (row,) = await lite.rows("report_case")
    assert (row.severity, bool(row.restricted)) == (severity, restricted)


async def test_praise_through_the_side_door_has_a_category_too(lite: Room) -> None:
    await lite.file(draft(kind="praise", categories=[], judged=[]), LAN)
    (row,) = await lite.rows("report_case")
    assert (row.category, row.level) == ("cat-Q3", "QD")
