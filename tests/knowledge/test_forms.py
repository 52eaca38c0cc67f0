"""Files of forms: taken by what is in them, kept as they are."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot.clock import FixedClock
from bot.database import Database
from knowledge.forms import MOST_BYTES, Forms, NotAForm, media_of

PDF = b"%PDF-1.7\n%%EOF\n"


def packed(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in parts.items():
            file.writestr(name, body)
    return kept.getvalue()


DOCX = packed(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
XLSX = packed(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})
ODT = packed(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<o/>"})


@pytest.mark.parametrize(
    ("body", "ending"),
    [(PDF, "pdf"), (DOCX, "wordprocessingml.document"), (XLSX, "spreadsheetml.sheet"), (ODT, "opendocument.text")],
)
def test_forms_are_told_by_what_is_in_them(body: bytes, ending: str) -> None:
    assert media_of(body).endswith(ending)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"MZ\x90\0 a program",
        b"<html><script>alert(1)</script>",
        b"PK\x03\x04 no archive",
        DOCX[: len(DOCX) // 2],
        packed(**{"readme.txt": b"x"}),
        packed(**{"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b"x"}),
        packed(mimetype=b"application/vnd.oasis.opendocument.text", **{"Basic/Standard/script.xml": b"x"}),
        packed(**{"[Content_Types].xml": b"", "word/document.xml": b"0" * 60_000_000}),
        PDF + bytes(MOST_BYTES),
    ],
    ids=["empty", "program", "page", "torn", "half", "archive", "macros", "scripts", "bomb", "large"],
)
def test_what_is_no_form_is_not_taken(body: bytes) -> None:
    with pytest.raises(NotAForm):
        media_of(body)


async def test_a_form_is_kept_as_it_is_and_once(database: Database, clock: FixedClock) -> None:
    forms = Forms(database, clock)
    async with database.write() as connection:
        ids = {await forms.add(connection, "Tờ khai", body, None) for body in (PDF, PDF, DOCX)}
    assert len(ids) == 2
    found = {form.file_name: form.body for each in ids if (form := await forms.form(each)) is not None}
    assert found == {"Tờ khai.pdf": PDF, "Tờ khai.docx": DOCX}
    assert await forms.form("none") is None
