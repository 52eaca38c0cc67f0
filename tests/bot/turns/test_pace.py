"""How fast one person may go on: bounded in every window, told once a minute, and nobody else's concern."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.abuse.rates import MESSAGES, PRESSES
from bot.outbox.message import Message
from bot.turns.pace import TOLD_EVERY_MS, Pace, Verdict
from bot.turns.turn import TurnContext
from bot.turns.worker import TurnWorker
from tests.bot.turns.conftest import Rig, message_update, on_text

MINUTE = 60_000
MESSAGES_A_MINUTE, PRESSES_A_MINUTE = MESSAGES.burst, PRESSES.burst
#: (pause before it in ms, whether it is a press), one after another.
TRAFFIC = st.lists(st.tuples(st.integers(0, 4_000), st.booleans()), max_size=300)


def judged(pace: Pace, lane: str, traffic: list[tuple[int, bool]]) -> list[tuple[int, bool, Verdict]]:
    now, found = 1_000_000, []
    for pause, press in traffic:
        now += pause
        found.append((now, press, pace.judge(lane, now, press=press)))
    return found


@given(TRAFFIC)
def test_no_window_lets_more_through_than_a_full_bucket_and_what_flows_in(traffic: list[tuple[int, bool]]) -> None:
    found = judged(Pace(), "a", traffic)
    for press, most in ((False, MESSAGES_A_MINUTE), (True, PRESSES_A_MINUTE)):
        heard = [at for at, pressed, verdict in found if pressed is press and verdict is Verdict.GO_ON]
        for first, begin in enumerate(heard):
            for last, end in enumerate(heard[first:], start=1):
                assert last <= most + (end - begin) * most / MINUTE + 1e-6


@given(TRAFFIC)
def test_who_keeps_the_pace_is_always_heard_and_the_others_are_told_once_a_minute(
    traffic: list[tuple[int, bool]],
) -> None:
    found = judged(Pace(), "a", traffic)
    told = [at for at, _, verdict in found if verdict is Verdict.SLOW_DOWN]
    assert all(later - earlier >= TOLD_EVERY_MS for earlier, later in pairwise(told))
    first_unheard = next((place for place, (_, _, v) in enumerate(found) if v is not Verdict.GO_ON), None)
    if first_unheard is not None:
        assert found[first_unheard][2] is Verdict.SLOW_DOWN, "nobody is passed over before being told"
    slow = judged(Pace(), "a", [(MINUTE // MESSAGES_A_MINUTE, press) for _, press in traffic])
    assert {verdict for _, _, verdict in slow} <= {Verdict.GO_ON}


@given(TRAFFIC, TRAFFIC)
def test_one_flood_is_nobody_elses_concern(mine: list[tuple[int, bool]], others: list[tuple[int, bool]]) -> None:
    alone = judged(Pace(), "a", mine)
    shared = Pace()
    for number in range(3):
        judged(shared, f"b{number}", others)
    assert judged(shared, "a", mine) == alone


@given(st.lists(st.integers(0, 40), max_size=200))
def test_memory_is_bounded_and_forgetting_forgives(lanes: list[int]) -> None:
    pace = Pace(most_lanes=8)
    for at, lane in enumerate(lanes):
        pace.judge(str(lane), at)
        assert len(pace) <= 8


def test_the_least_recently_heard_is_forgotten_first() -> None:
    pace = Pace(most_lanes=2)
    for _ in range(MESSAGES_A_MINUTE):
        pace.judge("flood", 0)
    for number in range(5):  # others come and go; the flood goes on and stays known
        assert pace.judge("flood", 0) is not Verdict.GO_ON
        pace.judge(f"other{number}", 0)


def test_lifted_it_slows_nobody_down() -> None:
    pace = Pace(lifted=True)
    assert {pace.judge("a", 0) for _ in range(1000)} == {Verdict.GO_ON}


async def paced(rig: Rig, heard: list[str]) -> TurnWorker:
    async def echo(update: Update, context: TurnContext) -> None:
        assert update.message is not None
        heard.append(update.message.text or "")
        context.turn.say(Message("nghe rồi"))

    async def pressed(update: Update, context: TurnContext) -> None:
        heard.append("press")

    worker = await rig.worker(on_text(echo), CallbackQueryHandler(pressed))
    worker._pace = Pace()
    return worker


async def drain(worker: TurnWorker) -> None:
    while await worker.work():
        pass


async def test_beyond_the_pace_one_honest_line_and_everything_is_done(rig: Rig) -> None:
    heard: list[str] = []
    worker = await paced(rig, heard)
    await rig.accept(*(message_update(number, str(number)) for number in range(1, 31)))
    await rig.accept(message_update(31, "người khác", chat_id=8))
    await drain(worker)
    assert heard.index("người khác") <= 1, "who comes after a flood does not wait for it"
    assert len(heard) == MESSAGES_A_MINUTE + 1
    said = [message.text for message in await rig.said() if message.chat_id == 7]
    assert len(said) == MESSAGES_A_MINUTE + 1
    assert "nhắn nhanh hơn" in said[-1]
    assert {row.state for row in await rig.inbox_rows()} == {"done"}


async def test_after_a_while_one_is_heard_again(rig: Rig) -> None:
    heard: list[str] = []
    worker = await paced(rig, heard)
    await rig.accept(*(message_update(number, str(number)) for number in range(1, 22)))
    await drain(worker)
    rig.clock.at += timedelta(minutes=1)
    later = int(rig.clock.at.timestamp())
    await rig.accept(*(message_update(number, str(number), date=later) for number in range(50, 55)))
    await drain(worker)
    assert heard[-5:] == ["50", "51", "52", "53", "54"]


async def test_what_waited_while_the_bot_was_away_is_heard(rig: Rig) -> None:
    heard: list[str] = []
    worker = await paced(rig, heard)
    sent = int(rig.clock.at.timestamp())
    rig.clock.at += timedelta(hours=2)
    await rig.accept(*(message_update(number, str(number), date=sent + number * 60) for number in range(1, 61)))
    await drain(worker)
    assert len(heard) == 60


async def test_presses_count_for_themselves_and_each_is_answered(rig: Rig) -> None:
    heard: list[str] = []
    worker = await paced(rig, heard)
    await rig.accept(*(_press(number) for number in range(1, PRESSES_A_MINUTE + 6)), message_update(900, "chữ"))
    await drain(worker)
    assert heard.count("press") == PRESSES_A_MINUTE
    assert heard[-1] == "chữ"
    answers = [message for message in await rig.said() if message.kind == "answer"]
    assert len(answers) == PRESSES_A_MINUTE + 5


async def test_in_a_group_nobody_is_told(rig: Rig) -> None:
    worker = await paced(rig, [])
    group = {"id": -5, "type": "group", "title": "Tổ"}
    await rig.accept(*(message_update(number, str(number), chat=group) for number in range(1, 31)))
    await drain(worker)
    assert len(await rig.said()) == MESSAGES_A_MINUTE


def _press(number: int) -> dict[str, Any]:
    sender = {"id": 7, "is_bot": False, "first_name": "X"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}
    query = {"id": f"q{number}", "from": sender, "chat_instance": "1", "data": "v1:x:y", "message": message}
    return {"update_id": number, "callback_query": query}
