"""What the engine is told about one procedure, and about one it only knows by name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One published procedure.

    :ivar priority: 1 for everyday procedures, 2 for the rest.
    :ivar body: short extra text, optional; it is not ranked by, because a body beside the name halves recall.
    :ivar aliases: everyday names an administrator gave it, beside the curated ones.
    :ivar examples: questions of citizens that were accepted as meaning this procedure.
    """

    code: str
    name_vi: str
    field: str
    level: str | None
    priority: int
    body: str = ""
    aliases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueName:
    """A procedure of the national catalogue that we know by name only."""

    code: str
    name: str
