"""What goes into a file comes out again, also when another program saved it meanwhile."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from knowledge.files import FORMATS, Format, read_file
from knowledge.files.longer import PIECE
from knowledge.shipped import SHIPPED
from tests.knowledge.files.records import accepted, book_of, records, saved, service, typed_in, written
from tests.shelves import shipped

BIRTH = shipped()["1.001193"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_shipped_base_comes_back_identical(form: Format, tmp_path: Path) -> None:
    offer = read_file(written(tmp_path, form, list(shipped().values())))
    assert accepted(offer) == tuple(shipped().values())
    assert len(offer.services) == 604
    back = written(tmp_path, "jsonl", offer.services, "back")
    assert back.read_bytes() == SHIPPED.read_bytes()


@pytest.mark.parametrize("form", FORMATS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(made=st.lists(records, min_size=1, max_size=2, unique_by=lambda record: str(record["code"])))
def test_any_record_comes_back_as_it_was(form: Format, made: list[dict[str, Any]]) -> None:
    services = tuple(service(record) for record in made)
    with tempfile.TemporaryDirectory() as folder:
        offer = read_file(written(Path(folder), form, services))
    assert accepted(offer) == services
    for came, went in zip(offer.services, services, strict=True):
        assert came.canonical() == went.canonical()  # 3 is not 3.0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=records)
def test_another_program_saves_it_and_nothing_is_lost(made: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        offer = read_file(saved(book_of([service(made)]), Path(folder)))
    assert accepted(offer) == (service(made),)


@pytest.mark.parametrize("form", FORMATS)
def test_a_text_longer_than_a_cell(form: Format, tmp_path: Path) -> None:
    long = BIRTH.model_copy(update={"conditions": "🇻🇳 dài\n" * 20_000, "steps": ("x" * (PIECE + 1), "⟦…1⟧")})
    path = written(tmp_path, form, [long])
    assert accepted(read_file(path)) == (long,)


def test_no_cell_of_a_workbook_is_a_formula_or_a_date(tmp_path: Path) -> None:
    bold = BIRTH.model_copy(
        update={"title": '=HYPERLINK("http://x","y")', "steps": ("+1", "-2", "@a", "2026-07-17", "1.5")}
    )
    book = load_workbook(written(tmp_path, "xlsx", [bold]))
    kinds = {cell.data_type for page in book.worksheets for row in page.iter_rows() for cell in row}
    assert kinds <= {"inlineStr", "s", "n"}  # n: whole numbers, and what is empty


def test_what_a_person_types_is_understood(tmp_path: Path) -> None:
    book = book_of([BIRTH])
    for heading, typed in (
        ("Mã thủ tục", " 1.001193 "),
        ("Ngày cập nhật", "17/07/2026"),
        ("Toàn trình", "Không"),
        ("Thời hạn (số)", "1,5"),
        ("Các cách nộp", "trực tuyến; bưu  chính"),
    ):
        typed_in(book, "Thủ tục", 2, heading, typed)
    typed_in(book, "Giấy tờ", 2, "Bản chính", "1")
    (read,) = accepted(read_file(saved(book, tmp_path)))
    assert (read.identifier, str(read.modified), read.fully_online) == ("1.001193", "2026-07-17", False)
    assert (read.processing_days, read.channel_types) == (1.5, ("online", "postal"))


def test_a_code_that_became_a_number_keeps_its_zeros(tmp_path: Path) -> None:
    book = book_of([BIRTH.model_copy(update={"identifier": "1.001190"})])
    for page in book.worksheets[1:-1]:
        for row in range(2, page.max_row + 1):
            page.cell(row, 1).value = 1.00119
    assert [each.identifier for each in accepted(read_file(saved(book, tmp_path)))] == ["1.001190"]


def test_columns_and_rows_may_change_places(tmp_path: Path) -> None:
    """The numbers of the rows put them in order again; a row without one follows the one above it."""
    book = book_of([BIRTH])
    steps: Any = book["Trình tự"]
    rows = [[cell.value for cell in row] for row in steps.iter_rows()]
    steps.delete_rows(1, len(rows))
    for code, order, step in [rows[0], *reversed(rows[1:])]:
        steps.append([step, order, code])
    assert accepted(read_file(saved(book, tmp_path))) == (BIRTH,)
    steps.append(["Bước thêm", None, "1.001193"])
    (read,) = accepted(read_file(saved(book, tmp_path)))
    assert read.steps == (BIRTH.steps[0], "Bước thêm", *BIRTH.steps[1:])  # the first step stands last in the file
