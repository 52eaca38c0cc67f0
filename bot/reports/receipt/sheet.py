"""The picture itself: number, when, what kind, where, and the code that others can check. No story, no name.

Same size and colours for every report, so that nothing about it shows from afar.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from PIL import Image, ImageFont

HERE = Path(__file__).parent
#: Pixels. Wide enough for a phone's screen, and printed at 10 cm still sharp.
WIDTH, MARGIN, GAP = 1080, 72, 28
BAR = 132
QR_SIDE = 400
#: Modules of white round the code; with the gap beside it more than the four that a reader needs (ISO/IEC 18004).
QUIET = 2
INK, FAINT, GROUND, TEAL, GOLD, LINE = "#16262a", "#4d5d61", "#ffffff", "#0b4f57", "#f2c14e", "#d8d3c4"


@dataclass(frozen=True, slots=True)
class Sheet:
    """All words, in the reader's language. ``rows``: label and value, in order; ``link``: for the QR code, if any."""

    desk: str
    title: str
    number: str
    rows: tuple[tuple[str, str], ...]
    code_label: str
    code: str
    how_to_check: str
    remark: str
    link: str | None


def draw(sheet: Sheet) -> bytes:
    """As PNG. Takes some tens of milliseconds: belongs into a thread."""
    from PIL import Image  # heavy, here and below: only where a picture is drawn

    heights = _Pen(None)
    _compose(heights, sheet)
    image = Image.new("RGB", (WIDTH, heights.y + MARGIN), GROUND)
    _compose(_Pen(image), sheet)
    body = BytesIO()
    # Few colours, so that the file is small; no field of it tells when or with what it was made.
    image.quantize(32, Image.Quantize.FASTOCTREE).save(body, "PNG")
    return body.getvalue()


class _Pen:
    """Writes downwards from ``y``; without an image it only measures."""

    def __init__(self, image: Image.Image | None) -> None:
        from PIL import ImageDraw

        self.image = image
        self.draw = ImageDraw.Draw(image) if image is not None else None
        self.y = 0

    def box(self, top: int, bottom: int, colour: str) -> None:
        if self.draw is not None:
            self.draw.rectangle((0, top, WIDTH, bottom), fill=colour)

    def words(
        self, text: str, size: int, *, bold: bool = False, colour: str = INK, left: int = MARGIN, right: int = MARGIN
    ) -> None:
        """``text`` in as many lines as it takes between the margins."""
        font = _font(size, bold)
        for line in _lines(text, font, WIDTH - left - right):
            if self.draw is not None:
                self.draw.text((left, self.y), line, font=font, fill=colour)
            self.y += round(size * 1.35)

    def rule(self) -> None:
        self.y += GAP // 2
        if self.draw is not None:
            self.draw.line((MARGIN, self.y, WIDTH - MARGIN, self.y), fill=LINE, width=3)
        self.y += GAP

    def paste(self, picture: Image.Image, left: int, top: int) -> None:
        if self.image is not None:
            self.image.paste(picture, (left, top))


def _compose(pen: _Pen, sheet: Sheet) -> None:
    pen.box(0, BAR, TEAL)
    pen.box(BAR, BAR + 8, GOLD)
    pen.y = 34
    pen.words(sheet.desk, 46, bold=True, colour=GROUND)
    pen.y = BAR + 8 + GAP + 12
    pen.words(sheet.title, 40, bold=True)
    pen.y += GAP // 2
    pen.words(sheet.number, 72, bold=True, colour=TEAL)
    pen.rule()
    for label, value in sheet.rows:
        pen.words(label, 30, colour=FAINT)
        pen.words(value, 40)
        pen.y += GAP // 2
    pen.rule()
    _check(pen, sheet)
    pen.y += GAP
    pen.words(sheet.remark, 28, colour=FAINT)


def _check(pen: _Pen, sheet: Sheet) -> None:
    """The code, with the QR code beside it where there is a page to open."""
    top, left = pen.y, MARGIN
    if sheet.link is not None:
        pen.paste(_qr(sheet.link), MARGIN, top)
        left = MARGIN + QR_SIDE + GAP
    pen.words(sheet.code_label, 30, colour=FAINT, left=left)
    pen.words(sheet.code, 48, bold=True, left=left)
    pen.y += GAP // 2
    pen.words(sheet.how_to_check, 30, left=left)
    if sheet.link is not None:
        pen.y = max(pen.y, top + QR_SIDE)


def _qr(link: str) -> Image.Image:
    from PIL import Image

    rows = [bytes(row) for row in segno.make(link, error="m", micro=False).matrix_iter(scale=1, border=QUIET)]
    code = Image.frombytes("L", (len(rows), len(rows)), b"".join(bytes(255 * (not dot) for dot in row) for row in rows))
    whole = QR_SIDE // len(rows) * len(rows)  # modules of whole pixels, or a reader stumbles
    framed = Image.new("RGB", (QR_SIDE, QR_SIDE), GROUND)
    framed.paste(code.resize((whole, whole), Image.Resampling.NEAREST), ((QR_SIDE - whole) // 2,) * 2)
    return framed


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Broken between words; a word that is too long by itself, between letters."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while font.getlength(line) > width:
            most = max(end for end in range(1, len(line)) if end == 1 or font.getlength(line[:end]) <= width)
            lines.append(line[:most])
            line = line[most:]
    return [*lines, line]


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(HERE / name, size, layout_engine=ImageFont.Layout.BASIC)
