"""A file goes with its message: in one request, in order, once; and nobody but its chat gets at it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import delete, insert, select, update

from bot.clock import epoch_ms
from bot.database.report_tables import outgoing_file
from bot.errors import Unreadable
from bot.outbox.file import File, safe_name
from bot.outbox.files import OutgoingFiles
from bot.outbox.message import Button, Message, MessageTooLarge
from bot.outbox.outgoing import Kind, Outgoing
from bot.retention import Retention
from tests.bot.outbox.desk import Desk
from tests.botapi.faults import Silence, flood, server_error

LAN, MINH = 11, 12
LETTER = b"%PDF-1.4 the letter in full %%EOF"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


def with_file(desk: Desk, chat_id: int, text: str, file: File, **options: object) -> Outgoing:
    content = Message(text, ((Button("Xem", data="v1:x:y"),),), file).as_json()
    return desk.outgoing(chat_id, Kind.SAY, content, **options)


async def only_id(desk: Desk) -> str:
    async with desk.database.read() as connection:
        return str((await connection.execute(select(outgoing_file.c.id))).scalar_one())


async def test_words_and_file_are_one_message_in_its_place(desk: Desk) -> None:
    body = picture()
    before, after = desk.message(LAN, "một"), desk.message(LAN, "bốn")
    shown = with_file(desk, LAN, "<b>hai</b> &amp; biên nhận", File("biên nhận.png", "image/png", body))
    letter = with_file(desk, LAN, "ba", File("thư.pdf", "application/pdf", LETTER))
    await desk.queue(before, shown, letter, after)
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["sent"] * 4
    assert all(row.message_id for row in rows)
    assert desk.said(LAN) == ["một", "hai & biên nhận", "ba", "bốn"]
    sent = [said.file for said in desk.server.sent]
    assert [(file.name, file.body) for file in sent if file] == [("biên nhận.png", body), ("thư.pdf", LETTER)]
    assert [call.method for call in desk.server.calls] == ["sendMessage", "sendPhoto", "sendDocument", "sendMessage"]
    assert desk.server.sent[1].buttons[0]["callback_data"] == "v1:x:y"


async def test_queued_twice_it_is_stored_and_sent_once(desk: Desk) -> None:
    message = with_file(desk, LAN, "một", File("a.pdf", "application/pdf", LETTER))
    await desk.queue(message)
    await desk.queue(message)
    async with desk.sending():
        await desk.settled()
    assert desk.said(LAN) == ["một"]
    assert await only_id(desk)


async def test_a_lost_answer_sends_words_and_file_again_together(desk: Desk) -> None:
    desk.server.faults.once("sendDocument", server_error(), flood(1), Silence.DROPPED)
    await desk.queue(with_file(desk, LAN, "một", File("a.pdf", "application/pdf", LETTER)))
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["sent"]
    assert [(said.seen, said.file.body if said.file else None) for said in desk.server.sent] == [("một", LETTER)]


async def test_broken_markup_goes_plain_with_its_file(desk: Desk) -> None:
    content = {"text": "<b>một", "buttons": [], "file": File("a.pdf", "application/pdf", LETTER).as_json()}
    await desk.queue(desk.outgoing(LAN, Kind.SAY, content))
    async with desk.sending():
        await desk.settled()
    assert [(said.seen, said.file is not None) for said in desk.server.sent] == [("<b>một", True)]


async def test_words_whose_file_is_forgotten_are_still_said(desk: Desk) -> None:
    await desk.queue(with_file(desk, LAN, "một", File("a.pdf", "application/pdf", LETTER)))
    async with desk.database.write() as connection:
        await connection.execute(delete(outgoing_file))
    async with desk.sending():
        await desk.settled()
    assert [(said.seen, said.file) for said in desk.server.sent] == [("một", None)]


async def test_a_message_with_a_file_can_be_followed_by_an_edit(desk: Desk) -> None:
    """Telegram cannot turn a picture into words: they are said anew."""
    await desk.queue(with_file(desk, LAN, "một", File("a.png", "image/png", picture())))
    async with desk.sending():
        row = (await desk.settled())[0]
        await desk.queue(desk.edit(LAN, int(row.message_id), "hai"))
        assert [row.state for row in await desk.settled()] == ["sent", "sent"]
    assert desk.said(LAN) == ["một", "hai"]


async def test_a_picture_that_cannot_be_shown_is_sent_to_be_saved(desk: Desk) -> None:
    out = BytesIO()
    Image.new("1", (9_000, 20)).save(out, "PNG")
    await desk.queue(with_file(desk, LAN, "một", File("bản quét.png", "image/png", out.getvalue())))
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["sent"]
    assert [call.method for call in desk.server.calls] == ["sendPhoto", "sendDocument"]
    assert [(said.seen, said.file.name if said.file else "") for said in desk.server.sent] == [("một", "bản quét.png")]


async def test_a_file_that_replaces_words_comes_as_a_message_of_its_own(desk: Desk) -> None:
    await desk.say(LAN, "một")
    async with desk.sending():
        row = (await desk.settled())[0]
        content = Message("hai", file=File("a.pdf", "application/pdf", LETTER)).as_json()
        await desk.queue(desk.outgoing(LAN, Kind.EDIT, {**content, "message_id": int(row.message_id)}))
        assert [row.state for row in await desk.settled()] == ["sent", "sent"]
    assert [(said.seen, said.file is not None) for said in desk.server.sent] == [("một", False), ("hai", True)]


async def test_nothing_of_it_stands_in_clear_and_only_its_chat_gets_it(desk: Desk) -> None:
    await desk.queue(with_file(desk, LAN, "một", File("Thư gửi chị Lan.pdf", "application/pdf", LETTER)))
    files, file_id = OutgoingFiles(desk.database, desk.key), await only_id(desk)
    async with desk.database.read() as connection:
        row = (await connection.execute(select(outgoing_file))).one()
    assert LETTER not in bytes(row.body)
    assert b"Lan" not in bytes(row.name)
    payload = (await desk.rows())[0].payload
    assert len(payload) < 500, "the body stands once, and not in the outbox"
    lan, minh = (desk.address(chat).lane(desk.key) for chat in (LAN, MINH))
    opened = await files.open(file_id, lan)
    assert opened is not None
    assert (opened.name, opened.media, opened.body) == ("Thư gửi chị Lan.pdf", "application/pdf", LETTER)
    assert await files.open(file_id, minh) is None
    assert await files.open("AAAAAAAAAAAAAAAAAAAAAA", lan) is None


async def test_a_file_moved_to_another_chat_does_not_open(desk: Desk) -> None:
    await desk.queue(with_file(desk, LAN, "một", File("a.pdf", "application/pdf", LETTER)))
    minh = desk.address(MINH).lane(desk.key)
    async with desk.database.write() as connection:
        await connection.execute(update(outgoing_file).values(lane=minh))
    with pytest.raises(Unreadable):
        await OutgoingFiles(desk.database, desk.key).open(await only_id(desk), minh)


async def test_it_is_forgotten_after_a_week(desk: Desk) -> None:
    now = epoch_ms(desk.clock.now())
    async with desk.database.write() as connection:
        row = {"id": "f", "lane": "l", "name": b"", "media": "image/png", "body": b"", "created_at": now}
        await connection.execute(insert(outgoing_file).values(row))
    desk.clock.at += timedelta(days=7)
    assert (await Retention(desk.database, desk.clock).sweep())["forget_outgoing_files"] == 0
    desk.clock.at += timedelta(seconds=1)
    assert (await Retention(desk.database, desk.clock).sweep())["forget_outgoing_files"] == 1


def test_a_caption_is_short() -> None:
    file = File("a.pdf", "application/pdf", LETTER)
    assert Message("a" * 1024, file=file).file == file
    with pytest.raises(MessageTooLarge):
        Message("a" * 1025, file=file)
    with pytest.raises(ValueError, match="a file of 0 bytes"):
        File("a.pdf", "application/pdf", b"")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.pdf", "y.pdf"),
        ("biên nhận.png", "biên nhận.png"),
        ('a"\r\nSet-Cookie: x.pdf', "a_Set-Cookie_ x.pdf"),
        ("..", "file"),
        ("x" * 200 + ".pdf", "x" * 70 + ".pdf"),
    ],
)
def test_names_are_only_names(given: str, kept: str) -> None:
    assert safe_name(given) == kept
