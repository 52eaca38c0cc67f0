"""Links into the chat: what a QR code carries. Telegram allows letters, digits, "_" and "-", 64 of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.places.office import ID

PROCEDURE, OFFICE = "tt_", "vp_"
MOST = 64
#: The web page's parameter; its value is the same payload.
PARAMETER = "open"
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CODE = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class Target:
    """One of both."""

    procedure: str | None = None
    office: str | None = None


def payload_of(target: Target) -> str | None:
    """:returns: None for what no link can name."""
    if target.office is not None:
        return OFFICE + target.office if ID.fullmatch(target.office) else None
    code = target.procedure or ""
    payload = PROCEDURE + code.replace(".", "_")
    return payload if _CODE.fullmatch(code) and len(payload) <= MOST else None


def target_of(payload: str) -> Target | None:
    """:returns: None for a payload that is none of ours; whether there is such a thing is not looked at."""
    if not PAYLOAD.fullmatch(payload):
        return None
    if payload.startswith(OFFICE):
        office = payload.removeprefix(OFFICE)
        return Target(office=office) if ID.fullmatch(office) else None
    code = payload.removeprefix(PROCEDURE).replace("_", ".")
    return Target(procedure=code) if payload.startswith(PROCEDURE) and _CODE.fullmatch(code) else None


def web_link(public_url: str, payload: str) -> str:
    return f"{public_url.rstrip('/')}/?{urlencode({PARAMETER: payload})}"


def telegram_link(username: str, payload: str) -> str:
    return f"https://t.me/{username}?start={payload}"
