"""The languages that citizens are answered in."""

from __future__ import annotations

from typing import Literal

Language = Literal["vi", "en"]
