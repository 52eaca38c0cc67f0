"""The dossier code on a photo of a receipt. Works on bytes in memory; nothing of a photo is ever kept.

Call it off the event loop: decoding a large picture takes a while.
"""

from __future__ import annotations

from io import BytesIO

from bot.dossiers.codes import code_in_payload

#: As the web chat and this program's own download allow.
MOST_BYTES = 10 * 1024 * 1024
#: A modern phone's whole sensor; a picture that unpacks to more is refused before it is unpacked.
MOST_PIXELS = 50_000_000
#: Codes fill a good part of a photo; more detail than this only costs time.
LONG_SIDE = 2_400
FORMATS = ("JPEG", "PNG", "WEBP")


def code_on(image: bytes) -> str | None:
    """The first dossier code in a QR or bar code on ``image``; None for no picture, no code, or another one's code."""
    import zxingcpp  # heavy, and only for photos
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(image) > MOST_BYTES:
        return None
    try:
        with Image.open(BytesIO(image), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("L", (LONG_SIDE, LONG_SIDE))  # a JPEG is unpacked at a smaller scale at once
            grey = ImageOps.exif_transpose(picture).convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None  # not a picture, or a broken one: Pillow has an error for each format
    grey.thumbnail((LONG_SIDE, LONG_SIDE))
    payloads = (barcode.text for barcode in zxingcpp.read_barcodes(grey))
    return next((code for payload in payloads if (code := code_in_payload(payload)) is not None), None)
