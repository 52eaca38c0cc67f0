"""What a button carries: ``v1:<conversation>:<action>:<argument>:…``, at most 64 bytes, stable for years.

A chat window stays clickable for ever, so data never points into memory: it names what it wants.
"""

from __future__ import annotations

VERSION = "v1"
_SEPARATOR = ":"


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


def arguments(pressed: str) -> list[str]:
    """The arguments of data that a pattern let through."""
    return pressed.split(_SEPARATOR)[3:]
