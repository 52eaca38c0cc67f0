"""What citizens are told without asking: neutral words (T6), one picture a filing, a receipt that loses its secret."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.legal import LegalParameters
from bot.outbox.message import Message, visible_text
from bot.outbox.outgoing import Address, Kind, Outgoing
from bot.outbox.store import queue
from bot.people import ChatRef
from bot.reports.cases import Filing
from bot.reports.cases.work import Finding
from bot.reports.receipt import Receipts
from bot.schedule.report_jobs import ReportJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.wake import Wake
from bot.web.chat.delivery import WebDelivery
from bot.web.chat.history import History, history_row
from tests.bot.reports.cases.desks import LAN, STORY, Room, draft
from tests.outbox import Said, said

#: Every push a citizen may get about a report, letter for letter: nothing of what, which or whose.
ALLOWED = {
    "vi": ("Có nội dung mới cho bạn. Mở /theodoi.", ["📂 Mở"]),
    "en": ("There is something new for you. Open /theodoi.", ["📂 Open"]),
}
VISITOR = ChatRef("web", "web", 4242, 4242)
RECEIPT = "u|telegram|42|1|0"


class Desk:
    """A room of cases with its schedule and, on the web, its delivery."""

    def __init__(self, room: Room, public_url: str | None = "https://motcua.example") -> None:
        self.room = room
        self.receipts = Receipts(room.key, room.clock, LegalParameters(room.database, room.clock))
        jobs = ReportJobs(room.desk, room.database, room.key, Texts(), room.clock, public_url).by_kind()
        self.schedule = Schedule(room.database, room.key, room.clock, Wake(), jobs)
        self.delivery = WebDelivery(room.database, room.key, room.clock, Wake())

    async def file(self, chat: ChatRef = LAN, dedup: str = RECEIPT, language: str = "vi") -> Filing:
        """Filed, told in a message, and planned what follows; as one turn does it."""
        filing = await self.room.file(draft(), chat)
        where = (chat.channel, chat.bot, chat.chat_id)
        secret = Message(f"<code>{filing.number}</code> <code>{filing.secret}</code>")
        after = await self.receipts.after_filing(filing, where, language, dedup)
        async with self.room.database.write() as connection:
            told = Outgoing(dedup, Address(*where), Kind.SAY, secret.as_json())
            await queue(connection, self.room.key, [told], 0)
            await after(connection)
        return filing

    async def work(self) -> None:
        while await self.schedule.work():
            pass
        assert [row.error for row in await self.room.rows("due") if row.error] == []

    async def sent(self, dedup: str = RECEIPT, message_id: str | None = "77", state: str = "sent") -> None:
        """What a sender writes back."""
        async with self.room.database.write() as connection:
            await connection.exec_driver_sql(
                f"UPDATE outbox SET state = '{state}', message_id = {message_id or 'NULL'}, payload = NULL, "  # noqa: S608
                f"address = NULL WHERE dedup = '{dedup}'"
            )

    async def said(self, kind: str = "say") -> list[Said]:
        rows = await said(self.room.database, self.room.key)
        return [row for row in rows if row.kind == kind and "secret" not in row.content]

    async def history(self) -> list[dict[str, Any]]:
        lane = Address("web", "web", VISITOR.chat_id).lane(self.room.key)
        entries, _ = await History(self.room.database, self.room.key).latest(lane)
        return [entry.content for entry in entries]


@pytest.fixture
async def desk(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Desk:
    return Desk(await Room.of(database, key, clock, tmp_path / "keys"))


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_push_is_one_of_the_allowed_words(desk: Desk, language: str) -> None:
    filing = await desk.room.file(draft(), LAN)
    where = (LAN.channel, LAN.bot, LAN.chat_id)
    await desk.room.do(desk.room.desk.notify(filing.case_id, where, language))
    work = desk.room.work
    await work.screen(filing.case_id)
    await work.reply(filing.case_id, "canary-reply 0912345678")
    await work.ask(filing.case_id, "canary-question")
    await work.go_on(filing.case_id)
    await work.accept(filing.case_id)
    await work.transfer(filing.case_id, "ubnd_xa", "46", None, "canary-transfer")
    await work.accept(filing.case_id)
    await work.start(filing.case_id)
    await work.resolve(filing.case_id, Finding.CONFIRMED, "canary-answer")
    await work.close(filing.case_id)
    await desk.work()
    pushes = [row for row in await desk.said() if row.chat_id == LAN.chat_id]
    assert len(pushes) > 5
    for push in pushes:
        message = Message.from_json(push.content)
        shown = (visible_text(message.text)[0], [button.label for row in message.buttons for button in row])
        assert shown == ALLOWED[language]
        assert message.file is None


async def test_the_picture_comes_once_and_bears_no_story(desk: Desk) -> None:
    filing = await desk.file()
    await desk.work()
    (picture,) = [row for row in await desk.said() if row.content.get("file")]
    assert picture.content["file"]["media"] == "image/png"
    assert picture.content["file"]["name"] == f"{filing.number}.png"
    assert filing.secret not in picture.text
    assert not any(word in picture.text for word in STORY.split() if len(word) > 6)
    assert await desk.room.count("outgoing_file") == 1
    await desk.work()
    assert await desk.room.count("outgoing_file") == 1


async def test_what_is_planned_is_sealed_and_gone_when_it_is_done(desk: Desk) -> None:
    filing = await desk.file()
    planned = [row for row in await desk.room.rows("due") if row.kind in ("receipt", "receipt-mask")]
    assert len(planned) == 2
    for row in planned:
        assert filing.proof.encode() not in bytes(row.subject)
        assert str(LAN.chat_id).encode() not in bytes(row.subject)
    await desk.work()
    (done,) = [row for row in await desk.room.rows("due") if row.kind == "receipt"]
    assert (done.state, done.subject) == ("done", None)


async def test_the_secret_is_masked_in_the_message_that_was_sent(desk: Desk) -> None:
    filing = await desk.file()
    await desk.sent()
    await desk.work()
    assert await desk.said("edit") == []
    desk.room.clock.at += timedelta(hours=24)
    await desk.work()
    (edit,) = await desk.said("edit")
    assert edit.content["message_id"] == 77
    assert edit.chat_id == LAN.chat_id
    assert filing.number in edit.text
    assert filing.secret not in edit.content["text"]


@pytest.mark.parametrize("state", ["dead", "uncertain"])
async def test_a_message_that_never_surely_arrived_is_left_alone(desk: Desk, state: str) -> None:
    await desk.file()
    await desk.sent(message_id=None, state=state)
    desk.room.clock.at += timedelta(hours=24)
    await desk.work()
    assert await desk.said("edit") == []


async def test_a_message_that_waits_is_looked_for_again(desk: Desk) -> None:
    await desk.file()
    desk.room.clock.at += timedelta(hours=24)
    await desk.work()
    assert await desk.said("edit") == []
    await desk.sent()
    desk.room.clock.at += timedelta(hours=1)
    await desk.work()
    assert [row.content["message_id"] for row in await desk.said("edit")] == [77]


async def test_it_is_not_looked_for_for_ever(desk: Desk) -> None:
    await desk.file()
    desk.room.clock.at += timedelta(hours=24)
    for _ in range(60):
        await desk.work()
        desk.room.clock.at += timedelta(hours=1)
    assert [row.kind for row in await desk.room.rows("due") if row.kind == "receipt-mask" and row.state == "new"] == []


async def test_on_the_web_the_secret_goes_from_the_page(desk: Desk) -> None:
    filing = await desk.file(VISITOR, "u|web|web|x|0")
    await desk.delivery.deliver_batch()
    assert any(filing.secret in content["text"] for content in await desk.history())
    desk.room.clock.at += timedelta(hours=24)
    await desk.work()
    await desk.delivery.deliver_batch()
    shown = [content["text"] for content in await desk.history()]
    assert not any(filing.secret in text for text in shown)
    assert sum(filing.number in text for text in shown) == 2  # the masked receipt, and the picture's caption


async def test_a_receipt_that_was_removed_from_the_page_is_not_said_anew(desk: Desk) -> None:
    await desk.file(VISITOR, "u|web|web|x|0")
    await desk.delivery.deliver_batch()
    async with desk.room.database.write() as connection:
        await connection.exec_driver_sql("DELETE FROM web_history")
    desk.room.clock.at += timedelta(hours=24)
    await desk.work()
    assert await desk.said("edit") == []


async def test_what_was_typed_on_the_page_is_taken_off_it(desk: Desk) -> None:
    address = Address("web", "web", VISITOR.chat_id)
    lane, update_id = address.lane(desk.room.key), "lane:digest"
    row = history_row(desk.room.key, lane, f"in|{update_id}", "user", {"text": "bí mật", "client_id": "c"}, 1)
    await desk.room.do(_add_history(row))
    assert await desk.history() != []
    await desk.room.do(desk.receipts.forget_typed(update_id, ("web", "web", VISITOR.chat_id)))
    await desk.work()
    await desk.delivery.deliver_batch()
    assert await desk.history() == []


def _add_history(row: dict[str, Any]) -> Any:
    from bot.database import Queries
    from bot.web.chat import delivery

    async def write(connection: Any) -> None:
        await connection.execute(Queries.beside(delivery.__file__, connection.dialect.name)["add_event"], row)

    return write
