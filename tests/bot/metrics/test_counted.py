"""What people do in their chats is counted where /metrics tells it: what the search said, where a report was dropped,
what was not taken in. Counts are of the whole process: each test looks at what its own talk added."""

from __future__ import annotations

from collections import Counter

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.abuse import Guard
from bot.abuse.blocks import Blocks
from bot.abuse.rates import STORED
from bot.clock import FixedClock
from bot.database import Database
from bot.metrics.exposition import exposition
from bot.sealing import ServerKey
from tests.talk import Talk

Counted = Counter[tuple[str, str]]


def counted() -> Counted:
    """By name and label, of what is told to Prometheus now."""
    families = text_string_to_metric_families(exposition([], "1").decode())
    return Counter(
        {
            (each.name.removesuffix("_total"), "".join(each.labels.values())): int(each.value)
            for family in families
            if family.name.startswith(("motcua_searches", "motcua_dropped", "motcua_report"))
            for each in family.samples
            if each.name.endswith("_total")
        }
    )


@pytest.fixture
async def talk(sqlite: Database, key: ServerKey, clock: FixedClock) -> Talk:
    return await Talk.begin(sqlite, key, clock)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("làm giấy khai sinh cần gì", {"answer": 1}),
        ("làm lại giấy tờ bị mất", {"offer": 1}),
        ("xin giấy phép nuôi rồng", {"decline": 1}),
        ("Làm giấy khai sinh cần gì? Đăng ký kết hôn mất bao lâu?", {"answer": 2}),
    ],
)
async def test_what_the_search_did_with_a_question(talk: Talk, question: str, found: dict[str, int]) -> None:
    before = counted()
    await talk.say(question)
    assert counted() - before == Counter({("motcua_searches", action): many for action, many in found.items()})


async def test_what_is_no_question_is_no_search(talk: Talk) -> None:
    before = counted()
    for words in ("/start", "/trogiup", "/dulieu"):
        await talk.say(words)
    assert counted() == before


@pytest.mark.parametrize("way_out", ["/huy", "Bỏ phản ánh"])
async def test_a_report_is_counted_by_the_steps_it_came_to_and_the_one_where_it_was_dropped(
    talk: Talk, way_out: str
) -> None:
    before = counted()
    await talk.say("/phananh")
    assert counted() - before == Counter({("motcua_reports", "begun"): 1, ("motcua_report_step_reached", "notice"): 1})
    await talk.tap("Đồng ý")
    await talk.say("Ông Tuấn địa chính đòi 5 triệu mới ký giấy.")
    await (talk.say(way_out) if way_out.startswith("/") else talk.tap(way_out))
    added = counted() - before
    assert {step for name, step in added if name == "motcua_report_step_reached"} == {"notice", "story", "category"}
    assert {step: many for (name, step), many in added.items() if name == "motcua_report_step_dropped"} == {
        "category": 1
    }
    assert {event: many for (name, event), many in added.items() if name == "motcua_reports"} == {
        "begun": 1,
        "dropped": 1,
    }
    await talk.say("/huy")
    assert counted() - before == added, "what is gone is not dropped again"


async def test_what_is_not_taken_in_is_counted_by_why(sqlite: Database, clock: FixedClock) -> None:
    async def no_flow(_: str) -> None:
        return None

    before, guard = counted(), Guard(clock, Blocks(sqlite, clock), no_flow)
    for _ in range(STORED.burst + 3):
        await guard.refuses("0912345678")
    assert counted() - before == Counter({("motcua_dropped", "flood"): 3})
    async with sqlite.write() as connection:
        await Blocks(sqlite, clock).add(connection, "lane", "telegram", 3, "thử", "anna")
    refusing = Guard(clock, Blocks(sqlite, clock), no_flow)
    heard = [await refusing.refuses("lane") for _ in range(9)].count(None)
    assert counted() - before == Counter({("motcua_dropped", "flood"): 3, ("motcua_dropped", "blocked"): 9 - heard})
    assert heard < 9
