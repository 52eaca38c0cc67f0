"""The weeks as a picture: a bar for the reports of each, a line of points for the share answered on time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from bot.reports.receipt.sheet import FAINT, GOLD, GROUND, HERE, INK, LINE, TEAL

#: Pixels.
WIDTH, HEIGHT, MARGIN, TOP, BOTTOM = 1080, 640, 72, 110, 146
DOT = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """One week. None: too few to be shown."""

    label: str
    reports: int | None
    on_time: float | None


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    reports: str
    on_time: str


def draw(words: Words, bars: Sequence[Bar]) -> bytes:
    """As PNG; oldest week first. Takes some tens of milliseconds: belongs into a thread."""
    from PIL import Image, ImageDraw, ImageFont  # only where a picture is drawn

    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(image)
    large = ImageFont.truetype(str(HERE / "DejaVuSans-Bold.ttf"), 34)
    small = ImageFont.truetype(str(HERE / "DejaVuSans.ttf"), 24)
    pen.text((MARGIN, 32), words.title, font=large, fill=INK)
    floor, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    most = max([bar.reports or 0 for bar in bars] + [1])
    step = (WIDTH - 2 * MARGIN) / max(len(bars), 1)
    pen.line([(MARGIN, floor), (WIDTH - MARGIN, floor)], fill=LINE, width=3)
    points = []
    for place, bar in enumerate(bars):
        left = MARGIN + place * step
        middle = left + step / 2
        if bar.reports is not None:
            top = floor - room * 0.9 * bar.reports / most
            pen.rectangle([(left + step * 0.2, top), (left + step * 0.8, floor)], fill=TEAL)
            pen.text((middle, floor + 42), str(bar.reports), font=small, fill=INK, anchor="ma")
        if bar.on_time is not None:
            points.append((middle, floor - room * bar.on_time))
        pen.text((middle, floor + 12), bar.label, font=small, fill=FAINT, anchor="ma")
    if len(points) > 1:
        pen.line(points, fill=GOLD, width=5)
    for x, y in points:
        pen.ellipse([(x - DOT, y - DOT), (x + DOT, y + DOT)], fill=GOLD, outline=INK)
    pen.rectangle([(MARGIN, HEIGHT - 46), (MARGIN + 24, HEIGHT - 22)], fill=TEAL)
    pen.text((MARGIN + 34, HEIGHT - 48), words.reports, font=small, fill=INK)
    pen.ellipse([(400, HEIGHT - 44), (400 + 2 * DOT, HEIGHT - 44 + 2 * DOT)], fill=GOLD, outline=INK)
    pen.text((400 + 34, HEIGHT - 48), f"{words.on_time} (0 - 100 %)", font=small, fill=INK)
    body = BytesIO()
    image.quantize(32).save(body, "PNG", optimize=True)
    return body.getvalue()
