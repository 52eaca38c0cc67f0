"""The transcripts of a change: who writes it, then who decides."""

from __future__ import annotations

from pathlib import Path

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.changing import Changing
from tests.talk import CHAT, perform

TALKS = Path(__file__).parents[1] / "talks" / "changes"


async def test_an_author_and_a_second_person(
    sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path
) -> None:
    room = await Changing.open(sqlite, key, clock, tmp_path)
    await perform(room.talk, TALKS / "author.talk")
    (told,) = await room.told()
    assert "60.000 đồng" in told.text
    await perform(room.second(), TALKS / "second.talk")
    (back,) = await room.told(CHAT)
    assert "nghi dinh ghi 65.000 dong" in back.text


async def test_in_english(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> None:
    room = await Changing.open(sqlite, key, clock, tmp_path)
    await room.set("an", language="en")
    await perform(room.talk, TALKS / "english.talk")
