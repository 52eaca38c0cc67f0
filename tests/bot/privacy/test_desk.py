"""What the privacy desk finds and lets go of is this chat's alone, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import insert, select

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.dossier_tables import dossier_access, dossier_follow
from bot.database.report_tables import draft_file, outgoing_file, privacy_request
from bot.database.tables import outbox, web_history
from bot.legal import LegalParameters
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind, Outgoing
from bot.outbox.store import queue
from bot.people import ChatRef
from bot.privacy import PrivacyDesk
from bot.privacy.names import Names
from bot.sealing import ServerKey
from bot.web.chat.history import history_row
from tests.bot.reports.vault.stored import store_case
from tests.reports import report_room

MINE, OTHERS = ChatRef("web", "web", 11, 11), ChatRef("web", "web", 22, 22)


@pytest.fixture
def desk(database: Database, key: ServerKey, clock: FixedClock) -> PrivacyDesk:
    return PrivacyDesk(database, key, clock, LegalParameters(database, clock))


@pytest.fixture
async def talked(database: Database, key: ServerKey, clock: FixedClock) -> None:
    """The same is held of two chats."""
    now = epoch_ms(clock.now())
    async with database.write() as connection:
        for chat in (MINE, OTHERS):
            names = Names.of(chat, key)
            said: list[tuple[str, dict[str, Any]]] = [
                ("user", {"text": f"<tôi> {chat.chat_id}"}),
                ("say", {"text": "chào <b>bạn</b>", "buttons": []}),
            ]
            rows = [
                history_row(key, names.chat, f"{chat.chat_id}|{number}", kind, content, now)
                for number, (kind, content) in enumerate(said)
            ]
            await connection.execute(insert(web_history), rows)
            follow: dict[str, Any] = {"code": "H40-1", "chat": names.chat, "channel": "web", "bot": "web"}
            await connection.execute(insert(dossier_follow), follow | {"address": b"", "language": "vi", "since": now})
            access = {"chat": names.chat, "code": "H40-1", "until": now + 1}
            await connection.execute(insert(dossier_access), access)
            file_id = f"f{chat.chat_id}"
            facts = orjson.dumps({"media": "image/jpeg", "name": "giấy.jpg", "sha256": "ab" * 32})
            file = {"id": file_id, "owner": names.lane, "body": b"x", "size": 1, "created_at": now}
            sealed = key.seal(facts, f"draft_file|facts|{file_id}|{names.lane}")
            await connection.execute(insert(draft_file), file | {"facts": sealed})
            sent = {"id": f"o{chat.chat_id}", "lane": names.chat, "name": b"n", "media": "text/plain", "body": b"b"}
            await connection.execute(insert(outgoing_file), sent | {"created_at": now})


async def count(database: Database, table: Any) -> int:
    async with database.read() as connection:
        return len((await connection.execute(select(table))).all())


@pytest.mark.usefixtures("talked")
async def test_what_is_held_is_counted_for_this_chat(desk: PrivacyDesk) -> None:
    held = await desk.held(MINE)
    assert (held.shown, held.draft_files, held.sent_files, list(held.followed)) == (2, 1, 1, ["H40-1"])
    nobody = await desk.held(ChatRef("web", "web", 33, 33))
    assert (nobody.shown, nobody.draft_files, nobody.sent_files, list(nobody.followed)) == (0, 0, 0, [])


@pytest.mark.usefixtures("talked")
async def test_the_export_opens_what_the_page_shows_and_what_waits_to_be_sent(desk: PrivacyDesk) -> None:
    told = await desk.export(MINE, {"language": "vi"})
    assert [(said["from"], said["text"]) for said in told["messages"]] == [
        ("you", "<tôi> 11"),
        ("bot", "chào <b>bạn</b>"),
    ]
    assert [(file["name"], file["size"]) for file in told["files_of_the_draft"]] == [("giấy.jpg", 1)]
    assert "22" not in orjson.dumps(told["messages"]).decode()


@pytest.mark.usefixtures("talked")
async def test_letting_go_leaves_others_alone(desk: PrivacyDesk, database: Database) -> None:
    async with database.write() as connection:
        await desk.forget_talk(MINE)(connection)
        await desk.forget_dossiers(MINE)(connection)
    for table in (draft_file, outgoing_file, dossier_follow, dossier_access):
        assert await count(database, table) == 1, table.name
    held = await desk.held(OTHERS)
    assert (held.draft_files, held.sent_files, list(held.followed)) == (1, 1, ["H40-1"])


@pytest.mark.usefixtures("talked")
async def test_a_file_on_its_way_still_arrives(
    desk: PrivacyDesk, database: Database, key: ServerKey, clock: FixedClock
) -> None:
    waiting = Outgoing("w", Address("web", "web", 11), Kind.SAY, Message("đang chờ").as_json())
    async with database.write() as connection:
        await queue(connection, key, [waiting], epoch_ms(clock.now()))
        await desk.forget_talk(MINE)(connection)
    assert await count(database, outgoing_file) == 2
    assert await count(database, outbox) == 1


@pytest.mark.usefixtures("talked")
async def test_on_the_web_all_that_the_page_shows_can_go(desk: PrivacyDesk, database: Database, key: ServerKey) -> None:
    async with database.read() as connection:
        mine = select(web_history.c.id).where(web_history.c.lane == Names.of(MINE, key).chat)
        ids = list((await connection.execute(mine)).scalars())
    assert await desk.recent(MINE) == sorted(ids)


async def test_days_are_counted_as_the_law_parameters_say(desk: PrivacyDesk, clock: FixedClock) -> None:
    limits = await desk.limits()  # Monday, 2 March 2026, nine in the morning
    assert (limits.answer, limits.done, limits.reviewed) == (date(2026, 3, 4), date(2026, 3, 17), False)
    clock.at += timedelta(days=4, hours=10)  # Friday after closing: counts as Monday
    limits = await desk.limits()
    assert (limits.answer, limits.done) == (date(2026, 3, 11), date(2026, 3, 24))


async def test_the_same_request_is_open_once_and_can_be_asked_again_when_done(
    desk: PrivacyDesk, database: Database, key: ServerKey, clock: FixedClock
) -> None:
    room = await report_room(database, key, clock)
    case = await store_case(database, room.keys, clock)
    limits = await desk.limits()

    async def ask(chat: ChatRef, kind: str) -> None:
        async with database.write() as connection:
            await desk.request(chat, kind, case.case_id, limits)(connection)

    for chat, kind in ((MINE, "erase"), (MINE, "erase"), (MINE, "correct"), (OTHERS, "erase")):
        await ask(chat, kind)
    assert [request.kind for request in (await desk.held(MINE)).requests] == ["erase", "correct"]
    async with database.write() as connection:
        await connection.execute(privacy_request.update().values(done_at=1))
    await ask(MINE, "erase")
    assert [request.kind for request in (await desk.held(MINE)).requests] == ["erase"]


async def test_nobody_asks_for_what_is_not_offered(desk: PrivacyDesk, database: Database) -> None:
    limits = await desk.limits()
    with pytest.raises(ValueError, match="no such request"):
        async with database.write() as connection:
            await desk.request(MINE, "publish", "c", limits)(connection)
