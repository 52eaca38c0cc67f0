"""Both catalogues have every text; no text says what the bot must not say."""

from __future__ import annotations

import re

import pytest

from bot.texts import Language
from bot.texts.catalogue import load_catalogue, path_of
from bot.texts.update import msgids, read

#: What no text of ours may claim; and the district level, abolished on 2025-07-01.
FORBIDDEN = re.compile(
    r"bảo mật tuyệt đối|ẩn danh tuyệt đối|đơn tố cáo|đơn khiếu nại|sẽ bị xử lý|\bquận\b|\bhuyện\b|absolutely secure|"
    r"fully anonymous|\bdistrict\b",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_has_an_entry(language: Language) -> None:
    catalogue = read(path_of(language), language)
    missing = [msgid for msgid, _ in msgids() if not (catalogue.get(msgid) and catalogue[msgid].string)]
    assert missing == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_entry_is_left_over(language: Language) -> None:
    used = {msgid for msgid, _ in msgids()}
    assert [message.id for message in read(path_of(language), language) if message.id and message.id not in used] == []


def test_translations_keep_their_placeholders() -> None:
    for message in read(path_of("vi"), "vi"):
        assert sorted(PLACEHOLDER.findall(str(message.id))) == sorted(PLACEHOLDER.findall(str(message.string)))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_is_claimed_that_must_not_be(language: Language) -> None:
    for message in read(path_of(language), language):
        assert not FORBIDDEN.search(str(message.string)), message.string


def test_a_text_without_entry_is_an_error() -> None:
    with pytest.raises(LookupError):
        load_catalogue("vi").gettext("nobody translated this")
