"""What the layout says of a column is what the check of a record holds it to, and what Excel can take."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.files import read_file
from knowledge.files.entries import entry_of
from knowledge.files.layout import Sheet, layout
from knowledge.model.local import FormFile, HeadingReading, LocalAdditions, SameDay, ShortenedTime
from knowledge.model.parts import CaseTime, Decision
from tests.knowledge.files.records import book_of, saved, typed_in
from tests.shelves import shipped

DECIDED = {"province": "46", "document": "1/QĐ", "effective_from": "2026-01-01"}
LOCAL = LocalAdditions(
    aliases=("làm khai sinh",),
    anywhere=True,
    anywhere_in=("46", "19753"),
    shortened=(ShortenedTime.model_validate({"value": 1, "unit": "working", **DECIDED}),),
    same_day=(SameDay.model_validate({"before": "15:00", **DECIDED}),),
    form_files=(FormFile(name="Tờ khai", file="f1"),),
    headings=(HeadingReading(text="Trường hợp", kind="case"),),
)
PAID = next(each for each in shipped().values() if each.forms and each.channels and each.channels[0].costs)
WHOLE = PAID.model_copy(
    update={
        "local": LOCAL,
        "case_times": (CaseTime(quantity=1, unit="working"),),
        "decision": Decision(number="1/QĐ", date=None),
        "channels": PAID.channels[:1],
    }
)
COLUMNS = [(sheet, column.vi) for sheet in layout().sheets for column in sheet.columns]


@pytest.mark.parametrize(("sheet", "heading"), COLUMNS, ids=[f"{sheet.vi}, {name}" for sheet, name in COLUMNS])
def test_a_cell_may_be_empty_where_the_layout_says_so(sheet: Sheet, heading: str, tmp_path: Path) -> None:
    book = book_of([WHOLE])
    typed_in(book, sheet.vi, 2, heading, None)
    column = sheet.headed(heading)
    assert column is not None
    problems = [problem.text("vi") for problem in read_file(saved(book, tmp_path)).problems]
    blank = f"tờ {sheet.vi}, dòng 2, cột {heading}: ô này không được để trống"
    assert any(blank in problem for problem in problems) == column.required, problems
    parent = sheet.path == "methods" and column.field == "order"  # needed by the fees, and told there
    assert column.required or parent or problems == []


def test_excel_can_take_it() -> None:
    for sheet in layout().sheets:
        assert len(sheet.vi) <= 31
        assert len({column.vi for column in sheet.columns}) == len(sheet.columns)
        assert all(len(column.vi) <= 32 for column in sheet.columns)
    for words in layout().choices.values():
        assert len(",".join(words.values())) <= 200
        assert not any("," in word or ";" in word for word in words.values())


def test_what_the_office_adds_is_told_by_cell_too(tmp_path: Path) -> None:
    book = book_of([WHOLE])
    typed_in(book, "Trả trong ngày", 2, "Nộp trước giờ", "25:99")
    typed_in(book, "Thời hạn rút ngắn", 2, "Thời hạn (số)", 0)
    typed_in(book, "Trả trong ngày", 2, "Mã xã", "19753")
    problems = [problem.text("vi") for problem in read_file(saved(book, tmp_path)).problems]
    assert any(
        "tờ Trả trong ngày, dòng 2, cột Nộp trước giờ: cần giờ dạng 15:00, đang là 25:99" in problem
        for problem in problems
    )
    assert any("tờ Thời hạn rút ngắn, dòng 2, cột Thời hạn (số): số 0 ngoài phạm vi" in problem for problem in problems)
    typed_in(book, "Trả trong ngày", 2, "Nộp trước giờ", "15:00")
    typed_in(book, "Trả trong ngày", 2, "Mã tỉnh", None)
    problems = [problem.text("vi") for problem in read_file(saved(book, tmp_path)).problems]
    assert "offer.xlsx, tờ Trả trong ngày, dòng 2: có mã xã thì phải có mã tỉnh" in problems


def test_a_portal_record_says_nothing_of_what_the_office_adds() -> None:
    from knowledge.shipped import SHIPPED

    assert not entry_of(SHIPPED.read_bytes().splitlines()[0]).says_local
