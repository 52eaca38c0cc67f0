"""Each kind of thing is broken in turn, with an error that quotes all it was given (T4, T22): whoever wrote gets an
honest reply, others are answered meanwhile, nothing is lost or done twice, and neither logs nor files tell who or what.

The true handlers, worker, outbox and sender, against a Bot API server.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.clock import FixedClock
from bot.database import Database
from bot.database.report_tables import consent
from bot.database.tables import inbox
from bot.intake.update import telegram_update
from bot.logs import configure_logs
from bot.operators.letters import Chosen, Letters
from bot.outbox import telegram_courier
from bot.outbox.outgoing import Kind
from bot.privacy import consents, holdings
from bot.sealing import ServerKey
from bot.telegram_api import TelegramApi
from bot.texts import Texts
from bot.turns.worker import RETRY_AFTER_MS
from bot.wake import Wake
from handlers import procedures, questions
from knowledge.library import Library
from tests.bot.outbox.desk import Desk, until
from tests.botapi import BotApiServer
from tests.botapi.people import DATE
from tests.talk import BOT, Talk

pytestmark = pytest.mark.usefixtures("logs_as_before")

NAME, PHONE, CARD, CHAT, NEIGHBOUR = "Canaryanh", "0912345678", "012345678901", 987654321014, 987654321015
QUESTION = f"Tôi là {NAME}, số {PHONE}, thẻ {CARD}: làm giấy khai sinh cần gì"
CANARIES = (NAME, PHONE, CARD, str(CHAT), str(NEIGHBOUR), "khai sinh cần gì")
SORRY, HELP = "Xin lỗi", "/trogiup"
Does = Callable[..., Any]


class Fault:
    """A mistake of ours that quotes whatever it was given. ``left``: how often it still strikes; None: until mended."""

    def __init__(self, left: int | None) -> None:
        self.left = left

    def strike(self, *given: object) -> None:
        if self.left == 0:
            return
        self.left = None if self.left is None else self.left - 1
        raise ValueError(QUESTION, CHAT, given) from OperationalError(QUESTION, {"chat": CHAT}, Exception(NAME))

    def before(self, does: Does) -> Does:
        """``does``, which fails before it has done anything."""

        def broken(*things: Any, **more: Any) -> Any:
            self.strike(things, more)
            return does(*things, **more)

        return broken

    def after(self, does: Does) -> Does:
        """``does``, which fails when it has done its work."""

        async def broken(*things: Any, **more: Any) -> Any:
            done = await does(*things, **more)
            self.strike(things, more)
            return done

        return broken

    def of_welcome(self, does: Does) -> Does:
        """Rendering, where one template is broken: the apology is another."""

        def broken(texts: Texts, template: str, *things: Any, **more: Any) -> Any:
            if template == "desk/welcome":
                self.strike(things, more)
            return does(texts, template, *things, **more)

        return broken

    def of_one_chat(self, does: Does) -> Does:
        """The sender's words for the Bot API, for what goes to one chat."""

        def broken(kind: Kind, address: Any, *things: Any, **more: Any) -> Any:
            if address.chat_id == CHAT:
                self.strike(things, more)
            return does(kind, address, *things, **more)

        return broken


@dataclass(frozen=True)
class Part:
    """``where``: what to break. ``says``: what meets it, after ``first``; a finger presses a button. ``hears``: the
    answer of a whole program."""

    where: tuple[Any, str]
    says: str
    hears: str
    how: Callable[[Fault, Does], Does] = Fault.before
    first: str = ""


PARTS = {
    "handler": Part((questions, "ask"), QUESTION, "Thủ tục đăng ký khai sinh"),
    "search": Part((Library, "search"), QUESTION, "Thủ tục đăng ký khai sinh"),
    "view": Part((procedures, "card_message"), QUESTION, "Thủ tục đăng ký khai sinh"),
    "text": Part((Texts, "render"), "/start", "Xin chào! Đây là Một Cửa", Fault.of_welcome),
    "store, reading": Part((holdings, "held"), "/dulieu", "đang lưu"),
    "store, writing": Part((consents, "agree"), "👉 Đồng ý", "Chuyện gì đã xảy ra", Fault.after, "/phananh"),
}


class Scene:
    """People with phones, and the program."""

    def __init__(self, talk: Talk, desk: Desk, server: BotApiServer) -> None:
        self.talk, self.desk, self.server = talk, desk, server
        self.letters = Letters(talk.database, talk.clock)
        self._updates = 0

    async def hear(self, chat: int, words: str) -> None:
        self._updates += 1
        where = {"chat": {"id": chat, "type": "private"}, "message_id": 600_000 + self._updates, "date": DATE}
        sender = {"id": chat, "is_bot": False, "first_name": NAME, "username": NAME, "language_code": "vi"}
        if words.startswith("👉"):
            press = {"id": f"q{self._updates}", "from": sender, "chat_instance": "1", "message": where}
            update: dict[str, Any] = {"callback_query": {**press, "data": self._under(chat, words[1:].strip())}}
        else:
            command = [{"type": "bot_command", "offset": 0, "length": len(words)}] if words[0] == "/" else []
            update = {"message": {**where, "from": sender, "text": words, "entities": command}}
        await self.talk.inbox.accept([telegram_update(BOT.bot, {"update_id": self._updates, **update})])

    def _under(self, chat: int, label: str) -> str:
        buttons = [button for said in self.server.chats.of(chat) for button in said.buttons]
        return next(str(button["callback_data"]) for button in buttons if label in button["text"])

    async def work(self) -> None:
        while await self.talk.worker.work():
            pass

    async def try_again(self) -> None:
        """As often as the program does by itself."""
        for pause in RETRY_AFTER_MS:
            self.talk.clock.at += timedelta(milliseconds=pause)
            await self.work()

    async def operator_tries_again(self) -> None:
        (group,) = await self.letters.groups()
        async with self.talk.database.write() as connection:
            chosen = Chosen(group.way, group.channel, group.why, group.last_at)
            assert await self.letters.retry(connection, chosen) == 1
        self.talk.clock.at += timedelta(minutes=1)
        await self.work()

    async def heard(self, chat: int, many: int) -> list[str]:
        """What came, once so many messages are there and nothing more is on its way."""

        async def all_sent() -> bool:
            states = await self.desk.states()
            return len(self.server.chats.of(chat)) >= many and not {"new", "sending"} & set(states)

        await until(all_sent)
        return [said.seen for said in self.server.chats.of(chat)]

    async def count(self, table: Any) -> int:
        async with self.talk.database.read() as connection:
            return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())

    async def states(self) -> list[str]:
        async with self.talk.database.read() as connection:
            return list((await connection.execute(select(inbox.c.state).order_by(inbox.c.seq))).scalars())


@pytest.fixture
async def scene(sqlite: Database, key: ServerKey, clock: FixedClock, wake: Wake) -> AsyncIterator[Scene]:
    async with BotApiServer(f"{BOT.bot}:test-token") as server, TelegramApi(server.token, server.address) as api:
        talk = await Talk.begin(sqlite, key, clock)
        desk = Desk(sqlite, key, clock, wake, server, api)
        async with desk.sending():
            yield Scene(talk, desk, server)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[[], str]:
    """What was printed, once it was seen that neither there nor in a file anything can be read of what was said."""

    def look() -> str:
        out = "".join(capsys.readouterr())
        files = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        assert "motcua.db" in files
        for canary in CANARIES:
            assert canary not in out, canary
            assert [name for name, content in files.items() if canary.encode() in content] == [], canary
        assert "Traceback" not in out
        return out

    return look


def log_all() -> None:
    """Called by the test itself: what a fixture takes for standard error is another stream by then."""
    configure_logs(terminal=False, level=logging.DEBUG)


async def broken_part(scene: Scene, part: Part, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> int:
    """:returns: how many messages the person had got before."""
    log_all()
    if part.first:
        await scene.hear(CHAT, part.first)
        await scene.work()
        await scene.heard(CHAT, 1)
    where, name = part.where
    monkeypatch.setattr(where, name, part.how(fault, getattr(where, name)))
    return len(scene.server.chats.of(CHAT))


@pytest.mark.parametrize("name", PARTS)
async def test_what_stays_broken_is_apologised_for_and_kept_until_it_is_mended(
    scene: Scene, name: str, printed: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    part, fault = PARTS[name], Fault(None)
    before = await broken_part(scene, part, fault, monkeypatch)
    await scene.hear(CHAT, part.says)
    await scene.hear(NEIGHBOUR, HELP)
    await scene.work()
    assert len(await scene.heard(NEIGHBOUR, 1)) == 1, "others do not wait for it"
    await scene.try_again()
    told = (await scene.heard(CHAT, before + 1))[before:]
    assert len(told) == 1
    assert told[0].startswith(SORRY)
    assert await scene.count(consent) == 0, "nothing half done"
    fault.left = 0  # mended
    await scene.operator_tries_again()
    told = (await scene.heard(CHAT, before + 2))[before + 1 :]
    assert len(told) == 1
    assert part.hears in told[0]
    assert await scene.count(consent) == (1 if part.first else 0)
    assert set(await scene.states()) == {"done"}
    assert len(await scene.heard(NEIGHBOUR, 1)) == 1
    out = printed()
    assert "turn_dead" in out
    assert "ValueError at test_broken_parts.py" in out


@pytest.mark.parametrize("name", PARTS)
async def test_what_breaks_once_is_answered_once_and_without_an_apology(
    scene: Scene, name: str, printed: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    part, fault = PARTS[name], Fault(1)
    before = await broken_part(scene, part, fault, monkeypatch)
    await scene.hear(CHAT, part.says)
    await scene.work()
    await scene.try_again()
    assert fault.left == 0
    told = (await scene.heard(CHAT, before + 1))[before:]
    assert len(told) == 1
    assert part.hears in told[0]
    assert await scene.count(consent) == (1 if part.first else 0)
    assert set(await scene.states()) == {"done"}
    out = printed()
    assert "ValueError at test_broken_parts.py" in out
    assert "turn_dead" not in out


async def test_what_the_sender_cannot_put_into_words_is_kept_and_sent_once_it_is_mended(
    scene: Scene, printed: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a broken sender nobody can be told: the answer waits with the operators, and what follows it goes out."""
    log_all()
    fault = Fault(1)
    monkeypatch.setattr(telegram_courier, "render", fault.of_one_chat(telegram_courier.render))
    await scene.hear(CHAT, QUESTION)
    await scene.hear(NEIGHBOUR, HELP)
    await scene.work()
    assert len(await scene.heard(NEIGHBOUR, 1)) == 1
    assert await scene.heard(CHAT, 0) == []
    assert [(group.way, group.why, group.can_retry) for group in await scene.letters.groups()] == [
        ("out", "ValueError", 1)
    ]
    await scene.hear(CHAT, HELP)
    await scene.work()
    assert len(await scene.heard(CHAT, 1)) == 1
    await scene.operator_tries_again()
    told = await scene.heard(CHAT, 2)
    assert len(told) == 2
    assert "Thủ tục đăng ký khai sinh" in told[1]
    assert len(await scene.heard(NEIGHBOUR, 1)) == 1
    printed()
