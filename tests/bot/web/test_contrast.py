"""The colours of the page, read from the style sheet: text on its ground reaches WCAG AA, in light and in dark."""

from __future__ import annotations

import re

import pytest

from bot.web.static import FOLDER

#: WCAG 2.2, 1.4.3 for text and 1.4.11 for what marks a control.
TEXT, CONTROL = 4.5, 3.0
PAIRS = [
    ("ink", "ground", TEXT),
    ("ink", "card", TEXT),
    ("ink", "note-ground", TEXT),
    ("quiet", "ground", TEXT),
    ("quiet", "card", TEXT),
    ("link", "card", TEXT),
    ("link", "ground", TEXT),
    ("on-bar", "bar", TEXT),
    ("on-mine", "mine", TEXT),
    ("choice-ink", "choice", TEXT),
    ("choice-ink", "choice-over", TEXT),
    ("wrong", "wrong-ground", TEXT),
    ("wrong", "ground", TEXT),
    ("wrong", "card", TEXT),
    ("choice-line", "ground", CONTROL),
    ("focus", "ground", CONTROL),
    ("gold", "bar", CONTROL),
]


def schemes() -> dict[str, dict[str, str]]:
    """Colours by name; the dark scheme changes some and keeps the others."""
    sheet = (FOLDER / "chat.css").read_text(encoding="utf-8")
    light_part, dark_part = sheet.split("@media (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light_part, dark_part)]
    assert len(found[0]) > 15
    assert found[1]
    return {"light": found[0], "dark": found[0] | found[1]}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_every_pair_can_be_told_apart(scheme: str, front: str, back: str, least: float) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[front], colours[back]) >= least
