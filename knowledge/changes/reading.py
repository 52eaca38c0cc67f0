"""A new value as it is typed on a telephone: "5 ngay lam viec", "75.000 đồng/bản", "75k", "miễn phí"."""

from __future__ import annotations

import re

from knowledge.changes.model import Fee, Time
from knowledge.model import TimeUnit
from knowledge.search.text import fold

#: Longest time limit, whatever the unit; beyond it is a slip of the finger.
MOST_TIME = 999
#: Smallest and largest fee in đồng.
LEAST_FEE, MOST_FEE = 500, 1_000_000_000
#: Longest words beside an amount.
MOST_WORDS = 500
_TIME = re.compile(r"(?:khong qua |toi da |trong )?(\d{1,3}(?:[.,]\d)?)\s*([a-z ]+)", re.ASCII)
_UNITS: dict[str, TimeUnit] = {
    "ngay lam viec": "working",
    "ngay lv": "working",
    "nlv": "working",
    "working day": "working",
    "working days": "working",
    "ngay": "calendar",
    "day": "calendar",
    "days": "calendar",
    "calendar days": "calendar",
    "gio": "hour",
    "hour": "hour",
    "hours": "hour",
    "thang": "month",
    "month": "month",
    "months": "month",
}
_FREE = frozenset({"0", "0 dong", "0d", "mien phi", "mien le phi", "khong thu", "khong thu phi", "free"})
_FEE = re.compile(
    r"(?P<number>\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?)\s*"
    r"(?P<scale>k\b|nghin|ngan|trieu|tr\b)?\s*(?:dong|vnd|d\b|vnđ)?\s*(?P<rest>.*)",
    re.DOTALL | re.ASCII,
)
_SCALES = {"k": 1_000, "nghin": 1_000, "ngan": 1_000, "trieu": 1_000_000, "tr": 1_000_000}
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)


def read_time(text: str) -> Time | None:
    """None: no number with a unit. A bare number is none: days and working days are not the same."""
    typed = _TIME.fullmatch(" ".join(fold(text).split()).rstrip(". "))
    unit = _UNITS.get(typed[2].strip()) if typed is not None else None
    if typed is None or unit is None:
        return None
    value = float(typed[1].replace(",", "."))
    if not 0 < value <= MOST_TIME:
        return None
    return Time(int(value) if value.is_integer() else value, unit)


def read_fee(text: str) -> Fee | None:
    """An amount in đồng, and the words that follow it as they were typed. None: it is no amount."""
    typed = " ".join(text.split())
    folded = fold(typed)
    if folded.rstrip(".") in _FREE:
        return Fee(0)
    found = _FEE.fullmatch(folded) if len(folded) == len(typed) else None
    if found is None:
        return None
    amount = _amount(found["number"], found["scale"])
    words = _words(typed[found.start("rest") :])
    if amount is None or not LEAST_FEE <= amount <= MOST_FEE or len(words or "") > MOST_WORDS:
        return None
    return Fee(amount, words)


def _amount(number: str, scale: str | None) -> int | None:
    """None: parts of a đồng."""
    if _GROUPED.fullmatch(number) and scale is None:
        return int(re.sub(r"[.,]", "", number))
    amount = float(number.replace(",", ".")) * _SCALES.get(scale or "", 1)
    return int(amount) if amount.is_integer() else None


def _words(rest: str) -> str | None:
    """Beside an amount the portal writes "(/bản)"; the brackets are the summary's."""
    words = rest.strip()
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1].strip()
    return words or None
