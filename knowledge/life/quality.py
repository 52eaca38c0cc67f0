"""What is doubtful about an entry, worked out from its own words: the list that administrators work off.

Each kind is one that the collectors of the shipped data found. It is computed, not taken from their flags, so that an
entry leaves the list when its words are mended and an imported one comes onto it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from knowledge.model import PublicService, TimeUnit
from knowledge.periods import fee_words, period_ends
from knowledge.search.files import read_table

DoubtKind = Literal["district_level", "unit_open", "no_time", "period_over", "two_active", "land_times"]
DOUBT_KINDS: tuple[DoubtKind, ...] = get_args(DoubtKind)
#: Old and new procedures that the portal shows side by side; the new ones apart by blanks.
SUPERSEDED = Path(__file__).parents[1] / "data" / "superseded.tsv"
#: The level was abolished on 2025-07-01.
DISTRICT = re.compile(r"\bhuyện\b", re.IGNORECASE)
DIGIT = re.compile(r"\d")
LAND = re.compile(r"đất\s+đai", re.IGNORECASE)
#: One procedure, one case, one unit: a channel that takes twice as long as another is a slip of the portal's editors.
TIMES_APART = 2
AROUND = 40
# Titles of laws keep the words they were given.
NOT_READ = frozenset({"legal_resources", "decision", "source", "quality_flags", "local"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """``where``: field of the model, None: the entry as a whole; ``detail``: the doubtful words (none where there are
    none), a day as YYYY-MM-DD, other codes, or the days by channel."""

    kind: DoubtKind
    where: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    code: str
    title: str
    doubts: tuple[Doubt, ...]


def quality_list(services: Iterable[PublicService], active: Collection[str], today: date) -> list[Doubtful]:
    """Entries about which something is doubtful, the most doubted first.

    :param services: those in force, read one at a time. :param active: codes of all that are published.
    """
    found = [
        Doubtful(service.identifier, service.title, doubted)
        for service in services
        if (doubted := doubts(service, active, today))
    ]
    return sorted(found, key=lambda entry: (-len({doubt.kind for doubt in entry.doubts}), entry.code))


def doubts(service: PublicService, active: Collection[str], today: date) -> tuple[Doubt, ...]:
    """In order of kind. :param active: codes of all that are published."""
    return (
        *_district_level(service),
        *_unit_open(service),
        *_no_time(service),
        *_period_over(service, today),
        *_two_active(service, active),
        *_land_times(service),
    )


def _district_level(service: PublicService) -> Iterator[Doubt]:
    """One a field: the first place that names the level."""
    for name, value in service.model_dump(mode="json").items():
        if name in NOT_READ:
            continue
        text = "\n".join(_texts(value))
        if (place := DISTRICT.search(text)) is not None:
            yield Doubt("district_level", name, _around(text, place.start(), place.end()))


def _unit_open(service: PublicService) -> Iterator[Doubt]:
    open_ones = [
        channel.processing_time or f"{channel.processing_value:g}"
        for channel in service.channels
        if channel.processing_value is not None and channel.processing_unit is None
    ]
    if open_ones:
        yield Doubt("unit_open", "channels", "; ".join(dict.fromkeys(open_ones)))


def _no_time(service: PublicService) -> Iterator[Doubt]:
    """Neither a number nor words with one: "Không", "Xem phần mô tả" tell nobody how long they wait."""
    told = [service.processing_time or "", *(row.processing_time or "" for row in service.channels)]
    if service.processing_days is None and not any(DIGIT.search(text) for text in told):
        yield Doubt("no_time", "processing_time", service.processing_time or "")


def _period_over(service: PublicService, today: date) -> Iterator[Doubt]:
    over = [day for day in period_ends(fee_words(service)) if day < today]
    if over:
        yield Doubt("period_over", "cost", max(over).isoformat())


def _two_active(service: PublicService, active: Collection[str]) -> Iterator[Doubt]:
    others = [code for code in superseded().get(service.identifier, ()) if code in active]
    if others:
        yield Doubt("two_active", None, " ".join(others))


def _land_times(service: PublicService) -> Iterator[Doubt]:
    """Channels of one land procedure that differ where the portal names no case for it."""
    if LAND.search(service.sector) is None:
        return
    by_unit: dict[TimeUnit | None, dict[str, float]] = defaultdict(dict)
    for row in service.channels:
        if row.processing_value is not None and row.processing_unit != "hour":
            by_unit[row.processing_unit].setdefault(row.type, row.processing_value)
    for times in by_unit.values():
        if max(times.values()) >= TIMES_APART * min(times.values()):
            told = ", ".join(f"{channel} {value:g}" for channel, value in times.items())
            yield Doubt("land_times", "channels", told)


@cache
def superseded() -> dict[str, tuple[str, ...]]:
    """By code, old or new: those that stand for the same on the other side."""
    sides: dict[str, tuple[str, ...]] = {}
    for row in read_table(SUPERSEDED, ("old", "new")):
        sides[row["old"]] = tuple(row["new"].split())
        for code in sides[row["old"]]:
            sides[code] = (*sides.get(code, ()), row["old"])
    return sides


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _around(text: str, start: int, end: int) -> str:
    """The place with some words on both sides, on one line."""
    return " ".join(text[max(0, start - AROUND) : end + AROUND].split())
