"""A person's data at its largest fits a message, in both languages and on both channels."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from bot.outbox.message import visible_text
from bot.outbox.outgoing import Address
from bot.privacy import CORRECT, ERASE, EXPORT, NOTIFY, REPORT, WITHDRAW, Consent, Held, HeldCase, Limits, Request
from bot.texts import Language, Texts
from bot.turns.session import Session
from bot.turns.turn import House, Turn
from bot.views import privacy as views

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LIMITS = Limits(date(2026, 3, 4), date(2026, 3, 17), False)
DAYS = {
    **{"case_link_days": 90, "case_text_days": 730, "case_reply_days": 7, "report_draft_days": 7},
    **{"keep_history_days": 7, "keep_sent_file_days": 7, "keep_gap_days": 90, "keep_checklist_days": 180},
}
TEXTS = Texts()


def case(number: int) -> HeldCase:
    return HeldCase(
        f"c{number}", f"PA26-{number:05}A", NOW, NOW if number % 2 else None, number == 3, True, True, {"n": 1}
    )


FULL = Held(
    shown=5_000,
    talked_at=NOW,
    draft_files=5,
    sent_files=40,
    waiting=3,
    notices=True,
    followed=[f"H40.19-{number}" for number in range(200)],
    lists=[f"1.00{number:04}" for number in range(40)],
    cases=[case(number) for number in range(20)],
    consents=[
        Consent(purpose, "0" * 16, "vi", "telegram", NOW, NOW if number % 2 else None)
        for number, purpose in enumerate([REPORT, REPORT, NOTIFY, NOTIFY, REPORT, NOTIFY] * 4)
    ],
    requests=[
        Request(number, kind, f"PA26-{number:05}A", NOW, LIMITS.answer, LIMITS.done)
        for number, kind in enumerate([ERASE, CORRECT, EXPORT, WITHDRAW] * 10)
    ],
)
EMPTY = Held(0, None, 0, 0, 0, False, [], [], [], [], [])


@pytest.fixture(params=[("vi", "telegram"), ("vi", "web"), ("en", "telegram"), ("en", "web")], ids="-".join)
def turn(request: pytest.FixtureRequest) -> Turn:
    language, channel = request.param
    nobody = cast(Any, None)
    session = Session(cast(Language, language), draft={"report": {"id": "d"}})
    return Turn("k", nobody, Address(channel, "1", 7), session, House(nobody, TEXTS, nobody, nobody), NOW)


@pytest.mark.parametrize("found", [FULL, EMPTY], ids=["full", "empty"])
def test_each_message_can_be_sent(turn: Turn, found: Held) -> None:
    messages = [
        views.held_message(turn, found, DAYS, LIMITS),
        views.erase_message(turn, found),
        views.correct_message(turn, found),
        *(views.sure_message(turn, act, found, LIMITS) for act in views.ACTS),
        *(views.done_message(turn, act, LIMITS, len(found.cases)) for act in views.ACTS),
        *(views.want_message(turn, kind, case(1), LIMITS) for kind in (ERASE, CORRECT, EXPORT)),
        *(views.asked_message(turn, kind, case(1), LIMITS) for kind in (ERASE, CORRECT, EXPORT)),
    ]
    for message in messages:
        words, _ = visible_text(message.text)
        assert "\n\n\n" not in words
        assert not any(line.startswith((" ,", " .", ",")) for line in words.splitlines())


def test_what_is_erased_is_not_offered(turn: Turn) -> None:
    offered = [b.data or "" for row in views.erase_message(turn, FULL).buttons for b in row]
    assert any("PA26-00001A" in data for data in offered)
    assert not any("PA26-00003A" in data for data in offered)


def test_days_that_nobody_has_reviewed_say_so(turn: Turn) -> None:
    provisional = "(dự kiến)" if turn.session.language == "vi" else "(provisional)"
    reviewed = Limits(LIMITS.answer, LIMITS.done, True)
    assert provisional in views.want_message(turn, ERASE, case(1), LIMITS).text
    assert provisional not in views.want_message(turn, ERASE, case(1), reviewed).text
    assert provisional not in views.held_message(turn, FULL, DAYS, reviewed).text


def test_an_export_quotes_what_was_written_as_it_was_written(turn: Turn) -> None:
    told = {
        "made": "2026-03-02",
        "channel": turn.address.channel,
        "talk": {"draft": {"report": {"story": ["a < b & c", "dòng hai"], "when": None}}, "flow": None},
        "messages": [
            {"at": "x", "from": "you", "text": "1 < 2 <b>&amp;"},
            {"at": "x", "from": "bot", "text": "<b>chào</b> &lt;"},
        ],
        "files_of_the_draft": [{"name": "a.jpg", "media": "image/jpeg", "size": 9, "at": "x"}],
        "lists_of_papers": ["1.001193"],
        "followed_dossiers": ["H40-1"],
        "consents": [],
        "reports": [
            {"number": "PA26-1", "categories": ["cat-A1", "cat-B1"], "closed": None, "for_somebody_else": False}
        ],
        "requests": [{"id": 1, "kind": ERASE, "report": "PA26-1", "asked": "x", "answer_by": "y", "done_by": "z"}],
        "replies": [{"report": "PA26-1", "at": "x", "text": "Đã xem <xét>"}],
    }
    readable, machine = views.export_messages(turn, told, FULL)
    assert readable.file is not None
    assert machine.file is not None
    text = readable.file.body.decode()
    for words in ("draft.report.story.1: a < b & c", "1 < 2 <b>&amp;", "chào <", "cat-A1, cat-B1", "Đã xem <xét>"):
        assert words in text
    assert "closed" not in text
    assert "for_somebody_else" not in text
