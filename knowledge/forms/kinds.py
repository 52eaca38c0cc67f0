"""Which files are taken for forms, told by what is in them and not by their names; nothing is run or shown here."""

from __future__ import annotations

import io
import zipfile

from bot.errors import MotCuaError

#: A form has a few pages; scanned ones seldom have more.
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2_000
PDF = "application/pdf"
#: Endings by media type: a file goes out under the ending of what it is.
ENDINGS = {
    PDF: ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
}
_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
_MEDIA = {ending: media for media, ending in ENDINGS.items()}
_MACROS = ("vbaproject", "macrosheets/", "activex/", "basic/", "scripts/")


class NotAForm(MotCuaError, ValueError):
    """It is none of the kinds that are taken, too large, empty, or carries macros."""


def media_of(body: bytes) -> str:
    """The media type. :raises NotAForm: see there."""
    if not 0 < len(body) <= MOST_BYTES:
        raise NotAForm
    if body.startswith(b"%PDF-"):
        return PDF
    if not body.startswith(b"PK\x03\x04"):
        raise NotAForm
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return _of_parts(parts)
    # What the standard library raises on parts that are broken, missing, locked or packed in ways it does not know.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError):
        raise NotAForm from None


def _of_parts(parts: zipfile.ZipFile) -> str:
    listed = parts.infolist()
    names = {part.filename for part in listed}
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise NotAForm
    if any(mark in name.lower() for name in names for mark in _MACROS):
        raise NotAForm
    for part, ending in _PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return _MEDIA[ending]
    if "mimetype" in names and parts.getinfo("mimetype").file_size < 200:
        media = parts.read("mimetype").decode("ascii", "replace").strip()
        if media in ENDINGS:
            return media
    raise NotAForm
