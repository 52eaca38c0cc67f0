"""Photos of receipts: a QR or bar code as a phone would take it."""

from __future__ import annotations

from io import BytesIO

import zxingcpp
from PIL import Image, ImageFilter


def photo(payload: str, *, kind: str = "QRCode", form: str = "JPEG", angle: float = 0, blur: float = 0) -> bytes:
    barcode = zxingcpp.create_barcode(payload, zxingcpp.barcode_format_from_str(kind))
    drawn = zxingcpp.write_barcode_to_image(barcode, scale=4)
    height, width = drawn.shape
    page = Image.new("L", (1500, 1600), 235)
    pixels = bytes(memoryview(drawn))  # type: ignore[arg-type]
    page.paste(Image.frombuffer("L", (width, height), pixels), (200, 500))
    page = page.rotate(angle, fillcolor=235, resample=Image.Resampling.BICUBIC)
    if blur:
        page = page.filter(ImageFilter.GaussianBlur(blur))
    kept = BytesIO()
    page.save(kept, form)
    return kept.getvalue()
