"""Charts as SVG pictures from a route of their own: no script or style in a page, and a table beside each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.board.figures import Week
from bot.texts import Language, Texts

WIDTH, HEIGHT, FOOT, TOP = 720, 240, 28, 14


def weeks_chart(texts: Texts, weeks: Sequence[Week], language: Language) -> str:
    """Bars: received; the line: share answered in time, of what was answered that week."""
    most = max((week.received for week in weeks), default=0) or 1
    step, room = WIDTH / max(len(weeks), 1), HEIGHT - FOOT - TOP
    bars: list[dict[str, Any]] = []
    points = []
    for number, week in enumerate(weeks):
        height = room * week.received / most
        middle = step * (number + 0.5)
        bars.append(
            {
                "x": round(step * number + step * 0.18, 1),
                "y": round(HEIGHT - FOOT - height, 1),
                "width": round(step * 0.64, 1),
                "height": round(height, 1),
                "middle": round(middle, 1),
                "received": week.received,
                "day": f"{week.monday:%d/%m}",
            }
        )
        if week.on_time.share is not None:
            points.append((round(middle, 1), round(HEIGHT - FOOT - room * week.on_time.share, 1)))
    picture = {"width": WIDTH, "height": HEIGHT, "foot": HEIGHT - FOOT, "top": TOP}
    return str(texts.render("console/weeks", language, bars=bars, points=points, **picture))
