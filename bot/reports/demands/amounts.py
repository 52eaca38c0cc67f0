"""Amounts of money as people write them: 200k, 200 ngàn, 2 trăm nghìn, 1tr2, năm mươi nghìn, 10 đô."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.search.text import fold

Currency = Literal["VND", "USD"]

_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_SCALES = {"chuc": 10, "muoi": 10, "tram": 100}
_UNITS = {
    "k": 1_000, "nghin": 1_000, "ngan": 1_000, "nghan": 1_000, "ng": 1_000, "tr": 1_000_000, "trieu": 1_000_000,
    "cu": 1_000_000, "lit": 100_000, "xi": 100_000, "ty": 1_000_000_000, "dong": 1, "vnd": 1, "d": 1,
}  # fmt: skip
_WORD = "|".join((*_DIGITS, "muoi"))
_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?"
_QUANTITY = rf"(?P<figure>{_NUMBER})|(?P<spelled>(?:{_WORD})(?:\s+(?:{_WORD}|muoi|chuc|tram|linh|le))*)|(?P<half>nua)"
AMOUNT = re.compile(
    rf"(?<![\w.,])(?:{_QUANTITY})(?P<scale>\s*(?:tram|chuc))?"
    r"\s*(?P<unit>nghin|ngan|nghan|ng|k|trieu|tr|ty|cu|lit|xi|vnd|dong|d)(?![a-z])"
    r"(?:\s*(?P<more>\d{1,3})(?!\d)(?:\s*(?P<more_unit>nghin|ngan|k)\b)?|\s*(?P<and_half>ruoi))?"
    r"|(?<![\w.,])(?P<dollars>\d+(?:[.,]\d{1,2})?)\s*(?:usd|do la|do my|do|\$)(?!\w)|\$\s*(?P<dollars_after>\d+)"
    # "thu 200.000": nothing but money is written so.
    r"|(?<![\w.,/])(?P<bare>\d{1,3}(?:[.,]\d{3})+)(?![\w/])"
)
# "năm 1 tr" is a year and a page; "cu" and "do" are words of their own unless a figure stands before them.
_SLANG = ("cu", "lit", "xi", "d", "ng")


@dataclass(frozen=True, slots=True)
class Amount:
    """:ivar value: in `currency`; :ivar start: and :ivar end: where it stands in the text."""

    value: int
    currency: Currency
    start: int
    end: int


def find_amounts(text: str) -> list[Amount]:
    """Every amount of money in ``text`` (NFC), from left to right."""
    folded = fold(text)
    if len(folded) != len(text):  # letters that fold to several: positions would be off, so only the folded counts
        text = folded
    found = []
    for match in AMOUNT.finditer(folded):
        amount = _read(match)
        if amount is not None:
            found.append(amount)
    return found


def _read(match: re.Match[str]) -> Amount | None:
    start, end = match.span()
    dollars = match["dollars"] or match["dollars_after"]
    if dollars:
        return Amount(round(float(dollars.replace(",", "."))), "USD", start, end)
    if match["bare"]:
        return Amount(_figure(match["bare"]), "VND", start, end)
    unit = match["unit"]
    if match["figure"] is None and unit in _SLANG:
        return None
    quantity = _quantity(match)
    value = quantity * (_SCALES[match["scale"].strip()] if match["scale"] else 1) * _UNITS[unit]
    if match["and_half"]:
        value += _UNITS[unit] / 2
    if match["more"]:
        value += _rest(match["more"], match["more_unit"], _UNITS[unit])
    return Amount(round(value), "VND", start, end)


def _quantity(match: re.Match[str]) -> float:
    if match["half"]:
        return 0.5
    if match["spelled"]:
        return spelled_number(match["spelled"].split())
    figure: str = match["figure"]
    return _figure(figure) if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", figure) else float(figure.replace(",", "."))


def _figure(text: str) -> int:
    return int(re.sub(r"[.,]", "", text))


def _rest(digits: str, unit: str | None, scale: int) -> float:
    """1tr2 is 1,200,000; 1 triệu 250 is 1,250,000; 1 triệu 50 nghìn says its own unit."""
    if unit:
        return int(digits) * 1_000
    return int(digits) * scale / int("1" + "0" * len(digits))


def spelled_number(syllables: list[str]) -> int:
    """A number below a thousand in folded words: "hai tram nam muoi" is 250."""
    total = last = 0
    for word in syllables:
        if word in _SCALES:
            total += (last or 1) * _SCALES[word]
            last = 0
        elif word in _DIGITS:
            last = _DIGITS[word]
    return total + last
