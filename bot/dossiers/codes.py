"""Dossier codes: ``<agency>-<YYMMDD received>-<serial>``, as people type them and as QR codes carry them.

Two shapes are in use: ``H57.132-260804-0583`` and the older ``000.00.04.H40-230414-0002``.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from urllib.parse import unquote

CODE = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,3}-(?P<day>\d{6})-\d{4,6}")
#: The same with spaces where people put them, and a space in place of a dash.
_DOT = r"[ \t]?\.[ \t]?"
_DASH = r"(?:[ \t]{0,2}-[ \t]{0,2}|[ \t]{1,2})"
_TYPED = re.compile(
    rf"(?<![A-Z0-9.])(?:\d{{3}}{_DOT}\d{{2}}{_DOT}\d{{2}}{_DOT})?[A-Z][ \t]?\d{{2}}(?:{_DOT}\d{{1,3}}){{0,3}}"
    rf"{_DASH}\d{{6}}{_DASH}\d{{4,6}}(?!\d)"
)
#: The beginning of a code with something numeric behind it.
_MEANT = re.compile(r"(?<![A-Z0-9])[A-Z]\d{2}(?:\.\d+)*[ -]+\d{2,}|\d{3}\.\d{2}\.\d{2}\.[A-Z]?\d")
#: Hyphens, dashes and the minus sign, as keyboards and word processors set them.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－_"), "-")
#: Telegram's ``start=`` allows letters, digits, _ and - only.
DEEP_LINK = "hs_"


def normalised(text: str) -> str:
    """Capital letters, plain digits and dashes; Đ as D."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).upper().replace("Đ", "D").replace("Ð", "D")


def is_code(value: str) -> bool:
    """Whether ``value`` is a code in its proper form, with a real date inside."""
    match = CODE.fullmatch(value)
    return match is not None and _real(match["day"])


def code_in(text: str) -> str | None:
    """The first dossier code in ``text``, in its proper form; None when there is none."""
    for match in _TYPED.finditer(normalised(text)):
        if (code := _proper(match[0])) is not None:
            return code
    return None


def looks_like_code(text: str) -> bool:
    """Whether ``text`` was meant as a code, well or badly typed."""
    return _MEANT.search(normalised(text)) is not None


def rest_of(text: str) -> str:
    """What was written behind the first code in ``text``."""
    plain = normalised(text)
    for match in _TYPED.finditer(plain):
        if _proper(match[0]) is not None:
            return plain[match.end() :].strip(" ,;:./-")
    return ""


def code_in_payload(payload: str) -> str | None:
    """The code in what a QR or bar code says: bare, or inside a look-up address. Nothing else of it is used."""
    return code_in(unquote(payload)[:2000])


def deep_link(code: str) -> str:
    return DEEP_LINK + code.replace(".", "_")


def from_deep_link(payload: str) -> str | None:
    if not payload.startswith(DEEP_LINK):
        return None
    code = payload.removeprefix(DEEP_LINK).replace("_", ".").upper()
    return code if is_code(code) else None


def _proper(typed: str) -> str | None:
    tight = re.sub(r"[ \t]*([.-])[ \t]*", r"\1", typed)
    code = re.sub(r"[ \t]+(?=\d{4,6}(?:[ \t-]|$))", "-", tight).replace(" ", "")
    return code if is_code(code) else None


def _real(day: str) -> bool:
    try:
        date(2000 + int(day[:2]), int(day[2:4]), int(day[4:]))
    except ValueError:
        return False
    return True
