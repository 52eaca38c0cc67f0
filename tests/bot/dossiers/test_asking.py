"""Asking for a dossier without its code, told from other questions."""

from __future__ import annotations

import pytest

from bot.dossiers.asking import asks_for_dossier


@pytest.mark.parametrize(
    "text",
    [
        "hồ sơ của tôi đến đâu rồi",
        "ho so cua toi toi dau roi a",
        "Tra cứu hồ sơ",
        "cho em tra cuu ho so",
        "Where is my dossier?",
    ],
)
def test_it_is_asked_for(text: str) -> None:
    assert asks_for_dossier(text)


@pytest.mark.parametrize(
    "text",
    [
        "hồ sơ khai sinh gồm những gì",
        "lam giay khai sinh can gi",
        "",
        "tra cứu hồ sơ đăng ký kết hôn cần mang giấy tờ gì theo",
    ],
)
def test_another_question_is_left_alone(text: str) -> None:
    assert not asks_for_dossier(text)
