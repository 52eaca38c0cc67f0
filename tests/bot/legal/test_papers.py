"""What the privacy notice and the assessment say of terms is what the program ships with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.legal import LegalParameters
from bot.legal.bounds import KEEPING

DOCS = Path(__file__).parents[3] / "docs"
#: Sentences of the notice, Vietnamese and English, by the parameter their number comes from.
SENTENCES = {
    "keep_history_days": ("phần đang hiện {} ngày", "what it shows for {} days"),
    "keep_gap_days": ("giữ nhiều nhất {} ngày", "for {} days at most"),
    "case_link_days": ("bị cắt {} ngày sau khi đóng", "is cut {} days after closing"),
    "case_warning_days": ("báo trước {} ngày", "told {} days before"),
    "case_text_days": ("bị hủy {} ngày sau khi đóng", "destroyed {} days after closing"),
    "report_draft_days": ("Bản nháp bỏ dở: {} ngày", "An unfinished draft: {} days"),
    "audit_days": ("nhật ký giữ {} ngày", "a record kept for {} days"),
    "data_request_answer": ("Trả lời trong {} ngày làm việc", "Answered within {} working days"),
    "data_request_done": ("thực hiện trong {} ngày", "carried out within {} days"),
}


@pytest.fixture
def parameters(sqlite: Database, clock: FixedClock) -> LegalParameters:
    return LegalParameters(sqlite, clock)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", (DOCS / page).read_text(encoding="utf-8"))


async def test_the_notice_says_what_ships(parameters: LegalParameters) -> None:
    notice = words("privacy-notice.md")
    for name, sentences in SENTENCES.items():
        for sentence in sentences:
            assert sentence.format(await parameters.number(name)) in notice, sentence


async def test_the_assessment_lists_every_term(parameters: LegalParameters) -> None:
    assessment = words("data-protection-assessment.md")
    for name, (least, most) in KEEPING.items():
        assert f"| `{name}` | {await parameters.number(name)} | {least}, {most} |" in assessment, name
