"""What a button carries: ``v1:<conversation>:<action>:<argument>:…``, at most 64 bytes, stable for years.

A chat window stays clickable for ever, so data never points into memory: it names what it wants.
"""

from __future__ import annotations

import re

VERSION = "v1"
_SEPARATOR = ":"
#: What :func:`pattern` makes.
_MADE = re.compile(r"\^(\w+:\w+:\w+)\(\?::\[\^:\]\+\)\{\d+\}\$")


def data(conversation: str, action: str, *arguments: object) -> str:
    parts = [VERSION, conversation, action, *map(str, arguments)]
    if any(_SEPARATOR in part for part in parts):
        raise ValueError(f"button data must not contain {_SEPARATOR!r}")
    return _SEPARATOR.join(parts)


def pattern(conversation: str, action: str, arguments: int = 0) -> str:
    """The anchored pattern under which a handler takes the presses of one action with so many arguments.

    Data of another shape, from an older version or a made-up one, falls through to the last handler, which says what
    to do.
    """
    return rf"^{VERSION}:{conversation}:{action}(?::[^:]+){{{arguments}}}$"


def head_of(pressed: str) -> str:
    """Version, conversation and action of what a press carries: one look-up instead of every pattern."""
    return _SEPARATOR.join(pressed.split(_SEPARATOR, 3)[:3])


def head_of_pattern(pattern: str) -> str | None:
    """The head of whatever a :func:`pattern` lets through; None for a pattern that was made otherwise."""
    made = _MADE.fullmatch(pattern)
    return made[1] if made else None


def arguments(pressed: str) -> list[str]:
    """The arguments of data that a pattern let through."""
    return pressed.split(_SEPARATOR)[3:]
