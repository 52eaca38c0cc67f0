"""A report filed from the chat, words passing through inbox, session and outbox: what a disk keeps of them that the
server key opens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from bot.clock import FixedClock
from bot.database import Database
from bot.reports.vault import scrub
from bot.sealing import VERSION, ServerKey
from tests.bot.reports.vault.thief import server_plains
from tests.talk import Talk, perform

TALK = Path(__file__).parents[3] / "talks" / "report_too_many_papers.talk"
#: Said by the citizen in that talk.
WORDS = ["cán bộ phường bắt nộp thêm", "quay 3, can bo ho tich"]
#: The key of these tests is all zeros.
SEALING = bytes(32)


def readable(paths: Iterable[Path], key: ServerKey) -> set[tuple[str, str]]:
    """File and word, for each word of the report that the server key opens or that stands there as it is."""
    found = set()
    for path in paths:
        raw = path.read_bytes()
        plains = [raw, *server_plains(VERSION + key.key_id, SEALING, raw)]
        found |= {(path.name, word) for word in WORDS for plain in plains if word.encode() in plain}
    return found


def disk(database: Database) -> list[Path]:
    main = Path(str(database.url.database))
    return [path for path in (main, main.with_name(main.name + "-wal")) if path.exists()]


async def test_the_server_key_opens_a_draft_and_no_filed_word(
    sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path
) -> None:
    talk = await Talk.begin(sqlite, key, clock)
    await perform(talk, TALK)
    lines = TALK.read_text(encoding="utf-8")
    assert all(f"{word}" in lines for word in WORDS)
    assert "PA26-" in "".join(answer.text for answer in talk.answers)
    async with sqlite.write() as connection:  # as the sender leaves what it has delivered
        await connection.execute(text("UPDATE outbox SET state = 'sent', address = NULL, payload = NULL"))

    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(str(sqlite.url.database), isolation_level=None)) as connection_of_backup:
        connection_of_backup.execute("VACUUM INTO ?", (str(copy),))
    assert readable([copy], key) == set()

    # Drafts were sealed under the server key, and the log of a running bot still has their pages: so the thief is able.
    assert {word for _, word in readable(disk(sqlite), key)} == set(WORDS)
    assert await scrub(sqlite)
    assert readable(disk(sqlite), key) == set()
