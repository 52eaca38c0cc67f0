"""Asking about one's own data in words, told from other questions and from grievances."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.privacy.asking import asks_for_own_data

QUESTIONS = Path("tests/knowledge/search/data")


@pytest.mark.parametrize(
    "text",
    [
        "xoá dữ liệu của tôi đi",
        "xoa het tin nhan giup em",
        "Bot lưu gì về tôi vậy?",
        "tôi muốn rút lại sự đồng ý",
        "what do you store about me",
        "please delete my messages",
    ],
)
def test_it_is_asked_for(text: str) -> None:
    assert asks_for_own_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xóa đăng ký thường trú cần gì",
        "xóa đăng ký kết hôn được không",
        "cán bộ xóa dữ liệu của tôi trên hệ thống rồi bắt nộp lại từ đầu",
        "cán bộ làm lộ dữ liệu cá nhân của tôi cho bên dịch vụ gọi điện",
        "can bo ban du lieu cua toi",
        "dữ liệu của em bị lộ ra ngoài",
        "they leaked my data",
    ],
)
def test_something_else_is_left_alone(text: str) -> None:
    assert not asks_for_own_data(text)


def test_no_question_about_a_procedure_is_taken_for_it() -> None:
    asked = [
        json.loads(line)["question"]
        for path in sorted(QUESTIONS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(asked) > 1_000
    assert [question for question in asked if asks_for_own_data(question)] == []
