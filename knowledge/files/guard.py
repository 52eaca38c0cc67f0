"""What is looked at before a file is opened: its size, its kind, and what a workbook would unpack to."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from knowledge.files.problems import FileProblem, FileRefused

MB = 1024 * 1024
#: The shipped 604 have 7 MB as JSON lines, 1 MB as a workbook.
MOST_BYTES = 50 * MB
#: The shipped 604 unpack to 11 MB.
MOST_UNPACKED = 100 * MB
MOST_PARTS = 500
#: The whole national catalogue has 5,666.
MOST_PROCEDURES = 6_000
KINDS = (".xlsx", ".jsonl", ".yaml", ".yml")

_CHUNK = 256 * 1024
#: Longer than any of the marks looked for, which may stand across two chunks.
_OVERLAP = 64
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([^"]{1,40})"')
_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0D\0|\0<\0!\0D", re.IGNORECASE)
_MACROS = ("vbaproject.bin", "macrosheets/", "activex/")


def require_takable(path: Path) -> None:
    """:raises FileRefused: too large, empty or of no kind that is read. :raises OSError: it cannot be opened."""
    size = path.stat().st_size
    if path.suffix.lower() not in KINDS:
        raise FileRefused(FileProblem(path.name, "unknown_kind"))
    if size == 0:
        raise FileRefused(FileProblem(path.name, "empty_file"))
    if size > MOST_BYTES:
        raise FileRefused(FileProblem(path.name, "too_large", f"{size / MB:.0f}", f"{MOST_BYTES // MB}"))


def require_workbook(path: Path) -> dict[str, str]:
    """Look through a workbook without opening it as one: nothing of it is kept in memory.

    :returns: merged ranges by part, e.g. {"xl/worksheets/sheet2.xml": "A1:B2"}; the first of each part.
    :raises FileRefused: it is none, carries macros or definitions, or unpacks to too much.
    """
    _require_zip(path)
    merged: dict[str, str] = {}
    try:
        with zipfile.ZipFile(path) as parts:
            _require_modest(path, parts.infolist())
            for part in parts.infolist():
                found = _scan(path, parts, part)
                if found:
                    merged[part.filename] = found
    # What the standard library raises on parts that are broken, locked or packed in ways it does not know.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise FileRefused(FileProblem(path.name, "no_workbook", type(error).__name__)) from None
    return merged


def _require_zip(path: Path) -> None:
    with path.open("rb") as file:
        begin = file.read(8)
    if begin.startswith(b"%PDF"):
        raise FileRefused(FileProblem(path.name, "pdf"))
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(FileProblem(path.name, "old_or_locked"))
    if not begin.startswith(b"PK\x03\x04"):
        raise FileRefused(FileProblem(path.name, "no_workbook", "ZIP"))


def _require_modest(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    """The sizes a ZIP tells are kept to: reading stops there, and a part that has more fails its checksum."""
    if any(mark in part.filename.lower() for part in parts for mark in _MACROS):
        raise FileRefused(FileProblem(path.name, "macros"))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(FileProblem(path.name, "unpacks_too_large", expected=f"{MOST_UNPACKED // MB}"))


def _scan(path: Path, parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> str | None:
    merged = None
    for window in _windows(parts, part):
        if _DEFINITION.search(window):
            raise FileRefused(FileProblem(path.name, "entities"))
        found = _MERGED.search(window) if merged is None else None
        if found:
            merged = found[1].decode("ascii", "replace")
    return merged


def _windows(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces, each with the end of the one before."""
    end = b""
    with parts.open(part) as file:
        while piece := file.read(_CHUNK):
            yield end + piece
            end = (end + piece)[-_OVERLAP:]
