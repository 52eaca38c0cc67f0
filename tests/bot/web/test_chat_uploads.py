"""Files posted to the chat: judged by content, read in memory; a receipt's code counts as typed, evidence is sealed."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import insert, select

from bot.database import Database
from bot.database.report_tables import draft_file
from bot.database.tables import session, web_history
from bot.people import ChatRef
from bot.reports.evidence import EvidenceDesk, Result
from bot.reports.evidence.limits import MOST_TOGETHER
from bot.turns.session import Session
from tests.bot.dossiers.receipts import photo
from tests.bot.reports.evidence import samples
from tests.bot.web.visit import Desk, Visit

CODE = "H57.132-260804-0583"


async def post(
    visit: Visit, *contents: bytes, name: str = "a.jpg", accept: str = "text/html", **fields: str
) -> httpx.Response:
    form = {"token": visit.token, "client_id": str(uuid.uuid4()), **fields}
    files = [("file", (name, content, "image/jpeg")) for content in contents]
    return await visit.client.post("/chat/files", data=form, files=files, headers={"Accept": accept})


async def arrived(desk: Desk) -> list[dict[str, Any]]:
    return [update["message"] for update in await desk.updates()]


async def talking_of(visit: Visit, database: Database, flow: str) -> None:
    """The conversation stands in a form."""
    lane = visit.key.lookup("lane", "web", "web", visit.chat_id)
    state = visit.key.seal(Session(flow=flow, step="evidence").encode(), f"session|state|{lane}")
    async with database.write() as connection:
        await connection.execute(insert(session).values(lane=lane, state=state, version=1, updated_at=0))


def chat_of(visit: Visit) -> ChatRef:
    return ChatRef("web", "web", visit.chat_id, visit.chat_id)


@pytest.fixture
def evidence(database: Database, visit: Visit) -> EvidenceDesk:
    return EvidenceDesk(database, visit.key, visit.clock)


async def results(desk: Desk, visit: Visit, evidence: EvidenceDesk) -> list[list[Result] | None]:
    return [
        evidence.received(chat_of(visit), message["document"]["file_id"])
        for message in await arrived(desk)
        if "document" in message
    ]


# -- a receipt -------------------------------------------------------------------------------------------------------


async def test_a_code_counts_as_typed(visit: Visit, desk: Desk) -> None:
    answer = await post(visit, photo(f"https://example.org?MHS={CODE}&SGT=048099001234"))
    assert answer.status_code == 303
    [message] = await arrived(desk)
    assert message["text"] == CODE
    assert "photo" not in message


async def test_a_photo_without_a_code_is_a_photo(visit: Visit, desk: Desk) -> None:
    await post(visit, photo("nothing"))
    [message] = await arrived(desk)
    assert message["photo"][0]["file_id"] == "unreadable"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
async def test_what_is_no_picture_is_refused_whatever_its_name(visit: Visit, desk: Desk, content: bytes) -> None:
    answer = await post(visit, content)
    assert answer.status_code == 415
    assert await arrived(desk) == []


async def test_too_large_is_refused(visit: Visit, desk: Desk) -> None:
    answer = await post(visit, photo(CODE) + bytes(11 * 1024 * 1024))
    assert answer.status_code == 413
    assert "10 MB" in answer.text
    assert await arrived(desk) == []


async def test_another_form_is_refused(visit: Visit) -> None:
    headers = {"Accept": "text/html"}
    assert (await visit.client.post("/chat/files", data={"token": "x"}, headers=headers)).status_code == 415
    headers["Content-Type"] = "multipart/form-data"
    assert (await visit.client.post("/chat/files", content=b"x", headers=headers)).status_code == 400


async def test_a_foreign_page_cannot_post(visit: Visit, database: Database) -> None:
    await talking_of(visit, database, "report")
    answer = await post(visit, photo(CODE), token="x" * 22)
    assert answer.status_code == 403
    async with database.read() as connection:
        assert (await connection.execute(select(draft_file))).all() == []


async def test_the_seventh_in_a_minute_waits(visit: Visit) -> None:
    answers = [(await post(visit, photo("nothing"))).status_code for _ in range(7)]
    assert answers == [303] * 6 + [429]


async def test_no_photo_reaches_the_disk(visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form's larger files go to a temporary file by default; here none may be made."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("tempfile._TemporaryFileWrapper", refuse)
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", refuse)
    assert (await post(visit, photo(CODE, form="PNG") + bytes(3 * 1024 * 1024))).status_code == 303


# -- evidence --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flow", ["report", "case"])
async def test_files_are_evidence_where_a_report_is_talked_of(
    visit: Visit, desk: Desk, database: Database, evidence: EvidenceDesk, flow: str
) -> None:
    await talking_of(visit, database, flow)
    answer = await post(visit, samples.located(), samples.pdf(), samples.voice(), name="../../chị Lan.exe")
    assert answer.status_code == 303
    [found] = await results(desk, visit, evidence)
    assert found is not None
    kept = await evidence.prepare(chat_of(visit), [result.id or "" for result in found])
    assert [(file.media, file.name) for file in kept] == [
        ("image/jpeg", "photo.jpg"),
        ("application/pdf", "document.pdf"),
        ("audio/ogg", "voice.ogg"),
    ]
    assert b"CANARY" not in kept[0].body
    page = await visit.page()
    assert "📎 × 3" in page
    assert "Lan.exe" not in page


async def test_each_file_is_judged_by_itself_and_told(
    visit: Visit, desk: Desk, database: Database, evidence: EvidenceDesk
) -> None:
    await talking_of(visit, database, "report")
    sent = (samples.EICAR, samples.pdf(), samples.with_code(samples.CARD), samples.pdf(b"2"), b"", samples.pdf(b"6"))
    assert (await post(visit, *sent)).status_code == 303
    [found] = await results(desk, visit, evidence)
    assert [result.reason for result in found or ()] == ["kind", None, "citizen_card", None, "empty", "too_many"]
    async with database.read() as connection:
        assert len((await connection.execute(select(draft_file))).all()) == 2, "what is refused is not kept"


async def test_a_script_is_answered_without_a_page(visit: Visit, desk: Desk, database: Database) -> None:
    await talking_of(visit, database, "report")
    client_id = str(uuid.uuid4())
    answer = await post(visit, samples.pdf(), accept="application/json", client_id=client_id)
    assert (answer.status_code, answer.json()) == (202, {})
    again = await post(visit, samples.pdf(), accept="application/json", client_id=client_id)
    assert again.status_code == 202
    assert len(await arrived(desk)) == 1, "the same post is the same files"
    async with database.read() as connection:
        assert len((await connection.execute(select(draft_file))).all()) == 1


async def test_nothing_chosen_is_said_on_the_page(visit: Visit, desk: Desk, database: Database) -> None:
    await talking_of(visit, database, "report")
    answer = await visit.client.post(
        "/chat/files",
        data={"token": visit.token, "client_id": str(uuid.uuid4())},
        files={"file": ("", b"", "application/octet-stream")},
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 422
    assert "hãy chọn ảnh" in answer.text
    assert await arrived(desk) == []


async def test_what_is_declared_too_large_is_not_read(visit: Visit) -> None:
    async def endless() -> Any:
        raise AssertionError("it was read")
        yield b""

    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(MOST_TOGETHER * 2),
        "Accept": "application/json",
    }
    answer = await visit.client.post("/chat/files", content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (413, "files_too_large")


async def test_nothing_of_evidence_stands_in_clear(visit: Visit, database: Database) -> None:
    await talking_of(visit, database, "report")
    paper = samples.pdf(samples.CANARY)
    await post(visit, paper, name="CANARY.pdf")
    async with database.read() as connection:
        files = (await connection.execute(select(draft_file))).all()
        shown = (await connection.execute(select(web_history))).all()
    assert len(files) == 1
    stored = repr(files) + repr(shown)
    assert "CANARY" not in stored
    assert "application/pdf" not in stored
