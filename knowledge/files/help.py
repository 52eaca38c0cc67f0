"""The first sheet of a workbook: what each sheet and column is for, in Vietnamese with the English beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge.files.layout import Column, layout


def lines_of_help() -> Iterator[str]:
    """One line a row."""
    yield from Path(__file__).with_name("help.txt").read_text(encoding="utf-8").splitlines()
    for sheet in layout().sheets:
        yield ""
        yield f"TỜ “{sheet.vi}” ({sheet.en})"
        for column in sheet.columns:
            yield f"   {column.vi} ({column.en}): {'; '.join(_told(column))}"


def _told(column: Column) -> Iterator[str]:
    yield "bắt buộc / required" if column.required else "không bắt buộc / optional"
    yield _KINDS[column.kind]
    if column.choice is not None:
        yield " | ".join(layout().choices[column.choice].values())
    if column.help_vi:
        yield f"{column.help_vi} {column.help_en}"


_KINDS = {
    "text": "chữ / text",
    "int": "số nguyên / whole number",
    "number": "số / number",
    "bool": "có hoặc không / yes or no",
    "date": "ngày, dạng 2026-07-17 hoặc 17/07/2026 / date",
    "list": "mỗi mục một dòng trong ô / one item a line",
    "choice": "chọn một / choose one",
    "choices": "mỗi mục một dòng trong ô / one a line",
}
