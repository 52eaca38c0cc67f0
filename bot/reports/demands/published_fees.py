"""The fees that a procedure publishes, and a demanded sum held against them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.reports.demands.amounts import Amount, Currency, find_amounts
from knowledge.model import ChannelType, Cost, PublicService
from knowledge.search.text import fold

FeeVerdict = Literal["fee_matches", "fee_above", "fee_unknown"]
#: Words by which the portal leaves the sum to somebody else.
_SET_ELSEWHERE = re.compile(
    r"hoi dong nhan dan|hdnd|quy dinh cua luat phi|chua quy dinh|khong quy dinh|cua bo truong|quy dinh hien hanh"
)
_FREE = re.compile(r"^\W*(?:mien (?:le )?phi|khong thu|khong mat phi)")
_PER_PIECE = re.compile(r"/\s*(?:01\s*)?(?:trang|ban|to|trich luc|van ban)\b")
_COUNTED = re.compile(r"(?<!\w)(\d{1,2}|hai|ba|bon|nam)\s*(?:trang|to|ban|cuon|bo)(?!\w)")
_SPELLED = {"hai": 2, "ba": 3, "bon": 4, "nam": 5}
_ONLINE = re.compile(r"\b(?:online|truc tuyen|qua mang|tren mang|qua cong)\b")
_BARE = re.compile(r"\b(?:thu|doi|dong|nop|lay|tinh|phi|tra|mat|het)\s+(?:tien\s+|phi\s+)?(\d{1,6})\s*$")
#: Sums below this are the portal's slips for thousands ("135 đồng").
LEAST_VND = 500
#: An everyday paper has at most so many pages; a sum beyond that many times the fee of one is too much.
MOST_PAGES = 10


@dataclass(frozen=True, slots=True)
class PublishedFee:
    """One sum that stands in the list: `per_piece` for each page or copy; `main` when it is the row's own figure."""

    value: int
    currency: Currency
    channel: ChannelType
    main: bool
    per_piece: bool
    words: str


@dataclass(frozen=True)
class FeeList:
    """All sums of a procedure. `free`: some channel costs nothing; `open`: some sum is set elsewhere or not listed."""

    fees: tuple[PublishedFee, ...]
    free: bool
    open: bool


def demanded_amount(text: str) -> Amount | None:
    """The sum that was demanded; the largest when several are named. "thu 50" means thousands."""
    found = find_amounts(text)
    if found:
        return max(found, key=lambda amount: amount.value)
    bare = _BARE.search(fold(text))
    if bare is None:
        return None
    value = int(bare[1])
    return Amount(value if value >= 1_000 else value * 1_000, "VND", bare.start(1), bare.end(1))


def published_fees(service: PublicService, text: str = "") -> FeeList:
    """What the list says, for the online channel alone when ``text`` speaks of filing online."""
    channels = list(service.channels)
    if _ONLINE.search(fold(text)):
        channels = [channel for channel in channels if channel.type == "online"] or channels
    fees: list[PublishedFee] = []
    free = unlisted = False
    for channel in channels:
        for cost in channel.costs:
            fees += _sums(cost, channel.type)
            free = free or _is_free(cost)
            unlisted = unlisted or (_is_open(cost) and channel.type != "postal")  # the post's own fee is no official's
    return FeeList(tuple(fees), free, unlisted or service.cost is None)


def compare(amount: Amount, known: FeeList, text: str = "") -> tuple[FeeVerdict, PublishedFee | None]:
    """Whether the sum is published, too much, or cannot be told; with the published sum that decides."""
    same = [fee for fee in known.fees if fee.currency == amount.currency]
    pieces = _pieces(text)
    equal = next((f for f in same if amount.value in (f.value, f.value * pieces if f.per_piece else f.value)), None)
    if equal is not None:
        return "fee_matches", equal
    if amount.value == 0:
        return ("fee_matches" if known.free or not known.open else "fee_unknown"), None
    if known.open:
        return "fee_unknown", None
    if not same:
        return ("fee_above" if known.free and amount.currency == "VND" else "fee_unknown"), None
    highest = max((f for f in same if f.main), key=lambda f: f.value, default=max(same, key=lambda f: f.value))
    if amount.value <= highest.value * (pieces if highest.per_piece else 1):
        return "fee_matches", highest
    pages = amount.value / highest.value
    if (
        highest.per_piece
        and pieces == 1
        and pages == int(pages)
        and pages <= MOST_PAGES
        and not _COUNTED.search(fold(text))
    ):
        return "fee_unknown", highest
    return "fee_above", highest


def _sums(cost: Cost, channel: ChannelType) -> Iterable[PublishedFee]:
    words = cost.description or ""
    per_piece = bool(_PER_PIECE.search(fold(words)))
    currency: Currency = cost.currency or "VND"
    if cost.amount and (currency == "USD" or cost.amount >= LEAST_VND):
        yield PublishedFee(cost.amount, currency, channel, True, per_piece, words)
    for found in find_amounts(words):
        if found.value >= LEAST_VND or (found.currency == "USD" and found.value):
            yield PublishedFee(found.value, found.currency, channel, not cost.amount, per_piece, words)


def _is_free(cost: Cost) -> bool:
    words = fold(cost.description or "")
    return not cost.amount and (not words or bool(_FREE.match(words)))


def _is_open(cost: Cost) -> bool:
    """A row without a sum that refers elsewhere, or a sum that the province may change."""
    words = fold(cost.description or "")
    if not words or _FREE.match(words):
        return False
    return bool(_SET_ELSEWHERE.search(words)) or (not cost.amount and not find_amounts(cost.description or ""))


def _pieces(text: str) -> int:
    counted = _COUNTED.search(fold(text))
    if counted is None:
        return 1
    return _SPELLED.get(counted[1]) or max(1, int(counted[1]))
