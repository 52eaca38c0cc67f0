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


def pattern(conversation: str, *actions: str) -> str:
    """The anchored pattern under which a handler takes the presses of a conversation (all actions when none named)."""
    chosen = "|".join(actions) if actions else "[a-z_]+"
    return rf"^{VERSION}:{conversation}:(?:{chosen})(?::|$)"


def arguments(pressed: str) -> tuple[str, list[str]]:
    """(action, arguments) of data made by :func:`data`."""
    _version, _conversation, action, *rest = pressed.split(_SEPARATOR)
    return action, rest
