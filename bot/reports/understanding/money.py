"""Money in a report: how much, and whether it was asked for, paid or refused."""

from __future__ import annotations

import re

from bot.reports.demands.amounts import find_amounts
from bot.reports.draft import Money
from knowledge.search.text import fold

_GIVING = r"(?:dua|nop|dong|tra|chi|chung|gui|bo)"
_REFUSED = re.compile(
    rf"\b(?:khong|ko|k|hong|hem|chua)\s+(?:chiu\s+)?{_GIVING}\b|\btu choi {_GIVING}\b|\bnhat quyet khong\b"
)
_PAID = re.compile(
    rf"\b(?:da|phai|danh|lo|moi|cuoi cung)\s+(?:phai\s+|danh\s+)?{_GIVING}\b"
    rf"|\b{_GIVING} (?:phong bi|tien) (?:roi|cho|xong)\b"
    rf"|\b{_GIVING}\b[^.,;]{{0,20}}\broi\b|\bdut tui\b|\bmat (?:toi )?\d"
)
_ASKING = re.compile(r"\b(?:doi|voi|goi y|bat|yeu cau|bao|thu|keu|xin|lay|phat gia|ra gia)\b")
_MONEY = re.compile(r"\b(?:tien|phi|phong bi|boi duong|ca phe|cafe|qua cap|qua bieu|lot tay|lai qua|chung chi)\b")
_HINT = re.compile(r"\b(?:phong bi|boi duong|lot tay|lai qua|chung chi)\b")


def amount_in(text: str) -> int | None:
    """The largest sum in đồng that ``text`` names; None when it names none."""
    found = [amount.value for amount in find_amounts(text) if amount.currency == "VND" and amount.value >= 1_000]
    return max(found, default=None)


def money_in(text: str) -> Money | None:
    """What became of a demand for money, as far as ``text`` says; None when no demand for money is spoken of."""
    said = re.sub(r"\s+", " ", fold(text))
    named = amount_in(text) is not None or _MONEY.search(said) is not None
    if not named or not (_ASKING.search(said) or _HINT.search(said) or _PAID.search(said)):
        return None
    if _REFUSED.search(said):
        return "refused"
    return "paid" if _PAID.search(said) else "asked"
