"""Files as people send them, and as somebody who means ill does."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from io import BytesIO

import zxingcpp
from PIL import Image
from PIL.PngImagePlugin import PngInfo

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
#: What is on the front of a citizen card, as its QR code tells it. Nobody's.
CARD = "001099012345|012345678|Nguyễn Văn Thử|01011999|Nam|Số 1, Phố Thử, Hà Nội|01012022"
#: Exif orientation: the picture was taken with the phone turned left.
TURNED = 6
CANARY = b"CANARY-10.7769N-106.7009E"


def noise(width: int = 320, height: int = 240) -> Image.Image:
    pixels = random.Random(1).randbytes(width * height * 3)
    return Image.frombytes("RGB", (width, height), pixels)


def saved(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def located(form: str = "JPEG") -> bytes:
    """A picture that says where and with what it was taken, in every place a picture can say it."""
    picture = noise(400, 200)
    exif = Image.Exif()
    exif[0x0112] = TURNED
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825)[2] = (10.0, 46.0, 36.8)
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    options: dict[str, object] = {"exif": exif, "icc_profile": b"icc" + CANARY}
    if form == "JPEG":
        options["comment"] = CANARY
    if form == "PNG":
        told = PngInfo()
        told.add_text("Comment", CANARY.decode())
        options["pnginfo"] = told
    if form == "WEBP":
        options["xmp"] = b"<x>" + CANARY + b"</x>"
    return saved(picture, form, **options)


def with_code(payload: str, width: int = 1600) -> bytes:
    """A photo that shows a QR code, as small as on a card that fills half of it."""
    drawn = zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(payload, zxingcpp.barcode_format_from_str("QRCode")), scale=4
    )
    height, side = drawn.shape
    page = Image.new("RGB", (width, width * 3 // 4), (190, 200, 210))
    pixels = bytes(memoryview(drawn))  # type: ignore[arg-type]
    page.paste(Image.frombuffer("L", (side, height), pixels).convert("RGB"), (width // 3, width // 4))
    return saved(page, quality=80)


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + inside + b"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def voice() -> bytes:
    head = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
    page = b"OggS\x00\x02" + bytes(8) + b"\x01\x00\x00\x00" + bytes(4) + bytes(4) + b"\x01" + bytes([len(head)])
    return page + head + bytes(400)


def mp3(tag: bytes = b"") -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes
    return tag + frame * 4


def iso_media(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(300)


def png_of(width: int, height: int, rows: bytes = b"", depth: int = 8) -> bytes:
    """A PNG that says how large it is, whatever it holds."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", rows or zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


def flat_png(width: int, height: int) -> bytes:
    """Kilobytes that unpack to ``width`` times ``height`` bytes."""
    packer = zlib.compressobj(9)
    row = bytes(width + 1)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return png_of(width, height, packed)


def zip_bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../etc/cron.d/x", bytes(50_000_000))
    return out.getvalue()
