"""In which language a talk begins. On both databases."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import delete
from telegram import Update

from bot.database.tables import session
from bot.intake.update import RawUpdate
from bot.outbox.message import Message
from bot.turns.application import BotIdentity, build_router
from bot.turns.turn import TurnContext
from tests.bot.turns.conftest import Rig, message_update, on_text


async def tell(update: Update, context: TurnContext) -> None:
    turn = context.turn
    if update.message is not None and update.message.text == "tiếng Việt":
        turn.session.language = "vi"
    turn.say(Message(turn.session.language))


async def talk(rig: Rig, channel: str, *said: str, language: str) -> list[str]:
    worker = await rig.worker()
    identity = BotIdentity(channel, "42", 42, "motcua_bot")
    worker.routers = {channel: await build_router(identity, lambda router: router.add_handlers([on_text(tell)]))}
    before = len(await rig.said())
    for words in said:
        number = len(await rig.inbox_rows()) + 1
        person = {"id": 7, "is_bot": False, "first_name": "", "language_code": language}
        payload = message_update(number, words)
        payload["message"]["from"] = person
        await rig.inbox.accept([RawUpdate(channel, "42", str(number), (7,), orjson.dumps(payload))])
        await worker.work()
    return [answer.text for answer in (await rig.said())[before:]]


@pytest.mark.parametrize(
    ("channel", "language", "spoken"), [("web", "en", "en"), ("web", "vi", "vi"), ("telegram", "en", "vi")]
)
async def test_the_page_decides_and_a_phone_does_not(rig: Rig, channel: str, language: str, spoken: str) -> None:
    assert await talk(rig, channel, "xin chào", language=language) == [spoken]


async def test_what_was_chosen_in_the_talk_stays_until_the_talk_is_forgotten(rig: Rig) -> None:
    assert await talk(rig, "web", "tiếng Việt", "và nữa", language="en") == ["vi", "vi"]
    async with rig.database.write() as connection:
        await connection.execute(delete(session))  # as after a week of silence
    assert await talk(rig, "web", "xin chào", language="en") == ["en"]
