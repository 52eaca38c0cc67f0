"""The people of the benchmark ask what can be answered, and the same in every run."""

from __future__ import annotations

import orjson

from bot.benchmarks.crowd import Crowd
from tests.shelves import shipped


def test_two_runs_ask_the_same() -> None:
    assert Crowd(5).fee_presses(50) == Crowd(5).fee_presses(50)
    assert Crowd(5).questions(50) == Crowd(5).questions(50)


def test_presses_open_the_fees_of_procedures_that_exist() -> None:
    for update in Crowd(5).fee_presses(200):
        _, room, action, code, _, section, page = orjson.loads(update.body)["callback_query"]["data"].split(":")
        assert (room, action, section, page) == ("svc", "sec", "fee", "1")
        assert code in shipped()


def test_questions_differ() -> None:
    texts = {orjson.loads(update.body)["message"]["text"] for update in Crowd(5).questions(300)}
    assert len(texts) > 250


def test_every_chat_has_its_turn() -> None:
    assert len({update.chat_id for update in Crowd(7).texts(14)}) == 7
