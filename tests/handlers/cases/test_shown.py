"""How a case is shown: at its longest it still fits, it names no person, and nothing tells that it is restricted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.outbox.message import visible_text
from bot.places import gazetteer
from bot.reports.cases import Filing
from bot.reports.cases.register import MOST_LISTED
from bot.reports.cases.work import Finding
from bot.reports.offices import offices
from bot.reports.vault.erasing import erase
from tests.handlers.cases.stage import NOBODYS, Stage

LONGEST_COMMUNE = max(gazetteer().communes, key=lambda code: len(gazetteer().communes[code][0]))
LONGEST: dict[str, Any] = {
    "office": max(offices(), key=lambda key: len(offices()[key].vi)),
    "commune": LONGEST_COMMUNE,
    "province": gazetteer().communes[LONGEST_COMMUNE][1],
}


async def much_happened(stage: Stage, filing: Filing) -> None:
    await stage.room.work.screen(filing.case_id)
    for _ in range(8):
        await stage.room.work.ask(filing.case_id, "Xin nói rõ hơn.")
        await stage.room.do(stage.room.desk.add_message(filing.case_id, "Rõ."))
        stage.room.clock.at += timedelta(days=1)
    await stage.room.do(stage.room.desk.ask_person(filing.case_id))


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_a_case_with_a_long_story_fits_the_screen(stage: Stage, language: str) -> None:
    filing = await stage.filed(**LONGEST)
    await much_happened(stage, filing)
    await stage.talk.press(f"v1:lang:set:{language}")
    answer = await stage.talk.press(f"v1:case:open:{filing.number}")
    (message,) = answer.messages
    shown = visible_text(message.text)[0]
    assert len(shown) < 1200
    assert shown.count("03/2026") <= 12
    assert "…" in shown
    assert gazetteer().communes[LONGEST_COMMUNE][0] in shown


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_longest_list_fits_one_message(stage: Stage, language: str) -> None:
    for number in range(MOST_LISTED):
        await stage.filed(name=f"n{number}", story=f"Chuyện thứ {number}: {'abcdefghijklmnopqrstuvwxyz'[number] * 40}")
        stage.room.clock.at += timedelta(hours=12)
    await stage.talk.press(f"v1:lang:set:{language}")
    answer = await stage.talk.say("/theodoi")
    (message,) = answer.messages
    assert len([label for label in answer.labels if "PA26-" in label]) == MOST_LISTED
    assert visible_text(message.text)[0].count("PA26-") == MOST_LISTED


async def test_every_state_has_its_words(stage: Stage) -> None:
    filing = await stage.filed()
    work, seen = stage.room.work, list[str]()

    async def look() -> None:
        seen.append((await stage.talk.press(f"v1:case:open:{filing.number}")).text.splitlines()[3])

    await look()
    await work.screen(filing.case_id)
    await look()
    await work.ask(filing.case_id, "Ở đâu?")
    await look()
    await work.go_on(filing.case_id)
    await work.accept(filing.case_id)
    await look()
    await work.start(filing.case_id)
    await look()
    await work.transfer(filing.case_id, "ubnd_tinh", "48", None, "Thuộc nơi khác.")
    await look()
    await work.accept(filing.case_id)
    await work.resolve(filing.case_id, Finding.PARTLY, "Đã xem.")
    await look()
    await work.close(filing.case_id)
    await look()
    await stage.room.do(stage.room.desk.dispute(filing.case_id))
    await look()
    await stage.room.do(stage.room.desk.withdraw(filing.case_id))
    await look()
    assert len(set(seen)) == 10, seen


async def test_a_restricted_case_looks_like_any_other(stage: Stage) -> None:
    told: dict[str, Any] = {"as_information": True, "denunciation_like": True}
    restricted = await stage.filed(name="r", **told)
    usual = await stage.filed(name="u", story="Chuyện khác hẳn: chờ mãi không ai gọi, hỏi không ai trả lời.")
    assert [(await stage.view(one)).restricted for one in (restricted, usual)] == [True, False]
    answers = [await stage.talk.press(f"v1:case:open:{one.number}") for one in (restricted, usual)]
    assert answers[0].text.replace(restricted.number, usual.number) == answers[1].text
    assert answers[0].labels == answers[1].labels


async def test_an_erased_case_is_like_one_that_never_was(stage: Stage) -> None:
    filing = await stage.filed()
    async with stage.room.database.write() as connection:
        await erase(connection, filing.case_id, stage.room.clock.now())
    assert filing.number not in (await stage.talk.say("/theodoi")).text
    known, unknown = [await stage.talk.say(f"{number} {filing.secret}") for number in (filing.number, NOBODYS)]
    assert known.text.replace(filing.number, NOBODYS) == unknown.text


async def test_a_poor_rating_is_told_as_what_it_is(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.room.work.screen(filing.case_id)
    await stage.room.work.resolve(filing.case_id, Finding.CONFIRMED, "Đã xem.")
    await stage.talk.press(f"v1:case:rate:{filing.number}:1")
    answer = await stage.talk.press(f"v1:case:open:{filing.number}")
    assert "Bạn chấm 1/5" in answer.text
    assert "Xem lại: bạn chấm câu trả lời là kém" in answer.text
