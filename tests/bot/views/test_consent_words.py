"""What somebody agreed to can be shown for ever: every version of the words is kept, and is what its name says."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from bot.clock import SystemClock
from bot.outbox.outgoing import Address
from bot.reports.draft import ReportDraft
from bot.texts import Language, Texts
from bot.turns.session import Session
from bot.turns.turn import House, Turn
from bot.views.consent_words import CHANNELS, DRAFT_DAYS, KEPT, LANGUAGES, keep, shown, version_of
from bot.views.report import notice_version, notify_version


def kept() -> set[str]:
    return {path.stem for path in KEPT.glob("*.txt")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_what_a_conversation_writes_down_is_among_the_kept_words(channel: str, language: Language) -> None:
    nobody = cast(Any, None)
    house = House(nobody, Texts(), nobody, nobody)
    address = Address(channel, "1", 7)
    turn = Turn("k", nobody, address, Session(language), house, SystemClock().now())
    written = {notice_version(turn, DRAFT_DAYS), notify_version(turn, ReportDraft(id="d", story=["chuyện riêng"]))}
    assert written <= kept(), "run: python -m bot.views.consent_words"


def test_every_file_is_what_its_name_says() -> None:
    for path in KEPT.glob("*.txt"):
        assert version_of(path.read_bytes().decode()) == path.stem


def test_new_words_are_added_and_none_are_lost(tmp_path: Path) -> None:
    (tmp_path / "0123456789abcdef.txt").write_text("lời cũ")
    added = keep(Texts(), tmp_path)
    assert set(added) == {version_of(words) for _, _, _, words in shown(Texts())}
    assert keep(Texts(), tmp_path) == []
    assert (tmp_path / "0123456789abcdef.txt").read_text() == "lời cũ"
