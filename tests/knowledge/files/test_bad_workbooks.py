"""A workbook that a person filled in wrongly: every error names sheet, row and column, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge.files import read_file
from tests.knowledge.files.records import accepted, book_of, saved, typed_in
from tests.shelves import shipped

BIRTH = shipped()["1.001193"]
Spoil = Callable[[Workbook], object]


def told(book: Workbook, folder: Path, language: str = "vi") -> list[str]:
    return [problem.text(language) for problem in read_file(saved(book, folder, "b.xlsx")).problems]


def cell(title: str, heading: str, value: object) -> Spoil:
    return lambda book: typed_in(book, title, 2, heading, value)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (cell("Thủ tục", "Tên thủ tục", None), "tờ Thủ tục, dòng 2, cột Tên thủ tục: ô này không được để trống"),
        (cell("Thủ tục", "Mã thủ tục", "khai sinh"), r"cột Mã thủ tục: khai sinh không đúng dạng ^\d\.\d{6}$"),
        (cell("Thủ tục", "Mã thủ tục", None), "tờ Thủ tục, dòng 2, cột Mã thủ tục: ô này không được để trống"),
        (cell("Thủ tục", "Toàn trình", "chắc có"), "cột Toàn trình: chắc có không thuộc các giá trị: có, không"),
        (cell("Thủ tục", "Toàn trình", None), "cột Toàn trình: ô này không được để trống"),
        (cell("Thủ tục", "Mức thường dùng", 7), "cột Mức thường dùng: số 7 ngoài phạm vi cho phép"),
        (cell("Thủ tục", "Thời hạn (số)", "hai ngày"), "cột Thời hạn (số): cần một số, đang là hai ngày"),
        (cell("Thủ tục", "Thời hạn (số)", "1.500"), "cột Thời hạn (số): 1.500 có thể hiểu hai cách"),
        (cell("Thủ tục", "Ngày cập nhật", "hôm qua"), "cột Ngày cập nhật: cần ngày dạng 2026-07-17"),
        (cell("Thủ tục", "Ngày cập nhật", "31/02/2026"), "cột Ngày cập nhật: cần ngày dạng 2026-07-17"),
        (cell("Thủ tục", "Các cách nộp", "fax"), "cột Các cách nộp: fax không thuộc các giá trị: Trực tiếp"),
        (cell("Thủ tục", "Tên thủ tục", True), "cột Tên thủ tục: cần chữ, đang là True"),
        (cell("Thủ tục", "Tên thủ tục", "=A1"), "cột Tên thủ tục: ô có công thức (=A1)"),
        (cell("Thủ tục", "Tên thủ tục", "⟦…9⟧"), "cột Tên thủ tục: văn bản dài số 9 không có"),
        (cell("Giấy tờ", "Bản chính", "một"), "tờ Giấy tờ, dòng 2, cột Bản chính: cần một số nguyên, đang là một"),
        (cell("Giấy tờ", "Bản chính", -1), "tờ Giấy tờ, dòng 2, cột Bản chính: số -1 ngoài phạm vi"),
        (cell("Giấy tờ", "Bản chính", None), "tờ Giấy tờ, dòng 2, cột Bản chính: ô này không được để trống"),
        (cell("Giấy tờ", "Mã thủ tục", "1.999999"), "cột Mã thủ tục: mã 1.999999 không có ở tờ Thủ tục"),
        (cell("Giấy tờ", "Thứ tự", 2), "tờ Giấy tờ, dòng 3, cột Thứ tự: số 2 đã có ở dòng 2"),
        (cell("Phí", "Thứ tự cách nộp", 9), "cột Thứ tự cách nộp: thủ tục 1.001193 không có dòng số 9 ở tờ trên"),
        (cell("Phí", "Thứ tự cách nộp", None), "cột Thứ tự cách nộp: ô này không được để trống"),
        (cell("Phí", "Số tiền", "năm nghìn"), "tờ Phí, dòng 2, cột Số tiền: cần một số nguyên, đang là năm nghìn"),
        (cell("Phí", "Loại", "thuế"), "cột Loại: thuế không thuộc các giá trị: phí, lệ phí"),
        (lambda book: book["Giấy tờ"].merge_cells("A2:B3"), "tờ Giấy tờ: các ô A2:B3 bị gộp"),
        (lambda book: book.remove(book["Phí"]), "thiếu tờ Phí; hãy lấy từ tệp mẫu"),
        (lambda book: book["Phí"].delete_cols(5), "tờ Phí, dòng 1, cột Số tiền: dòng đầu thiếu cột Số tiền"),
        (lambda book: book["Phí"].delete_rows(1, 9), "tờ Phí, dòng 1: tờ này trống"),
        (cell("Phí", "Tiền tệ", "VND "), ""),
        (lambda book: typed_in(book, "Phí", 1, "Tiền tệ", "Tiền"), "tờ Phí, dòng 1, cột Tiền: không có cột tên Tiền"),
        (lambda book: typed_in(book, "Phí", 1, "Tiền tệ", "Loại"), "cột Loại: tiêu đề Loại xuất hiện hai lần"),
        (lambda book: book["Phí"].cell(2, 20, "ghi chú"), "tờ Phí, dòng 2: có nội dung nằm bên phải"),
        (lambda book: book.copy_worksheet(book["Phí"]).__setattr__("title", "phí "), "có hai tờ cùng tên Phí"),
        (lambda book: book["Thủ tục"].append(["1.001193", "X"]), "dòng 3, cột Mã thủ tục: mã 1.001193 đã có ở dòng 2"),
    ],
)  # fmt: skip
def test_what_is_wrong_names_its_cell(spoil: Spoil, expected: str, tmp_path: Path) -> None:
    paid = next(each for each in shipped().values() if each.channels and each.channels[0].costs and each.evidences[1:])
    book = book_of([paid.model_copy(update={"identifier": "1.001193"})])
    spoil(book)
    problems = told(book, tmp_path)
    if not expected:
        assert problems == []
        return
    assert any(expected in problem for problem in problems), problems
    assert all(problem.startswith("b.xlsx") for problem in problems)
    assert len(told(book, tmp_path, "en")) == len(problems)


def test_a_date_cell_and_a_number_cell_are_understood(tmp_path: Path) -> None:
    book = book_of([BIRTH])
    typed_in(book, "Thủ tục", 2, "Ngày cập nhật", datetime(2026, 7, 17))
    typed_in(book, "Thủ tục", 2, "Thời hạn (lời văn)", 3)
    (read,) = accepted(read_file(saved(book, tmp_path)))
    assert (str(read.modified), read.processing_time) == ("2026-07-17", "3")


def test_one_cell_is_told_once_and_all_cells_at_once(tmp_path: Path) -> None:
    book = book_of([BIRTH])
    typed_in(book, "Thủ tục", 2, "Toàn trình", "?")
    typed_in(book, "Thủ tục", 2, "Kết quả", None)
    typed_in(book, "Trình tự", 2, "Bước", None)
    problems = told(book, tmp_path)
    assert len(problems) == 3


def test_ten_thousand_wrong_rows(tmp_path: Path) -> None:
    book = book_of([BIRTH])
    for number in range(10_000):
        book["Giấy tờ"].append(["1.001193", 100 + number, None, "Giấy", "x", 0, "nộp"])
    problems = told(book, tmp_path)
    assert len(problems) == 201
    assert problems[-1] == "b.xlsx: … và 9800 lỗi nữa"


def test_ten_thousand_good_rows(tmp_path: Path) -> None:
    book = book_of([BIRTH])
    for number in range(10_000):
        book["Giấy tờ"].append(["1.001193", 100 + number, None, f"Giấy {number}", 1, 0, "nộp"])
    (read,) = accepted(read_file(saved(book, tmp_path)))
    assert len(read.evidences) == len(BIRTH.evidences) + 10_000


def test_something_far_below_is_no_million_rows(tmp_path: Path) -> None:
    book = book_of([BIRTH])
    book["Phí"].cell(1_048_576, 1, " ")
    assert accepted(read_file(saved(book, tmp_path))) == (BIRTH,)


def test_more_rows_than_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.files.reading_book.MOST_ROWS", 2)
    assert "tờ Giấy tờ: có hơn 2 dòng" in told(book_of([BIRTH]), tmp_path)[-1]
