"""Taps become candidate examples without identity; accepted ones take part in ranking, in every process."""

from __future__ import annotations

from bot.clock import FixedClock
from bot.database import Database
from bot.learning import Learning, Verdict
from bot.sealing import ServerKey
from knowledge.library import Library
from knowledge.search import CatalogueName
from knowledge.store import KnowledgeStore
from tests.shelves import opened, shipped
from tests.talk import CHAT, Talk

WORDS = "zubizubi lalula kraxel"


async def test_the_same_tap_is_counted_not_repeated(database: Database, key: ServerKey, clock: FixedClock) -> None:
    learning = Learning(database, key, clock)
    async with database.write() as connection:
        for phrase in (WORDS, f"  {WORDS.upper()} ", WORDS):
            await learning.note(phrase, "1.001193", Verdict.PICKED)(connection)
        await learning.note(WORDS, "1.001193", Verdict.REFUSED)(connection)
    first, second = await learning.candidates()
    assert (first.phrase, first.code, first.verdict, first.count) == (WORDS, "1.001193", Verdict.PICKED, 3)
    assert (second.verdict, second.count) == (Verdict.REFUSED, 1)


async def test_personal_numbers_and_stories_are_not_kept(database: Database, key: ServerKey, clock: FixedClock) -> None:
    learning = Learning(database, key, clock)
    async with database.write() as connection:
        await learning.note("căn cước 012345678901 gọi 0912345678", "1.001193", Verdict.PICKED)(connection)
        await learning.note("chuyện dài " * 50, "1.001193", Verdict.PICKED)(connection)
        await learning.note("0912345678", "1.001193", Verdict.PICKED)(connection)
    assert [candidate.phrase for candidate in await learning.candidates()] == ["căn cước gọi"]
    async with database.read() as connection:
        rows = list(await connection.exec_driver_sql("SELECT * FROM candidate_example"))
    assert "căn cước" not in repr(rows)
    assert "can" not in repr([row.digest for row in rows])


async def test_an_accepted_example_is_found_after_a_rebuild(
    database: Database, key: ServerKey, clock: FixedClock
) -> None:
    store, learning = KnowledgeStore(database, clock), Learning(database, key, clock)
    some = [shipped()[code] for code in ("1.001193", "1.004194", "1.004222", "2.000635")]
    await store.publish(some, "test")
    library = await opened(Library(store), some)
    assert library.search(WORDS).action == "decline"
    async with database.write() as connection:
        await learning.note(WORDS, "1.004194", Verdict.PICKED)(connection)
    (candidate,) = await learning.candidates()
    assert await learning.accept(candidate.id) == candidate
    assert await learning.accept(candidate.id) is None
    assert await learning.candidates() == []
    assert await library.refresh()
    assert library.search(WORDS).codes[0] == "1.004194"
    assert library.search(WORDS).action != "decline"


async def test_a_refused_candidate_cannot_become_an_example(
    database: Database, key: ServerKey, clock: FixedClock
) -> None:
    learning = Learning(database, key, clock)
    async with database.write() as connection:
        await learning.note(WORDS, "1.001193", Verdict.REFUSED)(connection)
    (candidate,) = await learning.candidates()
    assert await learning.accept(candidate.id) is None
    assert await learning.discard(candidate.id)
    assert not await learning.discard(candidate.id)


async def test_what_is_not_held_is_counted(database: Database, key: ServerKey, clock: FixedClock) -> None:
    learning = Learning(database, key, clock)
    wanted = CatalogueName("1.000005", "Thủ tục hải quan")
    async with database.write() as connection:
        await learning.count_not_held(wanted)(connection)
        await learning.count_not_held(wanted)(connection)
    assert await learning.not_held() == [(wanted, 2)]


async def test_a_tap_in_the_chat_is_learnt_once(sqlite: Database, key: ServerKey, clock: FixedClock) -> None:
    talk = await Talk.begin(sqlite, key, clock)
    learning = Learning(sqlite, key, clock)
    await talk.say("lam giay khai sinh can gi")
    await talk.tap("Không đúng ý tôi")
    assert "hiểu chưa đúng" in talk.answers[-1].text
    await talk.press("v1:ask:none")
    await talk.press("v1:ask:pick:1.001193")
    (candidate,) = await learning.candidates()
    assert (candidate.phrase, candidate.verdict, candidate.count) == (
        "lam giay khai sinh can gi",
        Verdict.REFUSED,
        1,
    )
    async with sqlite.read() as connection:
        rows = list(await connection.exec_driver_sql("SELECT * FROM candidate_example"))
    assert str(CHAT) not in repr(rows)
