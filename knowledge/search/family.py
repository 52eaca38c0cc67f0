"""Level variants: one procedure that commune, province and ministry each carry out under its own code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.search.text import fold, words

_LEVEL = re.compile(
    r"\((?:thực hiện )?(?:tại |ở )?cấp [^)]*\)"
    r"|tại (?:Cục|Phòng) Quản lý xuất nhập cảnh,?(?: Bộ Công an| Công an tỉnh, thành phố trực thuộc Trung ương)?"
    r"|tại Công an cấp tỉnh$|tại Việt Nam(?= tại )",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^thủ tục ", re.IGNORECASE)
#: Where a citizen normally goes, nearest first; embassies and ministries come after all of these.
_NEAREST = ("Cấp xã", "Cấp tỉnh")


def families(names: Iterable[str]) -> list[int]:
    """A number for each name; names that differ only in the level share one."""
    numbers: dict[tuple[str, ...], int] = {}
    return [numbers.setdefault(_bare(name), len(numbers)) for name in names]


def distance(level: str | None) -> int:
    """How far from the citizen the nearest office is that carries a procedure out: 0 commune, 1 province, 2 beyond."""
    offices = [office.strip() for office in (level or "").split(",")]
    return next((n for n, office in enumerate(_NEAREST) if office in offices), len(_NEAREST))


def nearest_first(
    scores: Sequence[tuple[float, int]], family: Sequence[int], distances: Sequence[int]
) -> list[tuple[float, int]]:
    """The ranking with the members of each family exchanged among their places, the nearest office first."""
    places: dict[int, list[int]] = {}
    for place, (_, number) in enumerate(scores):
        places.setdefault(family[number], []).append(place)
    found = list(scores)
    for where in places.values():
        members = sorted((scores[place][1] for place in where), key=lambda number: (distances[number], number))
        for place, number in zip(where, members, strict=True):
            found[place] = (scores[place][0], number)
    return found


def _bare(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words(_OPENING.sub("", _LEVEL.sub(" ", name))))
