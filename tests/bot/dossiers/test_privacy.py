"""Nothing personal in the logs, whatever happens; nothing of a dossier in a group."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.dossiers.importing import DossiersRejected, Importer
from bot.dossiers.register import Register
from bot.logs import configure_logs
from bot.sealing import ServerKey
from tests.bot.dossiers.conftest import row, write_csv
from tests.bot.dossiers.plain import put
from tests.talk import Talk

NAME, DIGITS, NOTE = "Canarỳ Thị Bí Mật", "8642", "canary-ghi-chú"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged, at the lowest level."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure_logs(terminal=False, level=logging.DEBUG)
    written = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    root.handlers[:], root.level = before, level


async def test_a_whole_talk_leaves_no_trace_in_the_logs(
    sqlite: Database, key: ServerKey, clock: FixedClock, logged: io.StringIO, tmp_path: Any
) -> None:
    logging.getLogger("test").warning("the scenario begins")
    register = Register(sqlite, key, clock)
    await put(register, clock, row(42, applicant_name=NAME, phone_last4=DIGITS, note=NOTE, status="5"))
    talk = await Talk.begin(sqlite, key, clock)
    for words in ("H57.132-260225-0042 0000", DIGITS, "H57.132-260225-0777 1111", "/hoso"):
        await talk.say(words)
    importer = Importer(register, clock, lambda _: True)
    with pytest.raises(DossiersRejected):
        await importer.run(write_csv(tmp_path / "a.csv", [row(1, applicant_name=NAME * 20, phone_last4=f"x{DIGITS}")]))
    lines = logged.getvalue()
    assert "the scenario begins" in lines
    for secret in (NAME, DIGITS, NOTE, "0042"):
        assert secret not in lines


@pytest.mark.parametrize("words", ["/hoso@motcua_bot H57.132-260225-0042", "@motcua_bot H57.132-260225-0042 8642"])
async def test_a_group_learns_nothing(sqlite: Database, key: ServerKey, clock: FixedClock, words: str) -> None:
    await put(Register(sqlite, key, clock), clock, row(42, applicant_name=NAME, phone_last4=DIGITS))
    talk = await Talk.begin(sqlite, key, clock)
    length = len(words.split()[0])
    kind = "bot_command" if words.startswith("/") else "mention"
    entities = [{"type": kind, "offset": 0, "length": length}]
    group = {"id": -100, "type": "supergroup", "title": "x"}
    answer = await talk.send({"text": words, "entities": entities, "chat": group})
    assert "trò chuyện riêng" in answer.text
    assert "C***" not in answer.text
