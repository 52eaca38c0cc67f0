"""A digest's cases as a table for a spreadsheet. No cell of it is a formula, whatever stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a spreadsheet may take for the beginning of a formula.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDTHS = (14, 30, 34, 26, 34, 14, 14)


def workbook(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """:param rows: plain words, as many as ``head`` has."""
    from openpyxl import Workbook  # heavy, and only where a table is asked for
    from openpyxl.styles import Font

    book = Workbook(write_only=False)
    page = book.active
    assert page is not None
    page.title = title[:31]
    for place, words in enumerate((head, *rows), 1):
        for column, text in enumerate(words, 1):
            cell = page.cell(place, column)
            cell.value = harmless(text)
            cell.data_type = "s"
            if place == 1:
                cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def harmless(text: str) -> str:
    """A leading sign that begins a formula is put behind an apostrophe (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_RISKY) else text
