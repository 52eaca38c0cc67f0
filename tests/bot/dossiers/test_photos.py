"""Codes on photos: as phones take them; and what is no such photo is refused before it costs anything."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from bot.dossiers.photos import MOST_BYTES, code_on
from tests.bot.dossiers.receipts import photo

CODE = "H57.132-260804-0583"
LINK = f"https://dichvucong.example/tra-cuu?MHS={CODE}&SGT=048099001234"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("payload", [CODE, LINK, "000.00.04.H40-230414-0002"])
def test_a_receipt(payload: str, form: str) -> None:
    assert code_on(photo(payload, form=form)) in (CODE, "000.00.04.H40-230414-0002")


def test_tilted_blurred_and_as_a_bar_code() -> None:
    assert code_on(photo(CODE, angle=12, blur=1)) == CODE
    assert code_on(photo(CODE, kind="Code128")) == CODE


def test_a_code_that_is_not_a_dossiers() -> None:
    assert code_on(photo("048099001234")) is None
    assert code_on(photo("H57.132-260230-0583")) is None


def test_no_code_and_no_picture() -> None:
    blank = BytesIO()
    Image.new("L", (300, 300), 255).save(blank, "PNG")
    whole = photo(CODE)
    for image in (
        blank.getvalue(),
        b"",
        b"%PDF-1.7",
        b"\xff\xd8\xff" + b"x" * 100,
        whole[: len(whole) // 3],
        b"GIF89a",
    ):
        assert code_on(image) is None


def test_a_picture_that_would_unpack_to_gigabytes_is_not_unpacked() -> None:
    assert code_on(_png_header(50_000, 50_000)) is None
    assert code_on(_png_header(8_000, 8_000)) is None


def test_a_file_that_is_too_large_is_not_opened() -> None:
    assert code_on(photo(CODE, form="PNG") + bytes(MOST_BYTES)) is None


def _png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
