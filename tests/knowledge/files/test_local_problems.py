"""What is wrong with what the office adds is told in both languages, by cell or by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.files import read_file
from knowledge.files.entries import entry_record
from tests.knowledge.files.records import book_of, saved, typed_in
from tests.shelves import shipped

BIRTH = shipped()["1.001193"]
LONG = "tên " * 60
DECIDED = {"document": "1/QĐ", "value": 1, "unit": "working"}


@pytest.mark.parametrize(
    ("local", "vi", "en"),
    [
        ({"aliases": [LONG]}, "từ 1 đến 200 ký tự", "1 to 200 characters"),
        ({"anywhere_in": ["Huế"]}, "cần mã tỉnh (01)", "codes of provinces"),
        ({"shortened": [{**DECIDED, "commune": "19753"}]}, "phải có mã tỉnh", "needs its province"),
    ],
)
def test_in_lines(tmp_path: Path, local: dict[str, Any], vi: str, en: str) -> None:
    file = tmp_path / "f.jsonl"
    file.write_text(json.dumps({**entry_record(BIRTH), "local": local}, ensure_ascii=False), encoding="utf-8")
    problems = read_file(file).problems
    assert any(vi in problem.text("vi") for problem in problems), problems
    assert any(en in problem.text("en") for problem in problems), problems


def test_in_a_workbook_by_cell(tmp_path: Path) -> None:
    book = book_of([BIRTH])
    typed_in(book, "Thủ tục", 2, "Chỉ trong tỉnh hoặc xã (mã)", "01\nHuế")
    problems = [problem.text("vi") for problem in read_file(saved(book, tmp_path)).problems]
    assert any("dòng 2, cột Chỉ trong tỉnh hoặc xã (mã): cần mã tỉnh" in problem for problem in problems), problems
