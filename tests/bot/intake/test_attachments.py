"""Evidence sent on Telegram: fetched by a job, checked, sealed, fed back, and answered once however many files came."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.database import Database
from bot.database.report_tables import draft_file
from bot.intake.attachments import FETCHES_WITHIN, MOST_FETCHES, AttachmentReader
from bot.people import ChatRef
from bot.reports.evidence import EvidenceDesk
from bot.reports.evidence.desk import KIND
from bot.schedule.runner import Outcome, Schedule
from bot.sealing import ServerKey
from bot.telegram_api import TelegramApi
from bot.wake import Wake
from tests.bot.reports.evidence import samples
from tests.botapi import BotApiServer
from tests.botapi.faults import server_error
from tests.talk import CHAT, Answer, Talk

ME = ChatRef("telegram", "42", CHAT, CHAT)


class Sending:
    """A citizen in the middle of a report, who sends files."""

    def __init__(self, talk: Talk, server: BotApiServer, api: TelegramApi) -> None:
        self.talk = talk
        self.server = server
        self.evidence = EvidenceDesk(talk.database, talk.key, talk.clock)
        self._reader = AttachmentReader(api, talk.inbox, self.evidence, talk.clock)

    async def begin_report(self) -> None:
        await self.talk.say("/phananh")
        await self.talk.tap("Đồng ý")

    async def photo(self, body: bytes, **more: Any) -> Answer:
        return await self.talk.send({"photo": [_size("small"), _size(self.holds(body), len(body))], **more})

    async def document(self, body: bytes, **more: Any) -> Answer:
        return await self.talk.send({"document": {**_file(self.holds(body)), **more}})

    def holds(self, body: bytes) -> str:
        file_id = f"file{len(self.server.files)}"
        self.server.files[file_id] = body
        return file_id

    async def fetched(self, seconds: float = 2) -> Answer:
        """Some time passes, the job runs, and the turns that its results bring."""
        self.talk.clock.at += timedelta(seconds=seconds)

        async def job(subject: dict[str, Any]) -> Outcome:
            await self._reader.read(subject)
            return Outcome()

        await Schedule(self.talk.database, self.talk.key, self.talk.clock, Wake(), {KIND: job}).work()
        while await self.talk.worker.work():
            pass
        return await self.talk.elapse()

    async def kept(self) -> list[str]:
        async with self.talk.database.read() as connection:
            ids = (await connection.execute(select(draft_file.c.id).order_by(draft_file.c.created_at))).scalars().all()
        return [file.media for file in await self.evidence.prepare(ME, list(ids))]


def _size(file_id: str, size: int = 500) -> dict[str, Any]:
    return {"file_id": file_id, "file_unique_id": file_id, "width": 90, "height": 90, "file_size": size}


def _file(file_id: str) -> dict[str, Any]:
    return {"file_id": file_id, "file_unique_id": file_id, "mime_type": "image/jpeg", "file_name": "../../a.jpg"}


@pytest.fixture
async def sending(sqlite: Database, key: ServerKey, clock: FixedClock) -> AsyncIterator[Sending]:
    talk = await Talk.begin(sqlite, key, clock)
    async with BotApiServer("42:secret") as server, TelegramApi(server.token, server.address) as api:
        made = Sending(talk, server, api)
        await made.begin_report()
        yield made


def told(answer: Answer) -> list[str]:
    """Messages that tell about files."""
    return [message.text for message in answer.messages if re.search("tệp|ảnh|PDF", message.text)]


async def test_an_album_is_answered_once(sending: Sending) -> None:
    first = await sending.photo(samples.saved(samples.noise()), media_group_id="9")
    assert len(first.messages) == 1
    assert (await sending.fetched(1)).messages == [], "the rest of the album may still be on its way"
    for body in (samples.located(), samples.with_code(samples.CARD), samples.saved(samples.noise(), "PNG")):
        assert (await sending.photo(body, media_group_id="9")).messages == []
    answer = await sending.fetched()
    [words] = [words for words in told(answer) if "✅" in words]
    assert "3" in words
    assert "căn cước" in words
    assert await sending.kept() == ["image/jpeg"] * 3
    assert (await sending.fetched()).messages == [], "and not again"


async def test_files_of_every_kind(sending: Sending) -> None:
    await sending.document(samples.pdf())
    await sending.talk.send({"voice": {**_size(sending.holds(samples.voice())), "duration": 3}})
    await sending.document(samples.EICAR)
    answer = await sending.fetched()
    assert "Chỉ nhận ảnh, PDF và ghi âm" in answer.text
    assert sorted(await sending.kept()) == ["application/pdf", "audio/ogg"]


async def test_a_file_that_is_too_large_is_told(sending: Sending) -> None:
    await sending.document(samples.pdf(bytes(11 * 1024 * 1024)))
    assert "10 MB" in (await sending.fetched()).text
    await sending.document(bytes(20_000_001))
    assert "10 MB" in (await sending.fetched()).text
    assert sending.server.counts["file"] == 0, "neither was fetched"
    assert await sending.kept() == []


async def test_telegram_out_of_order_is_tried_again(sending: Sending) -> None:
    sending.server.faults.once("getFile", server_error())
    await sending.document(samples.pdf())
    assert (await sending.fetched()).messages == []
    await sending.fetched(10)
    assert await sending.kept() == ["application/pdf"]


async def test_nobody_waits_for_ever(sending: Sending) -> None:
    sending.server.faults.once("getFile", *[server_error()] * 3)
    await sending.document(samples.pdf())
    assert (await sending.fetched()).messages == []
    assert (await sending.fetched(10)).messages == []
    assert "gửi lại" in (await sending.fetched(70)).text
    assert await sending.kept() == []


async def test_a_job_done_twice_keeps_and_answers_once(sending: Sending) -> None:
    """Killed between feeding back and being marked as done, it runs again."""
    await sending.document(samples.pdf())
    async with sending.talk.database.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE copy AS SELECT * FROM due")
    assert "✅" in (await sending.fetched()).text
    async with sending.talk.database.write() as connection:
        await connection.exec_driver_sql("DELETE FROM due")
        await connection.exec_driver_sql("INSERT INTO due SELECT * FROM copy")
    assert (await sending.fetched()).messages == []
    assert await sending.kept() == ["application/pdf"]


async def test_nobody_can_say_that_a_file_was_checked(sending: Sending) -> None:
    """The mark of somebody else's chat, a made-up one, a changed one: all are just documents."""
    other = ChatRef("telegram", "42", 4711, 4711)
    result = await sending.evidence.take(other, "x", samples.pdf())
    foreign = sending.evidence.marked(other, [result])["document"]["file_id"]
    mine = sending.evidence.marked(ME, [result])["document"]["file_id"]
    for forged in (foreign, f"evidence:{result.id}=ok:{'A' * 22}", mine.replace("=ok", "=kind"), mine[:-1]):
        assert sending.evidence.received(ME, forged) is None
        await sending.talk.send({"document": _file(forged)})
        assert "✅" not in (await sending.fetched()).text
    assert await sending.evidence.prepare(ME, [result.id or ""]) == [], "and not by its id either"


async def test_what_is_dropped_with_the_report_is_gone(sending: Sending) -> None:
    await sending.document(samples.pdf())
    await sending.fetched()
    assert len(await sending.kept()) == 1
    await sending.talk.say("/huy")
    assert await sending.kept() == []
    await sending.begin_report()
    await sending.document(samples.pdf())
    await sending.talk.say("/huy")
    await sending.fetched()
    assert await sending.kept() == [], "nor is it kept when it comes too late"


async def test_more_than_five_are_not_kept(sending: Sending) -> None:
    for number in range(7):
        await sending.document(samples.pdf(b"%d" % number))
    answer = await sending.fetched()
    assert "5" in answer.text
    assert len(await sending.kept()) == 5


async def test_a_flood_is_not_fetched(sending: Sending) -> None:
    for number in range(MOST_FETCHES + 5):
        await sending.document(samples.pdf(b"%d" % number))
    await sending.fetched()
    assert sending.server.counts["file"] == MOST_FETCHES
    await sending.document(samples.pdf())
    await sending.fetched(FETCHES_WITHIN.total_seconds() + 1)
    assert sending.server.counts["file"] == MOST_FETCHES + 1


async def test_nothing_of_it_can_be_read_where_it_lies(sending: Sending, tmp_path: Path) -> None:
    await sending.photo(samples.located())
    await sending.document(samples.pdf(samples.CANARY))
    await sending.fetched()
    assert len(await sending.kept()) == 2
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("motcua.db*"))  # noqa: ASYNC240 - short local files
    assert b"CANARY" not in stored
    assert b"/Catalog" not in stored
