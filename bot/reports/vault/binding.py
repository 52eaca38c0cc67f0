"""To which place a sealed value belongs: its table, its row, and the version of the layout."""

from __future__ import annotations

VERSION = "1"
SEPARATOR = "|"


def bound_to(table: str, *parts: str) -> bytes:
    """``table|part|…|version``.

    :raises ValueError: a part with the separator in it; two places could then share one name.
    """
    if any(SEPARATOR in part for part in parts):
        raise ValueError("the separator stands in a name")
    return SEPARATOR.join([table, *parts, VERSION]).encode()
