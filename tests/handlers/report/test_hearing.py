"""A question about a procedure must not be taken for a grievance, nor a grievance for a question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handlers.report.hearing import asks_person, heard_in

QUESTIONS = Path("tests/knowledge/search/data")
#: Share of plain questions that may open a report's four lines by mistake; one tap leads back to the answer.
MOST_MISTAKEN = 0.01


@pytest.mark.parametrize(
    "text",
    [
        "cán bộ phường bắt nộp thêm giấy xác nhận",
        "can bo mot cua doi boi duong 500k moi lam",
        "Nộp 2 tháng, hỏi thì bảo đang xử lý",
        "Phường bảo lên tỉnh, tỉnh bảo về phường",
        "tôi muốn tố cáo cán bộ đòi tiền",
        "toi muon phan anh thai do can bo xa",
        "the officer asked me for money to stamp my paper",
        "the clerk shouted at me and refused my file",
    ],
)
def test_grievances_are_heard(text: str) -> None:
    assert heard_in(text) == "grievance"


@pytest.mark.parametrize("text", ["cô Hoa ở một cửa phường rất nhiệt tình, cảm ơn cô", "gop y nen mo cua buoi toi"])
def test_praise_and_ideas_are_heard(text: str) -> None:
    assert heard_in(text) == "praise"


@pytest.mark.parametrize(
    "text",
    ["thủ tục tố cáo cán bộ", "đơn khiếu nại quyết định hành chính", "to khai ket hon xin o xa", "xin chào", "hom qua"],
)
def test_these_open_no_report(text: str) -> None:
    assert heard_in(text) is None


def test_questions_about_procedures_are_hardly_ever_mistaken() -> None:
    questions = [
        json.loads(line)["question"]
        for path in sorted(QUESTIONS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    heard = [question for question in questions if heard_in(question) == "grievance"]
    assert len(questions) > 1_000
    assert len(heard) <= MOST_MISTAKEN * len(questions), heard


@pytest.mark.parametrize("text", ["cho tôi gặp người thật", "noi chuyen voi nhan vien", "talk to a human"])
def test_a_person_is_asked_for(text: str) -> None:
    assert asks_person(text)
    assert not asks_person("gặp khó khăn khi làm giấy khai sinh")
