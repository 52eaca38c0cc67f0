"""The languages that citizens are answered in."""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
